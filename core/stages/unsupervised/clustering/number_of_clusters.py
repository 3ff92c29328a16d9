"""How many clusters: four rules, each with its own idea of a good number.

Elbow: where the inertia of k-means stops falling steeply. Silhouette: where points are much nearer
to their own cluster than to the next (Rousseeuw, 1987). Gap statistic: where inertia is furthest
below that of points without any groups (Tibshirani, Walther and Hastie, 2001). BIC: where a mixture
of bells is most probable for the parameters it has (Schwarz, 1978).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.compute.progress import report
from core.stages.unsupervised.clustering.frames import (
    ClusterFrame,
    Floats,
    Ints,
    number,
    squared_distances,
)
from core.stages.unsupervised.clustering.gaussian_mixture import (
    SMALL,
    bic_of,
    expectation,
    floor_of,
    maximisation,
    n_parameters,
)
from core.stages.unsupervised.clustering.k_means import MOST_ROUNDS
from core.stages.unsupervised.clustering.spec import MOST_CLUSTERS
from core.stages.unsupervised.clustering.starts import check_k

N_TRIES = 6
"""Searches of k-means for each k and cloud; the one with the lowest inertia counts."""
N_DRAWS = 12
"""Clouds without groups that the gap statistic compares with."""
FEWEST = 3
"""So many different points make at least two numbers of clusters to choose from."""
WIDE = 5
"""With more columns than this bells are upright: a free one would have too many parameters."""


@dataclass(frozen=True, eq=False)
class CountFrame(ClusterFrame):
    """k-means with ``k`` clusters, and what each rule says of it; NaN where it says nothing.

    centres : (k, d). gap, gap_error : the gap statistic and its standard error. widths : (n,), the
    silhouette of each point, of which ``silhouette`` is the mean.
    """

    k: int = 1
    centres: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    inertia: float = float("nan")
    silhouette: float = float("nan")
    gap: float = float("nan")
    gap_error: float = float("nan")
    bic: float = float("nan")
    widths: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Recommended:
    """The number of clusters that each rule recommends, None where it has none."""

    elbow: int | None
    silhouette: int | None
    gap: int | None
    bic: int | None


def lloyd(X: Any, centres: Any) -> tuple[Ints, Floats, Floats]:
    """Return labels (b, n), centres (b, k, d) and inertias (b,) of b searches of k-means at once.

    X : (b, n, d), one cloud for each search. An empty cluster keeps its centre.
    """
    sizes = (X**2).sum(axis=2)[:, :, None]
    labels = np.full(X.shape[:2], -1)
    for _ in range(MOST_ROUNDS):
        far = sizes - 2 * X @ centres.transpose(0, 2, 1) + (centres**2).sum(axis=2)[:, None, :]
        before, labels = labels, far.argmin(axis=2)
        if (labels == before).all():
            break
        member = (labels[:, :, None] == np.arange(centres.shape[1])).astype(float)
        counts = member.sum(axis=1)[:, :, None]
        sums = member.transpose(0, 2, 1) @ X
        centres = np.where(counts > 0, sums / np.maximum(counts, 1), centres)
    own = np.take_along_axis(centres, labels[:, :, None], axis=1)
    return labels, centres, ((X - own) ** 2).sum(axis=(1, 2))


def spread_starts(X: Any, k: int, rng: Any) -> Floats:
    """Return first centres (b, k, d) of b clouds X (b, n, d), far apart as by k-means++."""
    b, n, _ = X.shape
    clouds = np.arange(b)
    centres = [X[clouds, rng.integers(n, size=b)]]
    nearest = np.full((b, n), np.inf)
    while len(centres) < k:
        nearest = np.minimum(nearest, ((X - centres[-1][:, None, :]) ** 2).sum(axis=2))
        heap = nearest.cumsum(axis=1)
        aim = rng.random(b)[:, None] * heap[:, -1:]
        centres.append(X[clouds, np.minimum((heap <= aim).sum(axis=1), n - 1)])
    return np.stack(centres, axis=1)


def best_of(X: Any, k: int, n_tries: int, rng: Any) -> tuple[Ints, Floats, float]:
    """Return labels, centres and inertia of the best of so many searches in X (n, d)."""
    clouds = np.broadcast_to(X, (n_tries, *X.shape))
    labels, centres, inertias = lloyd(clouds, spread_starts(clouds, k, rng))
    best = int(inertias.argmin())
    return labels[best], centres[best], float(inertias[best])


def silhouettes(labels: Any, far: Any) -> Floats:
    """Return each point's silhouette for distances ``far`` (n, n); NaN for a single cluster.

    It is (b − a) / max(a, b): a the mean distance to its own cluster, b to the nearest other one;
    0 for a point alone.
    """
    found, sizes = np.unique(labels, return_counts=True)
    if len(found) < 2:
        return np.full(len(labels), np.nan)
    sums = np.array([far[:, labels == label].sum(axis=1) for label in found]).T
    own = np.searchsorted(found, labels)
    each = np.arange(len(labels))
    a = sums[each, own] / np.maximum(sizes[own] - 1, 1)
    others = sums / sizes
    others[each, own] = np.inf
    b = others.min(axis=1)
    width = (b - a) / np.maximum(np.maximum(a, b), 1e-300)
    return np.where(sizes[own] > 1, width, 0.0)


def groupless(X: Any, n_draws: int, rng: Any) -> Floats:
    """Return clouds (n_draws, n, d) spread evenly over a box around X, along `box_axes`."""
    mean, axes = X.mean(axis=0), box_axes(X)
    turned = (X - mean) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    clouds = rng.uniform(low, high, (n_draws, *turned.shape))
    found: Floats = clouds @ axes + mean
    return found


def box_axes(X: Any) -> Floats:
    """Return the directions (m, d) of the box: the columns', or those of X's variance.

    Tibshirani, Walther and Hastie (2001, section 3) offer both; the smaller box fits more closely.
    A cloud that is as wide everywhere has its axes of variance by chance: along the diagonals of a
    square their box is twice as large, and the whole gap too high.
    """
    axes: Floats = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2]
    columns = np.eye(X.shape[1])
    with np.errstate(divide="ignore"):
        turned, upright = (np.log(np.ptp(X @ one.T, axis=0)).sum() for one in (axes, columns))
    flat = len(axes) < X.shape[1]
    return axes if flat or turned <= upright else columns


def groupless_inertias(clouds: Any, k: int, rng: Any) -> Floats:
    """Return the least inertia (b,) of each cloud (b, n, d), of as many searches as the points'."""
    tries = [lloyd(clouds, spread_starts(clouds, k, rng))[2] for _ in range(N_TRIES)]
    found: Floats = np.min(tries, axis=0)
    return found


def gap_of(inertia: float, references: Any) -> tuple[float, float]:
    """Return the gap statistic and its standard error; ``references`` are groupless inertias.

    Both NaN where there is no inertia to take the logarithm of.
    """
    if not (inertia > 0 and (references > 0).all()):
        return float("nan"), float("nan")
    logs = np.log(references)
    return (
        float(logs.mean() - np.log(inertia)),
        float(logs.std() * np.sqrt(1 + 1 / len(references))),
    )


def mixture_bic(X: Any, labels: Any, k: int) -> float:
    """Return the BIC of a mixture of k bells that begins with these clusters."""
    covariance = "full" if X.shape[1] <= WIDE else "diag"
    shares = (labels[:, None] == np.arange(k)).astype(float)
    before, now = -np.inf, -np.inf
    for _ in range(MOST_ROUNDS):
        bells = maximisation(X, shares, covariance, floor_of(X))
        shares, now = expectation(X, bells)
        if abs(now - before) < SMALL * len(X):
            break
        before = now
    return bic_of(now, len(X), n_parameters(k, X.shape[1], covariance))


def numbers_of_clusters(X: Floats, seed: int) -> tuple[CountFrame, ...]:
    """Return k-means with 1 to 8 clusters, fewer for few different points, and what rules say."""
    check_k(X, FEWEST)
    most = min(MOST_CLUSTERS, len(np.unique(X, axis=0)) - 1)
    far = np.sqrt(squared_distances(X, X))
    rng = np.random.default_rng([seed, 4])
    clouds = groupless(X, N_DRAWS, rng)
    frames: list[CountFrame] = []
    labels = np.zeros(len(X), np.int64)
    for k in range(1, most + 1):
        report(k, most, f"k = {k} of {most}")
        found, centres, inertia = best_of(X, k, N_TRIES, rng)
        labels, centres = named_as_before(found, centres, labels)
        gap, error = gap_of(inertia, groupless_inertias(clouds, k, rng))
        widths, bic = silhouettes(labels, far), mixture_bic(X, labels, k)
        said = f"k = {k}: the best of {N_TRIES} searches of k-means has inertia {number(inertia)}."
        frames.append(
            CountFrame(
                said, labels, "", k, centres, inertia, float(widths.mean()), gap, error, bic, widths
            )
        )
    return tuple(frames)


def named_as_before(labels: Any, centres: Any, before: Any) -> tuple[Ints, Floats]:
    """Return clusters numbered as those before that they share most points with."""
    k = len(centres)
    shared = np.zeros((k, k))
    np.add.at(shared, (labels, np.minimum(before, k - 1)), 1)
    name = np.full(k, -1)
    for place in np.argsort(-shared, axis=None, kind="stable"):
        old, new = divmod(int(place), k)
        if name[old] < 0 and new not in name:
            name[old] = new
    return name[labels], centres[np.argsort(name)]


def recommended(frames: tuple[CountFrame, ...]) -> Recommended:
    """Return what each rule recommends.

    elbow : the k whose inertia lies furthest below the straight line from the first to the last.
    silhouette : the largest mean. gap : the smallest k whose gap is at least that of k + 1 less its
    standard error, else the largest k. bic : the lowest.
    """
    k = np.array([frame.k for frame in frames])
    inertia, silhouette, gap, error, bic = (
        np.array([getattr(frame, name) for frame in frames])
        for name in ("inertia", "silhouette", "gap", "gap_error", "bic")
    )
    return Recommended(
        _elbow(k, inertia),
        int(k[np.nanargmax(silhouette)]) if np.isfinite(silhouette).any() else None,
        _gap(k, gap, error),
        int(k[bic.argmin()]),
    )


def _elbow(k: Any, inertia: Any) -> int | None:
    if len(k) < 3:
        return None
    chord = inertia[0] + (inertia[-1] - inertia[0]) * (k - k[0]) / (k[-1] - k[0])
    return int(k[(chord - inertia).argmax()])


def _gap(k: Any, gap: Any, error: Any) -> int | None:
    known = np.isfinite(gap)
    if known.sum() < 2:
        return None
    enough = gap[:-1] >= gap[1:] - error[1:]
    return int(k[:-1][enough][0]) if enough.any() else int(k[known][-1])
