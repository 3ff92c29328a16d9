"""Label spreading and label propagation, step by step.

Sources: Zhou, Bousquet, Lal, Weston and Schölkopf (2004), Learning with local and global
consistency; Zhu and Ghahramani (2002), Learning from labeled and unlabeled data with label
propagation. Where they rest and when they stop is as in scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.learning_types.semi_supervised.graph import Floats

TOLERANCE = 1e-3
"""It rests when a step changes all of F by less than this, summed up."""


@dataclass(frozen=True, eq=False)
class FlowFrame:
    """F after a step. raw : (n, k) F itself. shares : (n, k) rows of F that sum to 1, or 0.

    said : (n,) the class of the largest share, -1 where nothing has come. right : of the hidden
    points. change : the sum of all changes of F in this step.
    """

    raw: Floats
    shares: Floats
    said: Any
    right: int
    change: float


def one_hot(given: Any, n_classes: int) -> Any:
    """Return Y (n, k): 1 for the class of a label, rows of 0 where there is none (−1)."""
    return (given[:, None] == np.arange(n_classes)).astype(float)


def spreading(matrix: Any, sources: Any, alpha: float, n_steps: int) -> Iterator[Any]:
    """Yield F (n, k), begun at Y: F ← α S F + (1 − α) Y, until it rests.

    matrix : S (n, n). sources : Y (n, k). Source: Zhou et al. (2004), step 3.
    """
    mass, before = sources, np.zeros_like(sources)
    yield mass
    for _ in range(n_steps):
        if np.abs(mass - before).sum() < TOLERANCE:
            return
        before, mass = mass, alpha * (matrix @ mass) + (1 - alpha) * sources
        yield mass


def propagation(matrix: Any, sources: Any, n_steps: int) -> Iterator[Any]:
    """Yield F (n, k), begun at Y: F ← T F with rows that sum to 1, and labels put back each time.

    matrix : T (n, n). sources : Y (n, k). Source: Zhu and Ghahramani (2002), steps 1 to 3.
    """
    mass, before, labelled = sources, np.zeros_like(sources), sources.any(axis=1, keepdims=True)
    yield mass
    for _ in range(n_steps):
        if np.abs(mass - before).sum() < TOLERANCE:
            return
        before, mass = mass, np.where(labelled, sources, shares_of(matrix @ mass))
        yield mass


def shares_of(mass: Any) -> Any:
    """Return the rows of F (n, k) divided by their sums; rows of 0 stay."""
    total = mass.sum(axis=1, keepdims=True)
    return mass / np.where(total > 0, total, 1.0)


def said_of(mass: Any) -> Any:
    """Return the class of the largest share of each row (n,), −1 where nothing has come."""
    return np.where(mass.sum(axis=1) > 0, mass.argmax(axis=1), -1)


def frames_of(states: Iterator[Any], y: Any, hidden: Any) -> Iterator[FlowFrame]:
    """Yield a frame for each F, with how many of the ``hidden`` points are right."""
    before = None
    for mass in states:
        said = said_of(mass)
        change = 0.0 if before is None else float(np.abs(mass - before).sum())
        yield FlowFrame(mass, shares_of(mass), said, int((said == y)[hidden].sum()), change)
        before = mass
