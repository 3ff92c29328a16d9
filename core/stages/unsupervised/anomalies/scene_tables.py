"""The detectors beside each other, and the most unusual rows in the learner's own columns."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.blocks import Grid
from core.stages.unsupervised.anomalies.judge import robust_z
from core.stages.unsupervised.anomalies.settings import LABELS, AnomalySettings
from core.stages.unsupervised.anomalies.view import View
from core.wording import counted

Floats: TypeAlias = NDArray[np.float64]

N_ROWS, N_COLUMNS = 10, 6
TOLD = 2
"""How many columns of a row are told in words."""


def detector_grid(view: View) -> Grid:
    """Return a row for each detector: its threshold, what it finds, whom it agrees with."""
    names = [one.opinion.label for one in view.verdicts]
    columns: dict[str, object] = {
        "detector": names,
        "threshold": [_number(one.threshold) for one in view.verdicts],
        "flagged": [one.n_flagged for one in view.verdicts],
    }
    if view.n_planted:
        said = view.findings.sight.said
        columns |= {
            f"of {view.n_planted} {said[:24]}": [one.found for one in view.verdicts],
            f"precision at {view.k}": [_number(one.precision) for one in view.verdicts],
            "average precision": [_number(one.average) for one in view.verdicts],
        }
    for other in view.verdicts:
        shared = [int((one.flags & other.flags).sum()) for one in view.verdicts]
        columns[f"shared: {LABELS[other.opinion.id].split()[0]}"] = shared
    caption = "Each detector at this contamination; the last columns say how many flagged points "
    caption += "it shares with each other one."
    if view.n_planted:
        caption += f" Guessing: a precision of {view.chance:.3g}."
    return Grid("detectors", pd.DataFrame(columns), caption)


def row_grid(settings: AnomalySettings, view: View) -> Grid:
    """Return the most unusual rows to the detector in large, and what is unusual about each."""
    points, at = view.findings.points, view.order[:N_ROWS]
    z = robust_z(points.raw)
    told = np.argsort(-np.abs(z[at]).max(axis=0), kind="stable")[:N_COLUMNS]
    opinion = view.of(settings.detector).opinion
    columns: dict[str, object] = {
        "row": points.rows[at],
        "score": [_number(value) for value in opinion.score[at]],
        "flagged by": [f"{votes} of {len(view.heard)}" for votes in view.votes[at]],
    }
    planted = view.findings.sight.planted
    if view.n_planted:
        columns[view.findings.sight.said] = np.where(planted[at], "yes", "no")
    columns["most unusual in"] = [in_words(points.names, points.raw, z, row) for row in at]
    for column in sorted(told):
        columns[_free(points.names[column], columns)] = [
            _number(value) for value in points.raw[at, column]
        ]
    return Grid(
        "rows",
        pd.DataFrame(columns),
        f"The {counted(len(at), 'row')} most unusual to the {opinion.label}. z: how many robust "
        "standard deviations from the column's median (plain ones, where most values are equal). "
        "Unusual is not wrong: look before you drop.",
        "unusual_rows.csv",
    )


def in_words(names: tuple[str, ...], raw: Floats, z: Floats, row: int) -> str:
    """Return the columns in which a row lies farthest from the middle, with z of each."""
    order = np.argsort(-np.abs(z[row]), kind="stable")[:TOLD]
    return "; ".join(f"{_value(names[c], raw[row, c])} (z {_signed(z[row, c])})" for c in order)


def _value(name: str, value: float) -> str:
    """Return a column with its value; a level of a category by whether the row has it."""
    if " = " in name and value in (0.0, 1.0):
        return name if value else f"not {name}"
    return f"{name} {_number(value)}"


def _signed(z: float) -> str:
    return f"{z:+.1f}".replace("-", "−")


def _free(name: str, taken: dict[str, object]) -> str:
    while name in taken:
        name = f"{name} "
    return name


def _number(value: float) -> str:
    if not np.isfinite(value):
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    return text.replace("-", "−")
