"""The points in their plane: how unusual each place is, what is flagged, and the forest's cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.figures.contours import crossings
from core.figures.film import (
    Array,
    Axis,
    Boxes,
    Dots,
    Heat,
    Layer,
    Panel,
    Segments,
    bytes_of,
    told_of,
)
from core.stages.unsupervised.anomalies.isolation import Isolation
from core.stages.unsupervised.anomalies.run import SIDE, places
from core.stages.unsupervised.anomalies.settings import AnomalySettings
from core.stages.unsupervised.anomalies.view import Verdict, View

ORDINARY, FLAGGED, CHOSEN, EDGE, RINGED, GREY = 0, 4, 2, 6, 9, -1
DISC, TRIANGLE, DIAMOND, RING = 0, 2, 4, 5
MOST_DOTS, SURELY = 500, 250
"""Of the points that are drawn, and of those the most unusual that surely are."""
SMALL = 3
"""How wide a small map is, in twelfths."""
DOT, SMALL_DOT = 3.6, 2.3
LARGE_PX, SMALL_PX = 312, 186
PALE = 0.4
"""How deep the map becomes, so that dots stand out of it."""
SHORT = {"forest": "Forest", "lof": "LOF", "svm": "SVM", "envelope": "Envelope"}
AROUND = (0.5, 0.8)
"""Beside the threshold, thin lines around so large shares of the points."""


@dataclass(frozen=True, eq=False)
class Film:
    """The steps of a film: which cut of the first tree each frame shows, and how many trees.

    cut : (n_frames,) cuts made. tree : (n_frames,) trees done, 0 while the first is cut.
    """

    cut: Array
    tree: Array

    @property
    def n(self) -> int:
        """How many frames there are."""
        return len(self.cut)


def film_of(settings: AnomalySettings, view: View) -> Film:
    """Return the steps: one for each cut of the first tree, then the trees; one where it rests."""
    if settings.detector != "forest":
        return Film(np.zeros(1, int), np.zeros(1, int))
    way = view.isolation
    cut = np.r_[np.arange(way.n_cuts + 1), np.full(len(way.shown), way.n_cuts)]
    return Film(cut, np.r_[np.zeros(way.n_cuts + 1, int), way.shown])


def drawn_places(view: View) -> Array:
    """Return the places of the points that are drawn, rising."""
    n = view.n
    if n <= MOST_DOTS:
        return np.arange(n)
    even = np.linspace(0, n - 1, MOST_DOTS - SURELY).round().astype(int)
    return np.unique(np.r_[view.order[:SURELY], even, view.place])


def large_panel(settings: AnomalySettings, view: View, film: Film) -> Panel:
    """Return the plane of the detector in large; of the forest with its cuts."""
    verdict = view.of(settings.detector)
    moving = settings.detector == "forest"
    own = _cuts(view.isolation, film) if moving and flat(view) else ()
    title = verdict.opinion.label if not moving else f"Isolation forest: where is ◆ {view.row}?"
    return _panel(
        view,
        verdict,
        title,
        (*own, *_links(view), _chosen(view, f"point {view.row}")),
        colour=_fading(view, verdict, film) if moving else _colours(view, verdict),
        width=6,
        height_px=LARGE_PX,
        pick="point",
    )


def small_panel(view: View, verdict: Verdict) -> Panel:
    """Return the plane of one detector, small; a click opens it in large."""
    one = verdict.opinion
    many = f"{verdict.found:,} of {view.n_planted:,} found" if view.n_planted else (
        f"{verdict.n_flagged:,} flagged")  # fmt: skip
    title = f"{SHORT[one.id]}: {'no scores' if one.refused else many}"
    return _panel(
        view,
        verdict,
        title,
        (_chosen(view, ""),),
        colour=_colours(view, verdict),
        width=SMALL,
        height_px=SMALL_PX,
        pick=one.id,
    )


def flat(view: View) -> bool:
    """Whether the points are drawn in their own two columns."""
    return bool(view.findings.points.X.shape[1] <= 2)


def _panel(
    view: View,
    verdict: Verdict,
    title: str,
    over: tuple[Layer, ...],
    *,
    colour: Array,
    width: int,
    height_px: int,
    pick: str,
) -> Panel:
    plane, one = view.findings.points.plane, verdict.opinion
    (x0, x1), (y0, y1) = plane.ranges()
    size = DOT if width > SMALL else SMALL_DOT
    return Panel(
        title,
        Axis(plane.x_label, x0, x1),
        Axis(plane.y_label, y0, y1),
        (*_surface(view, verdict, large=width > SMALL), *_dots(view, verdict, colour, size), *over),
        width=width,
        height_px=height_px,
        square=True,
        plain=width <= SMALL,
        pick=pick,
        note=one.refused,
        alt=f"{one.label}: {verdict.n_flagged:,} of {view.n:,} points flagged"
        f"{_among(view, verdict)}",
    )


def _among(view: View, verdict: Verdict) -> str:
    said = view.findings.sight.said
    return f", {verdict.found:,} of {view.n_planted:,} {said} among them" if view.n_planted else ""


def _surface(view: View, verdict: Verdict, *, large: bool) -> tuple[Layer, ...]:
    one = verdict.opinion
    if one.chart is None:
        return ()
    (x0, x1), (y0, y1) = view.findings.points.plane.ranges()
    rank = np.searchsorted(np.sort(one.score), one.chart) / len(one.score)
    heat = Heat(
        bytes_of(-PALE * rank**2, -1, 1)[::-1],
        (x0, x1, y0, y1),
        "diverging",
        -1.0,
        1.0,
        "score",
        smooth=one.id != "forest",
        told=told_of(one.chart[::-1].astype(float)),
    )
    levels = [(float(np.quantile(one.score, share)), 0.5) for share in AROUND]
    lines = [_contour(view, one.chart, *level) for level in levels]
    lines.append(_contour(view, one.chart, verdict.threshold, 2.0, "threshold" if large else ""))
    return (heat, *lines)


def _contour(view: View, chart: Array, level: float, width: float, name: str = "") -> Segments:
    x, y = (axis.reshape(SIDE, SIDE) for axis in places(view.findings.points).T)
    x0, y0, x1, y1 = crossings(chart.astype(float) - level, x, y).T
    return Segments(x0, y0, x1, y1, np.ones(len(x0)), width, colour=EDGE, name=name)


def _colours(view: View, verdict: Verdict) -> Array:
    return np.where(verdict.flags[drawn_places(view)], FLAGGED, ORDINARY)


def _fading(view: View, verdict: Verdict, film: Film) -> Array:
    """Return (n_frames, n) colours: grey where a point has been cut off in the first tree."""
    inside = view.isolation.inside[:, drawn_places(view)][film.cut]
    cutting = (film.tree == 0)[:, None]
    return np.where(inside | ~cutting, _colours(view, verdict), GREY)


def _dots(view: View, verdict: Verdict, colour: Array, size: float) -> tuple[Layer, ...]:
    at = drawn_places(view)
    xy, flags = view.findings.points.plane.xy[at], verdict.flags[at]
    rows = view.findings.points.rows[at]
    names = np.where(flags, "flagged, point", "point")
    labels = tuple(f"{name} {row}, at" for name, row in zip(names, rows, strict=True))
    dots = Dots(xy[:, 0], xy[:, 1], colour, np.where(flags, TRIANGLE, DISC), size, "points", labels)
    planted = view.findings.sight.planted
    if not planted[at].any():
        return (dots,)
    known = xy[planted[at]]
    said = view.findings.sight.said[:24] if size > SMALL_DOT else ""
    ring = Dots(known[:, 0], known[:, 1], RINGED, RING, size + 1.8, said)
    return (ring, dots)


def _chosen(view: View, name: str) -> Dots:
    x, y = view.findings.points.plane.xy[view.place]
    return Dots(np.array([x]), np.array([y]), CHOSEN, DIAMOND, 6.5, name)


def _links(view: View) -> tuple[Layer, ...]:
    """Return lines from the point to the neighbours that LOF compares it with."""
    if view.company is None:
        return ()
    xy = view.findings.points.plane.xy
    x, y = xy[view.company.places].T
    here = np.ones(len(x))
    return (
        Segments(here * xy[view.place, 0], here * xy[view.place, 1], x, y, here, 0.8,
                 colour=CHOSEN, name="its neighbours"),
    )  # fmt: skip


def _cuts(way: Isolation, film: Film) -> tuple[Layer, ...]:
    """Return the cuts so far and the box they leave, then the last box of each tree."""
    n_boxes = len(way.shown)
    thin, bold = np.full((film.n, n_boxes, 4), np.nan), np.full((film.n, 1, 4), np.nan)
    for frame, (cut, tree) in enumerate(zip(film.cut, film.tree, strict=True)):
        bold[frame] = way.last_box[tree - 1] if tree else way.box[cut]
        done = way.shown < tree
        thin[frame, done] = way.last_box[way.shown[done] - 1]
    lines = _lines(way)
    shown = (film.tree == 0)[:, None] & (np.arange(way.n_cuts) < film.cut[:, None])
    x0, y0, x1, y1 = (np.where(shown, end, np.nan) for end in lines.T)
    return (
        Segments(x0, y0, x1, y1, np.ones((film.n, way.n_cuts)), 1.2, colour=CHOSEN),
        Boxes(*_corners(thin), colour=CHOSEN, width=0.7),
        Boxes(*_corners(bold), colour=CHOSEN, width=3.0, name="the box of ◆"),
    )


def _lines(way: Isolation) -> Array:
    """Return the ends (n_cuts, 4) x0, y0, x1, y1 of each cut, across the box it cuts."""
    x0, x1, y0, y1 = way.box[:-1].T
    at, upright = way.threshold, way.feature == 0
    return np.column_stack(
        [np.where(upright, at, x0), np.where(upright, y0, at),
         np.where(upright, at, x1), np.where(upright, y1, at)]
    )  # fmt: skip


def _corners(box: Array) -> tuple[Array, Array, Array, Array]:
    """Return x0, y0, x1, y1 of boxes given as x0, x1, y0, y1."""
    return box[..., 0], box[..., 2], box[..., 1], box[..., 3]
