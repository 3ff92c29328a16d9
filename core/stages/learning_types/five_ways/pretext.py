"""Learning from a riddle: a small net whose task is made of the points, before any label is seen.

The net is x -> tanh(x W + b) V + c. Its parameters may have axes in front, one net for each; all
are trained at once, each on its own draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from core.stages.learning_types.five_ways.settings import FILL, NEAR, SHUFFLED
from core.stages.learning_types.five_ways.supervised import Floats, squared_distances

HIDDEN, EMBEDDED, NEAREST = 32, 6, 6
"""Width of the net; how many numbers an embedding has; neighbours that count as near."""
STEPS, RATE = 300, 0.02
BEND = 2.0
"""How steep the units begin: one that is hardly bent tells no more than the coordinates."""
DECAY, DECAY_SQUARES, TINY = 0.9, 0.999, 1e-8
"""Adam's (Kingma and Ba, 2015)."""

Net: TypeAlias = tuple[Floats, ...]
Judge: TypeAlias = Callable[[Any], tuple[Floats, Floats]]
Round: TypeAlias = Callable[[], tuple[Floats, Judge]]


@dataclass(frozen=True)
class Pretext:
    """A riddle: how many numbers go in and out, and where its features are read.

    ``make(X, rngs)`` returns ``step()`` -> (inputs, judge), new ones for each step, where
    judge(out) gives the gradient of the loss by the outputs and how well the riddle is solved.
    ``embeds`` : features are the outputs, else the hidden units. ``measure`` : how it is judged.
    """

    make: Callable[[Any, Any], Round]
    n_in: int
    n_out: int
    embeds: bool
    measure: str


def fresh_net(rngs: Any, n_in: int, n_out: int) -> Net:
    """Return W (s, n_in, h), b (s, 1, h), V (s, h, n_out), c (s, 1, n_out): a net for each rng."""
    inner = np.stack([rng.normal(0, BEND / np.sqrt(2), (n_in, HIDDEN)) for rng in rngs])
    bias = np.stack([rng.normal(0, BEND / 2, (1, HIDDEN)) for rng in rngs])
    outer = np.stack([rng.normal(0, 1 / np.sqrt(HIDDEN), (HIDDEN, n_out)) for rng in rngs])
    return inner, bias, outer, np.zeros((len(inner), 1, n_out))


def hidden(net: Net, inputs: Any) -> Floats:
    """Return the hidden units (..., n, h)."""
    return np.asarray(np.tanh(inputs @ net[0] + net[1]))


def gradients(net: Net, inputs: Any, units: Any, slope: Any) -> Net:
    """Return the gradient by each parameter, of ``slope`` (..., n, n_out) by the outputs."""
    back = (slope @ net[2].swapaxes(-1, -2)) * (1 - units**2)
    return (
        inputs.swapaxes(-1, -2) @ back,
        back.sum(axis=-2, keepdims=True),
        units.swapaxes(-1, -2) @ slope,
        slope.sum(axis=-2, keepdims=True),
    )


def trained(net: Net, step: Round) -> tuple[Net, Floats]:
    """Return the net after all steps of Adam, and how well each solves the riddle at last."""
    means = [np.zeros_like(part) for part in net]
    squares = [np.zeros_like(part) for part in net]
    solved = np.empty(0)
    for t in range(1, STEPS + 1):
        inputs, judge = step()
        units = hidden(net, inputs)
        slope, solved = judge(units @ net[2] + net[3])
        moved = []
        for i, part in enumerate(gradients(net, inputs, units, slope)):
            means[i] = DECAY * means[i] + (1 - DECAY) * part
            squares[i] = DECAY_SQUARES * squares[i] + (1 - DECAY_SQUARES) * part**2
            size = np.sqrt(squares[i] / (1 - DECAY_SQUARES**t)) + TINY
            moved.append(net[i] - RATE * means[i] / (1 - DECAY**t) / size)
        net = tuple(moved)
    return net, solved


def neighbours_or_strangers(X: Any, _rngs: Any) -> Round:
    """Bring neighbours together and push strangers apart.

    The loss is -2 mean f(x)·f(near) + mean (f(x)·f(any))², over all pairs at once; its minimum is
    the spectral embedding of the neighbours' graph. Source: HaoChen et al. (2021), eq. 6.
    """
    distances = squared_distances(X, X)
    np.fill_diagonal(distances, np.inf)
    nearest = distances.argsort(axis=1, kind="stable")[:, : min(NEAREST, len(X) - 1)]
    pairs = np.zeros(distances.shape)
    np.put_along_axis(pairs, nearest, 1.0, axis=1)
    pairs = np.maximum(pairs, pairs.T)
    pairs /= pairs.sum()
    weight = pairs.sum(axis=1)[:, None]

    def judge(out: Any) -> tuple[Floats, Floats]:
        near, any_ = pairs @ out, out.swapaxes(-1, -2) @ (weight * out)
        loss = (any_**2).sum(axis=(-1, -2)) - 2 * (out * near).sum(axis=(-1, -2))
        return 4 * weight * (out @ any_) - 4 * near, loss

    return lambda: (X, judge)


def real_or_shuffled(X: Any, rngs: Any) -> Round:
    """Tell real points from points whose x₂ is another point's, by cross-entropy; share right."""
    n = len(X)
    real = np.concatenate([np.ones((n, 1)), np.zeros((n, 1))])

    def judge(out: Any) -> tuple[Floats, Floats]:
        sure = 1 / (1 + np.exp(-out))
        return (sure - real) / (2 * n), ((out > 0) == (real > 0)).mean(axis=(-1, -2))

    def step() -> Any:
        mixed = [np.column_stack([X[:, 0], X[rng.permutation(n), 1]]) for rng in rngs]
        return np.stack([np.concatenate([X, fake]) for fake in mixed]), judge

    return step


def fill_in(X: Any, _rngs: Any) -> Round:
    """Guess each coordinate from the other one: squared error, as a share of the variance (1)."""
    n, none, one = len(X), np.zeros((len(X), 1)), np.ones((len(X), 1))
    # a coordinate that is hidden is 0; two more inputs say which one is there
    inputs = np.block([[X[:, :1], none, one, none], [none, X[:, 1:], none, one]])
    asked = np.block([[none, one], [one, none]])

    def judge(out: Any) -> tuple[Floats, Floats]:
        wrong = (out - np.concatenate([X, X])) * asked
        return wrong / n, (wrong**2).sum(axis=(-1, -2)) / (2 * n)

    return lambda: (inputs, judge)


def features(task: Pretext, net: Net, places: Any) -> Floats:
    """Return what a net makes of places (n, 2), (..., n, d): its features, no label in them."""
    shown = np.column_stack([places, np.ones_like(places)]) if task.n_in == 4 else places
    units = hidden(net, shown)
    return np.asarray(units @ net[2] + net[3]) if task.embeds else units


PRETEXTS: dict[str, Pretext] = {
    NEAR: Pretext(neighbours_or_strangers, 2, EMBEDDED, True, "loss"),
    SHUFFLED: Pretext(real_or_shuffled, 2, 1, False, "told right"),
    FILL: Pretext(fill_in, 4, 2, False, "error, of the variance"),
}
