"""One threshold moves everything: confusion, ROC, precision-recall, gain, calibration and cost.

`scores` asks the model once, in a worker. Everything else is small NumPy on its answer, quick
enough for the server at every move of the slider. One class against the rest throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.stages.evaluation.threshold.settings import ScoreSettings
from core.tabular.fit import fit

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

MOST_POINTS = 1_000
SAME_COST = 1e-9
"""Costs that differ by less than this share are one: only their sums were rounded differently."""


class NoThreshold(PlaygroundError):
    """There is nothing to put a threshold on."""


@dataclass(frozen=True, eq=False)
class ScoreAnswer:
    """The test rows: ``y_true`` (n_rows,) codes into ``classes``, ``proba`` (n_rows, n_classes)."""

    y_true: NDArray[np.int64]
    proba: Floats
    classes: tuple[str, ...]
    target: str = ""

    def one(self, class_: str) -> OneClass:
        """Return one class against the rest; raise `NoThreshold` if there is no such class."""
        if class_ not in self.classes:
            raise NoThreshold(
                f"The target has no class {class_!r}. Choose one of: {', '.join(self.classes)}."
            )
        k = self.classes.index(class_)
        return OneClass(class_, self.y_true == k, self.proba[:, k])


@dataclass(frozen=True, eq=False)
class OneClass:
    """One class against the rest: which rows are ``positive``, and their ``score`` in [0, 1]."""

    name: str
    positive: Flags
    score: Floats


@dataclass(frozen=True)
class Counts:
    """The confusion at a threshold."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def n(self) -> int:
        """All rows."""
        return (
            self.true_positives + self.false_positives + self.false_negatives + self.true_negatives
        )

    @property
    def precision(self) -> float:
        """TP / (TP + FP); NaN when nothing is predicted."""
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float:
        """TP / (TP + FN)."""
        return _ratio(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def false_positive_rate(self) -> float:
        """FP / (FP + TN)."""
        return _ratio(self.false_positives, self.false_positives + self.true_negatives)

    @property
    def accuracy(self) -> float:
        """(TP + TN) / all."""
        return _ratio(self.true_positives + self.true_negatives, self.n)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN)."""
        twice = 2 * self.true_positives
        return _ratio(twice, twice + self.false_positives + self.false_negatives)

    def cost(self, miss: float, alarm: float) -> float:
        """Return the total cost of misses and false alarms."""
        return self.false_negatives * miss + self.false_positives * alarm


@dataclass(frozen=True, eq=False)
class Curve:
    """Points (``x``, ``y``) with the ``threshold`` each belongs to; thinned to 1,000 points."""

    x: Floats
    y: Floats
    threshold: Floats
    area: float = float("nan")


@dataclass(frozen=True, eq=False)
class Calibration:
    """Bins of predicted probability: mean score, share of positives and rows in each."""

    predicted: Floats
    observed: Floats
    rows: NDArray[np.int64]
    edges: Floats


@dataclass(frozen=True)
class Best:
    """A cheapest threshold and what it costs."""

    threshold: float
    cost: float


def scores(settings: ScoreSettings, frame: pd.DataFrame) -> ScoreAnswer:
    """Fit the experiment and return the probabilities of its test rows. Raises `NoThreshold`."""
    if settings.experiment.task != "classification":
        raise NoThreshold(
            "A threshold turns probabilities into classes, and a regression has neither. "
            "Choose a classification."
        )
    fitted = fit(settings.experiment, frame)
    proba = fitted.proba(fitted.X_test)
    return ScoreAnswer(fitted.codes_test, proba, fitted.classes, settings.experiment.target)


def confusion_at(one: OneClass, threshold: float) -> Counts:
    """Return the confusion when rows with ``score >= threshold`` count as the class."""
    said = one.score >= threshold
    hits = int(np.count_nonzero(said & one.positive))
    said_count, positives = int(said.sum()), int(one.positive.sum())
    return Counts(
        hits, said_count - hits, positives - hits, len(said) - said_count - positives + hits
    )


def roc(one: OneClass) -> Curve:
    """Return false-positive rate against recall, from the strictest threshold to the loosest."""
    hits, alarms, threshold = _cumulative(one)
    x, y = _share(alarms), _share(hits)
    area = float(np.trapezoid(y, x)) if hits[-1] and alarms[-1] else float("nan")
    return _thinned(x, y, threshold, area)


def precision_recall(one: OneClass) -> Curve:
    """Return recall against precision; the area is average precision."""
    hits, alarms, threshold = _cumulative(one)
    hits, alarms, threshold = hits[1:], alarms[1:], threshold[1:]
    precision, recall = hits / (hits + alarms), _share(hits)
    area = float(np.sum(np.diff(recall, prepend=0.0) * precision)) if hits[-1] else float("nan")
    return _thinned(recall, precision, threshold, area)


def gain(one: OneClass) -> Curve:
    """Return the share of rows taken, highest score first, against the share of the class found."""
    hits, alarms, threshold = _cumulative(one)
    taken = (hits + alarms) / len(one.score)
    return _thinned(taken, _share(hits), threshold, float(np.trapezoid(_share(hits), taken)))


def lift(one: OneClass) -> Curve:
    """Return the share of rows taken against how much denser the class is there than overall."""
    curve = gain(one)
    keep = curve.x > 0
    return Curve(curve.x[keep], curve.y[keep] / curve.x[keep], curve.threshold[keep])


def calibration(one: OneClass, n_bins: int = 10) -> Calibration:
    """Return bins of equal width; empty ones are left out."""
    edges = np.linspace(0, 1, n_bins + 1)
    bins = np.clip(np.digitize(one.score, edges[1:-1]), 0, n_bins - 1)
    rows = np.bincount(bins, minlength=n_bins)
    kept = rows > 0
    predicted = np.bincount(bins, one.score, n_bins)[kept] / rows[kept]
    observed = np.bincount(bins, one.positive, n_bins)[kept] / rows[kept]
    return Calibration(predicted, observed, rows[kept], edges)


def cost_curve(one: OneClass, miss: float, alarm: float) -> Curve:
    """Return every threshold against its total cost, from 0 (take all) to just above 1."""
    hits, alarms, threshold = _cumulative(one)
    costs = (hits[-1] - hits) * miss + alarms * alarm
    kept = np.r_[True, threshold[1:] <= 1]
    thresholds = np.where(np.isinf(threshold), 1.0 + 1e-9, threshold)[kept]
    order = np.argsort(thresholds, kind="stable")
    return _thinned(thresholds[order], costs[kept][order], thresholds[order], float("nan"))


def best_threshold(one: OneClass, miss: float, alarm: float) -> Best:
    """Return the cheapest threshold; of equally cheap ones the highest.

    A threshold above 1 means: never say the class.
    """
    hits, alarms, threshold = _cumulative(one)
    costs = (hits[-1] - hits) * miss + alarms * alarm
    cheapest = int(np.argmin(costs))
    value = threshold[cheapest]
    return Best(1.0 + 1e-9 if np.isinf(value) else float(value), float(costs[cheapest]))


def _cumulative(one: OneClass) -> tuple[Floats, Floats, Floats]:
    """Return hits, false alarms and threshold, strictest first; the first takes no row."""
    order = np.argsort(-one.score, kind="stable")
    score, positive = one.score[order], one.positive[order]
    last = np.flatnonzero(np.r_[score[1:] != score[:-1], True])
    hits = np.cumsum(positive)[last].astype(np.float64)
    return (
        np.r_[0.0, hits],
        np.r_[0.0, last + 1.0 - hits],
        np.r_[np.inf, score[last]],
    )


def _share(counts: Floats) -> Floats:
    return counts / counts[-1] if counts[-1] else np.zeros_like(counts)


def _thinned(x: Floats, y: Floats, threshold: Floats, area: float) -> Curve:
    if len(x) > MOST_POINTS:
        keep = np.unique(np.linspace(0, len(x) - 1, MOST_POINTS).round().astype(np.int64))
        x, y, threshold = x[keep], y[keep], threshold[keep]
    return Curve(x, y, threshold, area)


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom else float("nan")
