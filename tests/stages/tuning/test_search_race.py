"""The race: budgets, standings, stops and refusals, against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pandas as pd
import pytest

from core.compute import answers
from core.compute.film import record
from core.errors import PlaygroundError
from core.stages.tuning.search_race import run as running
from core.stages.tuning.search_race import scene
from core.stages.tuning.search_race.frames import RaceFrame
from core.stages.tuning.search_race.run import race
from core.stages.tuning.search_race.scene_deeds import operate
from core.stages.tuning.search_race.scene_layout import Layout, thinned
from core.stages.tuning.search_race.settings import PLACE_OF, NoRace, race_settings
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.fit import FitFailed, fit
from core.tabular.judge.evaluate import test_case as case_on_test_rows
from core.tabular.judge.metrics import score
from core.tabular.search.ready import Ready
from core.tabular.search.space import space_of, with_candidate
from tests.pages.walk import facts, start

TABLE, FRAME = facts("iris")
TREE = replace(start(TABLE), model=ModelChoice("decision_tree"))
SHORT = {"budget": 24, "n_folds": 2, "n_seeds": 2}


def settings(experiment: Experiment = TREE, **values):
    return race_settings({**SHORT, **values}, experiment)


def last_of(given, frame=FRAME) -> RaceFrame:
    *_, picture = race(given, frame)
    return picture()


@pytest.fixture(scope="module")
def whole() -> RaceFrame:
    return last_of(settings())


def test_nobody_spends_more_than_the_budget(whole):
    for method in whole.racing:
        for seed in range(whole.n_seeds):
            mine = (whole.method == method) & (whole.seed == seed)
            assert 0 < whole.spent[mine].max() <= whole.budget + 1e-9
            cost = SHORT["n_folds"] * (whole.rows[mine] / whole.n_rows).cumsum()
            np.testing.assert_allclose(whole.spent[mine], cost)
    assert whole.over
    assert whole.n_fits == whole.n_planned


def test_random_and_tpe_spend_all_of_it(whole):
    for name in ("random", "tpe"):
        mine = (whole.method == PLACE_OF[name]) & (whole.seed == 0)
        assert mine.sum() == 12
        assert whole.spent[mine].max() == whole.budget


def test_who_has_spent_least_tries_next():
    pictures = [picture() for picture in islice(race(settings(n_seeds=1), FRAME), 40)]
    spent = np.zeros(4)
    for before, after in pairwise(pictures):
        if after.n_trials > before.n_trials:
            method = int(after.method[-1])
            assert spent[method] == spent.min()
            spent[method] = after.spent[-1]


def test_standings_are_the_best_of_each_seed_by_brute_force(whole):
    for i, method in enumerate(whole.racing):
        best = []
        for seed in range(2):
            scores = [
                whole.score[t]
                for t in range(whole.n_trials)
                if whole.method[t] == method
                and whole.seed[t] == seed
                and whole.rows[t] == whole.n_rows
            ]
            best.append(max(scores))
        np.testing.assert_allclose(whole.best[i], best)
        assert whole.means[i] == pytest.approx(np.mean(best))
    ordered = sorted(whole.means, reverse=True)
    assert whole.lead == pytest.approx(ordered[0] - ordered[1])


def test_winners_meet_the_test_rows_as_the_experiment_would(whole):
    for winner in whole.champions:
        experiment = with_candidate(settings().experiment, winner.candidate)
        found = score(whole.metric, case_on_test_rows(fit(experiment, FRAME)))
        assert winner.test.value == pytest.approx(found)
        assert winner.test.low <= found <= winner.test.high
        assert winner.flattered == pytest.approx(winner.score - found)
    plain = score(whole.metric, case_on_test_rows(fit(settings().experiment, FRAME)))
    assert whole.plain.test.value == pytest.approx(plain)


def test_a_better_error_is_a_smaller_one():
    tips, frame = facts("tips")
    given = settings(replace(start(tips), model=ModelChoice("knn")), metric="mae", n_seeds=1)
    last = last_of(given, frame)
    i = last.order[0]
    assert last.means[i] == np.nanmin(last.means)
    mine = last.whole & (last.method == last.racing[i])
    assert last.means[i] == pytest.approx(last.score[mine].min())
    assert last.flattery == pytest.approx(last.mean_test - last.mean_search)


def test_the_same_race_is_run_again_to_the_same_bytes(whole):
    again = last_of(settings())
    for name in ("method", "spent", "score", "rows", "values", "importance"):
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_a_race_stopped_half_way_keeps_its_trials_and_goes_on(whole):
    run = race(settings(), FRAME)
    half = [picture() for picture in islice(run, 60)][-1]
    assert 0 < half.n_trials < whole.n_trials
    np.testing.assert_array_equal(half.score, whole.score[: half.n_trials])
    for rest in run:
        after = rest()
    np.testing.assert_array_equal(after.score, whole.score)


def test_a_frame_may_leave_its_worker(whole):
    assert answers.loads(answers.dumps(whole)).n_trials == whole.n_trials


def test_a_candidate_that_fails_is_a_cross_with_its_reason(monkeypatch):
    plain = Ready.score

    def failing(self, candidate, fold):
        if dict(candidate).get("max_depth", 0) > 10:
            raise FitFailed("It cannot be.")
        return plain(self, candidate, fold)

    monkeypatch.setattr(running.Ready, "score", failing)
    given = settings(n_seeds=1, methods=("random", "tpe"))
    film = record(race(given, FRAME))
    last = film.last
    assert 0 < last.n_failed < last.n_trials
    assert all((reason == "It cannot be.") == np.isnan(s)
               for reason, s in zip(last.reasons, last.score, strict=True))  # fmt: skip
    assert f"{last.n_failed} trial" in scene.notice(given, film)
    scene.draw(given, film)


def test_a_race_in_which_all_fail_says_why(monkeypatch):
    def failing(self, candidate, fold):
        raise FitFailed("It cannot be.")

    monkeypatch.setattr(running.Ready, "score", failing)
    given = settings(n_seeds=1)
    film = record(race(given, FRAME))
    assert film.last.order == []
    assert "It cannot be." in scene.notice(given, film)
    scene.draw(given, film)
    assert operate(given, film, None) == ()


def test_taking_settings_changes_the_experiment_and_not_the_race(whole):
    given = settings()
    film = record(iter([whole]))
    (buttons, _) = operate(given, film, None)
    for button in buttons.items:
        taken = button.effect.experiment
        assert taken.model.id == "decision_tree"
        assert settings(taken) == given, "the race stays"
    assert len(buttons.items) == 4


LOGISTIC = replace(start(TABLE), model=ModelChoice("logistic"))


def picture_of(given, film):
    """The picture that moves, and the words above it."""
    (moving,) = (block for block in scene.draw(given, film) if hasattr(block, "picture"))
    said = [block.text for block in scene.draw(given, film) if hasattr(block, "text")]
    return moving.picture, " ".join(said)


def test_one_setting_is_raced_along_a_line_and_a_click_races_more():
    given = settings(LOGISTIC, n_seeds=1, budget=12)
    film = record(race(given, FRAME))
    picture, said = picture_of(given, film)
    assert [panel.title for panel in picture.panels][2:] == ["The score over C"]
    assert "one setting" in said
    first = operate(given, record(islice(race(given, FRAME), 1)), None)
    assert operate(given, film, None)[0] == first[0], "the offer stays where it is"
    for button in first[0].items:
        experiment = button.effect.experiment
        n_settings = len(space_of(experiment))
        assert n_settings > 1
        assert f"({n_settings} settings)" in button.label
        assert replace(experiment, model=LOGISTIC.model) == LOGISTIC


def test_what_the_learner_leaves_out_is_not_put_down_to_the_model():
    given = settings(searched=("max_depth",), n_seeds=1)
    film = record(islice(race(given, FRAME), 1))
    picture, said = picture_of(given, film)
    assert [panel.title for panel in picture.panels][2:] == ["The score over Depth"]
    assert said == ""
    assert operate(given, film, None) == ()


def ends(panel) -> tuple[float, float]:
    return panel.y.low, panel.y.high


def test_an_axis_of_scores_has_sensible_ends_before_the_first_trial():
    for n in (1, 4):  # no fit yet; the defaults are known
        given = settings(n_seeds=1)
        picture, _ = picture_of(given, record(islice(race(given, FRAME), n)))
        for panel in picture.panels[:2]:
            low, high = ends(panel)
            assert 0 <= low < high < 1.1


def test_an_error_of_unknown_size_is_marked_by_its_zero_alone():
    tips, frame = facts("tips")
    for model in ("knn", "ridge"):
        given = settings(replace(start(tips), model=ModelChoice(model)), metric="mae")
        picture, _ = picture_of(given, record(islice(race(given, frame), 1)))
        for panel in picture.panels[:2]:
            assert panel.y.ticks == ((0.0, "0"),)
        known, _ = picture_of(given, record(islice(race(given, frame), 4)))
        for panel in known.panels[:2]:
            assert panel.y.ticks == ()
            assert ends(panel)[0] > 0


def test_only_what_is_searched_is_tried():
    given = settings(searched=("max_depth",), n_seeds=1)
    assert [one.id for one in given.space.dimensions] == ["max_depth"]
    own = replace(TREE, model=ModelChoice("decision_tree", (("min_samples_leaf", 7),)))
    kept = settings(own, searched=("max_depth",))
    assert kept.experiment.model.params == (("min_samples_leaf", 7),)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"methods": ()}, "Choose at least one method"),
        ({"budget": 6, "n_folds": 6}, "Raise the budget"),
    ],
)
def test_what_cannot_race_is_refused(values, said):
    with pytest.raises(NoRace, match=said):
        next(race(settings(**values), FRAME))


REFUSED = ("one row", "two equal rows", "constant", "empty column", "900 classes", "rare class")


def odd(name: str) -> tuple[pd.DataFrame, Experiment]:
    """A table that a learner may bring, with the first experiment on it."""
    rng = np.random.default_rng(0)
    n = 60
    numbers = pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n)})
    classes = pd.Series(np.where(rng.random(n) < 0.5, "x", "y"))
    tables = {
        "one row": numbers.head(1).assign(t="x"),
        "two equal rows": numbers.iloc[[0, 0]].assign(t="x"),
        "constant": pd.DataFrame({"a": [1.0] * n, "t": classes}),
        "empty column": pd.DataFrame({"a": [np.nan] * n, "t": classes}),
        "text only": pd.DataFrame({"a": [f"word {i}" for i in range(n)], "t": classes}),
        "900 classes": pd.DataFrame({"a": rng.normal(size=1800), "t": [f"c{i % 900}" for i in
                                     range(1800)]}),
        "rare class": numbers.assign(t=["rare", *["x", "y"] * 29, "x"]),
    }  # fmt: skip
    experiment = Experiment("t", "t", "t", "classification", model=ModelChoice("decision_tree"))
    return tables[name], experiment


@pytest.mark.parametrize(
    "name",
    ["one row", "two equal rows", "constant", "empty column", "text only", "900 classes",
     "rare class"],
)  # fmt: skip
def test_an_odd_table_races_or_is_refused_with_a_sentence(name):
    frame, experiment = odd(name)
    given = settings(experiment, n_seeds=1, budget=12, methods=("random", "halving"))
    if name in REFUSED:
        with pytest.raises(PlaygroundError, match=r"\.$"):
            record(islice(race(given, frame), 60))
        return
    film = record(islice(race(given, frame), 60))
    assert scene.notice(given, film)
    assert scene.draw(given, film)


def test_a_long_film_is_thinned_and_keeps_its_end(whole):
    long = record(iter([whole] * 230))
    film = thinned(long)
    assert len(film.frames) <= 100
    assert film.steps[-1] == long.steps[-1]
    assert Layout(settings(), film).last is long.last
