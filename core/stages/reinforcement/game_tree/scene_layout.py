"""Where the nodes of a game tree are drawn: level by level, never one over another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.stages.reinforcement.game_tree.tree import TreeFrame

ABREAST, DEEPEST = 11, 4
"""Nodes side by side and levels below the start: more would overlap on a phone."""


@dataclass(frozen=True)
class Spot:
    """Where a node of a frame is drawn; ``parent`` is a node too."""

    node: int
    parent: int
    x: float
    y: float


def laid_out(frame: TreeFrame) -> list[Spot]:
    """Return the root and, level by level, the most visited children of the level above.

    A level has at most `ABREAST` nodes, so that they stand apart on a phone too; each is drawn as
    near to its parent as its neighbours allow.
    """
    level = [Spot(0, -1, 0.5, 0.0)]
    shown = list(level)
    for depth in range(1, DEEPEST + 1):
        x_of = {spot.node: spot.x for spot in level}
        nodes = [i for i in np.flatnonzero(frame.node_depth == depth).tolist()
                 if int(frame.node_parent[i]) in x_of]  # fmt: skip
        most = sorted(nodes, key=lambda i: -frame.node_visits[i])[:ABREAST]
        level = _abreast(frame, most, x_of, depth)
        shown += level
    return shown


def _abreast(frame: TreeFrame, nodes: list[int], x_of: dict[int, float], depth: int) -> list[Spot]:
    """Return one level from left to right, its nodes a fixed gap apart or more."""
    gap = 1.0 / ABREAST
    parents = [int(frame.node_parent[i]) for i in nodes]
    order = sorted(
        zip(parents, nodes, strict=True), key=lambda pair: (x_of[pair[0]], frame.node_move[pair[1]])
    )
    n_of = {parent: parents.count(parent) for parent in parents}
    seen: dict[int, int] = {}
    wished = []
    for parent, _ in order:
        rank = seen[parent] = seen.get(parent, -1) + 1
        wished.append(x_of[parent] + (rank - (n_of[parent] - 1) / 2) * gap)
    places = _apart(wished, gap)
    return [
        Spot(node, parent, x, -float(depth))
        for (parent, node), x in zip(order, places, strict=True)
    ]


def _apart(wished: list[float], gap: float) -> list[float]:
    """Return places in [gap / 2, 1 - gap / 2], at least ``gap`` apart, near those wished for.

    >>> [round(x, 2) for x in _apart([0.5, 0.5, 0.5], 0.2)]
    [0.3, 0.5, 0.7]
    """
    places: list[float] = []
    for i, x in enumerate(wished):
        places.append(max(x, gap / 2 + i * gap, places[-1] + gap if places else 0.0))
    centred = (sum(wished) - sum(places)) / max(len(places), 1)
    places = [max(x + centred, gap / 2 + i * gap) for i, x in enumerate(places)]
    high = 1 - gap / 2
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], high)
        high = places[i] - gap
    return places


def on_path(frame: TreeFrame, laid: list[Spot]) -> list[int]:
    """Return the places in ``laid`` of the nodes that the last game went through."""
    path, here = [0], 0
    for move in frame.path:
        found = next(
            (j for j, spot in enumerate(laid)
             if spot.parent == here and frame.node_move[spot.node] == move),
            None,
        )  # fmt: skip
        if found is None:
            break
        path.append(found)
        here = laid[found].node
    return path
