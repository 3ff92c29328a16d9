"""Predictions judged: their metrics, what a dumb guess gets, and the metrics along a film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.regression.patterns import Pattern, patterns
from core.stages.evaluation.regression.scores import IDS, Scores, constants, of_constants, scores

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Judged:
    """Predictions and their metrics, beside what always saying one number gets.

    y, predicted : (n,). now : their metrics. dumb : by metric, the number that is always said (of
    the training rows where there are any); dumb_scores : what that gets here. best, best_scores :
    the same of these rows themselves. along_prediction, along_feature : tests of the residuals.
    """

    y: Floats
    predicted: Floats
    now: Scores
    dumb: dict[str, float]
    dumb_scores: dict[str, float]
    best: dict[str, float]
    best_scores: dict[str, float]
    along_prediction: tuple[Pattern, ...]
    along_feature: tuple[Pattern, ...]

    @property
    def errors(self) -> Floats:
        """(n,) true minus predicted."""
        return self.y - self.predicted


@dataclass(frozen=True, eq=False)
class Swept:
    """The metrics along a film: ``values`` by id (n_frames,), NaN where undefined; ``before``.

    dumb : (n_frames,) by id what the dumb guess gets on the very rows of each frame, NaN if none.
    """

    values: dict[str, Floats]
    before: Scores
    dumb: dict[str, Floats]

    def ratio(self, metric: str) -> Floats:
        """Return (n_frames,) how many times as large it is as before; of R² what it leaves, 1 - R².

        NaN where either is undefined or it was 0 before.
        """
        return self.times(metric, self.values[metric])

    def times(self, metric: str, values: Floats) -> Floats:
        """Return the same of other ``values`` of a metric, such as a dumb guess's."""
        was = self.before.of(metric)
        if metric == "r2":
            values, was = 1 - values, 1 - was
        return values / was if was > 0 else np.full(len(values), np.nan)


def judge(
    y: Floats, predicted: Floats, seen: Floats, q: float, feature: Floats | None = None
) -> Judged:
    """Return predictions judged. seen : what a dumb guess knows. feature : (n,) numbers."""
    dumb, best = constants(seen, q), constants(y, q)
    errors = y - predicted
    return Judged(
        y, predicted, scores(y, predicted, q),
        dumb, of_constants(y, dumb, q), best, of_constants(y, best, q),
        patterns(errors, predicted), () if feature is None else _along(errors, feature),
    )  # fmt: skip


def _along(errors: Floats, feature: Floats) -> tuple[Pattern, ...]:
    known = np.isfinite(feature)
    return patterns(errors[known], feature[known])


def swept(found: list[Scores], was: Scores, dumb: list[dict[str, float]]) -> Swept:
    """Return the metrics of each frame, and those of a dumb guess, beside those of before."""
    return Swept(
        {name: np.array([each.of(name) for each in found]) for name in IDS},
        was,
        {name: np.array([each.get(name, np.nan) for each in dumb]) for name in IDS},
    )
