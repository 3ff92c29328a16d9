"""Pictures of a network: its boundary, every neuron, and the space as each layer bends it.

They are made only for frames that are looked at. Grids run from low to high: row 0 is the lowest
x2, column 0 the lowest x1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.neural.data.dataset import Dataset
from core.neural.data.features import compute_features
from core.neural.net.costs import HEAD_BY_ID
from core.neural.net.network import Net

Floats: TypeAlias = NDArray[np.float64]
Bytes: TypeAlias = NDArray[np.uint8]

BOUNDARY_SIDE, NEURON_SIDE, MOST_BENT = 48, 16, 120
HUGE = 1e300


@dataclass(frozen=True, eq=False)
class Axes:
    """Where to look at a layer from: ``centre`` (width,), ``directions`` (width, 2)."""

    centre: Floats
    directions: Floats


@dataclass(frozen=True, eq=False)
class Picture:
    """What the network looks like at one moment.

    ``surface`` (48, 48) uint8, 0 to 255 for ``low`` to ``high``: the probability of class 1 of
    two, of the winning class of more, or the predicted number. ``winner`` (48, 48) uint8: the
    winning class (all 0 in a regression). ``neurons``: per hidden layer (width, 16, 16) uint8;
    128 is 0, 1 and 255 are minus and plus the neuron's ``scales`` (per layer (width,)).
    ``bent``: per hidden layer (n_shown, 2) float32, the first training points as the layer sees
    them. ``bent_share`` (n_hidden,): the part of their variance that the two axes show.
    """

    surface: Bytes
    winner: Bytes
    low: float
    high: float
    neurons: tuple[Bytes, ...]
    scales: tuple[Floats, ...]
    bent: tuple[NDArray[np.float32], ...]
    bent_share: Floats


def grid(ranges: tuple[tuple[float, float], tuple[float, float]], side: int) -> Floats:
    """Return the centres (side², 2) of a grid's cells, row by row from the lowest x2."""
    across, up = (low + (np.arange(side) + 0.5) * (high - low) / side for low, high in ranges)
    x1, x2 = np.meshgrid(across, up)
    return np.column_stack([x1.ravel(), x2.ravel()])


class Painter:
    """Makes the pictures of one run: grids and their inputs are computed once."""

    def __init__(self, data: Dataset, formulas: Sequence[str], head: str) -> None:
        self.data, self.head = data, HEAD_BY_ID[head]
        self.wide = _inputs(grid(data.ranges, BOUNDARY_SIDE), formulas)
        self.small = _inputs(grid(data.ranges, NEURON_SIDE), formulas)
        self.points = compute_features(data.X_train[:MOST_BENT], formulas)
        self.values = np.concatenate([data.y_train, data.y_test]).astype(np.float64)

    def axes(self, net: Net) -> tuple[Axes, ...]:
        """Return fixed axes per hidden layer: its neurons if one or two, else its main spread."""
        with np.errstate(all="ignore"):
            return tuple(_axes(after) for after in net.passes(self.points)[1][:-1])

    def picture(self, net: Net, axes: Sequence[Axes]) -> Picture:
        """Return what ``net`` looks like now, seen along ``axes``."""
        with np.errstate(all="ignore"):
            surface, winner, low, high = self._surface(net.outputs(self.wide))
            small = net.passes(self.small)[1][:-1]
            painted = [_neurons(after) for after in small]
            shown = net.passes(self.points)[1][:-1]
            bent = [_bend(after, axis) for after, axis in zip(shown, axes, strict=True)]
        return Picture(
            surface, winner, low, high, tuple(p[0] for p in painted), tuple(p[1] for p in painted),
            tuple(b[0] for b in bent), np.array([b[1] for b in bent]),
        )  # fmt: skip

    def _surface(self, z: Floats) -> tuple[Bytes, Bytes, float, float]:
        side = (BOUNDARY_SIDE, BOUNDARY_SIDE)
        if self.data.task == "regression":
            low, high = float(self.values.min()), float(self.values.max())
            return _scaled(z[:, 0], low, high).reshape(side), np.zeros(side, np.uint8), low, high
        shares = np.nan_to_num(self.head.shares(z))
        winner = shares.argmax(axis=1).astype(np.uint8)
        seen = shares[:, 1] if shares.shape[1] == 2 else shares.max(axis=1)
        return _scaled(seen, 0.0, 1.0).reshape(side), winner.reshape(side), 0.0, 1.0


def input_pictures(data: Dataset, formulas: Sequence[str]) -> tuple[Bytes, Floats]:
    """Return the inputs as pictures (n_inputs, 16, 16) and their scales, as `Picture.neurons`."""
    return _neurons(_inputs(grid(data.ranges, NEURON_SIDE), formulas))


def _inputs(X: Floats, formulas: Sequence[str]) -> Floats:
    """Return the inputs of a grid; where a formula has no value the grid shows 0."""
    return np.nan_to_num(compute_features(X, formulas), nan=0.0, posinf=0.0, neginf=0.0)


def _scaled(values: Floats, low: float, high: float) -> Bytes:
    span = (high - low) or 1.0
    share = np.nan_to_num((values - low) / span)
    return np.rint(255 * np.clip(share, 0.0, 1.0)).astype(np.uint8)


def _neurons(after: Floats) -> tuple[Bytes, Floats]:
    clean = np.clip(np.nan_to_num(after), -HUGE, HUGE)
    scales = np.abs(clean).max(axis=0)
    share = clean / np.where(scales > 0, scales, 1.0)
    pictures = (128 + np.rint(127 * share)).astype(np.uint8)
    return pictures.T.reshape(-1, NEURON_SIDE, NEURON_SIDE).copy(), scales


def _axes(after: Floats) -> Axes:
    after = np.clip(np.nan_to_num(after), -1e100, 1e100)
    width = after.shape[1]
    if width <= 2:
        return Axes(np.zeros(width), np.eye(width, 2))
    centre = after.mean(axis=0)
    _, vectors = np.linalg.eigh((after - centre).T @ (after - centre))
    directions = vectors[:, [-1, -2]]
    strongest = directions[np.abs(directions).argmax(axis=0), [0, 1]]
    return Axes(centre, directions * np.where(strongest < 0, -1.0, 1.0))


def _bend(after: Floats, axes: Axes) -> tuple[NDArray[np.float32], float]:
    flat = np.clip(np.nan_to_num((after - axes.centre) @ axes.directions), -1e30, 1e30)
    total = float(np.nan_to_num(after.var(axis=0)).sum())
    share = float(flat.var(axis=0).sum()) / total if total > 0 else 1.0
    return flat.astype(np.float32), min(share, 1.0)
