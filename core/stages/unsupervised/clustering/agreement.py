"""How far two clusterings of the same points agree: the adjusted Rand index."""

from __future__ import annotations

from typing import Any

import numpy as np

CLOSE, HALF = 0.9, 0.4
"""Adjusted Rand indices from which groups are found, or about half of what is there."""


def adjusted_rand(first: Any, second: Any) -> float:
    """Return the adjusted Rand index of two labellings (n,): 1 the same, about 0 by chance.

    Of all pairs of points it counts those that both put together or both apart, less what chance
    would give (Hubert and Arabie, 1985). Points of no cluster count as one more.

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    """
    rows, columns = np.unique(first, return_inverse=True)[1], np.unique(second, return_inverse=True)
    table = np.zeros((rows.max() + 1, columns[1].max() + 1))
    np.add.at(table, (rows, columns[1]), 1)
    both = _pairs(table).sum()
    in_first, in_second = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    by_chance = in_first * in_second / max(float(_pairs(np.array(len(rows)))), 1.0)
    most = (in_first + in_second) / 2
    return float((both - by_chance) / (most - by_chance)) if most != by_chance else 1.0


def _pairs(n: Any) -> Any:
    return n * (n - 1) / 2


def in_words(index: float) -> str:
    """Return an adjusted Rand index in words.

    >>> in_words(1.0), in_words(0.93), in_words(0.3), in_words(0.02)
    ('the same clusters', 'nearly the same', 'hardly alike', 'no more alike than chance')
    """
    if index > 1 - 1e-9:
        return "the same clusters"
    steps = (
        (CLOSE, "nearly the same"), (0.7, "much alike"), (HALF, "partly alike"),
        (0.1, "hardly alike"),
    )  # fmt: skip
    return next((said for least, said in steps if index >= least), "no more alike than chance")
