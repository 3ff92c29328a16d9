"""Permutation importance: how much worse the model does on test rows with one column shuffled.

Source: Breiman (2001), "Random forests", section 10; Fisher, Rudin and Dominici (2019), JMLR 20.
The column is shuffled in the raw frame, before the recipe, so all that is made of it moves along.
The numbers equal scikit-learn's ``permutation_importance`` on the same pipeline, rows and seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.data.task import Task
from core.errors import PlaygroundError
from core.tabular.explain.hybrids import BATCH_CELLS, Hybrids
from core.tabular.explain.importance import Importance
from core.tabular.explain.target import Tell
from core.tabular.judge.metric_formulas import ROUNDING

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Output: TypeAlias = Literal["labels", "probabilities", "numbers"]


class BadMetric(PlaygroundError):
    """The metric does not suit the task or the test rows."""


@dataclass(frozen=True)
class Metric:
    """A score of predictions; ``sign`` is 1 if higher is better, -1 if lower is.

    ``score(y, output, classes)``: y (n_rows,) class positions or numbers; ``output`` is what the
    model gives: labels (class positions), probabilities (n_rows, n_classes) or numbers.
    """

    id: str
    label: str
    task: Task
    output: Output
    sign: int
    score: Callable[[NDArray[Any], NDArray[np.float64], tuple[str, ...]], float]


def _r2(y: NDArray[Any], output: NDArray[np.float64], classes: tuple[str, ...]) -> float:
    from sklearn.metrics import r2_score

    if np.ptp(y) <= ROUNDING * np.abs(y).max():
        raise BadMetric(
            "The test rows all have the same target, so there is no R². Choose RMSE, another seed "
            "or a larger test share."
        )
    return float(r2_score(y, output))


def _rmse(y: NDArray[Any], output: NDArray[np.float64], classes: tuple[str, ...]) -> float:
    return float(np.sqrt(np.mean((y - output) ** 2)))


def _accuracy(y: NDArray[Any], output: NDArray[np.float64], classes: tuple[str, ...]) -> float:
    return float(np.mean(y == output))


def _log_loss(y: NDArray[Any], output: NDArray[np.float64], classes: tuple[str, ...]) -> float:
    from sklearn.metrics import log_loss

    return float(log_loss(y, output, labels=range(len(classes))))


def _roc_auc(y: NDArray[Any], output: NDArray[np.float64], classes: tuple[str, ...]) -> float:
    from sklearn.metrics import roc_auc_score

    if len(np.unique(y)) < len(classes):
        raise BadMetric(
            "The test rows do not hold every class, so there is no ROC-AUC. Choose accuracy or "
            "log loss, or a stratified split."
        )
    if len(classes) == 2:
        return float(roc_auc_score(y, output[:, 1]))
    return float(roc_auc_score(y, output, multi_class="ovr", labels=range(len(classes))))


METRICS: tuple[Metric, ...] = (
    Metric("r2", "R²", "regression", "numbers", 1, _r2),
    Metric("rmse", "RMSE", "regression", "numbers", -1, _rmse),
    Metric("roc_auc", "ROC-AUC", "classification", "probabilities", 1, _roc_auc),
    Metric("accuracy", "accuracy", "classification", "labels", 1, _accuracy),
    Metric("log_loss", "log loss", "classification", "probabilities", -1, _log_loss),
)


def metric_for(metric_id: str, task: Task) -> Metric:
    """Return the metric, for ``"auto"`` the task's first; raise `BadMetric` if it does not suit."""
    suited = {metric.id: metric for metric in METRICS if metric.task == task}
    if metric_id == "auto":
        return next(iter(suited.values()))
    if metric_id not in suited:
        raise BadMetric(f"{metric_id} does not measure {task}. Choose one of: {', '.join(suited)}.")
    return suited[metric_id]


@dataclass(frozen=True)
class Scorer:
    """A metric of a fitted model, as a function of the raw feature frame."""

    fitted: Fitted
    metric: Metric
    y: NDArray[Any]

    def __call__(self, X: pd.DataFrame) -> float:
        """Return the score of the model on ``X``, whose truth is ``y``, in the metric's unit."""
        return self.of_output(self.output(self.fitted, X))

    def of_output(self, output: NDArray[np.float64]) -> float:
        """Return the score of what the model said of the rows of ``y``."""
        return self.metric.score(self.y, output, tuple(self.fitted.classes))

    def output(self, model: Fitted | Hybrids, rows: Any) -> NDArray[np.float64]:
        """Return what the metric is computed from: ``model`` is asked about its kind of rows."""
        if self.metric.output == "probabilities":
            return np.asarray(model.proba(rows), dtype=np.float64)
        output = model.predict(rows)
        found = class_positions(self.fitted, output) if self.fitted.classes else output
        return np.asarray(found, dtype=np.float64)


def scorer_for(fitted: Fitted, metric: Metric, y: Any) -> Scorer:
    """Return the scorer for truth ``y``: labels or numbers."""
    truth = class_positions(fitted, y) if fitted.classes else np.asarray(y, dtype=np.float64)
    return Scorer(fitted, metric, truth)


def class_positions(fitted: Fitted, labels: Any) -> NDArray[np.intp]:
    """Return the position of each label in ``fitted.classes``; -1 for a class never trained on."""
    return pd.Index(fitted.classes).get_indexer(pd.Index(np.asarray(labels).astype(str)))


def permutation_importance(
    fitted: Fitted,
    metric: Metric,
    X: pd.DataFrame,
    y: Any,
    *,
    n_repeats: int = 5,
    seed: int = 0,
    tell: Tell = report,
) -> Importance:
    """Shuffle each raw column of ``X`` ``n_repeats`` times and return the mean loss of score.

    Positive: the model does worse without the column, whichever way the metric runs.
    X : (n_rows, n_columns) raw test rows; y : (n_rows,) labels or numbers.
    """
    score = scorer_for(fitted, metric, y)
    baseline = score(X)
    # scikit-learn's generator and order of draws, so that its numbers come out
    column_seed = np.random.RandomState(seed).randint(np.iinfo(np.int32).max + 1)
    orders = _orders(len(X), n_repeats, column_seed)
    hybrids = Hybrids(fitted, X)
    samples = np.empty((X.shape[1], n_repeats))
    at_once = max(1, BATCH_CELLS // X.size)
    for j in range(X.shape[1]):
        for start in range(0, n_repeats, at_once):
            some = orders[start : start + at_once]
            positions = np.tile(np.arange(len(X))[:, None], (len(some), X.shape[1]))
            positions[:, j] = some.ravel()
            outputs = np.split(score.output(hybrids, positions), len(some))
            losses = [metric.sign * (baseline - score.of_output(output)) for output in outputs]
            samples[j, start : start + at_once] = losses
        tell(j + 1, X.shape[1], f"shuffling column {j + 1} of {X.shape[1]}")
    return Importance(
        "permutation",
        "permutation",
        f"loss of {metric.label}",
        tuple(X.columns),
        samples.mean(axis=1),
        samples.std(axis=1),
        samples,
    )


def _orders(n_rows: int, n_repeats: int, seed: int) -> NDArray[np.intp]:
    """Return (n_repeats, n_rows) positions: scikit-learn shuffles the shuffled column again."""
    random, order = np.random.RandomState(seed), np.arange(n_rows)
    rows, orders = np.arange(n_rows), []
    for _ in range(n_repeats):
        random.shuffle(order)
        rows = rows.take(order)
        orders.append(rows)
    return np.array(orders)
