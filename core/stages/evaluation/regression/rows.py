"""Judge an experiment on its test rows, and again without the worst of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.evaluation.regression.columns import Along, along_column
from core.stages.evaluation.regression.judged import Judged, Swept, judge, swept
from core.stages.evaluation.regression.scores import blame, constants, of_constants, scores
from core.stages.evaluation.regression.settings import CannotJudge, RowSettings
from core.tabular.fit import Fitted, fit
from core.tabular.judge.metric_formulas import ROUNDING

Floats: TypeAlias = NDArray[np.float64]

MOST_LEFT_OUT, N_LEFT_OUT = 0.2, 21
LARGEST = 1e140
"""Sums of squares of larger values may not be held."""


@dataclass(frozen=True, eq=False)
class RowsAnswer:
    """Test rows of an experiment, and what becomes of the metrics when the worst are left out.

    rows : (n,) their places in the table, rising; ``judged`` is in this order. left : (n_frames,)
    how many are left out, those with the largest errors first: ``worst`` (n,) is their order.
    lorenz : metric -> (n_frames,) the share of it that those make up. n_train : rows learnt from.
    """

    rows: NDArray[np.int64]
    judged: Judged
    feature: Along
    worst: NDArray[np.int64]
    left: NDArray[np.int64]
    lorenz: dict[str, Floats]
    swept: Swept
    n_train: int
    quantile: float
    notes: tuple[str, ...]

    @property
    def shares_left(self) -> Floats:
        """(n_frames,) the share of rows that is left out."""
        return self.left / len(self.rows)

    def kept(self, frame: int) -> NDArray[np.int64]:
        """Return the places, rising, of the rows that are not left out."""
        return np.sort(self.worst[self.left[frame] :])

    def frame_of(self, percent: float) -> int:
        """Return the first frame that leaves out about so many percent of the rows."""
        return int(np.abs(100 * self.shares_left - percent).argmin())


def judge_rows(settings: RowSettings, frame: pd.DataFrame) -> RowsAnswer:
    """Fit the experiment and judge its test rows. Raises `CannotJudge` and what fit raises."""
    if settings.experiment.task != "regression":
        raise CannotJudge(
            f"The target {settings.experiment.target!r} is a class, and these metrics measure how "
            "far a number is off. Predict a column of numbers, or judge the points."
        )
    fit_ = fit(settings.experiment, frame)
    order = np.argsort(np.asarray(fit_.X_test.index), kind="stable")
    unordered = np.asarray(fit_.codes_test, np.float64)
    y, predicted = unordered[order], _predictions(fit_, unordered)[order]
    feature = along_column(fit_.X_test.iloc[order], settings.feature)
    train, q = np.asarray(fit_.codes_train, np.float64), settings.quantile
    worst = np.argsort(-np.abs(y - predicted), kind="stable")
    shares = np.linspace(0, MOST_LEFT_OUT, N_LEFT_OUT)
    left = np.minimum(np.round(shares * len(y)), len(y) - 1).astype(np.int64)
    kept = [np.sort(worst[n:]) for n in left]
    dumb = constants(train, q)
    return RowsAnswer(
        np.asarray(fit_.X_test.index, np.int64)[order],
        judge(y, predicted, train, q, feature.values if feature.is_number else None),
        feature, worst, left,
        {name: _lorenz(blame(name, y, predicted, q)[worst], left) for name in ("mse", "mae")},
        swept([scores(y[rows], predicted[rows], q) for rows in kept], scores(y, predicted, q),
              [of_constants(y[rows], dumb, q) for rows in kept]),
        len(train), q, fit_.notes,
    )  # fmt: skip


def _predictions(fit_: Fitted, y: Floats) -> Floats:
    """Return predictions; those that miss by no more than rounding are right. Raises."""
    predicted = np.asarray(fit_.predict(fit_.X_test), np.float64)
    if not np.isfinite(predicted).all():
        raise CannotJudge(
            "Some predictions left the range of numbers, so no error can be measured. Scale the "
            "columns, or choose another model."
        )
    largest = max(float(np.abs(y).max()), float(np.abs(predicted).max()))
    if largest > LARGEST:
        raise CannotJudge(
            f"Values of {largest:.0e} have squares beyond the range of numbers. Measure the target "
            "in a larger unit."
        )
    return np.where(np.abs(y - predicted) <= ROUNDING * np.abs(y).max(), y, predicted)


def _lorenz(shares: Floats, left: NDArray[np.int64]) -> Floats:
    found: Floats = np.r_[0.0, np.cumsum(shares)][left]
    return found
