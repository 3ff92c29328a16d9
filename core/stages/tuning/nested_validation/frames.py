"""The order in which everything is told: folds, then the report, then fewer candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_SIZES = 12
START, CHOOSE, ASK, REPORT, TEST, SIZE = "start", "choose", "ask", "report", "test", "size"


@dataclass(frozen=True)
class Moment:
    """One picture of the film: what happens, in which outer fold (from 0) or to which size."""

    what: str
    fold: int = -1
    size: int = 0


def moments(n_outer: int, n_candidates: int) -> tuple[Moment, ...]:
    """Return the moments in their order.

    >>> [moment.what for moment in moments(2, 1)]
    ['start', 'choose', 'ask', 'choose', 'ask', 'report', 'test', 'size']
    """
    folds = [Moment(what, fold) for fold in range(n_outer) for what in (CHOOSE, ASK)]
    sizes = [Moment(SIZE, size=int(size)) for size in sizes_to(n_candidates)]
    return (Moment(START), *folds, Moment(REPORT), Moment(TEST), *sizes)


def sizes_to(n: int) -> NDArray[np.int64]:
    """Return numbers of candidates from 1 to n, evenly by their logarithm, each once.

    >>> sizes_to(5).tolist(), len(sizes_to(60)) <= MOST_SIZES
    ([1, 2, 3, 4, 5], True)
    """
    found: NDArray[np.int64] = np.unique(np.geomspace(1, n, MOST_SIZES).round().astype(np.int64))
    return found
