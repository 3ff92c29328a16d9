"""DBSCAN: the reach of the point in hand and its neighbours; or the fire as ε grows."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.contours import crossings
from core.figures.film import Axis, Bars, Dots, Layer, Line, Panel, Segments, still
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CROSS,
    GREY,
    SIDE,
    Begin,
    Drawing,
    circle,
    colours,
    dot_size,
    grid_of,
    has_regions,
    known_said,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share

HAND, FLAME = 4, 4
ROLE_SIGNS = np.array((5, CROSS, 1, 0), np.uint8)
"""Not looked at, noise, border, core."""
MOST_LINES = 60
FEWER = 2
"""The edge of the fire is looked for in every second square."""


def _dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Core points are discs, border points squares, noise crosses, the rest rings."""
    xy, labels = film.points.plane.xy, film.series("labels", int)
    signs = ROLE_SIGNS[film.series("roles", int)]
    return (Dots(xy[:, 0], xy[:, 1], colours(labels), signs, dot_size(len(xy))),)


def _over(settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    return _fire(film) if settings.grow_eps else _hand(film)


def _hand(film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the reach of the point in hand, lines to what is within it, and the point."""
    xy, hand = film.points.plane.xy, film.series("point", int)
    at = np.where((hand >= 0)[:, None], xy[hand], np.nan)
    eps, x, y = float(film.last.eps), at[:, [0]], at[:, [1]]
    layers: tuple[Layer, ...] = (_lines(xy, at, film.series("near")),)
    if film.points.plane.exact:
        ring = eps * circle()
        layers += (Line(x + ring[:, 0], y + ring[:, 1], HAND, 1.8, dash=True),)
    return (*layers, Dots(x, y, HAND, 5, 7.5, "in hand"))


def _lines(xy: Any, at: Any, near: Any) -> Layer:
    """Return lines from places ``at`` (n_frames, 2) to points that are ``near`` (n_frames, n).

    At most `MOST_LINES` in a frame, spread over the points within reach: a film of many points
    would grow by megabytes, and more lines are one grey disc.
    """
    n_lines = min(MOST_LINES, max(1, int(near.sum(axis=1).max())))
    ends = np.zeros((len(near), n_lines, 2), np.float32)
    there = np.zeros((len(near), n_lines), np.uint8)
    for i, row in enumerate(near):
        found = np.flatnonzero(row)
        kept = found[np.linspace(0, len(found) - 1, min(len(found), n_lines)).astype(int)]
        ends[i, : len(kept)], there[i, : len(kept)] = xy[kept], 1
    begin = np.repeat(at[:, None, :], n_lines, axis=1).astype(np.float32)
    return Segments(
        begin[..., 0], begin[..., 1], ends[..., 0], ends[..., 1], there, 0.9, colour=HAND
    )


def _fire(film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the edge of all places within ε of a core point, and rings around what caught fire."""
    xy = film.points.plane.xy
    fresh = film.series("fresh") > 0
    caught = Dots(np.where(fresh, xy[:, 0], np.nan), xy[:, 1], FLAME, 5, 7.0, "just caught fire")
    if not has_regions(film.points):
        return (caught,)
    return (*_edge(film), caught)


def _edge(film: ClusterFilm) -> tuple[Layer, ...]:
    grid = grid_of(film.points).reshape(SIDE, SIDE, 2)[::FEWER, ::FEWER]
    x, y = grid[..., 0], grid[..., 1]
    away = distances(grid.reshape(-1, 2), film.points.X)
    core, reach = film.last.core, np.full(len(away), np.inf)
    known, found = np.zeros(len(core), bool), list[Any]()
    for frame in film.frames:
        now = core <= frame.eps
        if frame.eps < film.frames[max(len(found) - 1, 0)].eps:  # back at the learner's ε
            known, reach = np.zeros(len(core), bool), np.full(len(away), np.inf)
        new = now & ~known
        if new.any():
            reach = np.minimum(reach, away[:, new].min(axis=1))
        known = now
        inside = np.minimum(reach, 1e6).reshape(x.shape) - frame.eps
        found.append(crossings(inside, x, y))
    ends = np.full((len(found), max(1, *map(len, found)), 4), np.nan, np.float32)
    for i, pieces in enumerate(found):
        ends[i, : len(pieces)] = pieces
    x0, y0, x1, y1 = np.moveaxis(ends, 2, 0)
    return (Segments(x0, y0, x1, y1, np.ones(ends.shape[1]), 1.2, colour=FLAME),)


def _panels(settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    if settings.grow_eps:
        return _by_eps(film)
    return _far(settings, film), _tally(film)


def _far(settings: ClusterSettings, film: ClusterFilm) -> Panel:
    """Return how far the k-th point is from each, sorted: what lies under ε is a core point."""
    core, eps = film.last.core, float(film.last.eps)
    order = np.argsort(core, kind="stable")
    place = np.empty(len(core))
    place[order] = np.arange(1, len(core) + 1)
    known = core[np.isfinite(core)]
    top = 1.06 * max(float(known.max()) if len(known) else 0.0, eps)
    hand = film.series("point", int)
    here = hand >= 0
    x = np.where(here, place[hand], np.nan)[:, None]
    y = np.where(here, np.minimum(core[hand], top), np.nan)[:, None]
    return Panel(
        f"How far the {settings.min_samples}th point is, sorted",
        Axis("points, dense ones first", 0, len(core) + 1),
        Axis("distance", 0, top),
        (
            Line(place[order], core[order], 0, 2.5),
            Line(still((0, len(core) + 1)), still((eps, eps)), HAND, 1.8, dash=True, name="ε"),
            Dots(x, y, HAND, 4, 7.0, "in hand"),
        ),
        note="What lies below ε is a core point. A bend is a good place for ε.",
        alt="The distance of each point's k-th neighbour, from small to large, and ε across",
    )


def _tally(film: ClusterFilm) -> Panel:
    counts = np.stack([film.series(name, float) for name in ("n_core", "n_border", "n_noise")], 1)
    n = len(film.points.X)
    return Panel(
        "What the points looked at are",
        Axis("", 0.4, 3.6, ((1, "core"), (2, "border"), (3, "noise"))),
        Axis("points", 0, 1.04 * n),
        (Bars(still((1, 2, 3)), counts, np.array([0, 5, GREY])),),
        alt="How many points are core, border and noise so far",
    )


def _by_eps(film: ClusterFilm) -> tuple[Panel, ...]:
    eps, mine = film.series("eps", float)[:-1], float(film.last.eps)
    found = film.series("n_clusters", float)[:-1]
    noise = 100 * film.series("noise_share", float)[:-1]
    ends = float(eps[0]), float(eps[-1])
    now = film.series("eps", float)[:, None]
    panels = []
    for title, label, values, top, colour in (
        ("Clusters as ε grows: drag to set ε", "clusters", found, float(found.max()), 0),
        ("What no fire has reached", "noise (% of points)", noise, 100.0, GREY),
    ):
        high = 1.08 * top or 1.0
        both = np.hstack([now, now])
        panels.append(
            Panel(
                title,
                Axis("ε", *ends),
                Axis(label, 0, high),
                (
                    Line(eps, values, colour, 2.5),
                    Line(
                        still((mine, mine)), still((0, high)), HAND, 1.4, dash=True, name="your ε"
                    ),
                    Line(both, still((0, high)), 1, 1.8),
                ),
                pick="eps" if colour == 0 else "",
                scrub=True,
                alt=f"{label} over ε; a drag moves ε",
            )
        )
    return tuple(panels)


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last, n = film.last, len(film.points.X)
    found = counted(last.n_clusters, "cluster")
    text = (
        f"With ε = {number(last.eps)} and {settings.min_samples} neighbours there "
        f"{'is' if last.n_clusters == 1 else 'are'} {found}, {counted(last.n_core, 'core point')}, "
        f"{counted(last.n_border, 'border point')} and {counted(last.n_noise, 'point')} of noise"
    )
    return f"{text}{_why(settings, film, n)}{known_said(film)}"


def _why(settings: ClusterSettings, film: ClusterFilm, n: int) -> str:
    last = film.last
    if not last.n_clusters:
        least = float(last.core.min())
        return (
            f": no point has so many within reach. The densest would need ε = {number(least)}, so "
            "nothing catches fire."
        )
    if last.n_noise > n / 2:
        return f": {share(last.n_noise, n)} of all points live too thinly for so small an ε."
    if last.n_clusters == 1:
        return ": the fire finds a way from each dense place to the next, so all are one."
    return ": between clusters there is a gap wider than ε, which no fire jumps."


def _begin(settings: ClusterSettings, film: ClusterFilm) -> Begin:
    """Open at the ε that was dragged there; before any was, play."""
    if not settings.grow_eps or settings.eps == ClusterSettings().eps:
        return "play"
    return int(np.abs(film.series("eps", float)[:-1] - film.last.eps).argmin())


def _unit(settings: ClusterSettings) -> str:
    return "ε =" if settings.grow_eps else "look"


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    dots=_dots,
    readouts=(
        ("clusters", "n_clusters", 0),
        ("core", "n_core", 0),
        ("border", "n_border", 0),
        ("noise", "n_noise", 0),
    ),
    title="● core   ■ border   ✕ noise   ○ not reached",
    alt="The points: core points as discs, border points as squares, noise as crosses, and the "
    "reach of the point in hand",
    begin=_begin,
    unit=_unit,
)
