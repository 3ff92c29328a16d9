"""Rosenblatt's perceptron as a film: one frame for every correction.

A point x with class t (−1 or +1) is wrong when t (w·x + b) <= 0; then w ← w + η t x, b ← b + η t.
Novikoff (1962): starting at zero, if some line through lifted points (x, 1) leaves a margin γ, all
of them within R, there are at most (R/γ)² corrections, whatever the order and the rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film, record
from core.errors import PlaygroundError
from core.neural.data.dataset import DRAWN, drawn_points, make_dataset
from core.stages.neural_networks.perceptron.margin import best_separator
from core.stages.neural_networks.perceptron.settings import PerceptronSettings

Floats: TypeAlias = NDArray[np.float64]

MOST_CORRECTIONS = 5_000


class BadPerceptron(PlaygroundError):
    """Settings or points that a perceptron cannot use."""


@dataclass(frozen=True, eq=False)
class PerceptronFrame:
    """The line w1 x1 + w2 x2 + b = 0 after ``mistakes`` corrections.

    ``weights`` (3,) float64: w1, w2, b. ``point`` is the row just corrected, -1 in the first and
    the last frame. ``n_passes`` counts from 1 (0 before any). ``n_wrong`` points are wrong now.
    ``radius`` R and ``margin`` γ of the lifted points and ``bound`` (R/γ)²; margin and bound are
    nan where no line parts the classes, the bound also from a random start. ``done``: every point
    is right. ``ended``: how it ended, "" while it runs.
    """

    weights: Floats
    point: int
    mistakes: int
    n_passes: int
    n_wrong: int
    radius: float
    margin: float
    bound: float
    done: bool = False
    ended: str = ""


def perceptron_points(settings: PerceptronSettings) -> tuple[Floats, Floats]:
    """Return all points (n, 2) and their sides (n,), −1.0 or +1.0, in the order given."""
    if settings.shape == DRAWN:
        X, y, classes = drawn_points(settings.points)
        n_classes = len(classes)
    else:
        data = make_dataset(settings.data)
        X, n_classes = np.vstack([data.X_train, data.X_test]), data.n_classes
        y = np.concatenate([data.y_train, data.y_test])
    if n_classes != 2:
        raise BadPerceptron("A perceptron parts two classes. Choose data with exactly two.")
    sides: Floats = np.where(y == 1, 1.0, -1.0)
    return X, sides


def perceptron_film(settings: PerceptronSettings) -> Film[PerceptronFrame]:
    """Return every correction (thinned when there are very many)."""
    return record(run_perceptron(settings))


def run_perceptron(settings: PerceptronSettings) -> Iterator[PerceptronFrame]:
    """Yield the line before any point, after every correction, and at the end."""
    check(settings)
    X, sides = perceptron_points(settings)
    lifted = sides[:, None] * np.column_stack([X, np.ones(len(X))])  # right when lifted @ w > 0
    rng = np.random.default_rng([settings.seed, 7])
    w = rng.normal(0, 1, 3) if settings.start == "random" else np.zeros(3)
    radius, margin = float(np.linalg.norm(lifted, axis=1).max()), best_separator(lifted)[1]
    bound = (radius / margin) ** 2 if margin > 0 and settings.start == "zero" else float("nan")
    gamma = margin if margin > 0 else float("nan")
    frame = PerceptronFrame(w.copy(), -1, 0, 0, n_wrong(lifted, w), radius, gamma, bound)
    yield frame
    steps = corrections(lifted, w, settings.order, settings.most_passes, rng)
    for point, n_passes in steps:
        w += settings.learning_rate * lifted[point]
        frame = replace(
            frame, weights=w.copy(), point=point, mistakes=frame.mistakes + 1,
            n_passes=n_passes, n_wrong=n_wrong(lifted, w),
        )  # fmt: skip
        yield frame
        if frame.mistakes >= MOST_CORRECTIONS:
            break
    yield replace(frame, point=-1, done=frame.n_wrong == 0, ended=_ending(frame, settings))


def corrections(
    lifted: Floats, w: Floats, order: str, most_passes: int, rng: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Yield (row to correct, pass) until a pass makes no mistake; ``w`` changes in between.

    lifted : (n, 3), each point times its side. order : "given", "shuffled" or "worst".
    """
    rows = np.arange(len(lifted))
    for n_passes in range(1, most_passes + 1):
        if order == "shuffled":
            rows = rng.permutation(len(lifted))
        clean = True
        for row in rows:
            chosen = int(np.argmin(lifted @ w)) if order == "worst" else int(row)
            if lifted[chosen] @ w <= 0:
                clean = False
                yield chosen, n_passes
        if clean:
            return


def n_wrong(lifted: Floats, w: Floats) -> int:
    """Return how many of the lifted points (n, 3) are not on the right side of ``w`` (3,)."""
    return int(np.count_nonzero(lifted @ w <= 0))


def _ending(frame: PerceptronFrame, settings: PerceptronSettings) -> str:
    if frame.n_wrong == 0:
        times = "one correction" if frame.mistakes == 1 else f"{frame.mistakes} corrections"
        return f"Every point is right after {times}."
    if frame.mistakes >= MOST_CORRECTIONS:
        return f"Stopped after {frame.mistakes} corrections with {frame.n_wrong} points wrong."
    why = (
        "No straight line parts these classes, so it would go on for ever."
        if np.isnan(frame.margin)
        else "A line exists: allow more passes."
    )
    passes = "1 pass" if settings.most_passes == 1 else f"{settings.most_passes} passes"
    wrong = "1 point" if frame.n_wrong == 1 else f"{frame.n_wrong} points"
    return f"Stopped after {passes} with {wrong} wrong. {why}"


def check(settings: PerceptronSettings) -> None:
    """Raise `BadPerceptron` for settings that no run can have."""
    if settings.order not in ("given", "shuffled", "worst"):
        raise BadPerceptron(f"There is no order {settings.order!r}. Use given, shuffled or worst.")
    if settings.start not in ("zero", "random"):
        raise BadPerceptron(f"There is no start {settings.start!r}. Use zero or random.")
    if not 0 < settings.learning_rate < np.inf:
        raise BadPerceptron("The learning rate must be above 0. Try 1.")
    if settings.most_passes < 1:
        raise BadPerceptron("Allow at least one pass.")
