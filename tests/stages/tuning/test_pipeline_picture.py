"""A row on its way: every value is scikit-learn's, every formula comes to it, all 30 models too."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from core.errors import PlaygroundError
from core.stages.tuning.pipeline_picture.lines import line_of
from core.stages.tuning.pipeline_picture.parts import Asked, in_question
from core.stages.tuning.pipeline_picture.places import places_of, step_at
from core.stages.tuning.pipeline_picture.run import Journey, journey, pipeline_picture
from core.stages.tuning.pipeline_picture.settings import PictureSettings
from core.stages.tuning.pipeline_picture.steps import ordered, works_of
from core.stages.tuning.pipeline_picture.verdict import ask
from core.tabular.experiment import Experiment, Step
from core.tabular.fit import Fitted, fit
from core.tabular.models.catalogue import MODELS
from core.tabular.recipe.steps import STEPS
from tests.pages.tables import plain
from tests.tabular.cases import experiment, messy, quick

ROWS = 60
NUMBERS = ("age", "visits", "income")
PIPELINE_STEPS = [spec for spec in STEPS if spec.kind != "table" and not spec.sets_model]
"""Every step that stands in a pipeline, those that the suite adds among them."""
WANTED = {"leave_out": ("visits",)}
ASK_FOR = {"date_parts": ("since",), "tfidf": ("note",), "counts": ("note", "since")}
ADDED = {"flags": "decision_tree", "plain_array": "xgboost"}


@cache
def with_step(step_id: str, task: str) -> Fitted:
    """An experiment whose recipe is one step; for those only the suite adds, a model that asks."""
    steps = () if step_id in ADDED else (Step(step_id, (), WANTED.get(step_id)),)
    model = ADDED.get(step_id, "decision_tree")
    base = experiment(task, model, *steps, **({"n_estimators": 5} if model == "xgboost" else {}))
    few = ("age", "visits", "income", "city", "member", "code", "always")
    features = (*few, *ASK_FOR.get(step_id, ()))
    return fit(replace(base, features=features), messy(ROWS))


@cache
def with_model(model: str, task: str) -> Fitted:
    """A model on three numbers and a name of a town, with what it asks for."""
    frame = plain(60).assign(town=["Ulm", "Bonn", "Kiel"] * 20).astype({"town": "str"})
    target, other = ("group", "y") if task == "classification" else ("y", "group")
    spec = next(spec for spec in MODELS if spec.id == model)
    params = tuple(sorted(quick(spec).items()))
    scale = (Step("standard"),) if "scale" in spec.needs else ()
    base = experiment(task, model, *scale, **dict(params))
    named = Experiment(
        "sample:own", "own", target, task, recipe=base.recipe, model=base.model,
        features=("one", "two", "noise", "town"),
    )  # fmt: skip
    assert other not in named.features
    return fit(named, frame)


def led(fitted: Fitted, row: int = 0, other: int | None = None, followed: str = "") -> Journey:
    wanted = [row] if other is None else [row, other]
    return journey(fitted, fitted.X_test.iloc[wanted], row, other, followed)


def value_of(how) -> float:
    """What a formula of the picture comes to, reckoned by Python."""
    words = how.words.replace("bent by λ: ", "").replace(", the row's length", "")
    words = words.replace("−", "-").replace("·", "*")
    assert re.fullmatch(r"[\s{}()+\-*/]+", words), words
    return float(eval(words.format(*(f"({value!r})" for value in how.args))))


TASKS = ("classification", "regression")
STEP_CASES = [
    (spec.id, task)
    for spec in PIPELINE_STEPS
    for task in (spec.tasks if spec.regression is not None else spec.tasks[:1])
]
"""Every step once, those that work otherwise in a regression twice."""
ARITHMETIC = {"standard", "min_max", "robust", "max_abs", "power", "unit_norm", "polynomials"}


@pytest.mark.slow
@pytest.mark.parametrize(("step_id", "task"), STEP_CASES)
def test_a_row_at_every_place_is_what_the_pipeline_up_to_there_gives(step_id, task):
    fitted = with_step(step_id, task)
    assert any(step.spec.id == step_id for step in fitted.steps)
    rows = fitted.X_test.iloc[[2, 3]]
    places = places_of(fitted, rows)
    assert len(places) == len(fitted.steps) + 1
    for i, place in enumerate(places):
        passing = [step for step in fitted.pipeline.steps[:i] if hasattr(step[1], "transform")]
        theirs = Pipeline(passing).transform(rows) if passing else rows
        assert list(place.origin) == list(place.frame.columns)
        pd.testing.assert_frame_equal(
            pd.DataFrame(np.asarray(theirs, object)), pd.DataFrame(place.frame.to_numpy(object))
        )
    for i, planned in enumerate(fitted.steps):
        assert_all_accounted_for(fitted, i, planned, places)


def assert_all_accounted_for(fitted, i, planned, places) -> None:
    """Changed, new, gone and other columns are all that there are around a step."""
    works = works_of(step_at(fitted.pipeline, planned), places[i], places[i + 1])
    before, after = places[i].frame, places[i + 1].frame
    states = ("changed", "new", "gone", "same", "past")
    by = {state: {work.name for work in works if work.state == state} for state in states}
    assert sum(map(len, by.values())) == len(works)
    assert set(after.columns) == by["changed"] | by["new"] | by["same"] | by["past"]
    assert set(before.columns) - by["gone"] <= by["changed"] | by["same"] | by["past"]
    for name in by["past"]:
        pd.testing.assert_series_equal(before[name], after[name], check_dtype=False)
    followed = ["age" in work.sources for work in ordered(works, "age")]
    assert followed == sorted(followed, reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize(("step_id", "task"), STEP_CASES)
def test_every_formula_comes_to_the_value_behind_its_step(step_id, task):
    exact = 0
    for row in (0, 5):
        for stop in led(with_step(step_id, task), row).stops:
            for line in stop.lines:
                if line.how is not None and line.how.exact:
                    exact += 1
                    assert value_of(line.how) == pytest.approx(line.after, rel=1e-9, abs=1e-12)
    assert exact or step_id not in ARITHMETIC


ROW_STEPS = [spec.id for spec in PIPELINE_STEPS if spec.kind == "rows"]


@pytest.mark.parametrize("step_id", ROW_STEPS)
def test_a_step_on_training_rows_passes_the_row_by(step_id):
    found = led(with_step(step_id, "classification"))
    stop = next(stop for stop in found.stops if stop.kind == "rows")
    assert "passes it by" in stop.deed
    assert (stop.n_before, stop.lines) == (stop.n_after, ())


def test_learnt_numbers_are_those_of_the_training_rows_and_beside_them_those_of_all():
    fitted = with_step("standard", "regression")
    stop = next(s for s in led(fitted).stops if s.label == "Standard")
    line = next(line for line in stop.lines if line.name == "visits")
    facts = {fact.label: fact for fact in line.facts}
    train, everything = fitted.X_train["visits"], fitted.prepared.X["visits"]
    assert facts["mean"].value == pytest.approx(train.mean())
    assert facts["mean"].seen == pytest.approx(everything.mean())
    assert facts["standard deviation"].value == pytest.approx(train.std(ddof=0))
    assert facts["standard deviation"].seen == pytest.approx(everything.std(ddof=0))


# Models

MODEL_CASES = [(spec.id, task) for spec in MODELS for task in spec.tasks]


@pytest.mark.slow
@pytest.mark.parametrize(("model", "task"), MODEL_CASES)
def test_the_last_number_is_the_pipelines_own(model, task):
    fitted = with_model(model, task)
    found = led(fitted, 1)
    row = fitted.X_test.iloc[[1]]
    if task == "regression":
        assert found.outcome.number == pytest.approx(float(fitted.pipeline.predict(row)[0]))
    else:
        chances = fitted.pipeline.predict_proba(row)[0]
        assert list(found.outcome.probabilities.values()) == pytest.approx(list(chances))
        assert (
            found.outcome.predicted
            == fitted.classes[int(np.ravel(fitted.pipeline.predict(row))[0])]
        )
    assert found.verdict.terms
    assert found.stops[-1].n_before == fitted.transform(row).shape[1]


def score_by_library(fitted: Fitted, row: pd.DataFrame) -> float:
    """The number that a line's parts must add up to, from the library's own functions."""
    model, columns = fitted.model, fitted.transform(row)
    if not fitted.classes:
        return float(np.ravel(model.predict(columns))[0])
    if hasattr(model, "calibrated_classifiers_"):
        return float(model.calibrated_classifiers_[0].estimator.decision_function(columns)[0])
    if hasattr(model, "decision_function"):
        scores = np.ravel(model.decision_function(columns))
        return float(scores[0] if len(scores) == 1 else scores[1] - scores[0])
    return float(np.diff(np.log(model.predict_proba(columns)[0]))[0])


SUMS = [
    case for case in MODEL_CASES
    if case[0] in (
        "linear", "ridge", "lasso", "elastic_net", "bayesian_ridge", "huber", "quantile",
        "polynomial", "logistic", "lda", "sgd", "svm_linear", "multinomial_nb", "gaussian_nb",
    )
]  # fmt: skip


@pytest.mark.parametrize(("model", "task"), SUMS)
def test_the_parts_of_a_line_add_up_to_its_score(model, task):
    fitted = with_model(model, task)
    for row in (0, 4):
        verdict = led(fitted, row).verdict
        assert verdict.kind == "sum"
        parts = sum(float(term.part) for term in verdict.terms) + verdict.folded_part
        score = score_by_library(fitted, fitted.X_test.iloc[[row]])
        assert verdict.start + parts == pytest.approx(verdict.total, rel=1e-9, abs=1e-9)
        assert verdict.total == pytest.approx(score, rel=1e-7, abs=1e-8)
        assert verdict.loudest == verdict.terms[0].name
        for term in verdict.terms:
            if term.how.exact:
                assert value_of(term.how) == pytest.approx(term.part, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("task", TASKS)
def test_the_path_of_a_tree_is_its_decision_path(task):
    fitted = with_model("decision_tree", task)
    tree = fitted.model
    for row in range(6):
        raw = fitted.X_test.iloc[[row]]
        columns = fitted.transform(raw)
        verdict = ask(fitted, columns, raw)
        nodes = tree.decision_path(columns).indices
        assert len(verdict.terms) == len(nodes) - 1
        names = [columns.columns[tree.tree_.feature[node]] for node in nodes[:-1]]
        assert [term.name for term in verdict.terms] == names
        limits = [float(tree.tree_.threshold[node]) for node in nodes[:-1]]
        assert [term.how.args[0] for term in verdict.terms] == limits
        answer = (
            tree.predict(columns) if task == "regression" else tree.predict_proba(columns)[:, 1]
        )
        assert verdict.total == pytest.approx(float(answer[0]))


@pytest.mark.parametrize("task", TASKS)
def test_the_neighbours_are_those_the_library_asks(task):
    fitted = with_model("knn", task)
    raw = fitted.X_test.iloc[[0]]
    distances, places = fitted.model.kneighbors(fitted.transform(raw))
    verdict = ask(fitted, fitted.transform(raw), raw)
    rows = [f"row {fitted.X_train.index[i]} of the table" for i in places[0]]
    assert [term.name for term in verdict.terms] == rows
    assert [term.how.args[0] for term in verdict.terms] == pytest.approx(distances[0].tolist())
    answers = [fitted.y_train[i] for i in places[0]]
    assert [term.value for term in verdict.terms] == answers
    told = fitted.predict(raw)[0] if task == "regression" else fitted.proba(raw)[0, 1]
    assert verdict.total == pytest.approx(float(told))


VOTES = ("random_forest", "extra_trees", "bagging", "ada_boost")


@pytest.mark.parametrize("model", VOTES)
def test_votes_of_classes_are_the_librarys(model):
    fitted = with_model(model, "classification")
    raw = fitted.X_test.iloc[[0]]
    verdict = ask(fitted, fitted.transform(raw), raw)
    by_class = {term.name: term.part for term in verdict.terms}
    if model == "ada_boost":
        score = float(fitted.model.decision_function(fitted.transform(raw))[0])
        assert by_class["yes"] - by_class["no"] == pytest.approx(score / 2)
    else:
        assert [by_class[name] for name in fitted.classes] == pytest.approx(fitted.proba(raw)[0])
    trees = [int(term.value.split()[0]) for term in verdict.terms]
    assert sum(trees) == len(fitted.model.estimators_)


@pytest.mark.parametrize("model", VOTES)
def test_trees_of_a_regression_say_what_the_library_makes_of_them(model):
    fitted = with_model(model, "regression")
    raw = fitted.X_test.iloc[[0]]
    verdict = ask(fitted, fitted.transform(raw), raw)
    columns = fitted.transform(raw).to_numpy()
    first = float(fitted.model.estimators_[0].predict(columns)[0])
    assert verdict.terms[0].value == pytest.approx(first)
    assert verdict.total == pytest.approx(float(fitted.predict(raw)[0]))


ROUNDS = [
    case for case in MODEL_CASES if "boosting" in case[0] or case[0] in ("xgboost", "lightgbm")
]


@pytest.mark.parametrize(("model", "task"), ROUNDS)
def test_the_last_round_of_boosting_is_the_models_own_score(model, task):
    fitted = with_model(model, task)
    raw = fitted.X_test.iloc[[0]]
    verdict = ask(fitted, fitted.transform(raw), raw)
    added = sum(float(term.part) for term in verdict.terms)
    assert added == pytest.approx(verdict.total, rel=1e-6)
    if task == "regression":
        assert verdict.total == pytest.approx(float(fitted.predict(raw)[0]), rel=1e-6)
    else:
        chance = 1 / (1 + np.exp(-verdict.total))
        assert chance == pytest.approx(float(fitted.proba(raw)[0, 1]), rel=1e-5)


@pytest.mark.parametrize("model", ["svm_rbf", "mlp", "isotonic"])
def test_a_model_without_parts_is_asked_again_at_usual_values(model):
    task = "regression" if model == "isotonic" else "classification"
    fitted = with_model(model, task)
    raw = fitted.X_test.iloc[[0]]
    verdict = ask(fitted, fitted.transform(raw), raw)
    assert verdict.kind == "asked"
    term = verdict.terms[0]
    other = raw.copy()
    column = fitted.X_train[term.name]
    if pd.api.types.is_numeric_dtype(column):
        usual = np.sort(column.to_numpy())[(len(column) - 1) // 2]
    else:
        usual = column.value_counts().index[0]
    other[term.name] = usual
    ours = [
        fitted.predict(r)[0] if task == "regression" else fitted.proba(r)[0, 1]
        for r in (raw, other)
    ]
    assert term.part == pytest.approx(float(ours[0] - ours[1]))
    assert verdict.loudest == term.name


def test_a_line_knows_the_class_in_question_of_three():
    frame = plain(90).drop(columns="y")
    frame["group"] = pd.qcut(frame["one"], 3, labels=["low", "mid", "top"]).astype("str")
    base = Experiment(
        "sample:own", "own", "group", "classification", model=experiment(model="logistic").model
    )
    fitted = fit(base, frame)
    raw = fitted.X_test.iloc[[0]]
    k = in_question(fitted, raw)
    line = line_of(Asked(fitted, fitted.transform(raw), raw, k))
    scores = fitted.model.decision_function(fitted.transform(raw))[0]
    assert line.start + line.parts.sum() == pytest.approx(float(scores[k]))
    assert k == int(np.argmax(scores))


# The second row


def test_two_equal_rows_differ_nowhere_and_others_where_they_do():
    fitted = with_step("one_hot", "classification")
    same = led(fitted, 0, 0)
    assert {stop.differ for stop in same.stops if stop.differ is not None} == {0}
    two = led(fitted, 0, 1)
    places = places_of(fitted, fitted.X_test.iloc[[0, 1]])
    known = [stop.differ for stop in two.stops if stop.kind in ("raw", "step")]
    for differ, place in zip(known, places, strict=True):
        first, second = place.frame.iloc[0], place.frame.iloc[1]
        apart = [
            name for name in place.frame.columns
            if not (first[name] == second[name] or (pd.isna(first[name]) and pd.isna(second[name])))
        ]  # fmt: skip
        assert differ == len(apart)


# Odd tables


def settings_of(frame: pd.DataFrame, target: str, task: str, **values) -> PictureSettings:
    model = experiment(task, values.pop("model", "decision_tree")).model
    own = Experiment(
        "sample:own", "own", target, task, recipe=values.pop("recipe", ()), model=model
    )
    return PictureSettings(own, **values)


def test_one_row_is_refused_in_a_sentence():
    with pytest.raises(PlaygroundError, match=r"\."):
        pipeline_picture(settings_of(plain(1), "y", "regression"), plain(1))


def test_a_row_that_is_not_there_is_refused():
    with pytest.raises(PlaygroundError, match="no test row 99"):
        pipeline_picture(settings_of(plain(20), "y", "regression", other=99), plain(20))


def test_an_empty_and_a_constant_column_are_left_out_and_struck_out():
    frame = plain(40).assign(void=np.nan, same=1.0).drop(columns="group")
    found = pipeline_picture(settings_of(frame, "y", "regression"), frame)
    gone = {line.name for stop in found.stops for line in stop.lines if line.state == "gone"}
    assert gone == {"void", "same"}


def test_nine_hundred_names_are_folded_with_a_count():
    n = 1800
    names = [f"n{i % 900}" for i in range(n)]
    frame = pd.DataFrame({"name": names, "x": np.arange(n) % 7.0, "y": np.arange(n) * 1.0})
    recipe = (Step("one_hot", (("max_levels", 100),), ("name",)),)
    found = pipeline_picture(
        settings_of(frame, "y", "regression", recipe=recipe, column="name"), frame
    )
    stop = next(stop for stop in found.stops if stop.label == "One-hot")
    assert stop.n_new == 100
    assert stop.folded == stop.n_new + stop.n_gone + 1 - len(stop.lines)
    assert stop.lines[0].name == "name"


def test_many_rows_are_fitted_once_and_it_is_said_aloud():
    n = 20_050
    frame = pd.DataFrame({"x": np.arange(n) % 97.0, "y": np.arange(n) * 1.0})
    found = pipeline_picture(settings_of(frame, "y", "regression"), frame)
    assert found.n_seen == 0
    assert any("20,050 rows" in note for note in found.notes)
