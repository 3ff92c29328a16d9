"""Gaussian naive Bayes while points come in: one bell a class and coordinate, all multiplied.

P(class | x) is proportional to P(class) · N(x₁; mean, variance) · N(x₂; mean, variance), as if the
coordinates were independent within a class. Every point moves the mean and variance of its class
(Welford, 1962) and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, classes_of
from core.stages.supervised.how_it_learns.frames import (
    LearnFrame,
    both_wrong,
    number,
    plane,
    shaded,
    wrong_share,
)

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings

FLOOR = 1e-9
"""The least variance, as a share of the largest one of all points: scikit-learn's smoothing."""


@dataclass(frozen=True, eq=False)
class BayesFrame(LearnFrame):
    """The bells after ``n_seen`` points. count (2,), mean and variance (2, 2): class, coordinate;
    a variance is NaN before its class has two points. newest: the row that came in, -1 before any.
    """

    n_seen: int = 0
    newest: int = -1
    mean_0: float = float("nan")
    mean_1: float = float("nan")
    count: Floats | None = None
    mean: Floats | None = None
    variance: Floats | None = None


def add_point(count: Any, mean: Any, squares: Any, x: Any, code: int) -> None:
    """Move the count, mean and sum of squared deviations of one class, in place."""
    count[code] += 1
    away = x - mean[code]
    mean[code] += away / count[code]
    squares[code] += away * (x - mean[code])


def class_chance(X: Any, count: Any, mean: Any, variance: Any) -> Any:
    """Return the chance of class 1 at each place, from counts, means and variances."""
    bells = -0.5 * ((X[:, None, :] - mean) ** 2 / variance + np.log(variance)).sum(axis=2)
    score = bells + np.log(count / count.sum())
    return 1 / (1 + np.exp(np.clip(score[:, 0] - score[:, 1], -700, 700)))


def run_bayes(settings: LearnSettings) -> Iterator[BayesFrame]:
    """Yield nothing seen, then the bells after every training point."""
    points = classes_of(settings.data)
    X, y, places = points.X_train, points.y_train, plane()
    count, mean, squares = np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2))

    def frame(n: int, said: str) -> BayesFrame:
        variance = np.full((2, 2), np.nan)
        ready = count >= 2
        floor = FLOOR * X[: max(n, 1)].var(axis=0).max() + 1e-12
        variance[ready] = squares[ready] / count[ready, None] + floor
        shares = [np.full(len(where), 0.5) for where in (X, points.X_test, places)]
        if ready.all():
            shares = [class_chance(w, count, mean, variance) for w in (X, points.X_test, places)]
        wrong = both_wrong(shares[0], shares[1], points)
        centre = np.where(count[:, None] > 0, mean, np.nan)
        return BayesFrame(
            said, *wrong, shaded(shares[2]), "", n, n - 1, float(centre[0, 0]), float(centre[1, 0]),
            count.copy(), centre, variance,
        )  # fmt: skip

    yield frame(0, f"None of {len(y)} points has come in, so both classes are as likely: 50 %.")
    for n in range(1, len(y) + 1):
        code = int(y[n - 1])
        before = mean[code].copy()
        add_point(count, mean, squares, X[n - 1], code)
        yield frame(n, _said(n, code, before, mean[code], count))


def _said(n: int, code: int, before: Floats, now: Floats, count: Floats) -> str:
    has = int(count[code])
    came = f"Point {n} is of class {code}, which now has {has}"
    if has == 1:
        return f"{came}: its means begin at ({number(now[0])}, {number(now[1])})."
    text = (
        f"{came}: its means move from ({number(before[0])}, {number(before[1])}) to "
        f"({number(now[0])}, {number(now[1])}), the other class stays as it was."
    )
    short = count.min() < 2
    return text + (" A class with fewer than 2 points has no width yet." if short else "")


def fit_bayes(X: Any, y: Any, X_test: Any, y_test: Any) -> dict[str, float]:
    """Let all points in; return the means along x1 and the errors."""
    count, mean, squares = np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2))
    for x, code in zip(X, y, strict=True):
        add_point(count, mean, squares, x, code)
    variance = squares / count[:, None] + FLOOR * X.var(axis=0).max() + 1e-12
    on_train, on_test = np.full(len(X), 0.5), np.full(len(X_test), 0.5)
    if count.min() >= 2:  # else a class has no width
        on_train, on_test = (class_chance(where, count, mean, variance) for where in (X, X_test))
    return {
        "mean_0": mean[0, 0],
        "mean_1": mean[1, 0],
        "train_error": wrong_share(on_train, y),
        "test_error": wrong_share(on_test, y_test),
    }
