"""A tree of merges as a dendrogram that grows, for every algorithm that has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.figures.film import Axis, Dots, Layer, Segments
from core.stages.unsupervised.clustering.frames import Floats, Ints
from core.stages.unsupervised.clustering.scene_parts import GREY, N_COLOURS, colours

LEAVES = Axis("points, ordered so that no branches cross", -1.0, 1.0, ((-1e9, ""),))
ROOM = 1.08
"""How far above the last merge the picture goes."""
SUNK = -0.035
"""Where the points stand below the tree, as a share of its height."""


@dataclass(frozen=True, eq=False)
class Dendrogram:
    """Where the nodes of a tree stand: x and y (2n - 1,); parent (2n - 1,), -1 of the root.

    merges : (n - 1, 4), as a linkage matrix.
    """

    merges: Floats
    x: Floats
    y: Floats
    parent: Ints

    @property
    def n(self) -> int:
        """How many points there are."""
        return len(self.merges) + 1

    @property
    def top(self) -> float:
        """Where the picture ends."""
        return ROOM * float(self.y.max()) or 1.0

    @property
    def axis(self) -> Axis:
        """The axis of the points."""
        room = 0.5 + 0.015 * self.n
        return Axis(LEAVES.label, -room, self.n - 1 + room, LEAVES.ticks)


def placed(merges: Any) -> Dendrogram:
    """Return where a tree stands: points side by side, a merge above the middle of its parts."""
    n = len(merges) + 1
    x, y, parent = np.zeros(2 * n - 1), np.zeros(2 * n - 1), np.full(2 * n - 1, -1)
    waiting, leaf = [2 * n - 2], 0
    while waiting:
        node = waiting.pop()
        if node < n:
            x[node], leaf = leaf, leaf + 1
            continue
        left, right = (int(part) for part in merges[node - n, :2])
        parent[left] = parent[right] = node
        waiting += [right, left]
    for step, (a, b, height, _) in enumerate(merges):
        x[n + step], y[n + step] = (x[int(a)] + x[int(b)]) / 2, height
    return Dendrogram(merges, x, y, parent)


def whole(tree: Dendrogram) -> Segments:
    """Return all of the tree, thin and grey: what is still to come."""
    a, b = tree.merges[:, 0].astype(int), tree.merges[:, 1].astype(int)
    here = np.arange(tree.n, 2 * tree.n - 1)
    x0 = np.concatenate([tree.x[a], tree.x[a], tree.x[b]])
    y0 = np.concatenate([tree.y[here], tree.y[a], tree.y[b]])
    x1 = np.concatenate([tree.x[b], tree.x[a], tree.x[b]])
    y1 = np.tile(tree.y[here], 3)
    return Segments(x0, y0, x1, y1, np.ones(len(x0)), 0.2, colour=GREY)


def grown(
    tree: Dendrogram, numbers: Any, fronts: Any, n_merges: Any, *, leaves: bool = False
) -> tuple[Layer, ...]:
    """Return the tree as far as it has grown: up to ``fronts`` (n_frames,), in clusters' colours.

    numbers : (2n - 1,) of the cluster that a node is, -1 for grey. n_merges : (n_frames,) made.
    leaves : whether points have the colour of their number, too.
    """
    width = 1.8 if tree.n <= 120 else 1.1
    palette = colours(np.asarray(numbers))
    if not leaves:
        palette[: tree.n] = GREY
    layers: list[Layer] = []
    for colour in (GREY, *range(N_COLOURS)):
        layers += _stems(tree, np.flatnonzero(palette == colour), fronts, colour, width)
    for colour in (GREY, *range(N_COLOURS)):
        layers += _bars(tree, np.flatnonzero(palette == colour), n_merges, colour, width)
    return tuple(layers)


def _stems(tree: Dendrogram, nodes: Any, fronts: Any, colour: int, width: float) -> list[Layer]:
    """Return the upright lines above nodes, grown up to the front."""
    nodes = nodes[tree.parent[nodes] >= 0]
    if not len(nodes):
        return []
    low, high = tree.y[nodes], tree.y[tree.parent[nodes]]
    up = np.clip(np.asarray(fronts)[:, None], low, high).astype(np.float32)
    x, weight = tree.x[nodes], np.ones(len(nodes))
    return [Segments(x, low, x, up, weight, width, colour=colour)]


def _bars(tree: Dendrogram, nodes: Any, n_merges: Any, colour: int, width: float) -> list[Layer]:
    """Return the level lines of merges, as soon as they are made."""
    steps = nodes[nodes >= tree.n] - tree.n
    if not len(steps):
        return []
    a, b = (tree.merges[steps, side].astype(int) for side in (0, 1))
    made = (steps[None, :] < np.asarray(n_merges)[:, None]).astype(np.uint8)
    y = tree.y[steps + tree.n]
    return [Segments(tree.x[a], y, tree.x[b], y, made, width, colour=colour)]


def leaf_dots(tree: Dendrogram, labels: Any) -> Dots:
    """Return the points under the tree, in the colours of labels (n_frames, n)."""
    size = float(np.clip(240 / tree.n, 1.2, 3.5))
    y = np.full(tree.n, SUNK * tree.top)
    return Dots(tree.x[: tree.n], y, colours(labels), 1, size)
