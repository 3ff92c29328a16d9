"""Labels spread as in scikit-learn and as the formulas say; models teach themselves likewise."""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings as effort
from hypothesis import strategies as st
from sklearn.semi_supervised import LabelPropagation, LabelSpreading, SelfTrainingClassifier

from core.neural.data.dataset import BadData
from core.playground import load
from core.stages.learning_types.semi_supervised import flow
from core.stages.learning_types.semi_supervised.base import BASES, build
from core.stages.learning_types.semi_supervised.flow import one_hot, propagation, spreading
from core.stages.learning_types.semi_supervised.graph import (
    distance_graph,
    neighbour_graph,
    propagation_matrix,
    reached,
    spreading_matrix,
)
from core.stages.learning_types.semi_supervised.marks import BadMarks, parse_marks, write_marks
from core.stages.learning_types.semi_supervised.missions import MISSIONS
from core.stages.learning_types.semi_supervised.points import begun, make_points
from core.stages.learning_types.semi_supervised.run import (
    draws_of,
    matrix_of,
    semi_supervised,
    studied,
)
from core.stages.learning_types.semi_supervised.scene import draw, notice, operate, picked
from core.stages.learning_types.semi_supervised.scene_flow import gifts_of
from core.stages.learning_types.semi_supervised.scene_words import study_notice
from core.stages.learning_types.semi_supervised.self_training import above, rounds, surest
from core.stages.learning_types.semi_supervised.settings import SemiSettings, settled
from core.stages.learning_types.semi_supervised.starts import STARTS

ALPHAS = (0.2, 0.9, 0.99)


def chosen(**values):
    return settled(SemiSettings.of(values))


@cache
def filmed(**values):
    return semi_supervised(chosen(**values))


def click_at(film, place):
    x, y = film.points.X[place]
    return SimpleNamespace(name="point", x=x, y=y, step=0, of="points", index=place)


def theirs(method, film, settings):
    """scikit-learn's own, on the same points and labels."""
    kind = {"spreading": LabelSpreading, "propagation": LabelPropagation}[method]
    more = {"alpha": settings.alpha} if method == "spreading" else {}
    model = kind(
        kernel=settings.graph, n_neighbors=settings.n_neighbours, gamma=settings.gamma,
        max_iter=settings.n_steps, **more,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(film.points.X, film.given)


@pytest.mark.parametrize("method", ["spreading", "propagation"])
@pytest.mark.parametrize("graph", [{"graph": "knn"}, {"graph": "knn", "n_neighbours": 4},
                                   {"graph": "rbf", "gamma": 2.0}])  # fmt: skip
@pytest.mark.parametrize("shape", [{"shape": "moons"}, {"shape": "blobs", "n_classes": 4}])
def test_the_flow_is_scikit_learns(method, graph, shape):
    values = {"method": method, **graph, **shape, "n_points": 80, "n_labels": 2, "noise": 0.3}
    film, settings = filmed(**values), chosen(**values)
    model = theirs(method, film, settings)
    np.testing.assert_allclose(film.last.shares, model.label_distributions_, atol=1e-8)
    come = film.last.said >= 0
    assert film.last.said[come].tolist() == model.transduction_[come].tolist()
    assert film.n_steps == model.n_iter_


@pytest.mark.parametrize("alpha", ALPHAS)
def test_spreading_comes_to_rest_where_the_linear_system_says(monkeypatch, alpha):
    monkeypatch.setattr(flow, "TOLERANCE", 1e-11)
    points = make_points(chosen(n_points=60))
    given = begun(points.y, 2, 0)
    S, Y = spreading_matrix(neighbour_graph(points.X, 8)), one_hot(given, 2)
    *_, F = spreading(S, Y, alpha, 4000)
    limit = (1 - alpha) * np.linalg.inv(np.eye(60) - alpha * S) @ Y
    np.testing.assert_allclose(F, limit, atol=1e-9)
    np.testing.assert_allclose(alpha * S @ limit + (1 - alpha) * Y, limit, atol=1e-12)


def test_propagation_comes_to_rest_where_each_point_is_the_mean_of_others(monkeypatch):
    monkeypatch.setattr(flow, "TOLERANCE", 1e-11)
    points = make_points(chosen(n_points=60))
    given = begun(points.y, 3, 0)
    T, Y = propagation_matrix(distance_graph(points.X, 0.5)), one_hot(given, 2)
    *_, F = propagation(T, Y, 20_000)
    known = given >= 0
    harmonic = np.linalg.solve(
        np.eye((~known).sum()) - T[np.ix_(~known, ~known)], T[np.ix_(~known, known)] @ Y[known]
    )
    np.testing.assert_allclose(F[~known], harmonic, atol=1e-8)
    assert F[known].tolist() == Y[known].tolist()


def test_a_step_is_the_formula_by_brute_force():
    film, settings = filmed(n_points=40), chosen(n_points=40)
    S, Y = matrix_of(settings, film.points.X), one_hot(film.given, 2)
    before, after = film.frames[2].raw, film.frames[3].raw
    for i in range(40):
        for c in range(2):
            told = sum(S[i, j] * before[j, c] for j in range(40))
            assert after[i, c] == pytest.approx(
                settings.alpha * told + (1 - settings.alpha) * Y[i, c], abs=1e-12
            )


@pytest.mark.parametrize("method", ["spreading", "propagation"])
@pytest.mark.parametrize("hand", [1, 9, 40])
def test_what_neighbours_give_a_point_is_all_it_has(method, hand):
    values = {"method": method, "n_points": 60, "hand": hand}
    film, settings = filmed(**values), chosen(**values)
    gifts = gifts_of(settings, film, matrix_of(settings, film.points.X), hand - 1)
    row = film.series("raw", float)[:, hand - 1]
    np.testing.assert_allclose(gifts.amounts.sum(axis=1), row, atol=1e-12)


@pytest.mark.parametrize("base", [spec.id for spec in BASES])
@pytest.mark.parametrize("rule", [{"takes": "threshold", "threshold": 0.7},
                                  {"takes": "k_best", "k_best": 7}])  # fmt: skip
def test_self_training_is_scikit_learns(base, rule):
    values = {"method": "self_training", "base": base, **rule, "n_points": 60, "n_labels": 2}
    film, settings = filmed(**values), chosen(**values)
    kind = {"criterion": settings.takes}
    kind |= {"threshold": settings.threshold} if settings.takes == "threshold" else {
        "k_best": settings.k_best}  # fmt: skip
    model = SelfTrainingClassifier(build(base), max_iter=settings.n_steps, **kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(film.points.X, film.given)
    assert film.last.taken.tolist() == model.transduction_.tolist()
    came = np.full(60, -1)
    came[film.given >= 0] = 0
    for frame in film.frames:
        came[frame.new] = frame.round
    assert came.tolist() == model.labeled_iter_.tolist()
    untaken = film.last.taken < 0
    assert film.last.said[untaken].tolist() == model.predict(film.points.X)[untaken].tolist()


@pytest.mark.parametrize("base", [spec.id for spec in BASES])
def test_the_first_model_of_self_training_is_the_one_beside_it(base):
    film = filmed(method="self_training", base=base, n_points=60)
    assert film.frames[1].right == film.alone_right
    known = film.given >= 0
    model = build(base).fit(film.points.X[known], film.given[known])
    assert film.alone.tolist() == model.predict(film.points.X).tolist()


def test_a_label_taken_over_is_never_given_back():
    film = filmed(method="self_training", base="logistic", n_points=60)
    before = film.frames[0].taken
    assert film.last.n_wrong > 0
    for frame in film.frames[1:]:
        assert (frame.taken[before >= 0] == before[before >= 0]).all()
        before = frame.taken


def test_counts_are_of_hidden_points_only_by_brute_force():
    for values in ({"n_points": 60}, {"n_points": 60, "method": "self_training"}):
        film = filmed(**values)
        for frame in film.frames[1:]:
            hidden = [i for i in range(60) if film.given[i] < 0]
            assert frame.right == sum(frame.said[i] == film.points.y[i] for i in hidden)


@effort(max_examples=25, deadline=None)
@drawn(st.permutations(list(range(24))), st.sampled_from(["knn", "rbf"]), st.booleans())
def test_the_order_of_points_changes_nothing(order, graph, spreads):
    rng = np.random.default_rng(3)
    X, given = rng.normal(size=(24, 2)), np.full(24, -1)
    given[[0, 5, 9]] = 0, 1, 2
    found = []
    for rows in (list(range(24)), order):
        W = neighbour_graph(X[rows], 5) if graph == "knn" else distance_graph(X[rows], 1.0)
        Y = one_hot(given[rows], 3)
        if spreads:
            *_, F = spreading(spreading_matrix(W), Y, 0.9, 40)
        else:
            *_, F = propagation(propagation_matrix(W), Y, 40)
        found.append(F)
    np.testing.assert_allclose(found[1], found[0][order], atol=1e-9)


@effort(max_examples=30, deadline=None)
@drawn(st.integers(2, 6), st.lists(st.integers(0, 39), min_size=1, max_size=5, unique=True))
def test_no_label_flows_to_where_no_chain_leads(k, places):
    X = make_points(chosen(n_points=40)).X
    given = np.full(40, -1)
    given[places] = np.arange(len(places)) % 2
    S = spreading_matrix(neighbour_graph(X, k))
    *_, F = spreading(S, one_hot(given, 2), 0.9, 200)
    there = {i for i in range(40) if given[i] >= 0}
    while more := {i for i in range(40) if i not in there and any(S[i, j] for j in there)}:
        there |= more
    assert set(np.flatnonzero(reached(S, given >= 0))) == there
    assert not F[[i for i in range(40) if i not in there]].any()


def test_points_out_of_reach_are_grey_and_said_to_be():
    settings, film = chosen(n_neighbours=3), filmed(n_neighbours=3)
    grey = int((film.last.said < 0).sum())
    assert grey > 0
    assert not film.last.shares[film.last.said < 0].any()
    assert f"No label reaches {grey} points" in notice(settings, film)


def test_a_flow_that_ends_early_is_not_told_as_out_of_reach():
    said = notice(chosen(alpha=0.05), filmed(alpha=0.05))
    assert "It ended before anything had come to" in said
    assert "No label reaches" not in said


def test_the_same_settings_make_the_same_film_byte_for_byte():
    for values in ({"n_points": 40}, {"n_points": 40, "method": "self_training"}):
        one, other = semi_supervised(chosen(**values)), semi_supervised(chosen(**values))
        for a, b in zip(one.frames, other.frames, strict=True):
            for name in ("said", *(("raw",) if hasattr(a, "raw") else ("taken", "winner", "sure"))):
                assert getattr(a, name).tobytes() == getattr(b, name).tobytes()


def test_one_more_label_of_each_class_keeps_those_before():
    y = np.arange(60) % 3
    for n in range(1, 12):
        fewer, more = begun(y, n, 4), begun(y, n + 1, 4)
        assert (more[fewer >= 0] == y[fewer >= 0]).all()
        assert np.bincount(more[more >= 0]).tolist() == [n + 1] * 3


def test_a_click_gives_a_label_and_a_second_one_takes_it_away():
    settings, film = chosen(n_points=60), filmed(n_points=60)
    free = int(np.flatnonzero(film.hidden)[7])
    moved = picked(settings, film, click_at(film, free))
    assert moved == {"marks": str(free + 1)}
    after = filmed(n_points=60, **moved)
    assert after.given[free] == film.points.y[free]
    assert picked(chosen(n_points=60, **moved), after, click_at(film, free)) == {"marks": ""}


def test_a_label_to_begin_with_is_taken_away_and_given_back():
    settings, film = chosen(n_points=60), filmed(n_points=60)
    first = int(np.flatnonzero(~film.hidden)[0])
    moved = picked(settings, film, click_at(film, first))
    assert moved == {"marks": f"{first + 1}=x"}
    after = filmed(n_points=60, **moved)
    assert after.hidden[first]
    assert picked(chosen(n_points=60, **moved), after, click_at(film, first)) == {"marks": ""}


def test_a_wrong_label_is_taken_at_its_word_and_its_cost_is_told():
    values = {"marks": "7=1"}
    film = filmed(**values)
    assert film.points.y[6] == 0
    assert film.given[6] == 1
    assert film.n_wrong_given == 1
    fixed = filmed(marks="7")
    assert film.corrected == fixed.last.right
    assert f"{fixed.last.right} would be right instead of {film.last.right}" in notice(
        chosen(**values), film
    )


def test_the_verdict_counts_by_brute_force_and_calls_a_small_gain_luck():
    for values in ({"n_points": 60}, {"shape": "circles", "n_neighbours": 40, "n_labels": 2}):
        film = filmed(**values)
        found, hidden = film.verdict, np.flatnonzero(film.hidden)
        ways = [
            (film.last.said[i] == film.points.y[i], film.alone[i] == film.points.y[i])
            for i in hidden
        ]
        assert found.n == len(ways)
        assert found.gain == sum(a for a, _ in ways) - sum(b for _, b in ways)
        assert found.split == sum(a != b for a, b in ways)
        told = notice(chosen(**values), film)
        assert ("can be the luck" in told) == (0 < abs(found.gain) <= 2 * found.split**0.5)


def test_edges_between_classes_are_counted_by_brute_force():
    values = {"n_points": 60, "shape": "xor"}
    film = filmed(**values)
    S, y = matrix_of(chosen(**values), film.points.X), film.points.y
    pairs = [(i, j) for i in range(60) for j in range(60) if i != j]
    over = sum(S[i, j] for i, j in pairs if y[i] != y[j])
    assert film.verdict.crossing == pytest.approx(over / sum(S[i, j] for i, j in pairs))


def test_a_click_in_class_mode_calls_it_that_class_and_a_look_takes_it_in_hand():
    film = filmed(n_points=60)
    free = int(np.flatnonzero(film.hidden)[7])
    labelled = picked(chosen(n_points=60, click="1"), film, click_at(film, free))
    assert labelled == {"marks": f"{free + 1}=1"}
    look = chosen(n_points=60, click="look")
    assert picked(look, film, click_at(film, free)) == {"hand": free + 1}
    assert picked(replace(look, hand=free + 1), film, click_at(film, free)) == {"hand": 0}


def test_a_click_beside_all_points_does_nothing():
    film = filmed(n_points=60)
    far = SimpleNamespace(name="point", x=film.points.ranges[0][1], y=film.points.ranges[1][0])
    assert picked(chosen(n_points=60), film, far) == {}


@drawn(st.dictionaries(st.integers(0, 9998), st.integers(-2, 9), max_size=30))
def test_labels_by_hand_survive_their_text(found):
    marks = tuple(found.items())
    assert parse_marks(write_marks(marks)) == marks


@pytest.mark.parametrize("text", ["0", "12=", "a", "3=11", "3==1", "1;2", "-4", "3=X"])
def test_a_text_that_names_no_labels_is_refused(text):
    with pytest.raises(BadMarks, match=r"Label 1 by hand cannot be read\."):
        parse_marks(text)


def test_too_many_labels_by_hand_are_refused():
    with pytest.raises(BadMarks, match="400 labels by hand are too many"):
        parse_marks(", ".join(map(str, range(1, 401))))


def test_labels_of_nobody_wait_and_are_told():
    settings = chosen(n_points=30, marks="200, 3=4")
    film = semi_supervised(settings)
    assert film.unheard == 2
    assert "2 labels by hand speak of a point or a class" in str(draw(settings, film))


@pytest.mark.parametrize("method", ["spreading", "propagation", "self_training"])
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"n_labels": 0}, "No point has a label"),
        ({"n_labels": 0, "marks": "3"}, "All labels are class 0"),
        ({"n_points": 30, "n_labels": 20}, "nothing is left to find out"),
    ],
)
def test_nothing_to_learn_is_met_with_a_sentence(method, values, told):
    settings = chosen(method=method, **values)
    film = semi_supervised(settings)
    assert told in notice(settings, film)
    assert draw(settings, film)
    assert operate(settings, film, None)


def test_the_study_is_the_film_again_by_another_way():
    values = {"n_points": 60, "n_seeds": 3}
    for method in ("spreading", "self_training"):
        study = filmed(view="study", method=method, **values)
        assert [frame.n_each for frame in study.frames] == [1, 2, 5, 10, 20]
        for seed in range(3):
            film = filmed(method=method, n_points=60, n_labels=2, label_seed=seed)
            assert study.frames[1].semi[seed] == film.last.right / film.n_hidden
            assert study.frames[1].alone[seed] == film.alone_right / film.n_hidden


def test_a_study_of_few_points_leaves_large_numbers_out():
    study = filmed(view="study", n_points=30, n_seeds=2)
    assert [frame.n_each for frame in study.frames] == [1, 2, 5, 10]
    assert study.short


def test_a_long_study_makes_fewer_draws_and_says_so():
    settings = chosen(
        view="study", method="self_training", n_points=300, shape="blobs", n_classes=5
    )
    assert draws_of(settings, make_points(settings)) == 3
    assert draws_of(chosen(view="study", n_points=300), make_points(settings)) == 10
    film = filmed(view="study", method="self_training", n_points=60, n_seeds=2)
    said = str(draw(chosen(view="study", method="self_training", n_points=60, n_seeds=9), film))
    assert "2 draws instead of 9" in said


def table(**columns):
    return pd.DataFrame(columns)


def own(frame, **values):
    return semi_supervised(chosen(shape="columns", x1="a", x2="b", target="c", **values), frame)


def test_rows_of_an_own_table_are_standardised_over_all_of_them():
    rng = np.random.default_rng(0)
    frame = table(a=rng.normal(50, 9, 80), b=rng.normal(3, 2, 80), c=["x", "y"] * 40)
    film = own(frame)
    np.testing.assert_allclose(film.points.X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(film.points.X.std(axis=0), 1)
    mean, spread = film.points.scales[0]
    assert (mean, spread) == pytest.approx((frame.a.mean(), frame.a.std(ddof=0)))


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (table(a=[1.0], b=[2.0], c=["x"]), "Only 1 row has"),
        (table(a=[1.0] * 40, b=[2.0] * 40, c=["x", "y"] * 20), "one value"),
        (table(a=[np.nan] * 40, b=[2.0] * 40, c=["x", "y"] * 20), "Only 0 rows have"),
        (table(a=["u"] * 40, b=["v"] * 40, c=["x", "y"] * 20), "holds no numbers"),
        (table(a=range(900), b=range(900), c=[f"k{i}" for i in range(900)]), "classes"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_sentence(frame, told):
    with pytest.raises(BadData, match=told):
        own(frame, n_points=300)


def test_two_rows_in_one_place_and_a_hundred_thousand_are_met():
    rng = np.random.default_rng(1)
    many = table(
        a=rng.normal(size=100_000), b=rng.normal(size=100_000), c=rng.integers(0, 2, 100_000)
    )
    film = own(many, n_points=60)
    assert len(film.points.y) <= 60
    assert "60 of 100,000 rows were drawn by the seed" in film.points.note
    twice = table(a=[1.0, 1, 2, 2, 5, 5], b=[0.0, 0, 1, 1, 3, 3], c=list("xxyyxy"))
    assert own(twice).last.said.shape == (6,)


def test_rules_that_take_labels_take_what_they_say():
    proba = np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]])
    assert above(0.8)(proba).tolist() == [False, True, False]
    assert set(surest(2)(proba)) == {1, 2}
    X, given = np.array([[0.0, 0], [1, 0], [9, 0]]), np.array([0, -1, 1])
    acts = [act for act, *_ in rounds(X, given, "knn", 0, above(0.5), 2, 5)]
    assert acts == ["learn", "take", "learn"]


def test_every_start_is_worth_seeing():
    playground = load("learning_types", "semi_supervised")
    for start in playground.starts:
        settings = playground.settings(None, dict(start.values))
        assert notice(settings, semi_supervised(settings)), start.id


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"shape": "random_labels", "noise": 0.2}, "neither way has found anything here"),
        ({"shape": "xor", "noise": 0.2}, "can be luck, with few labels and with many"),
        ({"shape": "checkerboard", "noise": 0.2}, "with many the other points hurt"),
        ({"shape": "blobs", "noise": 0.0}, "the labels alone say as much"),
        ({"shape": "moons", "noise": 0.1, "n_seeds": 4}, "So few draws cannot tell"),
    ],
)
def test_the_study_claims_no_more_than_its_draws_can_tell(values, words):
    chosen = SemiSettings.of({"view": "study", **values})
    assert words in study_notice(chosen, semi_supervised(chosen))


def test_a_study_of_a_slow_model_is_thinned_and_says_so():
    chosen = SemiSettings.of(
        {"view": "study", "method": "self_training", "n_points": 300, "n_classes": 5,
         "shape": "blobs", "n_seeds": 2}
    )  # fmt: skip
    points = studied(chosen, make_points(chosen))
    assert len(points.y) == 90
    assert set(np.bincount(points.y)) == {18}
    whole = replace(chosen, method="spreading")
    assert len(studied(whole, make_points(whole)).y) == 300


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start[0])
def test_no_start_earns_a_mission(start):
    chosen = SemiSettings.of(start[3])
    film = semi_supervised(chosen)
    assert [one.id for one in MISSIONS if one.done(chosen, film)] == []


@pytest.mark.parametrize("n", [1, 2])
def test_a_table_of_one_row_is_told_so(n):
    frame = pd.DataFrame({"a": [1.0] * n, "b": [2.0] * n, "y": [0] * n})
    with pytest.raises(BadData, match="Load a table with more rows"):
        semi_supervised(SemiSettings.of({"shape": "columns"}), frame)
