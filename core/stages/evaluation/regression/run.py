"""Judge a line through points, at every place of the one that is dragged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.regression.judged import Judged, Swept, judge, swept
from core.stages.evaluation.regression.lines import fitted, least_squares
from core.stages.evaluation.regression.scores import IDS, blame, constants, of_constants, scores
from core.stages.evaluation.regression.settings import (
    FIXED,
    HIGH,
    LOW,
    PointSettings,
    first_heights,
)

Floats: TypeAlias = NDArray[np.float64]

N_PLACES = 51
ROUNDED = 1e-12 * HIGH
"""Errors below this come from the arithmetic of the line alone."""


@dataclass(frozen=True, eq=False)
class PointsAnswer:
    """Points, a line, and what becomes of all when the one in hand moves up and down.

    x, y : (n,) as they stand. was : (n,) where they stood before any was moved; y itself for a
    drawing of another shape. held : the place of the one that moves, ``heights`` (n_frames,) its
    places, ``at`` where it stands. lines : (n_frames, 2) slope and height at 0; line_before the
    same, of least squares through the points as they stood. ys, predicted : (n_frames, n).
    shares : metric -> (n_frames, n). judged : as it stands.
    """

    x: Floats
    y: Floats
    was: Floats
    held: int
    heights: Floats
    at: int
    lines: Floats
    line_before: Floats
    ys: Floats
    predicted: Floats
    shares: dict[str, Floats]
    swept: Swept
    judged: Judged
    quantile: float

    @property
    def n_moved(self) -> int:
        """How many points do not stand where they stood."""
        return int((self.y != self.was).sum())

    @property
    def ratios(self) -> dict[str, float]:
        """How many times as large each metric is as before; of R² what it leaves unexplained."""
        return {name: float(self.swept.ratio(name)[self.at]) for name in IDS}

    @property
    def worst(self) -> int:
        """The place, from 1, of the largest error."""
        return int(np.abs(self.judged.errors).argmax()) + 1

    @property
    def change(self) -> dict[str, float]:
        """By how many percent each error is larger than before; R² by its difference."""
        found = {name: 100 * (ratio - 1) for name, ratio in self.ratios.items()}
        return found | {"r2": self.judged.now.r2 - self.swept.before.r2}

    @property
    def share_in_hand(self) -> dict[str, float]:
        """Which share of each metric the point in hand makes up."""
        return {name: float(each[self.at, self.held]) for name, each in self.shares.items()}

    @property
    def error_in_hand(self) -> float:
        """How far off the point in hand is."""
        return float(abs(self.judged.errors[self.held]))

    @property
    def even_error(self) -> float:
        """The size of an error whose shares of MSE and MAE are equal, MSE / MAE; NaN without any.

        It is the mean of the sizes, each weighted by itself.
        """
        now = self.judged.now
        return now.mse / now.mae if now.mae > 0 else float("nan")


def judge_points(settings: PointSettings) -> PointsAnswer:
    """Return the metrics of a line at every place of the point in hand."""
    x, y, _ = np.array(settings.points, np.float64).T
    was, held = np.array(first_heights(settings.points)), settings.held - 1
    heights = np.unique(np.append(np.linspace(LOW, HIGH, N_PLACES).round(1), y[held]))
    ys = np.repeat(y[None, :], len(heights), axis=0)
    ys[:, held] = heights
    first = least_squares(x, was)
    lines = np.array([_line(settings, x, each, first) for each in ys])
    predicted = _off(ys, lines[:, :1] * x + lines[:, 1:])
    at = int(np.searchsorted(heights, y[held]))
    q = settings.quantile
    return PointsAnswer(
        x, y, was, held, heights, at, lines, first, ys, predicted,
        {name: np.array([blame(name, *pair, q) for pair in zip(ys, predicted, strict=True)])
         for name in IDS},
        swept([scores(*pair, q) for pair in zip(ys, predicted, strict=True)],
               scores(was, _off(was, first[0] * x + first[1]), q),
               [of_constants(each, constants(each, q), q) for each in ys]),
        judge(y, predicted[at], y, q),
        q,
    )  # fmt: skip


def _line(settings: PointSettings, x: Floats, y: Floats, first: Floats) -> Floats:
    return first if settings.line == FIXED else fitted(x, y, settings.line, settings.quantile)


def _off(y: Floats, predicted: Floats) -> Floats:
    """Return predictions; those that miss by no more than rounding are right."""
    return np.where(np.abs(y - predicted) <= ROUNDED, y, predicted)
