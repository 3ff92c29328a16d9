"""Nested validation against scikit-learn's own nested search, brute force, and pure noise."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.metrics import balanced_accuracy_score, make_scorer, root_mean_squared_error
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_validate

from core.compute.progress import Progress, capturing, sending
from core.errors import PlaygroundError
from core.stages.tuning.nested_validation.board import Board
from core.stages.tuning.nested_validation.luck import expected
from core.stages.tuning.nested_validation.run import (
    NestedAnswer,
    nested_validation,
    study_of,
)
from core.stages.tuning.nested_validation.scene import notice
from core.stages.tuning.nested_validation.settings import (
    NestedSettings,
    NothingToChoose,
    nested_settings,
)
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.fit import fit
from core.tabular.search.at_once import entrants
from core.tabular.search.score import contest
from core.tabular.search.space import space_of
from tests.tabular.cases import experiment, messy

NUMBERS = ("age", "visits", "income")
SMALL: dict[str, Any] = {"n_candidates": 5, "n_rows": 80, "n_outer": 3, "n_inner": 2}


def case(task="classification", model="decision_tree", *steps: Step, seed: int = 0) -> Experiment:
    return replace(experiment(task, model, *steps, seed=seed), features=NUMBERS)


@cache
def small(task="classification", metric="auto", **other) -> tuple[NestedSettings, NestedAnswer]:
    settings = NestedSettings(case(task), metric=metric, **{**SMALL, **other})
    return settings, nested_validation(settings, messy())


def noise(n: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    table = pd.DataFrame(random.normal(size=(n, 4)), columns=["a", "b", "c", "d"])
    table["coin"] = np.where(random.permutation(np.arange(n) % 2) == 1, "heads", "tails")
    table["coin"] = table["coin"].astype("str")
    return table


@pytest.mark.parametrize(
    ("task", "metric", "scoring", "folds"),
    [
        ("classification", "balanced_accuracy", make_scorer(balanced_accuracy_score),
         StratifiedKFold),
        ("regression", "rmse",
         make_scorer(root_mean_squared_error, greater_is_better=False), KFold),
    ],
)  # fmt: skip
def test_scikit_learns_nested_search_gives_every_score(task, metric, scoring, folds) -> None:
    settings, answer = small(task, metric)
    board, study = answer.board, study_of(settings, messy())[0]
    X, y = study.prepared.X.iloc[study.rows.train], study.y[study.rows.train]
    drawn = space_of(settings.experiment).draw(np.random.default_rng(0), settings.n_candidates)
    tried = entrants(settings.experiment, study.prepared, study.rows.train, drawn)
    pipeline = clone(fit(settings.experiment, messy()).pipeline)
    grid = {"model": [model.build() for model in tried.models]}
    outer, inner = (folds(n, shuffle=True, random_state=0) for n in (3, 2))

    plain = GridSearchCV(pipeline, grid, scoring=scoring, cv=outer).fit(X, y)
    search = GridSearchCV(pipeline, grid, scoring=scoring, cv=inner)
    nested = cross_validate(search, X, y, scoring=scoring, cv=outer, return_estimator=True)

    assert board.sign * board.reported == pytest.approx(plain.best_score_)
    assert board.best == plain.best_index_
    for i, found in enumerate(nested["estimator"]):
        assert board.sign * board.outer[i] == pytest.approx(
            plain.cv_results_[f"split{i}_test_score"]
        )
        assert board.sign * board.promised[i] == pytest.approx(found.cv_results_["mean_test_score"])
        assert board.chosen[i] == found.best_index_
    assert board.sign * board.got == pytest.approx(nested["test_score"])
    tested = scoring(plain, study.prepared.X.iloc[study.rows.test], study.y[study.rows.test])
    assert board.sign * board.test_of_best == pytest.approx(tested)
    assert answer.test.value == pytest.approx(board.test_of_best)


@pytest.mark.parametrize(
    "tried",
    [
        case("classification", "decision_tree", Step("smote")),
        case("classification", "logistic", Step("class_weights"), Step("standard")),
        case("regression", "ridge", Step("best_columns", (("percentile", 60),))),
        case("regression", "lightgbm"),
    ],
    ids=lambda one: one.model.id,
)
def test_a_recipe_fitted_once_scores_as_one_fitted_for_each_candidate(tried) -> None:
    made = contest(tried, messy(), 3, "auto", 0)
    candidates = space_of(tried).draw(np.random.default_rng(1), 3)
    many = entrants(tried, made.prepared, made.rows.train, candidates)
    ready = many.ready(made.prepared, made.prepared.y, made.rows)
    scores = many.scores(made.metric.id, ready, {})
    assert scores == pytest.approx([made.test_score(one) for one in candidates])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-9, 9)), min_size=1, max_size=6))
def test_the_mean_over_smaller_draws_is_that_of_all_of_them(pairs) -> None:
    """Of candidates with equal scores the first wins, as in a search."""
    by, got = np.array(pairs, float).T
    curve = expected(by, got)
    for m in range(1, len(pairs) + 1):
        draws = [list(draw) for draw in combinations(range(len(pairs)), m)]
        brute = np.mean([got[draw[int(np.argmax(by[draw]))]] for draw in draws])
        assert curve[m - 1] == pytest.approx(brute)


SCORES = st.floats(0, 1).map(lambda value: round(value, 3))


@given(st.data(), st.integers(1, 5), st.integers(2, 4), st.sampled_from([1, -1]))
def test_luck_is_nothing_with_one_candidate_and_the_optimism_with_all(data, n, k, sign) -> None:
    cells = data.draw(st.lists(SCORES, min_size=k * n * 3 + n, max_size=k * n * 3 + n))
    inner = np.array(cells[: k * n * 2]).reshape(k, n, 2)
    outer = np.array(cells[k * n * 2 : k * n * 3]).reshape(k, n)
    board = Board(inner, outer, np.array(cells[k * n * 3 :]), sign)
    assert board.luck[0] == pytest.approx(0)
    assert board.luck[-1] == pytest.approx(board.optimism)
    assert board.optimism == pytest.approx(sign * (board.reported - board.nested))
    assert (np.diff(board.promised_gain) >= -1e-12).all()
    assert board.claim >= 0
    if board.n_agreeing == k:
        assert board.optimism == 0


def test_no_choice_sees_the_rows_it_is_asked_about() -> None:
    answer = small()[1]
    assert sorted(np.concatenate([nest.test for nest in answer.nests])) == list(range(80))
    for nest in answer.nests:
        assert not set(nest.train) & set(nest.test)
        within = [nest.within(fold) for fold in nest.inner]
        assert sorted(np.concatenate([fold.test for fold in within])) == sorted(nest.train)
        for fold in within:
            assert not set(fold.train) & set(fold.test)
            assert not (set(fold.train) | set(fold.test)) & set(nest.test)


def test_shuffling_deals_out_the_same_values() -> None:
    settings = NestedSettings(case(), **SMALL)
    plain, mixed = (
        study_of(replace(settings, shuffled=shuffled), messy())[0] for shuffled in (False, True)
    )
    for rows in (plain.rows.train, plain.rows.test):
        assert sorted(plain.y[rows]) == sorted(mixed.y[rows])
        assert (plain.y[rows] != mixed.y[rows]).any()


MOST_FITS = 200


def test_thirty_learners_can_open_it_at_once() -> None:
    """A fit of a logistic regression on the first table takes about 5 ms, a recipe 40."""
    settings = NestedSettings(case())
    n_divisions = settings.n_outer * (settings.n_inner + 1) + 1
    assert len(study_of(settings, messy())[0].divisions) == n_divisions
    assert n_divisions * settings.n_candidates <= MOST_FITS


def test_whoever_cancels_is_heard_at_every_candidate() -> None:
    settings = NestedSettings(case(), **SMALL)
    heard = []

    class Cancelled(Exception):
        pass

    def cancel_third(progress: Progress) -> None:
        heard.append(progress.text)
        if len(heard) == 3:
            raise Cancelled

    with sending(cancel_third, per_second=1e9), pytest.raises(Cancelled):
        nested_validation(settings, messy())
    assert heard[-1] == "outer fold 1, inner fold 1, candidate 2 of 5"


def test_only_the_settings_named_are_searched_and_the_others_stay_the_learners() -> None:
    mine = replace(case(), model=ModelChoice("decision_tree", (("min_samples_leaf", 7),)))
    settings = nested_settings({**SMALL, "searched": ("max_depth",)}, mine)
    assert {name for one in settings.candidates for name, _ in one} == {"max_depth"}
    answer = nested_validation(settings, messy())
    assert [name for name, _ in answer.labels] == ["max_depth"]
    both = nested_settings(SMALL, mine)
    assert {name for one in both.candidates for name, _ in one} == {"max_depth", "min_samples_leaf"}
    tried = entrants(mine, *_prepared(settings), settings.candidates)
    assert all(model.build().min_samples_leaf == 7 for model in tried.models)


def _prepared(settings: NestedSettings) -> tuple[Any, Any]:
    study = study_of(settings, messy())[0]
    return study.prepared, study.rows.train


@pytest.mark.slow
def test_on_coins_the_report_climbs_and_the_nested_estimate_stays_at_chance() -> None:
    tree = Experiment("file:x", "x", "coin", "classification", model=ModelChoice("decision_tree"))
    boards = [
        nested_validation(
            NestedSettings(replace(tree, seed=seed), n_candidates=8, n_rows=60, n_outer=3,
                           n_inner=2),
            noise(80, seed),
        ).board
        for seed in range(24)
    ]  # fmt: skip
    nested = np.array([board.nested for board in boards])
    reported = np.array([board.reported for board in boards])
    error = nested.std(ddof=1) / np.sqrt(len(nested))
    assert abs(nested.mean() - 0.5) < 2.5 * error
    assert reported.mean() - 0.5 > 4 * reported.std(ddof=1) / np.sqrt(len(nested))


def test_the_same_settings_give_the_same_numbers_and_progress_comes_to_its_end() -> None:
    settings, first = small()
    with capturing() as reports:
        again = nested_validation(settings, messy())
    assert np.array_equal(first.board.inner, again.board.inner)
    assert reports[-1].share == 1.0
    assert any("outer fold 2, inner fold 1" in one.text for one in reports)


def test_candidates_that_cannot_be_fitted_are_left_out_aloud() -> None:
    neighbours = case("classification", "knn")
    settings = NestedSettings(neighbours, n_candidates=12, n_rows=40, n_outer=2, n_inner=2)
    answer = nested_validation(settings, messy())
    assert answer.n_failed > 0
    assert answer.board.n_candidates == len(answer.candidates) == 12 - answer.n_failed
    assert any("left out" in note and "neighbours" in note for note in answer.notes)
    assert np.isfinite(answer.board.inner).all()


def test_few_rows_are_told_and_one_candidate_is_no_choice() -> None:
    settings, answer = small(n_candidates=1)
    assert answer.board.optimism == 0
    assert notice(settings, answer).startswith("One candidate: nothing was chosen")
    assert any(note.startswith("80 of the 120 training rows are used") for note in answer.notes)


def test_what_cannot_be_chosen_or_divided_is_refused_in_a_sentence() -> None:
    with pytest.raises(NothingToChoose, match="no settings to search"):
        nested_validation(NestedSettings(case("regression", "linear"), **SMALL), messy())
    with pytest.raises(PlaygroundError, match="too few for 5 folds"):
        nested_validation(NestedSettings(case(), **{**SMALL, "n_outer": 5}), messy().head(9))
    with pytest.raises(PlaygroundError):
        nested_validation(NestedSettings(case(), **SMALL), messy().head(1))
    constant = messy().assign(bought="yes")
    with pytest.raises(PlaygroundError, match="only one value"):
        nested_validation(NestedSettings(case(), **SMALL), constant)


def test_a_model_with_settings_stands_in_for_one_without_aloud() -> None:
    linear = case("regression", "linear")
    settings = nested_settings(SMALL, linear)
    assert settings.experiment.model.id == "ridge"
    said = notice(settings, nested_validation(settings, messy()))
    assert said.startswith("Linear regression has no settings to search, so Ridge stands in.")
    assert nested_settings(SMALL, case()).experiment == case()


def test_the_sentence_says_what_to_report() -> None:
    settings, answer = small()
    board = answer.board
    loud = replace(
        board,
        inner=np.array([[[0.6], [0.9]], [[0.9], [0.6]], [[0.6], [0.9]]]),
        outer=np.array([[0.9, 0.5], [0.5, 0.6], [0.9, 0.5]]),
        test=np.array([0.7, 0.8]),
        sign=1,
    )
    said = notice(settings, replace(answer, board=loud))
    assert "The best of 2 candidates reports Balanced accuracy 0.767" in said
    assert "such a choice gets 0.500" in said
    assert "report 0.500" in said or "Report the nested score" in said
    same = replace(loud, inner=np.tile(np.array([[0.9], [0.6]]), (3, 1, 1)))
    said = notice(settings, replace(answer, board=same))
    assert "Every outer fold chose the very candidate of the report" in said


def test_test_rows_that_speak_against_the_nested_score_are_told() -> None:
    settings, answer = small()
    nested = answer.board.nested
    apart = replace(answer.test, value=nested + 0.1, low=nested + 0.05, high=nested + 0.15)
    assert "leaves the nested score out" in notice(settings, replace(answer, test=apart))
    around = replace(answer.test, value=nested, low=nested - 0.1, high=nested + 0.1)
    assert "leaves the nested score out" not in notice(settings, replace(answer, test=around))


def test_classes_beyond_counting_are_refused_and_a_hundred_are_not() -> None:
    random = np.random.default_rng(0)
    for n_classes, told in ((900, "'c' has 900 different values"), (100, "")):
        names = pd.Series([f"k{i % n_classes}" for i in range(n_classes * 12)], dtype="str")
        table = pd.DataFrame({"a": random.normal(size=len(names)), "c": names})
        tree = Experiment("file:x", "x", "c", "classification", model=ModelChoice("decision_tree"))
        settings = NestedSettings(tree, n_candidates=2, n_outer=2, n_inner=2)
        if told:
            with pytest.raises(PlaygroundError, match=told):
                nested_validation(settings, table)
        else:
            assert np.isfinite(nested_validation(settings, table).board.inner).all()


def test_text_alone_is_enough() -> None:
    random = np.random.default_rng(0)
    notes = [" ".join(random.choice(["red", "blue", "slow", "fast"], 4)) for _ in range(90)]
    table = pd.DataFrame({"note": notes})
    table["y"] = table["note"].str.contains("red").map({True: "yes", False: "no"})
    lines = Experiment("file:x", "x", "y", "classification", model=ModelChoice("logistic"))
    answer = nested_validation(NestedSettings(lines, **SMALL), table)
    assert answer.board.reported > 0.9


def test_of_a_hundred_thousand_rows_a_few_are_used_aloud() -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(100_000, 50)), columns=[f"c{i}" for i in range(50)])
    table["y"] = np.where(table["c0"] + random.normal(size=len(table)) > 0, "a", "b")
    lines = Experiment("file:x", "x", "y", "classification", model=ModelChoice("logistic"))
    answer = nested_validation(NestedSettings(lines, **{**SMALL, "n_rows": 200}), table)
    assert answer.n_used == 200
    assert answer.notes[0] == (
        "200 of the 75,000 training rows are used, drawn by the seed; the control 'Rows' says how "
        "many."
    )
