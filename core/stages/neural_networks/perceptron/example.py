"""Rosenblatt's perceptron (1958) and Novikoff's bound on its mistakes (1962)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.neural.data.dataset import DRAWN, split_rows
from core.neural.data.shapes import NOISE_SCALE, SHAPE_BY_ID, Draw
from core.stages.neural_networks.perceptron.run import (
    MOST_CORRECTIONS,
    Floats,
    check,
    corrections,
    n_wrong,
    perceptron_points,
)
from core.stages.neural_networks.perceptron.settings import PerceptronSettings


@dataclass(frozen=True)
class Perceptron:
    """A run on ``points()``: their places (n, 2) and their classes (n,), -1 or 1.

    order : "given", "shuffled" or "worst" (the point furthest on the wrong side). start : "zero" or
    "random".
    """

    points: Callable[[], tuple[Floats, Floats]]
    order: str = "given"
    start: str = "zero"
    learning_rate: float = 1.0
    most_passes: int = 20
    seed: int = 0


def perceptron_of(settings: PerceptronSettings) -> Perceptron:
    """Return the run that a learner chose; raise `BadPerceptron` and `BadData`."""
    check(settings)
    X, sides = perceptron_points(settings)
    if settings.shape == DRAWN:
        points = tuple(zip(*X.T.tolist(), sides.tolist(), strict=True))
        make = partial(drawn, points)
    else:
        draw, noise = SHAPE_BY_ID[settings.shape].draw, NOISE_SCALE * settings.noise
        make = partial(made, draw, settings.n_points, noise, settings.seed)
    chosen = ("order", "start", "learning_rate", "most_passes", "seed")
    return Perceptron(make, **{name: getattr(settings, name) for name in chosen})


def made(draw: Draw, n_points: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Draw points, move each at random, and mix them."""
    rng = np.random.default_rng(seed)
    X, y = draw(rng, n_points, 2)
    X = X + rng.normal(0, noise, X.shape)
    order = np.concatenate(split_rows(rng, n_points, 0.5))
    return X[order], np.where(y[order] == 1, 1.0, -1.0)


def drawn(points: tuple[tuple[float, float, float], ...]) -> tuple[Floats, Floats]:
    """Part (x1, x2, class) into places and classes."""
    found = np.array(points)
    return found[:, :2], found[:, 2]


def widest_margin(lifted: Floats) -> float:
    """Return the greatest smallest ``lifted @ u`` of any unit vector u (3,), 0 where none has one.

    It is 1 / |w| of the shortest w with lifted @ w >= 1: least distance programming (Lawson and
    Hanson, 1974, chapter 23).
    """
    from scipy.optimize import nnls

    system, goal = np.vstack([lifted.T, np.ones(len(lifted))]), np.array([0.0, 0.0, 0.0, 1.0])
    rest = goal - system @ nnls(system, goal)[0]
    if np.linalg.norm(rest) < 1e-9:
        return 0.0
    return float(rest[3] / np.linalg.norm(rest[:3]))


def example(settings: Perceptron) -> None:
    """Correct the line until no point is wrong; print it, and what the theorem allows it."""
    X, t = settings.points()
    lifted = t[:, None] * np.column_stack([X, np.ones(len(X))])  # right when lifted @ w > 0
    rng = np.random.default_rng([settings.seed, 7])
    w, mistakes = rng.normal(0, 1, 3) if settings.start == "random" else np.zeros(3), 0
    for point, _ in corrections(lifted, w, settings.order, settings.most_passes, rng):
        w += settings.learning_rate * lifted[point]
        mistakes += 1
        if mistakes >= MOST_CORRECTIONS:
            break
    print(f"corrections: {mistakes}")
    print(f"wrong points: {n_wrong(lifted, w)}")
    print(f"w: {w[0]:.6g} {w[1]:.6g}, b: {w[2]:.6g}")

    radius, margin = np.linalg.norm(lifted, axis=1).max(), widest_margin(lifted)
    print(f"radius: {radius:.6g}")
    print(f"margin: {margin:.6g}" if margin > 0 else "margin: no line parts the classes")
    if margin > 0 and settings.start == "zero":
        print(f"most corrections: {(radius / margin) ** 2:.6g}")
