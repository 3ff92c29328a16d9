"""Self-training: a model labels the points it is surest of, and learns again from all labels.

Source: Yarowsky (1995), Unsupervised word sense disambiguation rivaling supervised methods. Which
points are taken, and when it stops, is as in scikit-learn's `SelfTrainingClassifier`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.learning_types.semi_supervised.base import build, probabilities

START, LEARN, TAKE = "start", "learn", "take"
SIDE = 56
"""Places of the map in each direction."""


@dataclass(frozen=True, eq=False)
class TaughtFrame:
    """One act. act : "start", "learn" (a model is fitted) or "take" (it labels points).

    round : from 1. taken : (n,) labels so far, given ones too, −1 for none. new : (n,) whether the
    label came in this act. proba : (n, k) of the newest model, NaN before there is one. said : (n,)
    the label, where there is none what the model says; −1 before there is one. right : of the
    hidden points. n_taken, n_wrong : of the points without a given label, how many have one by now,
    and a wrong one. winner, sure : (SIDE * SIDE,) the model's class and its probability.
    """

    act: str
    round: int
    taken: Any
    new: Any
    proba: Any
    said: Any
    right: int
    n_taken: int
    n_wrong: int
    winner: Any
    sure: Any


def rounds(
    X: Any, given: Any, base: str, seed: int, chosen: Any, n_classes: int, n_rounds: int
) -> Iterator[tuple[str, int, Any, Any, Any]]:
    """Yield act, round, labels so far (n,), those that are new (n,), and the newest model.

    chosen(proba) : (m, k) of the points without a label -> which of them to label, (m,) bool or
    places. It stops where all are labelled, none is taken, or after ``n_rounds``; then what was
    taken last is learnt, too.
    """
    taken, nothing, n = given.copy(), np.zeros(len(given), bool), 0
    model: Any = None
    stale = True
    while (taken < 0).any() and n < n_rounds:
        n += 1
        model = build(base, seed).fit(X[taken >= 0], taken[taken >= 0])
        stale = False
        yield LEARN, n, taken.copy(), nothing, model
        rest = np.flatnonzero(taken < 0)
        proba = probabilities(model, X[rest], n_classes)
        picked = rest[chosen(proba)]
        if not len(picked):
            return
        taken[picked] = proba[chosen(proba)].argmax(axis=1)
        new = nothing.copy()
        new[picked] = True
        stale = True
        yield TAKE, n, taken.copy(), new, model
    if stale:
        model = build(base, seed).fit(X[taken >= 0], taken[taken >= 0])
        yield LEARN, n + 1, taken.copy(), nothing, model


def above(threshold: float) -> Any:
    """Return a rule that takes every point whose largest probability is above a threshold."""
    return lambda proba: proba.max(axis=1) > threshold


def surest(k_best: int) -> Any:
    """Return a rule that takes the ``k_best`` points of the largest probabilities."""

    def chosen(proba: Any) -> Any:
        sure = proba.max(axis=1)
        if k_best >= len(sure):
            return np.ones(len(sure), bool)
        return np.argpartition(-sure, k_best)[:k_best]

    return chosen


def taught_frames(acts: Iterator[Any], X: Any, y: Any, given: Any, grid: Any, n_classes: int
) -> Iterator[TaughtFrame]:  # fmt: skip
    """Yield a frame for each act, the first before any model; ``grid`` are the places of a map."""
    hidden, n = given < 0, len(y)
    unknown = np.full((n, n_classes), np.nan)
    empty = np.zeros(len(grid), np.uint8), np.zeros(len(grid), np.float32)
    yield TaughtFrame(
        START, 0, given.copy(), np.zeros(n, bool), unknown, given.copy(), 0, 0, 0, *empty
    )
    newest: Any = None
    for act, round_, taken, new, model in acts:
        if act == LEARN:
            newest = probabilities(model, X, n_classes)
            over = probabilities(model, grid, n_classes)
            empty = over.argmax(axis=1).astype(np.uint8), over.max(axis=1).astype(np.float32)
        said = np.where(taken >= 0, taken, newest.argmax(axis=1))
        known = hidden & (taken >= 0)
        yield TaughtFrame(
            act, round_, taken, new, newest, said, int((said == y)[hidden].sum()),
            int(known.sum()), int((known & (taken != y)).sum()), *empty,
        )  # fmt: skip


def places(ranges: Any) -> Any:
    """Return the centres (SIDE * SIDE, 2) of a map's cells, row by row from the top."""
    across, up = (low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE for low, high in ranges)
    x1, x2 = np.meshgrid(across, up[::-1])
    return np.column_stack([x1.ravel(), x2.ravel()])
