"""Train an experiment and say how good it is on the test rows, beside the dumb baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.tabular.experiment import Experiment
from core.tabular.fit import Fitted, fit
from core.tabular.judge.metric_formulas import Case, confusion_counts, per_class
from core.tabular.judge.metrics import Metric, measure, n_draws
from core.tabular.recipe.plan import PlannedStep
from core.value import Value

MOST_PREDICTIONS = 2_000
MOST_TRAINING_ROWS = 5_000
"""Of the training rows, to ask how good the model is there; they are spread over all of them."""


class BadRow(PlaygroundError):
    """A row to predict that the model cannot take."""


@dataclass(frozen=True)
class ModelLabSettings:
    """The model lab: one experiment decides everything."""

    experiment: Experiment


@dataclass(frozen=True)
class StepNote:
    """A step of the fitted pipeline as the page lists it."""

    id: str
    label: str
    columns: tuple[str, ...] | None
    added: bool
    sentence: str


@dataclass(frozen=True, eq=False)
class TrainAnswer:
    """What the model lab shows.

    ``metrics``: on all test rows. ``predictions``: (at most 2,000 test rows) true, predicted,
    probability of the predicted class or residual; indexed by row position in the table.
    ``confusion``: (n_classes, n_classes) counts, rows true; ``per_class``: precision, recall, F1
    and rows per class; both None for regression. ``residuals``: (n_test,) true minus predicted,
    None for classification. ``baseline``: a sentence on what the dumb baseline says.
    ``steps``: the recipe as fitted, the suite's own steps marked. ``train_metrics``: the same
    metrics on training rows (at most 5,000): much better there than on test rows is overfitting.
    """

    metrics: tuple[Metric, ...]
    baseline: str
    classes: tuple[str, ...]
    predictions: pd.DataFrame
    confusion: NDArray[np.int64] | None
    per_class: pd.DataFrame | None
    residuals: NDArray[np.float64] | None
    y_true: NDArray[np.generic]
    y_pred: NDArray[np.generic]
    n_train: int
    n_test: int
    dropped_rows: int
    feature_columns: tuple[str, ...]
    model_columns: tuple[str, ...]
    steps: tuple[StepNote, ...]
    notes: tuple[str, ...]
    fit_seconds: float
    predict_seconds: float
    interval_draws: int
    train_metrics: tuple[Metric, ...]

    @property
    def n_wrong(self) -> int | None:
        """Test rows of the wrong class; None for regression."""
        return int((self.y_true != self.y_pred).sum()) if self.classes else None

    @property
    def wrong_share(self) -> float | None:
        """Their share of all test rows, in [0, 1]."""
        return None if self.n_wrong is None else self.n_wrong / self.n_test

    def metric(self, metric_id: str) -> Metric:
        """Return one metric; KeyError if the task has none of that id."""
        return {metric.id: metric for metric in self.metrics}[metric_id]


def train(settings: ModelLabSettings, frame: pd.DataFrame) -> TrainAnswer:
    """Fit the experiment on its training rows and judge it on its test rows."""
    import time

    fitted = fit(settings.experiment, frame)
    started = time.perf_counter()
    case = test_case(fitted)
    seconds = time.perf_counter() - started
    metrics = measure(
        settings.experiment.task, case, baseline_case(fitted), seed=settings.experiment.seed
    )
    return TrainAnswer(
        metrics,
        _baseline_sentence(fitted),
        fitted.classes,
        _predictions(fitted, case),
        _confusion(case),
        _per_class(fitted, case),
        None if fitted.classes else np.asarray(case.y_true - case.y_pred, dtype=np.float64),
        fitted.y_test,
        fitted.prepared.labels(case.y_pred),
        len(fitted.X_train),
        len(fitted.X_test),
        fitted.prepared.dropped_rows,
        tuple(fitted.X_train.columns),
        fitted.model_columns,
        tuple(_step_note(step) for step in fitted.steps),
        _notes(fitted, metrics),
        fitted.fit_seconds,
        seconds,
        n_draws(len(fitted.X_test)),
        train_metrics(fitted),
    )


def shown_order(n_classes: int) -> list[int]:
    """Return in which order a table of classes lists them, everywhere.

    Of two the second first: it is the one that pages look at unless told otherwise, so what is
    found and what is missed stand in the first row, as on Threshold and Metrics by hand.
    """
    return [1, 0] if n_classes == 2 else list(range(n_classes))


def case_of(fitted: Fitted, X: pd.DataFrame, codes: NDArray[Any]) -> Case:
    """Return true and predicted values for raw features ``X`` with target ``codes``."""
    if not fitted.classes:
        return Case(codes, fitted.predict(X))
    known = np.ascontiguousarray(fitted.transform(X), dtype=np.float64)  # the recipe runs once
    proba = fitted.proba(known, prepared=True)
    return Case(codes, fitted.predict_codes(known, prepared=True), proba)


def test_case(fitted: Fitted) -> Case:
    """Return true and predicted values of the test rows."""
    return case_of(fitted, fitted.X_test, fitted.codes_test)


test_case.__test__ = False  # type: ignore[attr-defined]  # not a test, whatever pytest thinks


def baseline_case(fitted: Fitted) -> Case:
    """Return what the dumb baseline says of the test rows."""
    return guessing(fitted.codes_train, fitted.codes_test, len(fitted.classes))


def guessing(y_train: NDArray[Any], y_test: NDArray[Any], n_classes: int) -> Case:
    """Return what a model that looks at no column says of rows with the targets ``y_test``.

    Classification: the most frequent training class, with the training shares as probabilities.
    Regression, with 0 classes: the training mean.
    """
    if not n_classes:
        return Case(y_test, np.full(len(y_test), y_train.mean()))
    shares = np.bincount(y_train, minlength=n_classes) / len(y_train)
    says = np.full(len(y_test), int(shares.argmax()))
    return Case(y_test, says, np.tile(shares, (len(y_test), 1)))


def train_metrics(fitted: Fitted) -> tuple[Metric, ...]:
    """Return the metrics on (at most 5,000 of) the training rows, without intervals."""
    from core.tabular.judge.metrics import METRICS

    n_train = len(fitted.X_train)
    rows = np.linspace(0, n_train - 1, min(MOST_TRAINING_ROWS, n_train)).astype(int)
    case = case_of(fitted, fitted.X_train.iloc[rows], fitted.codes_train[rows])
    ones = np.ones((1, len(rows)))
    nan = float("nan")
    return tuple(
        Metric(spec.id, spec.label, float(spec.compute(case, ones)[0]), nan, nan, nan, spec.better)
        for spec in METRICS
        if spec.task == fitted.experiment.task
    )


@dataclass(frozen=True)
class PredictSettings:
    """One row of the what-if form: ``values`` holds (column, value), None for a gap."""

    experiment: Experiment
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class PredictAnswer:
    """The prediction for one row; ``probabilities`` in the order of ``classes``."""

    prediction: str | float
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    sentence: str


def predict_one(settings: PredictSettings, frame: pd.DataFrame) -> PredictAnswer:
    """Predict one row that the learner made up. Raises `BadRow`.

    Columns that are not given take the training median or most frequent value.
    """
    fitted = fit(settings.experiment, frame)
    row = row_frame(fitted, dict(settings.values))
    said = fitted.predict(row)[0]
    target = settings.experiment.target
    if not fitted.classes:
        return PredictAnswer(float(said), (), (), f"The model says {target} = {float(said):.4g}.")
    shares = tuple(float(share) for share in fitted.proba(row)[0])
    sure = shares[fitted.classes.index(str(said))]
    return PredictAnswer(
        str(said),
        fitted.classes,
        shares,
        f"The model says {target} = {said}, with probability {sure:.0%}.",
    )


def row_frame(fitted: Fitted, values: dict[str, Value]) -> pd.DataFrame:
    """Return a one-row frame of raw features with the training columns' types."""
    unknown = sorted(set(values) - set(fitted.X_train.columns))
    if unknown:
        raise BadRow(f"{unknown[0]!r} is not a feature of this model. Take it out of the row.")
    return pd.DataFrame(
        {
            name: _cell(name, column, values[name]) if name in values else _usual(column)
            for name, column in fitted.X_train.items()
        }
    )


def _cell(name: Any, column: pd.Series, value: Value) -> pd.Series:
    if value is None:
        if not column.isna().any():
            raise BadRow(f"{name!r} has no gaps in training, so it needs a value here.")
        return pd.Series([None]).astype("float64" if _is_number(column) else column.dtype)
    try:
        return pd.Series([value]).astype("float64" if _is_number(column) else column.dtype)
    except (ValueError, TypeError):
        raise BadRow(f"{name!r} cannot be {value!r}. Give a {_word(column)}.") from None


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _word(column: pd.Series) -> str:
    if _is_number(column):
        return "number"
    return "date such as 2024-03-01" if pd.api.types.is_datetime64_any_dtype(column) else "text"


def _usual(column: pd.Series) -> pd.Series:
    if _is_number(column) or pd.api.types.is_datetime64_any_dtype(column):
        middle = column.dropna().sort_values()
        value = middle.iloc[len(middle) // 2] if len(middle) else None
        return pd.Series([value]).astype("float64" if _is_number(column) else column.dtype)
    common = column.mode()
    return pd.Series([common.iloc[0] if len(common) else None]).astype(column.dtype)


def _predictions(fitted: Fitted, case: Case) -> pd.DataFrame:
    shown = slice(0, MOST_PREDICTIONS)
    index = fitted.X_test.index[shown]
    table = {"true": fitted.y_test[shown], "predicted": fitted.prepared.labels(case.y_pred)[shown]}
    if case.proba is not None:
        table["probability"] = case.proba.max(axis=1)[shown]
    else:
        table["residual"] = (case.y_true - case.y_pred)[shown]
    return pd.DataFrame(table, index=index)


def _confusion(case: Case) -> NDArray[np.int64] | None:
    if case.proba is None:
        return None
    counts: NDArray[np.int64] = confusion_counts(case, np.ones((1, len(case.y_true))))[0].astype(
        np.int64
    )
    return counts


def _per_class(fitted: Fitted, case: Case) -> pd.DataFrame | None:
    if case.proba is None:
        return None
    precision, recall, f1 = per_class(case)
    rows = np.bincount(case.y_true.astype(np.int64), minlength=len(fitted.classes))
    return pd.DataFrame(
        {"precision": precision, "recall": recall, "f1": f1, "rows": rows},
        index=pd.Index(fitted.classes, name="class"),
    )


def _baseline_sentence(fitted: Fitted) -> str:
    if not fitted.classes:
        return f"The baseline always says the training mean, {fitted.codes_train.mean():.4g}."
    shares = np.bincount(fitted.codes_train, minlength=len(fitted.classes))
    says = fitted.classes[int(shares.argmax())]
    share = shares.max() / shares.sum()
    return f"The baseline always says {says!r}, which {share:.0%} of the training rows are."


def _notes(fitted: Fitted, metrics: tuple[Metric, ...]) -> tuple[str, ...]:
    undefined = [metric.label for metric in metrics if np.isnan(metric.value)]
    if not undefined:
        return fitted.notes
    return (*fitted.notes, f"{', '.join(undefined)}: not defined on these test rows.")


def _step_note(step: PlannedStep) -> StepNote:
    return StepNote(step.step.id, step.spec.label, step.columns, step.added, step.sentence)
