"""DBSCAN: clusters are where points lie dense (Ester, Kriegel, Sander and Xu, 1996).

A core point has at least ``min_samples`` points within ε, itself among them. Core points within ε
of each other share a cluster; another point within ε of a core point is its border; the rest is
noise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

UNSEEN, NOISE, BORDER, CORE = 0, 1, 2, 3


@dataclass(frozen=True, eq=False)
class Visit:
    """The point that was just looked at and what became of it.

    near : (n_near,) points within ε, itself among them. role : `NOISE`, `BORDER` or `CORE`.
    start : it is the first core point of a cluster. source : the core point that reached it, -1 if
    none did. label, roles : (n,) as they are now, -1 and `UNSEEN` before a point was reached.
    """

    point: int
    near: Any
    role: int
    start: bool
    source: int
    labels: Any
    roles: Any


def visits(away: Any, eps: float, min_samples: int) -> Iterator[Visit]:
    """Yield every look at a point, in rows' order until a core point is met, then as fire spreads.

    away : (n, n) distances. The arrays of a visit change with the next one.
    """
    within = away <= eps
    core = within.sum(axis=1) >= min_samples
    labels, roles = np.full(len(away), -1), np.full(len(away), UNSEEN)
    newest = -1
    for first in range(len(away)):
        if roles[first] != UNSEEN:
            continue
        if not core[first]:
            roles[first] = NOISE  # a core point that is met later may still reach it
            yield Visit(first, np.flatnonzero(within[first]), NOISE, False, -1, labels, roles)
            continue
        newest += 1
        queue, asked = deque([(first, -1)]), {first}
        while queue:
            point, source = queue.popleft()
            labels[point], roles[point] = newest, CORE if core[point] else BORDER
            near = np.flatnonzero(within[point])
            yield Visit(point, near, int(roles[point]), source < 0, source, labels, roles)
            if core[point]:
                free = [int(i) for i in near if labels[i] < 0 and int(i) not in asked]
                asked.update(free)
                queue.extend((i, point) for i in free)


def dbscan(away: Any, eps: float, min_samples: int) -> tuple[Any, Any]:
    """Return the cluster of each point (n,), -1 for noise, and its role, without a film.

    A border point within reach of several clusters joins the one whose first core point comes first
    in the rows.
    """
    within = away <= eps
    core = within.sum(axis=1) >= min_samples
    labels = np.full(len(away), -1)
    newest = -1
    for first in np.flatnonzero(core):
        if labels[first] >= 0:
            continue
        newest += 1
        fire = np.zeros(len(away), bool)
        fire[first] = True
        while fire.any():
            labels[fire] = newest
            fire = within[fire & core].any(axis=0) & (labels < 0)
    roles = np.where(core, CORE, np.where(labels >= 0, BORDER, NOISE))
    return labels, roles


def core_distances(away: Any, min_samples: int) -> Any:
    """Return how far each point's ``min_samples``-th point is (n,), the point itself being first.

    It is the smallest ε that makes the point a core point; ∞ where there are not that many points.
    """
    if min_samples > len(away):
        return np.full(len(away), np.inf)
    return np.partition(away, min_samples - 1, axis=1)[:, min_samples - 1]
