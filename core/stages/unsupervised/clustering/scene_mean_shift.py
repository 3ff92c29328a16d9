"""Mean shift: the density as a hill, and the windows that climb it."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, Heat, Layer, Line, Panel, Segments, bytes_of_classes
from core.stages.unsupervised.clustering.frames import squared_distances
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CENTRE,
    GREY,
    SIDE,
    Drawing,
    circle,
    colours,
    dot_size,
    grid_of,
    has_regions,
    known_said,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted

HILL = 5
N_RINGS = 5
"""Windows drawn as circles: all of them would hide the picture."""


def density(X: Any, places: Any, bandwidth: float) -> Any:
    """Return the height (m,) of the hill that windows climb: Σ max(0, 1 − d²/bandwidth²)."""
    return np.maximum(0, 1 - squared_distances(places, X) / bandwidth**2).sum(axis=1)


def _under(settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    if not has_regions(film.points):
        return ()
    height = density(film.points.X, grid_of(film.points), settings.bandwidth)
    share = height / (float(height.max()) or 1.0)
    values = bytes_of_classes(np.full(share.shape, HILL), 0.85 * share).reshape(SIDE, SIDE)
    across, up = film.points.plane.ranges()
    return (Heat(values, (*across, *up), "classes", name="the hill of density", smooth=True),)


def _dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    labels, xy = film.series("labels", int), film.points.plane.xy
    return (Dots(xy[:, 0], xy[:, 1], colours(labels), symbols(labels), dot_size(len(xy)) - 1),)


def _over(settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    plane, labels = film.points.plane, film.series("labels", int)
    at = np.stack([plane.project(frame.windows) for frame in film.frames])
    xy = plane.xy
    shown = np.full(len(xy), 0.12)
    return (
        Segments(xy[:, 0], xy[:, 1], at[..., 0], at[..., 1], shown, 0.7, colour=GREY, glides=True),
        Dots(at[..., 0], at[..., 1], colours(labels), CENTRE, 4.4, glides=True),
        *_rings(settings, film, at),
    )


def _rings(settings: ClusterSettings, film: ClusterFilm, at: Any) -> tuple[Layer, ...]:
    """Return a few windows as circles: those of points furthest from each other."""
    if not film.points.plane.exact:
        return ()
    chosen = far_apart(film.points.X, min(N_RINGS, len(film.points.X)))
    ring = settings.bandwidth * circle()
    return tuple(
        Line(at[:, [i], 0] + ring[:, 0], at[:, [i], 1] + ring[:, 1], 4, 1.6, dash=True, glides=True)
        for i in chosen
    )


def far_apart(X: Any, n: int) -> tuple[int, ...]:
    """Return n points, each next one furthest from those there are."""
    chosen = [int(((X - X.mean(axis=0)) ** 2).sum(axis=1).argmax())]
    while len(chosen) < n:
        chosen.append(int(squared_distances(X, X[chosen]).min(axis=1).argmax()))
    return tuple(chosen)


def _panels(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    steps = film.steps.astype(float)
    inside = film.series("n_inside", float)
    n = len(film.points.X)
    end = float(max(steps[-1], 1))
    return (
        Panel(
            "Points in a window: the climb",
            Axis("step", 0, end),
            Axis("points in it", 0, float(inside.max()) * 1.06),
            growing(
                steps,
                Curve(inside.max(axis=1), "fullest", 0),
                Curve(np.median(inside, axis=1), "median", 1, dash=True),
                Curve(inside.min(axis=1), "emptiest", 2),
            ),
            alt="The number of points in the fullest, the median and the emptiest window by step",
        ),
        Panel(
            "Windows that still climb",
            Axis("step", 0, end),
            Axis("windows", 0, 1.06 * n),
            growing(steps, Curve(film.series("n_moving", float), "", 4)),
            alt="How many windows have not come to rest yet, by step",
        ),
    )


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last = film.last
    n = len(last.labels)
    sizes = np.bincount(last.labels)
    text = (
        f"With a radius of {settings.bandwidth:g} the {n} windows end on "
        f"{counted(last.n_peaks, 'peak')}, so there "
        f"{'is' if last.n_peaks == 1 else 'are'} {counted(last.n_peaks, 'cluster')} although "
        "nobody gave a number"
    )
    if last.n_peaks == 1:
        why = "such a window sees one hill only"
    elif sizes.min() <= 2:
        alone = int((sizes <= 2).sum())
        why = f"{alone} of them hold one or two points, whose windows meet no others"
    else:
        why = f"the smallest holds {int(sizes.min())} points, the largest {int(sizes.max())}"
    return f"{text}: {why}.{known_said(film)}"


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    _under,
    _dots,
    readouts=(("windows that climb", "n_moving", 0), ("peaks so far", "n_peaks", 0)),
    title="A window over every point climbs the hill",
    alt="The points, the density as a hill, and a diamond for the window of each point, climbing; "
    "five windows are drawn as circles",
)
