"""The widest margin of a line through lifted points, by the point of a hull nearest to zero."""

from __future__ import annotations

from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

TOLERANCE = 1e-12


def best_separator(lifted: Floats) -> tuple[Floats, float]:
    """Return the unit vector ``u`` (d,) with the greatest smallest ``lifted @ u``, and that margin.

    ``lifted`` (n, d) holds each point times its side. The margin is 0 where no ``u`` has all of
    ``lifted @ u`` above 0. The best ``u`` points to the hull's point nearest to zero
    (Gilbert, 1966); that point is found by Wolfe's algorithm (1976), which ends after finitely
    many steps.
    """
    nearest = _nearest_point(lifted)
    length = float(np.linalg.norm(nearest))
    scale = float(np.abs(lifted).max()) or 1.0
    if length <= 1e-9 * scale:
        return np.zeros(lifted.shape[1]), 0.0
    u = nearest / length
    return u, max(float((lifted @ u).min()), 0.0)


def _nearest_point(lifted: Floats) -> Floats:
    """Wolfe: keep the corner set whose affine nearest point is inside; add the lowest corner."""
    corners = [int(np.argmin((lifted * lifted).sum(axis=1)))]
    x: Floats = lifted[corners[0]]
    for _ in range(10 * len(lifted)):
        lowest = int(np.argmin(lifted @ x))
        if lowest in corners or lifted[lowest] @ x >= x @ x - TOLERANCE * (
            1 + np.abs(lifted).max() ** 2
        ):
            return x
        corners, x = _inner(lifted, [*corners, lowest])
    return x


def _inner(lifted: Floats, corners: list[int]) -> tuple[list[int], Floats]:
    """Return the nearest point of the hull of few corners, by trying each of their subsets."""
    best, kept = np.inf, corners
    point = lifted[corners[0]]
    for size in range(1, len(corners) + 1):
        for chosen in combinations(corners, size):
            shares = _affine(lifted[list(chosen)])
            if shares.min() < -TOLERANCE:
                continue
            candidate = shares @ lifted[list(chosen)]
            if candidate @ candidate < best:
                best, kept, point = float(candidate @ candidate), list(chosen), candidate
    return kept, point


def _affine(corners: Floats) -> Floats:
    """Return shares (k,) that add up to 1 of the point of the corners' plane nearest to zero."""
    k = len(corners)
    system = np.ones((k + 1, k + 1))
    system[0, 0] = 0.0
    system[1:, 1:] = corners @ corners.T
    solution: Floats = np.linalg.lstsq(system, np.eye(k + 1)[0], rcond=None)[0]
    return solution[1:]
