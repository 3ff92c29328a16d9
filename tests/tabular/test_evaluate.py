"""The model lab against scikit-learn on the same split; the baseline; the what-if form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets, metrics
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import get_scorer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.compute.progress import capturing
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.fit import fit, split_prepared
from core.tabular.judge.compare import CompareSettings, compare, inner_division, inner_rows
from core.tabular.judge.cross_validate import WrongMetric
from core.tabular.judge.evaluate import (
    MOST_PREDICTIONS,
    BadRow,
    ModelLabSettings,
    PredictSettings,
    predict_one,
    train,
)
from core.tabular.prepare import prepare
from tests.tabular.cases import experiment, messy

SCORERS = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced_accuracy",
    "precision": "precision_macro",
    "recall": "recall_macro",
    "f1": "f1_macro",
    "roc_auc": "roc_auc",
    "average_precision": "average_precision",
    "log_loss": "neg_log_loss",
    "brier": "neg_brier_score",
    "mae": "neg_mean_absolute_error",
    "rmse": "neg_root_mean_squared_error",
    "r2": "r2",
    "mape": "neg_mean_absolute_percentage_error",
    "median_ae": "neg_median_absolute_error",
}


def cancer() -> pd.DataFrame:
    data = datasets.load_breast_cancer(as_frame=True)
    return data.frame


def diabetes() -> pd.DataFrame:
    return datasets.load_diabetes(as_frame=True).frame


CASES = [
    (
        cancer(),
        Experiment(
            "sample:cancer",
            "cancer",
            "target",
            "classification",
            recipe=(Step("standard"),),
            model=ModelChoice("logistic"),
            seed=4,
        ),
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    ),
    (
        diabetes(),
        Experiment(
            "sample:diabetes",
            "diabetes",
            "target",
            "regression",
            model=ModelChoice("linear"),
            seed=4,
        ),
        LinearRegression(),
    ),
]


@pytest.mark.parametrize(("table", "case", "plain"), CASES, ids=["classification", "regression"])
def test_every_metric_equals_scikit_learns_scorer_on_the_same_split(table, case, plain) -> None:
    answer = train(ModelLabSettings(case), table)
    X, y = table.drop(columns="target"), table["target"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
    plain.fit(X_train, y_train)
    for metric in answer.metrics:
        name = SCORERS[metric.id]
        theirs = get_scorer(name)(plain, X_test, y_test)
        sign = -1 if name.startswith("neg_") else 1
        assert metric.value == pytest.approx(sign * theirs, rel=1e-9), metric.id
        assert metric.low <= metric.value <= metric.high


@pytest.mark.filterwarnings("ignore:Precision is ill-defined")
@pytest.mark.parametrize(("table", "case", "plain"), CASES, ids=["classification", "regression"])
def test_the_baseline_is_scikit_learns_dummy(table, case, plain) -> None:
    answer = train(ModelLabSettings(case), table)
    X, y = table.drop(columns="target"), table["target"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
    dummy = DummyClassifier() if case.task == "classification" else DummyRegressor()
    dummy.fit(X_train, y_train)
    for metric in answer.metrics:
        name = SCORERS[metric.id]
        sign = -1 if name.startswith("neg_") else 1
        assert metric.baseline == pytest.approx(sign * get_scorer(name)(dummy, X_test, y_test))


def test_confusion_and_per_class_tell_of_the_same_rows() -> None:
    answer = train(ModelLabSettings(experiment("classification", "logistic")), messy())
    assert answer.confusion is not None
    assert answer.per_class is not None
    report = metrics.classification_report(
        answer.y_true, answer.y_pred, output_dict=True, zero_division=0
    )
    np.testing.assert_array_equal(
        answer.confusion, metrics.confusion_matrix(answer.y_true, answer.y_pred)
    )
    for name, row in answer.per_class.iterrows():
        assert row["f1"] == pytest.approx(report[name]["f1-score"])
        assert row["rows"] == report[name]["support"]


def test_predictions_can_be_followed_to_their_rows_in_the_table() -> None:
    answer = train(ModelLabSettings(experiment("regression", "ridge")), messy())
    shown = answer.predictions
    np.testing.assert_array_equal(shown["true"], messy().loc[shown.index, "price"])
    np.testing.assert_allclose(shown["residual"], shown["true"] - shown["predicted"])
    assert len(shown) <= MOST_PREDICTIONS
    np.testing.assert_allclose(answer.residuals, answer.y_true - answer.y_pred)


def test_a_model_with_a_signal_beats_the_baseline_and_random_labels_do_not() -> None:
    good = train(ModelLabSettings(experiment("regression", "random_forest")), messy())
    assert good.metric("r2").low > good.metric("r2").baseline
    table = messy().assign(price=np.random.default_rng(3).permutation(messy()["price"]))
    bad = train(ModelLabSettings(experiment("regression", "random_forest")), table)
    assert bad.metric("r2").low < 0.1


def test_overfitting_shows_between_training_and_test() -> None:
    case = experiment("classification", "decision_tree", max_depth=None)
    answer = train(ModelLabSettings(case), messy())
    assert answer.train_metrics[0].value == 1.0
    assert answer.metric("accuracy").value < 1.0


def test_the_answer_lists_what_was_added_dropped_and_noted() -> None:
    table = messy().assign(bought=messy()["bought"].mask(messy().index < 5))
    answer = train(ModelLabSettings(experiment("classification", "knn")), table)
    assert answer.dropped_rows == 5
    assert any("without a value in the target" in note for note in answer.notes)
    assert any("add 'Standard'" in note for note in answer.notes)
    assert {step.id for step in answer.steps if step.added} >= {"leave_out", "tfidf", "median"}
    assert answer.n_train + answer.n_test == len(table) - 5


def test_the_what_if_form_asks_the_fitted_model() -> None:
    case = experiment("classification", "logistic", Step("median"), Step("standard"))
    fitted = fit(case, messy())
    row = fitted.X_test.head(1)
    values = tuple(
        (name, None if pd.isna(row[name].iloc[0]) else row[name].iloc[0]) for name in row.columns
    )
    answer = predict_one(PredictSettings(case, values), messy())
    assert answer.prediction == fitted.predict(row)[0]
    np.testing.assert_allclose(answer.probabilities, fitted.proba(row)[0])
    assert str(answer.prediction) in answer.sentence


def test_the_what_if_form_takes_usual_values_for_what_is_left_out() -> None:
    case = experiment("regression", "ridge")
    low = predict_one(PredictSettings(case, (("age", 20.0), ("since", "2020-05-01"))), messy())
    high = predict_one(PredictSettings(case, (("age", 60.0), ("since", "2020-05-01"))), messy())
    assert high.prediction > low.prediction
    assert high.classes == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((("price", 3.0),), "'price' is not a feature of this model"),
        ((("visits", "many"),), "'visits' cannot be 'many'. Give a number"),
        ((("since", "some day"),), "'since' cannot be 'some day'. Give a date"),
        ((("visits", None),), "'visits' has no gaps in training, so it needs a value"),
    ],
)
def test_impossible_rows_are_refused(values, message) -> None:
    with pytest.raises(BadRow, match=message):
        predict_one(PredictSettings(experiment(), values), messy())


@pytest.mark.slow
@pytest.mark.parametrize("task", ["classification", "regression"])
def test_comparing_ranks_every_suitable_model_and_tells_progress(task) -> None:
    with capturing() as reports:
        answer = compare(CompareSettings(experiment(task)), messy())
    values = [row.value for row in answer.rows if np.isfinite(row.value)]
    assert values == sorted(values, reverse=answer.better == "higher")
    assert len(answer.rows) >= 12
    assert all(row.low <= row.value <= row.high for row in answer.rows)
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert reports[-1].share == 1.0
    assert answer.n_train + answer.n_validation == 120


@pytest.mark.slow
def test_comparing_never_looks_at_test_rows() -> None:
    case = experiment("regression")
    before = compare(CompareSettings(case), messy())
    changed = messy().copy()
    test = fit(case, messy()).X_test.index
    changed.loc[test, "price"] = 1e5
    changed.loc[test, "age"] = -1.0
    after = compare(CompareSettings(case), changed)
    ours = {row.model: row.value for row in before.rows}
    assert {row.model: row.value for row in after.rows} == ours


@pytest.mark.parametrize(
    "split",
    [
        Split("random", 0.3, "visits"),
        Split("stratified", 0.3, "visits"),
        Split("grouped", 0.3, "visits"),
        Split("time", 0.3, "visits"),
    ],
    ids=lambda split: split.kind,
)
@pytest.mark.parametrize("max_rows", [60, 5_000])
def test_code_that_is_shown_divides_the_training_rows_as_the_suite_does(split, max_rows) -> None:
    case = replace(experiment(), split=split, seed=3)
    settings, prepared = CompareSettings(case, max_rows=max_rows), prepare(case, messy())
    rows, train = inner_rows(settings, prepared), split_prepared(case, prepared).train
    table = messy().iloc[prepared.X.index]
    learn, check = inner_division(settings)(train, prepared.y, table, case.seed)
    np.testing.assert_array_equal(learn, rows.train)
    np.testing.assert_array_equal(check, rows.test)
    assert len(learn) + len(check) == min(len(train), max_rows)


def test_a_model_that_fails_gets_a_sentence_and_comes_last(monkeypatch) -> None:
    from core.tabular.judge import compare as room
    from core.tabular.models.catalogue import model_spec

    few = (replace(model_spec("knn"), max_rows=10), model_spec("decision_tree"))
    monkeypatch.setattr(room, "suitable", lambda _case: few)
    monkeypatch.setattr("core.tabular.fit.model_spec", lambda name: {s.id: s for s in few}[name])
    answer = compare(CompareSettings(experiment()), messy())
    assert [row.model for row in answer.rows] == ["decision_tree", "knn"]
    assert np.isnan(answer.rows[1].value)
    assert "at most 10 training rows" in answer.rows[1].sentence


def test_a_metric_of_the_other_task_is_refused() -> None:
    with pytest.raises(WrongMetric, match="R² belongs to regression"):
        compare(CompareSettings(experiment(), "r2"), messy())
