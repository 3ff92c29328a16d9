"""The film of agglomerative clustering: merge by merge up the tree, then the cut through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.unsupervised.clustering.frames import (
    NOBODY,
    ClusterFrame,
    Floats,
    Ints,
    number,
    spanned,
)
from core.stages.unsupervised.clustering.linkage import linkage as merges_of
from core.stages.unsupervised.clustering.linkage import members
from core.stages.unsupervised.clustering.refusals import check_apart, check_count
from core.stages.unsupervised.clustering.spec import AlgorithmSpec, K
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_NUMBERS = 36_000
"""Points times frames: what a film of a tree may send."""
FEWEST_FRAMES, MOST_FRAMES = 60, 200
GAPS = 50
"""How many frames a rise over the whole tree takes where nothing merges."""
MEANS = {
    "ward": "merging them raises the squared distances to the middle least",
    "average": "the mean distance between their points is the smallest",
    "complete": "their two points furthest apart are still the nearest",
    "single": "they have the two points nearest to each other",
}


@dataclass(frozen=True, eq=False)
class AgglomerativeFrame(ClusterFrame):
    """The clusters below ``height``. In the last frame it is where the cut stands.

    n_merges : merges so far. n_left : clusters. merges : (n - 1, 4), all of them, as
    `core.stages.unsupervised.clustering.linkage.linkage` returns them; the same in every frame.
    gap : in the last frame, the widest between two merges.
    """

    height: float = 0.0
    n_merges: int = 0
    n_left: int = 0
    merges: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    gap: float = float("nan")


def cut_at(merges: Any, n_clusters: int, cut_height: float) -> tuple[int, float]:
    """Return how many merges lie below the cut, and its height.

    At a height of 0 the cut stands in the middle of the gap that leaves ``n_clusters``.
    """
    heights = merges[:, 2]
    if cut_height > 0:
        return int((heights <= cut_height).sum()), cut_height
    below = len(merges) + 1 - n_clusters
    low = heights[below - 1] if below else 0.0
    high = heights[below] if below < len(merges) else 1.08 * heights[-1]
    return below, float(low + high) / 2


def numbers_of(merges: Any) -> Ints:
    """Return the number of every cluster of the tree (2n - 1,), so that ``k`` left are 0 to k - 1.

    From the top down: of two parts the larger keeps the number, the other gets the next.
    """
    n = len(merges) + 1
    found, size = np.zeros(2 * n - 1, np.int64), np.append(np.ones(n), merges[:, 3])
    for step in range(n - 2, -1, -1):
        a, b = (int(part) for part in merges[step, :2])
        keeps, other = (a, b) if size[a] >= size[b] else (b, a)
        found[keeps], found[other] = found[n + step], n - 1 - step
    return found


def fit_agglomerative(
    X: Any, linkage: str, n_clusters: int, cut_height: float
) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster of each point below the cut, how many there are, and the cut's height."""
    merges = merges_of(X, linkage)
    n_merges, height = cut_at(merges, n_clusters, cut_height)
    labels = numbers_of(merges)[members(merges, n_merges)]
    return labels, {"n_left": len(X) - n_merges, "height": height}


def run_agglomerative(X: Floats, settings: ClusterSettings) -> Iterator[Any]:
    """Yield every point alone, the clusters as the height rises, then those below the cut."""
    check_apart(X)
    if settings.cut_height == 0:
        check_count(settings.n_clusters, len(X))
    merges = merges_of(X, settings.linkage)
    numbers, n = numbers_of(merges), len(X)
    top, done = np.arange(n), 0
    for n_merges, height in rise(merges, settings.cut_height):
        while done < n_merges:
            top[np.isin(top, merges[done, :2])] = n + done
            done += 1
        labels = np.where(top < n, NOBODY, numbers[top])
        said = _said(merges, n_merges, height, settings.linkage)
        yield AgglomerativeFrame(said, labels, "", height, n_merges, n - n_merges, merges)
    n_merges, height = cut_at(merges, settings.n_clusters, settings.cut_height)
    labels = numbers[members(merges, n_merges)]
    said = _cut_said(merges, n_merges, height, labels)
    gap = widest_gap(merges)[1]
    yield AgglomerativeFrame(said, labels, "", height, n_merges, n - n_merges, merges, gap)


def rise(merges: Any, cut_height: float = 0.0) -> list[tuple[int, float]]:
    """Return (merges so far, height) of each frame: the last merges one by one, and steps between.

    Early merges are many and near each other: of a large tree some are passed over. ``cut_height``
    is one of the heights.
    """
    heights, n = merges[:, 2], len(merges) + 1
    most = int(np.clip(MOST_NUMBERS // n, FEWEST_FRAMES, MOST_FRAMES)) - GAPS
    late = min(len(heights), 2 * most // 3)
    early = np.linspace(1, n - 1 - late, min(most - late, n - 1 - late)).astype(int)
    kept = [*early.tolist(), *range(n - late, n)]
    step, found = float(heights[-1]) / GAPS, [(0, 0.0)]
    for n_merges in kept:
        height, (before, low) = float(heights[n_merges - 1]), found[-1]
        n_between = int((height - low) / step) if n_merges == before + 1 else 0
        found += [
            (before, low + (height - low) * i / (n_between + 1)) for i in range(1, n_between + 1)
        ]
        found.append((n_merges, height))
    if cut_height > 0 and all(height != cut_height for _, height in found):
        found.append((cut_at(merges, 1, cut_height)[0], cut_height))
    return sorted(found, key=lambda one: (one[1], one[0]))


def gap_above(merges: Any, n_merges: int) -> tuple[float, float]:
    """Return between which heights there are that many merges; ∞ above the last."""
    heights = merges[:, 2]
    low = float(heights[n_merges - 1]) if n_merges else 0.0
    return low, float(heights[n_merges]) if n_merges < len(heights) else float("inf")


def widest_gap(merges: Any) -> tuple[int, float]:
    """Return how many clusters there are in the widest gap between two merges, at least 2."""
    gaps = np.diff(merges[:, 2])
    if not len(gaps):
        return 2, float(merges[-1, 2])
    step = int(gaps.argmax())
    return len(merges) - step, float(gaps[step])


def _said(merges: Any, n_merges: int, height: float, kind: str) -> str:
    n = len(merges) + 1
    if n_merges == 0:
        return f"Every point is a cluster of its own: {n} of them. The two nearest merge first."
    low, high = gap_above(merges, n_merges)
    left = f"{counted(n - n_merges, 'cluster')} {'is' if n_merges == n - 1 else 'are'} left"
    if height > low:
        stays = f"{left} from {number(low)} to {number(high)}"
        return f"At height {number(height)} nothing merges: {stays}."
    a, b = (int(size_of(merges, part)) for part in merges[n_merges - 1, :2])
    sizes = f"clusters of {a} and {b} points" if a + b > 2 else "two points"
    return (
        f"Merge {n_merges} of {n - 1}: {sizes} join at height {number(height)}, because "
        f"{MEANS[kind]}. {left[0].upper()}{left[1:]}."
    )


def size_of(merges: Any, node: float) -> float:
    """Return how many points are in a cluster of the tree."""
    n = len(merges) + 1
    return 1.0 if node < n else float(merges[int(node) - n, 3])


def _cut_said(merges: Any, n_merges: int, height: float, labels: Any) -> str:
    sizes = sorted(np.bincount(labels)[np.unique(labels)].tolist(), reverse=True)
    told = ", ".join(map(str, sizes[:6])) + (" …" if len(sizes) > 6 else "")
    low, high = gap_above(merges, n_merges)
    first, end = spanned(low, high) if np.isfinite(high) else (number(low), "")
    upto = f"up to {end}" if end else "at any height"
    return (
        f"The cut at {number(height)} leaves {counted(len(sizes), 'cluster')} of {told} points. "
        f"From {first} {upto} it leaves the same."
    )


SPEC = AlgorithmSpec(
    "agglomerative",
    "Agglomerative",
    "The two nearest clusters merge, again and again; a cut through the tree says how many.",
    "height",
    run_agglomerative,
    ("linkage", "n_clusters", "cut_height"),
    fit_agglomerative,
    K,
    "Ward (1963), Hierarchical grouping to optimize an objective function; Lance and Williams "
    "(1967), A general theory of classificatory sorting strategies",
    most=MOST_FRAMES + 60,
    count="height",
)
