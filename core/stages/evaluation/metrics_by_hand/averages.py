"""Precision, recall and F1 of several classes as one number: macro, micro, weighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.metrics_by_hand.run import BadCounts, shown


@dataclass(frozen=True)
class Averages:
    """One metric over several classes, averaged three ways; NaN classes count 0."""

    id: str
    label: str
    per_class: tuple[float, ...]
    macro: float
    micro: float
    weighted: float
    macro_filled: str
    micro_filled: str
    weighted_filled: str


def averages(confusion: Sequence[Sequence[int]] | NDArray[np.int64]) -> tuple[Averages, ...]:
    """Return precision, recall and F1 of a confusion matrix, each averaged three ways.

    ``confusion``: (n_classes, n_classes) counts >= 0, rows true, columns predicted. Classes that
    neither occur nor are predicted count 0, as in scikit-learn with ``zero_division=0`` and all
    labels given. Raises `BadCounts`.
    """
    counts = np.asarray(confusion)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2:
        raise BadCounts("A confusion matrix is a square with one row for each of its classes.")
    if counts.min() < 0 or counts.sum() == 0:
        raise BadCounts("Counts must be 0 or more, and at least one above 0.")
    hits, true, predicted = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    return (
        _averaged("precision", "Precision", hits, predicted, true),
        _averaged("recall", "Recall", hits, true, true),
        _averaged("f1", "F1", 2 * hits, true + predicted, true),
    )


def _averaged(
    id_: str,
    label: str,
    top: NDArray[np.int64],
    bottom: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> Averages:
    each = np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > 0)
    macro, weighted = float(each.mean()), float((each * rows).sum() / rows.sum())
    micro = float(top.sum() / bottom.sum())
    plus = " + ".join(shown(value) for value in each)
    times = " + ".join(
        rf"{row} \cdot {shown(value)}" for row, value in zip(rows, each, strict=True)
    )
    tops, bottoms = " + ".join(map(str, top)), " + ".join(map(str, bottom))
    return Averages(
        id_,
        label,
        tuple(float(value) for value in each),
        macro,
        micro,
        weighted,
        rf"\frac{{{plus}}}{{{len(each)}}} = {shown(macro)}",
        rf"\frac{{{tops}}}{{{bottoms}}} = {shown(micro)}",
        rf"\frac{{{times}}}{{{rows.sum()}}} = {shown(weighted)}",
    )
