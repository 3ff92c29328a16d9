"""Agglomerative clustering: the newest merge between the points, the tree, the cut to drag."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Axis, Dots, Layer, Line, Panel, Segments, Spots, still
from core.stages.unsupervised.clustering.agglomerative import (
    cut_at,
    gap_above,
    numbers_of,
    widest_gap,
)
from core.stages.unsupervised.clustering.frames import number, spanned
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import Begin, Drawing, known_said
from core.stages.unsupervised.clustering.scene_tree import (
    SUNK,
    Dendrogram,
    grown,
    leaf_dots,
    placed,
    whole,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted

CUT, BOND, K_CUTS = 4, 4, -1


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Tie the middles of the two clusters that have just merged."""
    merges, xy = film.last.merges, film.points.plane.xy
    n, ends = len(xy), np.full((len(film.frames), 4), np.nan)
    middle = np.concatenate([xy, np.zeros((n - 1, 2))])
    size = np.append(np.ones(n), merges[:, 3])
    for step in range(n - 1):
        a, b = merges[step, :2].astype(int)
        middle[n + step] = (size[a] * middle[a] + size[b] * middle[b]) / size[n + step]
    for i, frame in enumerate(film.frames[:-1]):
        if frame.n_merges and frame.height == merges[frame.n_merges - 1, 2]:
            a, b = merges[frame.n_merges - 1, :2].astype(int)
            ends[i] = *middle[a], *middle[b]
    x0, y0, x1, y1 = (ends[:, [side]] for side in range(4))
    both_x, both_y = np.hstack([x0, x1]), np.hstack([y0, y1])
    return (
        Segments(x0, y0, x1, y1, still([1.0]), 2.0, colour=BOND),
        Dots(both_x, both_y, BOND, 5, 7.0, "just merged"),
    )


def _panels(settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    tree = placed(film.last.merges)
    heights, labels = film.series("height", float), film.series("labels", int)
    top = max(tree.top, 1.02 * float(heights[-1]))
    layers = (
        whole(tree),
        *grown(tree, numbers_of(tree.merges), heights, film.series("n_merges", int)),
        leaf_dots(tree, labels),
        *_where_k_cuts(settings, tree),
        *_cut(tree, heights, top),
    )
    unit = "rise of squared distances, as a root" if settings.linkage == "ward" else "distance"
    return (
        Panel(
            "Drag the cut up or down through the tree",
            tree.axis,
            Axis(f"height: {unit}", 2 * SUNK * tree.top, top),
            layers,
            pick="cut",
            scrub=True,
            grip=0,
            note="A branch has the colour of the cluster it would be if the cut went through it.",
            alt="A dendrogram: points at the bottom, every merge as high as the distance it "
            "bridges, and a cut across that up and down arrows move",
        ),
    )


def _where_k_cuts(settings: ClusterSettings, tree: Dendrogram) -> tuple[Layer, ...]:
    """Return the height that leaves k clusters, as long as no other was chosen."""
    if settings.cut_height > 0:
        return ()
    k, ends = settings.n_clusters, (tree.axis.low, tree.axis.high)
    height = cut_at(tree.merges, k, 0.0)[1]
    name = f"k = {k} cuts at {number(height)}"
    return (Line(still(ends), still((height, height)), K_CUTS, 1.4, dash=True, name=name),)


def _cut(tree: Dendrogram, heights: Any, top: float) -> tuple[Layer, ...]:
    ends, y = still((tree.axis.low, tree.axis.high)), heights[:, None]
    reach = 0.035 * top
    place = still((tree.axis.low + 0.93 * (tree.axis.high - tree.axis.low),))
    return (
        Line(ends, np.hstack([y, y]), CUT, 2.2, dash=True, name="the cut"),
        Dots(place, y, CUT, 4, 8.0),
        Spots(ends[:1], y - reach, ends[1:], y + reach, y, ("the cut",), "height", name="cut"),
    )


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last = film.last
    low, high = gap_above(last.merges, last.n_merges)
    sizes = np.sort(np.bincount(last.labels))[::-1]
    text = f"Cut at {number(last.height)}, the tree falls into {counted(last.n_left, 'cluster')}"
    if np.isfinite(high):
        first, last_said = spanned(low, high)
        text += f", the same anywhere from {first} to {last_said}"
    return f"{text}. {_widest(last)}{_chained(settings, sizes)}{known_said(film)}"


def _widest(last: Any) -> str:
    """Say which number of clusters lasts longest while the cut rises, and why that counts."""
    k, gap = widest_gap(last.merges)
    if k == last.n_left:
        return (
            "No other number lasts over so much height: below it near groups still join, above it "
            "far ones are forced together."
        )
    return f"{counted(k, 'cluster')} last longest, over {number(gap)} of height."


def _chained(settings: ClusterSettings, sizes: Any) -> str:
    """Say where single linkage has chained, or left points alone."""
    n, alone = int(sizes.sum()), int((sizes == 1).sum())
    if settings.linkage == "single" and alone and len(sizes) > 1:
        return (
            f" {counted(alone, 'of them is a point', 'of them are points')} alone and the largest "
            f"has {sizes[0]} of {n}: single linkage follows chains of near neighbours, and one "
            "stray point is far from all."
        )
    return ""


def _begin(settings: ClusterSettings, film: ClusterFilm) -> Begin:
    """Open at the cut that was dragged there; before any was, play."""
    if settings.cut_height == 0:
        return "play"
    heights = film.series("height", float)[:-1]
    return int(np.abs(heights - film.last.height).argmin())


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    readouts=(("clusters left", "n_left", 0), ("merges", "n_merges", 0)),
    title="Points in the colours of their branches",
    alt="The points, coloured by the cluster they are in below the cut; grey ones are still alone",
    width=6,
    begin=_begin,
)
