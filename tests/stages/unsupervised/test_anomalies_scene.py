"""Anomalies on the screen: what is drawn, said and advised is what was computed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.data.samples import sample
from core.figures.blocks import Grid, Moving
from core.figures.deeds import Formula, Small, inside
from core.figures.encoding import encode
from core.figures.plain_formula import plain
from core.stages.unsupervised.anomalies.missions import MISSIONS
from core.stages.unsupervised.anomalies.reasons import THIN, as_lonely, company
from core.stages.unsupervised.anomalies.run import findings
from core.stages.unsupervised.anomalies.scene import (
    draw,
    formula,
    notice,
    operate,
    picked,
    share_above,
)
from core.stages.unsupervised.anomalies.scene_plane import GREY, film_of
from core.stages.unsupervised.anomalies.scene_sides import _ticks, on_scale
from core.stages.unsupervised.anomalies.scene_words import captions, how_soon
from core.stages.unsupervised.anomalies.settings import LABELS, AnomalySettings
from core.stages.unsupervised.anomalies.starts import STARTS
from core.stages.unsupervised.anomalies.view import View, at_contamination
from core.unlabelled.anomalies import SCENE_BY_ID, SCENES, scene_points
from tests.store import answer

pytestmark = pytest.mark.slow


def of(**values) -> AnomalySettings:
    return AnomalySettings.of(values)


def seen(**values) -> tuple[AnomalySettings, View]:
    chosen = of(**values)
    return chosen, at_contamination(chosen, answer(findings, chosen.work()))


def film(**values):
    return next(block.picture for block in draw(*seen(**values)) if isinstance(block, Moving))


# The scenes


@pytest.mark.parametrize("scene", [spec.id for spec in SCENES])
def test_a_scene_is_its_seeds_and_within_the_plane(scene):
    X = scene_points(scene, 200, 12, seed=4)
    assert X.shape == (200, 2)
    assert np.abs(X).max() < 7
    assert X.tobytes() == scene_points(scene, 200, 12, seed=4).tobytes()
    assert X.tobytes() != scene_points(scene, 200, 12, seed=5).tobytes()
    assert scene_points(scene, 40, 60, seed=0).shape == (40, 2), "at most half are planted"


def test_one_scene_plants_nothing():
    assert [spec.id for spec in SCENES if not spec.plants] == ["nothing"]
    view = seen(shape="nothing")[1]
    assert view.n_planted == 0
    assert all(np.isnan(one.average) for one in view.verdicts)


# Each planted kind has a detector that finds it and one that does not


@pytest.mark.parametrize(
    ("shape", "finds", "fails"),
    [
        ("clump", "envelope", "svm"),
        ("local", "lof", "envelope"),
        ("edge", "envelope", "forest"),
        ("hole", "lof", "envelope"),
    ],
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_kind_of_anomaly_asks_for_its_detector(shape, finds, fails, seed):
    view = seen(shape=shape, data_seed=seed)[1]
    assert view.of(finds).found >= 10 > 6 >= view.of(fails).found


# Words


def test_the_sentence_names_each_detectors_finds():
    settings, view = seen(shape="local")
    said = notice(settings, view)
    assert f"LOF finds {view.of('lof').found}" in said
    assert f"the forest finds {view.of('forest').found}" in said
    assert f"guessing {view.k} would find {view.k * 12 / 200:.2g}" in said
    assert f"{view.isolation.mean:.2f} cuts on average" in said


def test_neighbours_that_mask_one_another_are_counted_by_brute_force():
    _, view = seen(shape="clump", n_neighbors=8)
    X, planted = view.findings.points.X, view.findings.sight.planted
    far = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(far, np.inf)
    near = np.argsort(far[planted], axis=1)[:, :8]
    assert company(view, 8) == planted[near].mean() == 1.0


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("n_planted", [8, 12, 24])
def test_taking_the_advice_of_more_neighbours_unmasks_the_clump(n_planted, seed):
    values = {
        "shape": "clump", "detector": "lof", "n_planted": n_planted, "n_neighbors": 6,
        "contamination": n_planted / 200, "data_seed": seed,
    }  # fmt: skip
    settings, before = seen(**values)
    assert f" {2 * n_planted} neighbours would reach beyond" in notice(settings, before)
    after = seen(**values | {"n_neighbors": 2 * n_planted})[1]
    assert before.of("lof").found <= 0.2 * n_planted
    assert after.of("lof").found >= 0.7 * n_planted


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_taking_the_advice_of_smaller_trees_unmasks_the_clump(seed):
    values = {"shape": "clump", "detector": "forest", "data_seed": seed}
    settings, before = seen(**values)
    assert f"Trees of {THIN} points, not 200" in notice(settings, before)
    after = seen(**values, sample_size=THIN)[1]
    assert after.of("forest").found >= before.of("forest").found + 3


def test_of_more_planted_than_flagged_no_more_can_be_found_or_missed():
    settings, view = seen(shape="clump", n_planted=50, contamination=0.045, n_neighbors=20)
    said, least = notice(settings, view), min(one.found for one in view.heard)
    assert "Of the 50 planted at most 9 could be found: " in said
    assert f" misses {9 - least} of the 9 that it could find: " in said
    assert "at most" not in notice(*seen())


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("shape", "near"), [("edge", False), ("hole", False), ("local", True)])
def test_what_a_forest_misses_is_odd_together_or_beside_its_neighbours(shape, near, seed):
    settings, view = seen(shape=shape, data_seed=seed)
    said, forest = notice(settings, view), view.of("forest")
    assert ("nothing special in any single column" in said) is not near or shape == "hole"
    assert ("odd only beside their own neighbours" in said) is near
    missed = view.findings.sight.planted & ~forest.flags
    X, ordinary = view.findings.points.X, ~view.findings.sight.planted
    kth = np.sort(np.linalg.norm(X[:, None] - X, axis=2), axis=1)[:, settings.n_neighbors]
    lonely = int((kth[ordinary] >= np.median(kth[missed])).sum())
    assert as_lonely(view, missed, settings.n_neighbors) == lonely
    assert (lonely > 60) is near
    assert (f"{lonely} of the 188 ordinary points" in said) is near


def test_nothing_planted_and_no_labels_are_said():
    settings, view = seen(shape="nothing")
    assert "nothing is planted here" in notice(settings, view)
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(90, 3)), columns=list("abc"))
    plain = of(shape="table", n_trees=10)
    view = at_contamination(plain, findings(plain, frame))
    assert "No label says who is right" in notice(plain, view)
    assert f"{view.n_any} by one at least" in notice(plain, view)


@pytest.mark.parametrize(("_id", "_label", "why", "values"), STARTS)
def test_a_start_shows_what_it_promises(_id, _label, why, values):
    _, view = seen(**values)
    assert why
    promise = {
        "masked": lambda: view.of("lof").found == 0,
        "thinned": lambda: (
            view.of("forest").found > seen(**values | {"sample_size": 256})[1].of("forest").found
        ),
        "local": lambda: view.of("lof").found == 12 > 6 >= view.of("forest").found,
        "edge": lambda: view.of("envelope").found == 12 > 6 >= view.of("forest").found,
        "hole": lambda: view.of("envelope").found == 0,
        "nothing": lambda: all(one.n_flagged == 20 for one in view.verdicts),
    }
    assert promise[_id]()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (["yes"] * 28 + ["no"] * 32, "its rarest value, 'yes', is 46.7% of the rows"),
        (["yes"] * 4 + [None] * 9 + ["no"] * 47, "in 9 rows of 60 it is empty."),
        ([None] * 60, "it is empty."),
        (["no"] * 60, "all rows here have one value of it."),
    ],
)
def test_a_label_that_cannot_judge_says_why_in_the_sentence(values, why):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"]).assign(known=values)
    settings = of(shape="columns", x1="a", x2="b", label="known", n_trees=5)
    view = at_contamination(settings, findings(settings, frame))
    assert view.n_planted == 0
    said = notice(settings, view).replace("\\", "")
    assert "'known' judges nothing: " in said
    assert why in said


def test_a_rare_class_judges():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"])
    frame["known"] = np.where(np.arange(60) < 6, "yes", "no")
    settings = of(shape="columns", x1="a", x2="b", label="known", n_trees=5)
    view = at_contamination(settings, findings(settings, frame))
    assert view.n_planted == 6
    assert "Row " in notice(settings, view)


def test_many_planted_are_said_to_be_no_anomaly():
    drawn = ";".join(f"{x},{x * x / 5},{int(x < 4)}" for x in range(-2, 6))
    assert "75% of the points planted is hardly an anomaly" in notice(
        *seen(shape="drawn", points=drawn, n_trees=5)
    )
    assert "hardly" not in notice(*seen())


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (-1.0, 3.0), (-4.0, 7.0), (-0.01, 0.22)])
def test_names_on_a_logarithmic_axis_stand_apart(low, high):
    places = np.array([at for at, _ in _ticks("lof", low, high)])
    assert len(places) >= 2
    assert (np.diff(places) >= 0.1 * (high - low)).all()
    assert ((places >= low - 1e-3) & (places <= high)).all()
    assert _ticks("forest", low, high) == ()


# The picture


def test_a_film_has_a_frame_for_each_cut_and_then_trees():
    settings, view = seen(chosen=0)
    steps = film_of(settings, view)
    way = view.isolation
    assert steps.cut[: way.n_cuts + 1].tolist() == list(range(way.n_cuts + 1))
    assert steps.tree[way.n_cuts + 1 :].tolist() == way.shown.tolist()
    assert way.shown[-1] == settings.n_trees
    picture = film(chosen=0)
    assert len(picture.captions) == steps.n
    assert (
        f"Score: 2^(−{way.mean:.2f} / {way.normal:.2f}) = {way.score:.3f}" in (picture.captions[-1])
    )


def test_cuts_of_a_table_are_told_in_the_columns_units():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"eur": rng.normal(900, 50, 80), "far": rng.normal(-3, 2, 80)})
    settings = of(shape="table", n_trees=5, chosen=7)
    view = at_contamination(settings, findings(settings, frame))
    way, words = view.isolation, captions(settings, view, film_of(settings, view))
    for place, (column, height) in enumerate(zip(way.feature, way.threshold, strict=True)):
        name = view.findings.points.names[column]
        raw = frame[name].mean() + height * frame[name].std(ddof=0)
        sign = "≤" if frame[name][7] <= raw else ">"
        assert f"where {name} {sign} {raw:.4g}".replace("-", "−") in words[place + 1]


def test_points_that_are_cut_off_turn_grey_and_come_back():
    _, view = seen(chosen=0)
    panel = film(chosen=0).panels[0]
    colour = next(layer.colour for layer in panel.layers if layer.name == "points")
    way = view.isolation
    grey = (colour == GREY).sum(axis=1)
    assert grey[: way.n_cuts + 1].tolist() == [(~row).sum() for row in way.inside]
    assert (grey[way.n_cuts + 1 :] == 0).all()


def test_a_film_is_the_same_bytes_when_it_is_drawn_again():
    one, other = encode(film(chosen=5)), encode(film(chosen=5))
    assert one == other


def test_the_contamination_keeps_the_film_and_another_point_begins_one():
    names = [
        film(**values).film
        for values in ({}, {"contamination": 0.2}, {"chosen": 3}, {"n_trees": 50})
    ]
    assert names[0] == names[1]
    assert len({names[0], *names[2:]}) == 3


def test_three_other_detectors_stand_beside_the_one_in_large():
    for name in LABELS:
        panels = film(detector=name).panels
        assert {panel.pick for panel in panels} >= {"point", "cut", *(set(LABELS) - {name})}
        assert len(film(detector=name).steps) == 1 or name == "forest"


def test_a_click_chooses_the_nearest_point_the_threshold_or_the_map():
    settings, view = seen()
    x, y = view.findings.points.plane.xy[17]
    click = SimpleNamespace(name="point", x=x + 0.001, y=y)
    assert picked(settings, view, click) == {"chosen": 17}
    assert picked(settings, view, SimpleNamespace(name="lof", x=0, y=0)) == {"detector": "lof"}
    for name in LABELS:
        large = replace(settings, detector=name)
        score = np.sort(view.of(name).opinion.score)[::-1]
        cut = float(on_scale(name, np.array([(score[19] + score[20]) / 2]))[0])
        moved = picked(large, view, SimpleNamespace(name="cut", x=cut, y=0))
        assert moved == {"contamination": pytest.approx(0.1)}
        after = at_contamination(replace(large, **moved), view.findings)
        assert after.of(name).n_flagged == 20
    assert share_above(settings, view, 99.0) == 0.001


def test_the_formula_spells_the_score_of_the_point():
    settings, view = seen(chosen=4)
    (latex,) = [b.latex for b in inside(operate(settings, view, None)) if isinstance(b, Formula)]
    score = view.findings.opinions[0].score[4]
    assert f"= {score:.3f}" in latex
    n = view.isolation.sample_size
    by_hand = 2 * (np.log(n - 1) + 0.5772) - 2 * (n - 1) / n
    assert f"= {by_hand:.3f}" in latex


@pytest.mark.parametrize("chosen", [-1, 3, 120])
def test_the_densities_make_the_factor_by_brute_force(chosen):
    settings, view = seen(detector="lof", chosen=chosen, n_neighbors=9)
    X = view.findings.points.X
    far = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(far, np.inf)
    near = np.argsort(far, axis=1)[:, :9]
    kth = np.sort(far, axis=1)[:, 8]
    density = 1 / np.maximum(np.take_along_axis(far, near, axis=1), kth[near]).mean(axis=1)
    assert view.company is not None
    assert view.company.places.tolist() == near[view.place].tolist()
    assert view.company.density == pytest.approx(density[view.place])
    assert view.company.theirs == pytest.approx(density[near[view.place]].mean(), rel=1e-6)
    assert f"{view.company.density:.4g}" in formula(settings, view)
    assert film(detector="lof", chosen=chosen).panels[0].layers[-2].name == "its neighbours"


@pytest.mark.parametrize("name", ["svm", "envelope"])
def test_the_formula_of_the_others_ends_at_their_score(name):
    settings, view = seen(detector=name)
    score = view.of(name).opinion.score[view.place]
    assert f"= {score:.4g}" in formula(settings, view)


@pytest.mark.parametrize("name", LABELS)
def test_the_sentence_and_the_hint_speak_of_the_detector_in_large(name):
    settings, view = seen(detector=name, shape="local")
    said, score = notice(settings, view), view.of(name).opinion.score[view.place]
    (hint,) = [b.text for b in inside(operate(settings, view, None)) if isinstance(b, Small)]
    told = {
        "forest": f"needs {view.isolation.mean:.2f} cuts on average",
        "lof": f"has a local outlier factor of {score:.3g}: its 20 neighbours stand {score:.3g}",
        "svm": f"lies beyond the SVM's own border by a margin of {score:.3g}; no point lies",
        "envelope": f"lies {np.sqrt(score):.3g} standard deviations from the ellipse's middle",
    }
    assert [other for other, words in told.items() if words in said] == [name]
    assert ("cuts are filmed" in hint) is (name == "forest")
    assert "least unusual to the " + LABELS[name] in operate(settings, view, None)[0].items[1].help


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.4, "soon alone"), (0.8, "sooner alone than the average"),
        (9.51 / 10.24, "hardly sooner alone than the average"),
        (1.05, "hardly later alone than the average"), (1.3, "hard to part from the others"),
    ],
)  # fmt: skip
def test_some_cuts_less_is_not_soon(share, words):
    assert how_soon(share) == words


@pytest.mark.parametrize("name", LABELS)
def test_no_line_of_a_formula_is_long(name):
    for line in formula(*seen(detector=name)).split(r"\\"):
        plain_line = plain(line).replace("frac", "")
        assert len(plain_line) <= 75, plain_line


# A table with a rare class


def payments(n: int = 3000) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"eur": rng.normal(9_000, 400, n), "age": rng.normal(40, 5, n)})
    frame["abroad"] = rng.random(n) < 0.03
    frame["fraud"] = np.where(rng.random(n) < 0.01, "yes", "no")
    return frame


def test_a_judged_table_is_named_by_its_label_and_its_axis_fits():
    settings = of(shape="table", label="fraud", n_trees=10, n_learn=200, detector="lof")
    view = at_contamination(settings, findings(settings, payments()))
    picture = next(b.picture for b in draw(settings, view) if isinstance(b, Moving))
    words = [panel.title + panel.y.label + panel.alt for panel in picture.panels]
    words += [layer.name for panel in picture.panels for layer in panel.layers]
    assert "planted" not in " ".join((*words, *picture.captions, notice(settings, view)))
    curves = picture.panels[-1]
    assert curves.y.label == "share: fraud = yes"
    highest = max(view.chance, *(np.max(layer.y) for layer in curves.layers[2:]))
    assert highest <= curves.y.high <= max(5.0 * highest, 0.03)
    assert "points drawn" in picture.captions[0]
    assert " of 3,000 points drawn" in picture.captions[0]


def test_the_mission_on_a_sample_names_it_as_the_menu_does():
    opened = {mission: getattr(mission.reached, "sample", "") for mission in MISSIONS}
    asked = [(mission, sample(name).title) for mission, name in opened.items() if name]
    assert asked
    for mission, title in asked:
        assert title in mission.goal
        assert title in mission.hints[-1]


def test_a_level_that_a_row_has_not_is_told_by_the_one_it_has():
    settings = of(shape="table", label="fraud", n_trees=10, n_learn=200, contamination=0.01)
    view = at_contamination(settings, findings(settings, payments()))
    rows = next(b for b in draw(settings, view) if isinstance(b, Grid) and b.key == "rows").frame
    told = "; ".join(rows["most unusual in"])
    assert "abroad = True" in told
    assert "not abroad" not in told
    words = " ".join(captions(settings, view, film_of(settings, view)))
    assert "is not" not in words
    assert "abroad is " in words or "abroad" not in words


# The rows in the learner's columns


def test_the_strangest_row_is_told_in_the_learners_columns():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({
        "amount_eur": rng.normal(100, 10, 200), "age": rng.normal(40, 5, 200),
        "shop": np.where(rng.random(200) < 0.5, "food", "fuel"),
        "fraud": "no",
    })  # fmt: skip
    frame.loc[42, ["amount_eur", "fraud"]] = [400.0, "yes"]
    settings = of(shape="table", label="fraud", contamination=0.01, n_trees=50)
    view = at_contamination(settings, findings(settings, frame))
    rows = next(b for b in draw(settings, view) if isinstance(b, Grid) and b.key == "rows").frame
    assert rows["row"].iloc[0] == 42
    assert rows["fraud = yes"].iloc[0] == "yes"
    spread = 1.4826 * np.median(np.abs(frame["amount_eur"] - frame["amount_eur"].median()))
    z = (400 - frame["amount_eur"].median()) / spread
    assert rows["most unusual in"].iloc[0].startswith(f"amount_eur 400 (z +{z:.1f})")
    assert view.of("forest").found == 1
    assert "fraud" not in "".join(view.findings.points.names)


def test_detectors_agree_as_often_as_their_flags_do():
    settings, view = seen()
    grid = next(b for b in draw(settings, view) if isinstance(b, Grid) and b.key == "detectors")
    flags = [one.flags for one in view.verdicts]
    shared = grid.frame.filter(like="& ").to_numpy()
    assert shared.tolist() == [[int((a & b).sum()) for b in flags] for a in flags]
    assert view.n_by_votes.sum() == view.n
    assert view.n_all == int(np.logical_and.reduce(flags).sum())


def test_scenes_are_known_by_their_ids():
    assert set(SCENE_BY_ID) == {spec.id for spec in SCENES}
