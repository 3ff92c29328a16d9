"""What a map keeps: neighbours, distances, sizes of groups; each from all pairs of distances."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.projection.smacof import distances

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def nearest(far: Floats, k: int) -> Ints:
    """Return the places (n, k) of each point's k nearest others, the nearest first.

    far : (n, n) distances. Of equally far ones the first in order is nearer.
    """
    others = far.copy()
    np.fill_diagonal(others, np.inf)
    found: Ints = np.argsort(others, axis=1, kind="stable")[:, :k].astype(np.int64)
    return found


def n_pieces(far: Floats, k: int) -> int:
    """Return into how many pieces the graph that joins each point to its k nearest falls."""
    joined = np.eye(len(far), dtype=bool)
    np.put_along_axis(joined, nearest(far, k), True, axis=1)
    joined |= joined.T
    left, n_found = np.ones(len(far), bool), 0
    while left.any():
        piece = joined[left.argmax()]
        while (wider := joined[piece].any(axis=0)).sum() > piece.sum():
            piece = wider
        left, n_found = left & ~piece, n_found + 1
    return n_found


def each_kept(true: Ints, places: Floats) -> Floats:
    """Return the share (n,) of each point's true nearest (n, k) that are its k nearest in a map."""
    k = true.shape[1]
    far = distances(places)
    np.fill_diagonal(far, np.inf)
    within = np.partition(far, k - 1, axis=1)[:, k - 1 : k]
    near = np.take_along_axis(far, true, axis=1)
    tied = (far <= within).sum(axis=1) > k
    shares = (near <= within).mean(axis=1)
    if tied.any():  # more than k are as near: the first in order count
        found = nearest(far, k)
        both = (true[:, :, None] == found[:, None, :]).any(axis=2).mean(axis=1)
        shares = np.where(tied, both, shares)
    return np.asarray(shares, np.float64)


def trustworthiness(far: Floats, places: Floats, k: int) -> float:
    """Return 1 less a penalty for each false neighbour in the map, by how far it truly is.

    far : (n, n) true distances; k < n / 2. Venna and Kaski (2001), Neighborhood preservation in
    nonlinear projection methods, eq. 1.
    """
    n = len(far)
    order = nearest(far, n - 1)
    rank = np.zeros((n, n), np.int64)
    np.put_along_axis(rank, order, np.arange(1, n)[None, :], axis=1)
    false = np.take_along_axis(rank, nearest(distances(places), k), axis=1) - k
    return float(1 - false[false > 0].sum() * 2 / (n * k * (2 * n - 3 * k - 1)))


def best_scale(far: Floats, places: Floats) -> float:
    """Return the factor that brings a map's distances nearest to the true ones."""
    there = distances(places)
    squares = float((there**2).sum())
    return float((far * there).sum()) / squares if squares else 0.0


def stress(far: Floats, places: Floats, scale: float | None = None) -> float:
    """Return what is wrong with all distances, at a map's best scale unless one is given.

    The root of the squared errors over the squared true distances (Kruskal, 1964): 0 is none.
    """
    times = best_scale(far, places) if scale is None else scale
    wrong = times * distances(places)
    wrong -= far
    return float(np.sqrt((wrong**2).sum() / (far**2).sum()))


def widths(X: Floats, labels: Ints) -> Floats:
    """Return each group's root mean squared distance from its centre; NaN of a single point."""
    found = [X[labels == code] for code in np.unique(labels)]
    return np.array([
        np.sqrt(((own - own.mean(axis=0)) ** 2).sum(axis=1).mean()) if len(own) > 1 else np.nan
        for own in found
    ])  # fmt: skip


def gaps(X: Floats, labels: Ints) -> Floats:
    """Return the distance of each pair of group centres."""
    centres = np.array([X[labels == code].mean(axis=0) for code in np.unique(labels)])
    found: Floats = distances(centres)[np.triu_indices(len(centres), 1)]
    return found


def ratio(sizes: Floats) -> float:
    """Return how many times the largest is the smallest, NaN of fewer than two or of nothing."""
    known = sizes[np.isfinite(sizes)]
    if len(known) < 2 or known.min() <= 1e-9 * known.max():
        return float("nan")
    return float(known.max() / known.min())


def turned(places: Floats, onto: Floats) -> Floats:
    """Return the rotation or reflection (2, 2) that turns places (n, 2) nearest onto others."""
    u, _, v = np.linalg.svd((places - places.mean(axis=0)).T @ (onto - onto.mean(axis=0)))
    found: Floats = u @ v
    return found


def disparity(one: Floats, other: Floats) -> float:
    """Return what differs of two maps, 0 to 1, when moved, turned and scaled to fit best.

    Procrustes analysis (Gower, 1975), as `scipy.spatial.procrustes` has it.
    """
    pair = [each - each.mean(axis=0) for each in (one, other)]
    sizes = [float(np.linalg.norm(each)) for each in pair]
    if not all(sizes):
        return float("nan")
    overlap = np.linalg.svd((pair[0] / sizes[0]).T @ (pair[1] / sizes[1]), compute_uv=False).sum()
    return float(max(1 - overlap**2, 0.0))
