"""Support vector machines by sequential minimal optimisation (Platt, 1998).

The dual: maximise Σα − ½ Σ α_i α_j y_i y_j K(x_i, x_j) with 0 <= α <= C and Σ α y = 0. Every
update moves one pair of α against each other: the point that pulls hardest and the partner that
gains most (Fan, Chen and Lin, 2005). The kernel is x·x' or exp(−γ ‖x − x'‖²).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, Ints, classes_of
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

Kernel: TypeAlias = Callable[[Any, Any, float], Any]

TOLERANCE = 1e-4
MOST_UPDATES = 20_000
ALL_SHOWN = 60
"""So many updates are shown one by one, then ever fewer."""
WIDEST = 1.5
"""Decision values further from 0 look alike in ``answer``."""


@dataclass(frozen=True, eq=False)
class MarginFrame(LearnFrame):
    """A machine after ``n_updates`` pairs. alpha (n_train,): how hard each point pulls, 0 … C.

    pair (2,): the points just moved, -1 in the first and the last frame. weights (3,): w1, w2, b
    of a linear machine, NaN for another. gap: how far the worst pair is from balance. answer: the
    decision value, see `level_of`.
    """

    n_updates: int = 0
    n_support: int = 0
    gap: float = 0.0
    b: float = 0.0
    alpha: Floats | None = None
    pair: Ints | None = None
    weights: Floats | None = None


def linear_kernel(X_here: Any, X_there: Any, _gamma: float) -> Any:
    """Return the products of all places here with all there."""
    return X_here @ X_there.T


def rbf_kernel(X_here: Any, X_there: Any, gamma: float) -> Any:
    """Return exp(−γ d²) for the distances d between all places here and all there."""
    return np.exp(-gamma * ((X_here[:, None, :] - X_there[None, :, :]) ** 2).sum(axis=2))


def smo(gram: Any, sides: Any, c: float, tolerance: float) -> Iterator[Any]:
    """Yield (α, gradient, the pair just moved, gap), first before any update. Changed in place.

    gram: the kernel of all pairs. sides: +1 or −1 for each point. Ends when no pair is out of
    balance by ``tolerance``.
    """
    alpha, gradient = np.zeros(len(sides)), -np.ones(len(sides))
    pair = (-1, -1)
    while True:
        pull = -sides * gradient
        up = np.where(sides > 0, alpha < c, alpha > 0)
        low = np.where(sides > 0, alpha > 0, alpha < c)
        i = int(np.argmax(np.where(up, pull, -np.inf)))
        gap = float(pull[i] - np.min(np.where(low, pull, np.inf)))
        yield alpha, gradient, pair, gap
        if gap < tolerance:
            return
        apart = np.maximum(gram[i, i] + gram.diagonal() - 2 * gram[i], 1e-12)
        worth = np.where(low & (pull < pull[i]), (pull[i] - pull) ** 2 / apart, -1.0)
        j = int(np.argmax(worth))
        most_i = c - alpha[i] if sides[i] > 0 else alpha[i]
        most_j = alpha[j] if sides[j] > 0 else c - alpha[j]
        move = min((pull[i] - pull[j]) / apart[j], most_i, most_j)
        for k, way in ((i, move), (j, -move)):
            alpha[k] = min(max(alpha[k] + way * sides[k], 0.0), c)
        gradient += sides * (gram[:, i] - gram[:, j]) * move
        pair = (i, j)


def threshold_of(alpha: Any, gradient: Any, sides: Any, c: float) -> float:
    """Return b: the mean pull of the points on the margin, else the middle of what is allowed."""
    pull = -sides * gradient
    free = (alpha > 0) & (alpha < c)
    if free.any():
        return float(pull[free].mean())
    up = np.where(sides > 0, alpha < c, alpha > 0)
    return float((pull[up].max() + pull[~up].min()) / 2) if (~up).any() else 0.0


def run_linear_svm(settings: LearnSettings) -> Iterator[MarginFrame]:
    """Yield the machine before any pull, then after updates of pairs, with a straight boundary."""
    yield from _run(settings, linear_kernel, 0.0)


def run_rbf_svm(settings: LearnSettings) -> Iterator[MarginFrame]:
    """Yield the machine before any pull, then after updates of pairs, with bumps as kernel."""
    yield from _run(settings, rbf_kernel, settings.gamma)


def _run(settings: LearnSettings, kernel: Kernel, gamma: float) -> Iterator[MarginFrame]:
    points = classes_of(settings.data)
    X, sides = points.X_train, 2.0 * points.y_train - 1
    gram = kernel(X, X, gamma)
    wheres = [kernel(where, X, gamma) for where in (points.X_test, plane())]

    def frame(now: Any, n: int, *, done: bool) -> MarginFrame:
        alpha, gradient, pair, gap = now
        b = 0.0 if n == 0 else threshold_of(alpha, gradient, sides, settings.c)
        pulls = alpha * sides
        values = [where @ pulls + b for where in (gram, *wheres)]
        shares = [(np.clip(value, -1, 1) + 1) / 2 for value in values]
        wrong = both_wrong(shares[0], shares[1], points)
        weights = np.array([*(pulls @ X), b]) if kernel is linear_kernel else np.full(3, np.nan)
        n_support = int(np.count_nonzero(alpha))
        said = _said(n, now, sides, settings.c, n_support, done=done)
        shown = np.array([-1, -1] if done else pair)
        ended = _unfinished(n) if done and gap >= TOLERANCE else ""
        return MarginFrame(
            said, *wrong, shaded((values[2] / WIDEST + 1) / 2), ended, n, n_support, gap, b,
            alpha.copy(), shown, weights,
        )  # fmt: skip

    next_shown = 0
    for n, now in enumerate(smo(gram, sides, settings.c, TOLERANCE)):
        if n == next_shown:
            yield frame(now, n, done=False)
            next_shown = n + 1 if n < ALL_SHOWN else n + max(1, n // 12)
        if n >= MOST_UPDATES:
            break
    yield frame(now, n, done=True)


def level_of(value: float) -> float:
    """Return where a decision value in -1.5 … 1.5 stands among the shades of ``answer``, 0 … 255.

    >>> level_of(-1.5), level_of(0.0), level_of(1.5)
    (0.0, 127.5, 255.0)
    """
    return 255 * (value + WIDEST) / (2 * WIDEST)


def _unfinished(n: int) -> str:
    return f"Stopped after {n:,} updates, before all pairs were in balance. Choose a smaller C."


def _said(n: int, now: Any, sides: Any, c: float, n_support: int, *, done: bool) -> str:
    alpha, _, (i, j), gap = now
    if n == 0 and not done:
        return f"Before any update no point pulls: all {len(sides)} α are 0."
    if done and gap >= TOLERANCE:
        return (
            f"Not in balance after {n:,} updates: the worst pair is still off by {number(gap)}, so "
            f"the boundary would move on. {n_support} of {len(sides)} points pull so far."
        )
    if done:
        at_c = int(np.count_nonzero(alpha >= c))
        return (
            f"After {n:,} updates no pair is out of balance by more than {number(max(gap, 0.0))}: "
            f"{n_support} of {len(sides)} points hold the boundary, {at_c} of them with all of C; "
            "without the others it would be the same."
        )
    return (
        f"Update {n:,}: point {i + 1} was furthest out of balance, with point {j + 1} as the best "
        f"partner; now they pull with α {number(float(alpha[i]))} and {number(float(alpha[j]))}. "
        f"{n_support} points pull, and the worst pair is still off by {number(max(gap, 0.0))}."
    )


def fit_svm(
    X: Any, y: Any, X_test: Any, y_test: Any, *, kernel: Kernel, c: float, gamma: float = 0.0
) -> dict[str, float]:
    """Update pairs until all are in balance; return b, how many points pull, and the errors."""
    sides = 2.0 * y - 1
    gram, on_test = kernel(X, X, gamma), kernel(X_test, X, gamma)
    for n_updates, now in enumerate(smo(gram, sides, c, TOLERANCE)):
        alpha, gradient = now[:2]
        if n_updates >= MOST_UPDATES:
            break
    b = threshold_of(alpha, gradient, sides, c) if n_updates else 0.0
    return {
        "b": b,
        "n_support": int(np.count_nonzero(alpha)),
        "train_error": wrong_share(gram @ (alpha * sides) + b > 0, y),
        "test_error": wrong_share(on_test @ (alpha * sides) + b > 0, y_test),
    }
