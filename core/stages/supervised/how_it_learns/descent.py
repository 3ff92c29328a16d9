"""Gradient descent: a straight line by its squared error, logistic regression by its log loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, classes_of, heights_of
from core.stages.supervised.how_it_learns.frames import (
    GRID,
    LearnFrame,
    added,
    at_most,
    both_wrong,
    number,
    plane,
    shaded,
    squared_error,
    wrong_share,
)

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings

TOO_LARGE = 1e6
"""A line with a weight beyond this has left every picture."""


@dataclass(frozen=True, eq=False)
class LineFrame(LearnFrame):
    """A line height = w x + b, and the slopes of its loss there. ``fastest``: the largest rate
    that still comes to rest, 2 / the largest curvature. ``least``: the loss of least squares.
    """

    w: float = 0.0
    b: float = 0.0
    slope_w: float = 0.0
    slope_b: float = 0.0
    fastest: float = 0.0
    least: float = 0.0


@dataclass(frozen=True, eq=False)
class LogisticFrame(LearnFrame):
    """P(class 1) = 1 / (1 + exp(−z)) with z = w1 x1 + w2 x2 + b; ``loss``: mean log loss.

    ``z`` (n_train,): where each training point stands on the S-curve.
    """

    w1: float = 0.0
    w2: float = 0.0
    b: float = 0.0
    loss: float = 0.0
    z: Floats | None = None


def line_slopes(w: float, b: float, x: Any, height: Any) -> tuple[float, float]:
    """Return the slopes of the mean squared error along w and along b."""
    miss = w * x + b - height
    return float(2 * np.mean(miss * x)), float(2 * np.mean(miss))


def log_loss_slopes(w: Any, X: Any, y: Any) -> tuple[Any, float]:
    """Return the slopes of the mean log loss along (w1, w2, b), and the loss. X has a 1 column."""
    z = X @ w
    sure = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    loss = float(np.mean(np.logaddexp(0, z) - y * z))
    return X.T @ (sure - y) / len(y), loss


def run_line(settings: LearnSettings) -> Iterator[LineFrame]:
    """Yield the learner's line, then the line after every step against the slope of the loss."""
    x, height, x_test, height_test = heights_of(settings.data)
    mean_square, mean = float(np.mean(x * x)), float(np.mean(x))
    curvature = np.linalg.eigvalsh(2 * np.array([[mean_square, mean], [mean, 1.0]]))[-1]
    fastest = 2 / float(curvature)
    best_w, best_b = np.polyfit(x, height, 1)
    least = squared_error(best_w * x + best_b, height)

    def frame(w: float, b: float, said: str) -> LineFrame:
        error = squared_error(w * x + b, height)
        test = squared_error(w * x_test + b, height_test)
        slopes = line_slopes(w, b, x, height)
        return LineFrame(said, error, test, w * GRID + b, "", w, b, *slopes, fastest, least)

    now = frame(settings.start_w, settings.start_b, "")
    first = (
        f"Before any step: your line is {number(now.w)}·x₁ {added(now.b)}. The squares of its "
        f"misses have a mean of {number(now.train_error)}; the best line there is has "
        f"{number(least)}."
    )
    now = replace(now, said=first)
    yield now
    rate = settings.learning_rate
    for step in range(1, settings.n_steps + 1):
        w, b = now.w - rate * now.slope_w, now.b - rate * now.slope_b
        if max(abs(w), abs(b)) > TOO_LARGE:
            yield replace(
                now, ended=_diverged(step, rate, fastest), said=_diverged(step, rate, fastest)
            )
            return
        now = frame(w, b, _line_said(step, rate, now, w, b))
        yield now


def _line_said(step: int, rate: float, before: LineFrame, w: float, b: float) -> str:
    return (
        f"Step {step}: the loss climbs {number(before.slope_w)} per unit of w and "
        f"{number(before.slope_b)} per unit of b, so both go the other way, {number(rate)} times "
        f"as far: w {number(before.w)} → {number(w)}, b {number(before.b)} → {number(b)}."
    )


def _diverged(step: int, rate: float, fastest: float) -> str:
    return (
        f"Step {step} leaves the picture: every step overshoots, because the rate "
        f"{rate:g} is above {at_most(fastest)}, the largest that comes to rest here. "
        "Choose a smaller rate."
    )


def run_logistic(settings: LearnSettings) -> Iterator[LogisticFrame]:
    """Yield the model that knows nothing, then the model after every step of its log loss."""
    points = classes_of(settings.data)
    X, y = with_ones(points.X_train), points.y_train.astype(float)
    X_test, places = with_ones(points.X_test), with_ones(plane())

    def frame(w: Floats, said: str) -> LogisticFrame:
        wrong = both_wrong(_sure(X @ w), _sure(X_test @ w), points)
        loss = log_loss_slopes(w, X, y)[1]
        w1, w2, b = (float(value) for value in w)
        return LogisticFrame(said, *wrong, shaded(_sure(places @ w)), "", w1, w2, b, loss, X @ w)

    w = np.zeros(3)
    now = frame(w, "Before any step all weights are 0 and every point is given a chance of 50 %.")
    yield now
    for step in range(1, settings.n_steps + 1):
        slopes, loss = log_loss_slopes(w, X, y)
        w = w - settings.learning_rate * slopes
        said = _logistic_said(step, settings.learning_rate, slopes, loss, w)
        now = frame(w, said)
        yield now


def with_ones(X: Any) -> Any:
    """Return points with a third coordinate of 1, for the constant b."""
    return np.column_stack([X, np.ones(len(X))])


def _sure(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -500, 500))))


def _logistic_said(step: int, rate: float, slopes: Floats, loss: float, w: Floats) -> str:
    s1, s2, sb = (number(float(value)) for value in slopes)
    w1, w2, b = number(float(w[0])), added(float(w[1])), added(float(w[2]))
    return (
        f"Step {step}: at a log loss of {number(loss)} its slopes are {s1}, {s2} and {sb}; "
        f"{number(rate)} times that is taken away, which makes z = {w1}·x₁ {w2}·x₂ {b}."
    )


def fit_line(
    X: Any, _y: Any, X_test: Any, _y_test: Any, *, start_w: float, start_b: float,
    learning_rate: float, n_steps: int,
) -> dict[str, float]:  # fmt: skip
    """Go against the slopes of a line's loss; return the line and its errors."""
    (x, height), (x_test, height_test) = X.T, X_test.T
    w, b = start_w, start_b
    for _ in range(n_steps):
        slope_w, slope_b = line_slopes(w, b, x, height)
        next_w, next_b = w - learning_rate * slope_w, b - learning_rate * slope_b
        if max(abs(next_w), abs(next_b)) > TOO_LARGE:
            break  # the rate is too large: it overshoots further every time
        w, b = next_w, next_b
    train_error = squared_error(w * x + b, height)
    test_error = squared_error(w * x_test + b, height_test)
    return {"w": w, "b": b, "train_error": train_error, "test_error": test_error}


def fit_logistic(
    X: Any, y: Any, X_test: Any, y_test: Any, *, learning_rate: float, n_steps: int
) -> dict[str, float]:
    """Go against the slopes of the mean log loss; return the weights of z, the loss and errors."""
    X, X_test = with_ones(X), with_ones(X_test)
    w = np.zeros(3)
    for _ in range(n_steps):
        w = w - learning_rate * log_loss_slopes(w, X, y)[0]
    return {
        **dict(zip(("w1", "w2", "b"), w, strict=True)),
        "loss": log_loss_slopes(w, X, y)[1],
        "train_error": wrong_share(X @ w > 0, y),
        "test_error": wrong_share(X_test @ w > 0, y_test),
    }
