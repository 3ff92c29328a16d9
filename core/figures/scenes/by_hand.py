"""Metrics by hand: four counts, every metric with its formula filled in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.figures import evaluation, metrics
from core.figures.blocks import Block, Chart, Grid, Row, Words
from core.tabular.judge.metrics_by_hand import (
    Averages,
    HandMetric,
    HandSettings,
    averages,
    metrics_by_hand,
)


@dataclass(frozen=True)
class HandView:
    """Four counts and the metric whose formula is spelled out."""

    counts: HandSettings
    metric: str


@dataclass(frozen=True)
class HandAnswer:
    """Every metric of the counts, and precision, recall and F1 averaged over the two classes.

    lazy_accuracy : what always naming the more frequent class would reach.
    """

    metrics: tuple[HandMetric, ...]
    averages: tuple[Averages, ...]
    counts: HandSettings
    lazy_accuracy: float

    def metric(self, metric_id: str) -> HandMetric:
        """Return one metric by its id."""
        return next(metric for metric in self.metrics if metric.id == metric_id)


def work_out(view: HandView, _nothing: object) -> HandAnswer:
    """Return all metrics of the counts. Raises `BadCounts`."""
    counts = view.counts
    matrix = [[counts.tp, counts.fn], [counts.fp, counts.tn]]
    positives, rest = counts.tp + counts.fn, counts.fp + counts.tn
    metrics = metrics_by_hand(counts)
    lazy = max(positives, rest) / (positives + rest)
    return HandAnswer(metrics, averages(matrix), counts, lazy)


def draw(view: HandView, answer: HandAnswer) -> tuple[Block, ...]:
    """Draw the confusion matrix beside the spelled-out metric, then the whole table."""
    counts = answer.counts
    matrix = np.array([[counts.tp, counts.fn], [counts.fp, counts.tn]])
    figure = evaluation.confusion(matrix, ("the class", "the rest"), height_px=250)
    alt = (
        f"Confusion matrix: {counts.tp} true positives, {counts.fn} false negatives, "
        f"{counts.fp} false positives, {counts.tn} true negatives"
    )
    chart = Chart("confusion", figure, alt)
    return (
        Row((chart, Words(_formula(answer.metric(view.metric))))),
        _bars(view, answer),
        Grid("metrics", _table(answer), "Every metric of these counts", "metrics.csv", 320),
        Grid("averages", _averages(answer), "Averaged over the two classes", "averages.csv"),
    )


def _bars(view: HandView, answer: HandAnswer) -> Chart:
    inside = [metric for metric in answer.metrics if not abs(metric.value) > 1]
    ids = [metric.id for metric in inside]
    figure = metrics.bars(
        [metric.label for metric in inside],
        np.array([metric.value for metric in inside]),
        ids.index(view.metric) if view.metric in ids else -1,
        answer.lazy_accuracy,
    )
    return Chart("bars", figure, "Every metric of the four counts side by side, as bars")


def _formula(metric: HandMetric) -> str:
    also = f"\n\nAlso called {', '.join(metric.synonyms)}." if metric.synonyms else ""
    return (
        f"#### {metric.label}\n\n{metric.says}{also}\n\n"
        f"$$\\displaystyle {metric.symbols}$$\n\n$$\\displaystyle {metric.filled}$$"
    )


def _table(answer: HandAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": [metric.label for metric in answer.metrics],
            "value": [metric.value for metric in answer.metrics],
            "in words": [metric.says for metric in answer.metrics],
            "also called": [", ".join(metric.synonyms) for metric in answer.metrics],
        }
    )


def _averages(answer: HandAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": [found.label for found in answer.averages],
            "the class": [found.per_class[0] for found in answer.averages],
            "the rest": [found.per_class[1] for found in answer.averages],
            "macro": [found.macro for found in answer.averages],
            "micro": [found.micro for found in answer.averages],
            "weighted": [found.weighted for found in answer.averages],
        }
    )


def notice(view: HandView, answer: HandAnswer) -> str:
    """Compare accuracy with what always saying the more frequent class would reach."""
    counts = answer.counts
    n = counts.tp + counts.fn + counts.fp + counts.tn
    accuracy = answer.metric("accuracy").value
    lazy = answer.lazy_accuracy
    own = answer.metric(view.metric)
    text = f"**{own.label}** is {_shown(own.value)} on {n:,} rows."
    if accuracy <= lazy:
        return (
            f"{text} The accuracy of {accuracy:.3f} is no better than always naming the more "
            f"frequent class, which reaches {lazy:.3f}: look at recall and precision instead."
        )
    return (
        f"{text} The accuracy of {accuracy:.3f} beats always naming the more frequent class, "
        f"which reaches {lazy:.3f}."
    )


def _shown(value: float) -> str:
    return "undefined (0 / 0)" if math.isnan(value) else f"{value:.3f}"
