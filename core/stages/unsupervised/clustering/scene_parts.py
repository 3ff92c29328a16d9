"""How an algorithm is drawn beside its points: colours and signs of clusters, regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from core.figures.film import (
    Array,
    Axis,
    Dots,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Spots,
    bytes_of_classes,
    still,
)
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID
from core.stages.unsupervised.clustering.frames import Floats, n_found
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.unlabelled.points import PointSet
from core.unlabelled.shapes import SHAPE_BY_ID

Begin: TypeAlias = 'Literal["play", "start", "end"] | int'
SIDE = 72
"""Regions are asked for in the middle of SIDE x SIDE squares."""
N_COLOURS = 10
GREY = -1
SIGNS = np.array((0, 1, 2, 4, 6))
"""Disc, square, triangle, diamond, plus: a cluster is told by its sign, too."""
CROSS = 3
CENTRE = 4
PALE = 0.12
DOT = 4.2
MOST_SPOKES = 400
GRIP = 0.035
"""Half the side of the place where a centre is taken, as a share of the picture."""


def nothing(_settings: ClusterSettings, _film: ClusterFilm) -> tuple[Layer, ...]:
    """Add nothing to the picture of the points."""
    return ()


def points_by_label(settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the points in the colours of their clusters."""
    labels = film.series("labels", int)
    xy = film.points.plane.xy
    return (Dots(xy[:, 0], xy[:, 1], colours(labels), symbols(labels), dot_size(len(xy))),)


def from_the_start(_settings: ClusterSettings, _film: ClusterFilm) -> Begin:
    """Play the film when it is there."""
    return "play"


def unit_of_spec(settings: ClusterSettings) -> str:
    """Return what the algorithm counts."""
    return ALGORITHM_BY_ID[settings.algorithm].unit


@dataclass(frozen=True)
class Drawing:
    """How one algorithm is drawn.

    panels : what it looks at, to the right of the points, the most telling first; those of width
    12 or less in ``low`` stand beneath. notice : the computed sentence. over, under : layers over
    and beneath the points, ``dots`` the points. readouts : (label, field of the frame, digits), a
    percentage where digits is -1. title : of the picture of the points. pick : what a click into it
    sends. carries : whether a spot of it can be dragged. begin : where the film opens. unit : what
    the slider counts.
    """

    panels: Callable[[ClusterSettings, ClusterFilm], tuple[Panel, ...]]
    notice: Callable[[ClusterSettings, ClusterFilm], str]
    over: Callable[[ClusterSettings, ClusterFilm], tuple[Layer, ...]] = nothing
    under: Callable[[ClusterSettings, ClusterFilm], tuple[Layer, ...]] = nothing
    dots: Callable[[ClusterSettings, ClusterFilm], tuple[Layer, ...]] = points_by_label
    low: Callable[[ClusterSettings, ClusterFilm], tuple[Panel, ...]] | None = None
    readouts: tuple[tuple[str, str, int], ...] = ()
    title: str = "The points and their clusters"
    alt: str = "The points, coloured by their cluster"
    pick: str = ""
    carries: bool = False
    width: int = 7
    height_px: int = 430
    begin: Callable[[ClusterSettings, ClusterFilm], Begin] = from_the_start
    unit: Callable[[ClusterSettings], str] = unit_of_spec

    def readouts_of(self, film: ClusterFilm) -> tuple[Readout, ...]:
        """Return the numbers under the slider."""
        return tuple(
            Readout(label, film.series(name, float), 3 if digits < 0 else digits, digits < 0)
            for label, name, digits in self.readouts
        )


def colours(labels: Any) -> Array:
    """Return the palette's index of each label, grey for none."""
    return np.where(labels >= 0, labels % N_COLOURS, GREY).astype(np.int16)


def symbols(labels: Any, nobody: int = 0) -> Array:
    """Return the sign of each label; ``nobody`` is that of points without a cluster."""
    return np.where(labels >= 0, SIGNS[labels % len(SIGNS)], nobody).astype(np.uint8)


def dot_size(n: int) -> float:
    """Return how large a dot may be among so many."""
    return DOT if n <= 200 else 3.4 if n <= 500 else 2.6


def plane_axes(points: PointSet) -> tuple[Axis, Axis]:
    """Return the axes of the picture of the points."""
    plane = points.plane
    across, up = plane.ranges()
    return Axis(plane.x_label, *across), Axis(plane.y_label, *up)


def grid_of(points: PointSet) -> Floats:
    """Return the middles of all squares of the picture (SIDE * SIDE, 2), from the top."""
    (x0, x1), (y0, y1) = points.plane.ranges()
    half = (np.arange(SIDE) + 0.5) / SIDE
    across, up = np.meshgrid(x0 + half * (x1 - x0), (y0 + half * (y1 - y0))[::-1])
    return np.column_stack([across.ravel(), up.ravel()])


def has_regions(points: PointSet) -> bool:
    """Whether a place of the picture is a place of the points' space."""
    return points.plane.exact and points.X.shape[1] == 2


def regions(points: PointSet, winners: Any, sure: Any = None, name: str = "") -> Heat:
    """Return whose each place is: winners, and how sure in [0, 1], each (n_frames, SIDE * SIDE)."""
    shape = (len(winners), SIDE, SIDE)
    confidence = np.full(winners.shape, PALE) if sure is None else PALE + 0.5 * np.asarray(sure)
    values = bytes_of_classes(winners, confidence).reshape(shape)
    across, up = points.plane.ranges()
    labels = tuple(f"cluster {place + 1}" for place in range(8))
    if sure is None:
        return Heat(values, (*across, *up), "classes", labels=labels, name=name or "its region")
    return Heat(values, (*across, *up), "classes", smooth=True, labels=labels, name=name)


def placed(film: ClusterFilm, centres: Any) -> Floats:
    """Return centres (n_frames, k, d) in the plane, (n_frames, k, 2)."""
    n_frames, k, d = centres.shape
    return film.points.plane.project(centres.reshape(-1, d)).reshape(n_frames, k, 2)


def centre_layers(film: ClusterFilm, centres: Any) -> tuple[Layer, ...]:
    """Return centres (n_frames, k, d) as large signs with their way so far, and where to grip."""
    at = placed(film, centres)
    k = at.shape[1]
    (x0, x1), (y0, y1) = film.points.plane.ranges()
    wide, high = GRIP * (x1 - x0), GRIP * (y1 - y0)
    labels = tuple(f"centre {place + 1}: drag it" for place in range(k))
    ways = trails(at)
    each = np.arange(k)
    return (
        *ways,
        Dots(at[..., 0], at[..., 1], GREY, CENTRE, 11.5, glides=True),
        Dots(at[..., 0], at[..., 1], colours(each), CENTRE, 9.0, glides=True),
        Spots(at[..., 0] - wide, at[..., 1] - high, at[..., 0] + wide, at[..., 1] + high,
              still(np.full(k, np.nan)), labels, name="centres"),
    )  # fmt: skip


def trails(at: Any) -> tuple[Layer, ...]:
    """Return the ways of points (n_frames, k, 2) as lines that grow."""
    return tuple(
        Line(at[:, j, 0], at[:, j, 1], j % N_COLOURS, 2.0, grows=True, glides=True)
        for j in range(at.shape[1])
    )


def spokes(film: ClusterFilm, centres: Any) -> tuple[Layer, ...]:
    """Return a thin line from every point to its centre (n_frames, k, d)."""
    at, labels = placed(film, centres), film.series("labels", int)
    if labels.shape[1] > MOST_SPOKES:
        return ()
    own = np.take_along_axis(at, np.maximum(labels, 0)[..., None], axis=1)
    xy = film.points.plane.xy
    shown = np.where(labels >= 0, 0.15, 0.0)
    return (
        Segments(
            xy[:, 0], xy[:, 1], own[..., 0], own[..., 1], shown, 0.6, colour=GREY, glides=True
        ),
    )


def circle(n: int = 49) -> Floats:
    """Return places on the unit circle (n, 2), closed."""
    turn = np.linspace(0, 2 * np.pi, n)
    return np.column_stack([np.cos(turn), np.sin(turn)])


def known_said(film: ClusterFilm) -> str:
    """Return how the clusters at the end agree with the groups that are known, "" for none."""
    from core.stages.unsupervised.clustering.agreement import adjusted_rand, in_words

    truth, shape = film.points.labels, SHAPE_BY_ID.get(film.settings.data.shape)
    if shape is not None and shape.n_groups < 2:
        return _groupless_said(n_found(film.last.labels), one_sheet=not shape.n_groups)
    if truth is None or len(film.points.classes) < 2:
        return ""
    index = adjusted_rand(film.last.labels, truth)
    return (
        f" Beside the {len(film.points.classes)} groups that are really there, which it was never "
        f"shown: adjusted Rand index {index:.2f}, {in_words(index)}."
    )


def _groupless_said(n_clusters: int, *, one_sheet: bool) -> str:
    """Return that there was no group to find, and what the clusters then are."""
    what = "they lie on one curve or surface" if one_sheet else "all were drawn in the same way"
    text = f" There is no group in these points: {what}."
    if n_clusters < 2:
        return f"{text} Rightly none is set apart."
    return f"{text} The {n_clusters} clusters cut up what belongs together."
