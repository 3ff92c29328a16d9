"""Metric multidimensional scaling by SMACOF: each step lowers the stress, or leaves it.

de Leeuw (1977), Applications of convex analysis to multidimensional scaling; Borg and Groenen
(2005), Modern Multidimensional Scaling, ch. 8: the Guttman transform.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

TOUCHING = 1e-12
"""Points nearer than this in the map lie on each other: no direction parts them."""
SETTLED = 1e-7
"""A step that takes less than this share of the stress away is the last."""


def distances(X: Floats) -> Floats:
    """Return the distance (n, n) of each pair of rows, exactly 0 of a row and itself."""
    norms = (X**2).sum(axis=1)
    found: Floats = norms[:, None] + norms
    found -= 2 * (X @ X.T)
    np.maximum(found, 0, out=found)
    np.fill_diagonal(found, 0)
    return np.sqrt(found, out=found)


def squares_into(out: Floats, X: Floats) -> Floats:
    """Write the squared distance of each pair of rows into ``out`` (n, n), and return it.

    A new array of that size at every step would take longer than its numbers.
    """
    norms = (X**2).sum(axis=1)
    np.matmul(X, X.T, out=out)
    out *= -2
    out += norms[:, None]
    out += norms
    np.maximum(out, 0, out=out)
    np.fill_diagonal(out, 0)
    return out


def smacof_steps(wanted: Floats, start: Floats, n_steps: int) -> Iterator[Floats]:
    """Yield the places (n, 2) before any step and after each of ``n_steps``.

    wanted : (n, n) the distances to be kept. Places that have settled are yielded again and again.
    A step is the Guttman transform: it goes to the lowest point of a bowl that lies above the
    stress everywhere and touches it at the places before.
    """
    places, before, settled = start, np.inf, False
    there, ratio = np.empty_like(wanted), np.empty_like(wanted)
    for _ in range(n_steps):
        yield places
        if settled:
            continue
        np.sqrt(squares_into(there, places), out=there)
        np.subtract(wanted, there, out=ratio)
        stress = float(np.vdot(ratio, ratio)) / 2
        ratio.fill(0)
        np.divide(wanted, there, out=ratio, where=there > TOUCHING)
        places = (ratio.sum(axis=1)[:, None] * places - ratio @ places) / len(places)
        settled, before = before - stress < SETTLED * stress, stress
    yield places
