"""A small net that learns a pretext task, and the probe that says what it has learnt for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.learning_types.self_supervised.settings import LABELS, LEARNING_RATE

if TYPE_CHECKING:
    from core.stages.learning_types.self_supervised.plan import Plan

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
TOLERANCE = 1e-3
"""Of the probe's gradient: half the time of scikit-learn's 1e-4, the same right answers within a
digit or two of the 500."""


def net_of(how: Plan) -> Any:
    """Return the body, pictures (n, 64) -> features (n, size), and its head for the task."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(how.seed)
    body = nn.Sequential(
        nn.Linear(64, how.width), nn.ReLU(), nn.Linear(how.width, how.size), nn.ReLU()
    )
    return body, nn.Linear(how.size, how.outputs)


def train(body: Any, head: Any, pool: Any, how: Plan) -> Iterator[int]:
    """Train both in place on pictures (n, 64) without labels; yield the step before each and last.

    Adam; a batch holds no picture twice.
    """
    import torch

    chance = torch.Generator().manual_seed(how.seed)
    weights = [*body.parameters(), *head.parameters()]
    adam = torch.optim.Adam(weights, lr=LEARNING_RATE, fused=True)
    for step in range(how.n_steps):
        yield step
        batch = pool[torch.randperm(len(pool), generator=chance)[: how.batch_size]]
        shown, goal = how.pose(batch, how, chance)
        loss, _ = how.judge(head(body(shown)), goal, how)
        adam.zero_grad()
        loss.backward()
        adam.step()
    yield how.n_steps


def labelled(digits: Ints, how: Plan) -> list[list[Ints]]:
    """Return, for each draw and number of labels, the rows whose labels the probe is given.

    As many of each digit; the rows of few labels are among those of many.
    """
    draws = []
    for draw in range(how.n_draws):
        rng = np.random.default_rng([how.seed, draw])
        rows = [rng.permutation(np.flatnonzero(digits == digit)) for digit in range(10)]
        draws.append([np.concatenate([each[: n // 10] for each in rows]) for n in LABELS])
    return draws


def probe(
    learn: Any, digits: Ints, test: Any, test_digits: Ints, draws: list[list[Ints]]
) -> Floats:
    """Return the accuracy (n_draws, n_label_counts) of a logistic regression on frozen features.

    learn, test : (n, size). Centred and divided by their mean spread, so that the regression's
    penalty means the same for all; that needs no label.
    """
    from sklearn.linear_model import LogisticRegression

    centre, spread = learn.mean(axis=0), float(learn.std(axis=0).mean()) or 1.0
    learn, test = (learn - centre) / spread, (test - centre) / spread
    model = LogisticRegression(tol=TOLERANCE, max_iter=2000)
    found = [
        [model.fit(learn[rows], digits[rows]).score(test, test_digits) for rows in draw]
        for draw in draws
    ]
    return np.array(found)
