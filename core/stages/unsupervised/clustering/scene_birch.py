"""BIRCH: summaries as circles over the points, and the tree they hang in."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, Layer, Line, Panel, Segments, still
from core.stages.unsupervised.clustering.birch import Tree
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CENTRE,
    GREY,
    Drawing,
    circle,
    colours,
    dot_size,
    known_said,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted

HAND, MINE = 6, 5
RING = 25
MOST_RINGS = 150


def _trees(film: ClusterFilm) -> list[Tree]:
    return [frame.tree for frame in film.frames if frame.tree is not None]


def _padded(rows: list[Any]) -> Any:
    """Return arrays of different lengths as one (n_frames, longest[, m]), NaN behind their ends."""
    longest = max(len(row) for row in rows)
    found = np.full((len(rows), longest, *rows[0].shape[1:]), np.nan, np.float32)
    for i, row in enumerate(rows):
        found[i, : len(row)] = row
    return found


def _dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the points, small and grey until they have a cluster."""
    xy, labels = film.points.plane.xy, film.series("labels", int)
    return (Dots(xy[:, 0], xy[:, 1], colours(labels), symbols(labels), dot_size(len(xy)) - 0.8),)


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the summaries with their radius, and the point that was read."""
    plane = film.points.plane
    centres = _padded([plane.project(tree.centre) for tree in _trees(film)])
    hand = film.series("point", int)
    at = np.where((hand >= 0)[:, None], plane.xy[hand], np.nan)
    known = _padded([frame.cluster_of.astype(float) for frame in film.frames])
    kinds = np.where(np.isnan(known), -1, known).astype(int)
    shown = np.where(kinds >= 0, kinds % 10, MINE).astype(np.int16)
    layers: tuple[Layer, ...] = (
        Dots(centres[..., 0], centres[..., 1], shown, CENTRE, 5.5, "", ()),
        Dots(at[:, [0]], at[:, [1]], HAND, 5, 7.0, "just read"),
    )
    return (*_rings(film, centres), *layers) if plane.exact else layers


def _rings(film: ClusterFilm, centres: Any) -> tuple[Layer, ...]:
    """Return the radius of each summary as a circle: all in one line with gaps."""
    if centres.shape[1] > MOST_RINGS:
        return ()
    radius = _padded([tree.radius for tree in _trees(film)])
    ring = np.vstack([circle(RING), [[np.nan, np.nan]]]).astype(np.float32)
    drawn = centres[:, :, None, :] + radius[:, :, None, None] * ring
    n_frames = len(drawn)
    return (
        Line(drawn[..., 0].reshape(n_frames, -1), drawn[..., 1].reshape(n_frames, -1), MINE, 1.3),
    )


def _panels(settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    return _tree(settings, film), _kept(film)


def stands(tree: Tree) -> tuple[Any, Any]:
    """Return where the nodes of a tree stand, x in [0, 1] and y its level, downwards."""
    depth = int(tree.level.max())
    x = np.full(len(tree.level), np.nan)
    order, children = [], [list[int]() for _ in tree.level]
    for node, above in enumerate(tree.parent):
        if above >= 0:
            children[above].append(node)
    waiting = [0]
    while waiting:
        node = waiting.pop()
        if not children[node]:
            order.append(node)
        waiting.extend(reversed(children[node]))
    x[order] = (np.arange(len(order)) + 0.5) / max(len(order), 1)
    for node in range(len(tree.level) - 1, -1, -1):
        if children[node]:
            x[node] = x[children[node]].mean()
    return x, (depth - tree.level).astype(float)


def _tree(settings: ClusterSettings, film: ClusterFilm) -> Panel:
    trees = _trees(film)
    at = [stands(tree) for tree in trees]
    x, y = _padded([place[0] for place in at]), _padded([place[1] for place in at])
    parents = [np.maximum(tree.parent, 0) for tree in trees]
    up_x = _padded([place[0][up] for place, up in zip(at, parents, strict=True)])
    up_y = _padded([place[1][up] for place, up in zip(at, parents, strict=True)])
    there = np.isfinite(x).astype(np.uint8)
    shown = np.stack([_looks(frame, x.shape[1]) for frame in film.frames])
    deepest = max(int(tree.level.max()) for tree in trees)
    return Panel(
        "The tree: summaries at the bottom, summaries of them above",
        Axis("", -0.02, 1.02),
        Axis("", -0.4, deepest + 0.4),
        (
            Segments(_known(up_x), _known(up_y), _known(x), _known(y), there, 0.8, colour=GREY),
            Dots(x, y, shown, 0, 3.6),
        ),
        plain=True,
        note=f"A node holds up to {settings.branching}; one more and it splits in two.",
        alt="The tree of summaries, growing and splitting as points are read",
    )


def _known(values: Any) -> Any:
    return np.nan_to_num(values)


def _looks(frame: Any, most: int) -> Any:
    """Return the colour of every node: a summary's cluster once it has one."""
    tree = frame.tree
    found = np.full(most, GREY, np.int16)
    n_summaries = len(tree.size)
    known = frame.cluster_of
    ends = _ends(tree)
    found[ends] = np.where(known >= 0, known % 10, MINE)[: len(ends)] if n_summaries else MINE
    return found


def _ends(tree: Tree) -> Any:
    """Return the places of the summaries among the nodes, in their order."""
    return np.flatnonzero(tree.level == tree.level.max())


def _kept(film: ClusterFilm) -> Panel:
    n_read, n_kept = film.series("n_read", float), film.series("n_summaries", float)
    n = float(n_read[-1])
    return Panel(
        "What has to be kept",
        Axis("points read", 0, n),
        Axis("summaries", 0, 1.1 * max(float(n_kept.max()), n / 4)),
        (
            Line(still((0, n)), still((0, n)), GREY, 1.5, dash=True, name="every point"),
            *growing(n_read, Curve(n_kept, "summaries", MINE)),
        ),
        alt="The number of summaries over the number of points that were read",
    )


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last, n = film.last, len(film.points.X)
    text = (
        f"With threshold {number(settings.threshold)} the {n} points are kept as "
        f"{counted(last.n_summaries, 'summary', 'summaries')}, {last.each:.3g} points "
        f"each, in a tree of {counted(last.n_levels, 'level')} after "
        f"{counted(last.n_splits, 'split')}"
    )
    if last.n_summaries == n:
        why = ": no two points are near enough to share one, so nothing is saved."
    elif last.n_summaries <= settings.n_clusters:
        why = (
            f": no more than the {settings.n_clusters} clusters you ask for, so the threshold "
            "alone decides."
        )
    else:
        why = (
            f". Ward's linkage has only those {last.n_summaries} to merge, so its work falls to "
            f"{100 * last.pairs:.2g} % of all pairs."
        )
    return f"{text}{why}{known_said(film)}"


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    dots=_dots,
    readouts=(("read", "n_read", 0), ("summaries", "n_summaries", 0), ("splits", "n_splits", 0)),
    title="Points are read one by one",
    alt="The points, and for each summary its centre as a diamond and its radius as a circle",
)
