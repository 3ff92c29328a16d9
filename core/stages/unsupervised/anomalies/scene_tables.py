"""The detectors beside each other, and the most unusual rows in the learner's own columns."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.blocks import Grid
from core.stages.unsupervised.anomalies.judge import robust_z
from core.stages.unsupervised.anomalies.numerals import numeral
from core.stages.unsupervised.anomalies.scene_plane import SHORT
from core.stages.unsupervised.anomalies.settings import AnomalySettings
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
        "threshold": [numeral(one.threshold) for one in view.verdicts],
        "flagged": [one.n_flagged for one in view.verdicts],
    }
    if view.n_planted:
        said = view.findings.sight.said
        columns |= {
            f"of {view.n_planted:,} {said[:24]}": [one.found for one in view.verdicts],
            "average precision": [numeral(one.average) for one in view.verdicts],
        }
    for other in view.verdicts:
        shared = [int((one.flags & other.flags).sum()) for one in view.verdicts]
        columns[f"& {SHORT[other.opinion.id]}"] = shared
    caption = "Each detector at this contamination; under & stands how many points it and the "
    caption += "other both flag."
    if view.n_planted:
        caption += f" Guessing has an average precision of about {view.chance:.3g}."
    return Grid("detectors", pd.DataFrame(columns), caption)


def row_grid(settings: AnomalySettings, view: View) -> Grid:
    """Return the most unusual rows to the detector in large, and what is unusual about each."""
    points, at = view.findings.points, view.order[:N_ROWS]
    z = robust_z(points.raw)
    told = np.argsort(-np.abs(z[at]).max(axis=0), kind="stable")[:N_COLUMNS]
    opinion = view.of(settings.detector).opinion
    columns: dict[str, object] = {
        "row": points.rows[at],
        "score": [numeral(value) for value in opinion.score[at]],
        "flagged by": [f"{votes} of {len(view.heard)}" for votes in view.votes[at]],
    }
    planted = view.findings.sight.planted
    if view.n_planted:
        columns[view.findings.sight.said] = np.where(planted[at], "yes", "no")
    columns["most unusual in"] = [in_words(points.names, points.raw, z, row) for row in at]
    for column in sorted(told):
        columns[_free(points.names[column], columns)] = [
            numeral(value) for value in points.raw[at, column]
        ]
    return Grid(
        "rows",
        pd.DataFrame(columns),
        f"The {counted(len(at), 'row')} most unusual to the {opinion.label}. z: how many of the "
        "column's usual spreads the value lies from its median (where most values are equal: "
        "standard deviations from its mean). A few extreme values hardly widen a usual spread, "
        "1.48 times the median distance. Unusual is not wrong: look before you drop.",
        "unusual_rows.csv",
    )


def in_words(names: tuple[str, ...], raw: Floats, z: Floats, row: int) -> str:
    """Return the columns in which a row lies farthest from the middle, with z of each.

    A level of a category that the row has not is told by the one that it has.
    """
    order = np.argsort(-np.abs(z[row]), kind="stable")
    told = [c for c in order if " = " not in names[c] or raw[row, c] != 0.0][:TOLD]
    return "; ".join(f"{_value(names[c], raw[row, c])} (z {_signed(z[row, c])})" for c in told)


def _value(name: str, value: float) -> str:
    """Return a column with its value; of a category, whose levels are 1 or 0, the level it has."""
    if " = " in name and value == 1.0:
        return name
    return f"{name} {numeral(value)}"


def _signed(z: float) -> str:
    return f"{z:+.1f}".replace("-", "−")


def _free(name: str, taken: dict[str, object]) -> str:
    while name in taken:
        name = f"{name} "
    return name
