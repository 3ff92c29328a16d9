"""DBSCAN while ε grows: clusters catch fire, spread and melt together, each keeping its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.density import CORE, core_distances, dbscan
from core.stages.unsupervised.clustering.frames import Floats, Ints, number
from core.wording import counted

N_VALUES = 70
ROOM = 1.06


@dataclass(frozen=True, eq=False)
class Grown:
    """What DBSCAN finds at one ε. labels keep their numbers from one ε to the next."""

    eps: float
    labels: Ints
    roles: Ints
    said: str


def places(away: Any, eps: float, min_samples: int) -> Floats:
    """Return the values of ε to look at: from before the first core point until all are core.

    ``eps`` itself is one of them; all others have two decimals.
    """
    core = core_distances(away, min_samples)
    known = core[np.isfinite(core)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    low, high = min(0.9 * low, eps), max(ROOM * high, ROOM * eps)
    values = np.linspace(low, high, N_VALUES).round(2)
    return np.unique(np.append(values[values > 0], eps))


def carried(before: Any, now: Any) -> Any:
    """Return clusters ``now`` with the numbers they had ``before``.

    A cluster takes the number of the largest earlier one it has grown from; a new one takes the
    lowest that is free.

    >>> carried(np.array([0, 0, 1, -1]), np.array([0, 0, 0, 1])).tolist()
    [0, 0, 0, 1]
    """
    found = np.full(len(now), -1)
    sizes, taken = {}, set[int]()
    for old in np.unique(before[before >= 0]):
        sizes[int(old)] = int((before == old).sum())
    newcomers = []
    for cluster in np.unique(now[now >= 0]):
        here = now == cluster
        olds = [int(old) for old in np.unique(before[here]) if old >= 0 and int(old) not in taken]
        if not olds:
            newcomers.append(here)
            continue
        number_ = max(olds, key=lambda old: (sizes[old], -old))
        found[here] = number_
        taken.add(number_)
    for here in newcomers:
        number_ = next(i for i in range(len(now) + 1) if i not in taken)
        found[here] = number_
        taken.add(number_)
    return found


def grow(away: Any, eps: float, min_samples: int) -> Iterator[Grown]:
    """Yield what DBSCAN finds at each ε, from small to large."""
    labels: Any = np.full(len(away), -1)
    before = 0
    for value in places(away, eps, min_samples):
        found, roles = dbscan(away, float(value), min_samples)
        fresh = int(((labels < 0) & (found >= 0)).sum())
        labels = carried(labels, found)
        n_now = len(np.unique(labels[labels >= 0]))
        said = _said(float(value), n_now, before, fresh, roles, int((labels < 0).sum()))
        yield Grown(float(value), labels, roles, said)
        before = n_now


def _said(eps: float, now: int, before: int, fresh: int, roles: Any, noise: int) -> str:
    n_core = int((roles == CORE).sum())
    if not now:
        return f"ε = {number(eps)}: no point has neighbours enough, so nothing burns yet."
    if now > before:
        what = f"{counted(now - before, 'new cluster')} caught fire"
    elif now < before:
        what = f"clusters melted together, {before} into {now}"
    elif fresh:
        what = f"the fire reached {counted(fresh, 'more point')}"
    else:
        what = "nothing changed"
    return (
        f"ε = {number(eps)}: {what}. {counted(now, 'cluster')}, {counted(n_core, 'core point')}, "
        f"{counted(noise, 'point')} of noise."
    )
