"""What support vector machines look at while points pull."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Bars, Dots, Layer, Panel, Segments
from core.stages.supervised.how_it_learns.data import make_points
from core.stages.supervised.how_it_learns.frames import number
from core.stages.supervised.how_it_learns.margin import level_of
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_plane import COLOURS, contour, straight
from core.stages.supervised.how_it_learns.settings import LearnSettings

RING = 5


def margin_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Ring the points that pull, join the pair just moved, draw the street of a linear machine."""
    X = make_points(settings.data).X_train
    pulls = film.series("alpha") > 0
    pair = film.series("pair")
    ends = X[np.maximum(pair, 0)]
    joined = (pair[:, :1] >= 0).astype(float)
    ring = np.where(pulls[..., None], X, np.nan)
    return (
        *(_street(film.series("weights")) or _bent_street(film)),
        Dots(ring[..., 0], ring[..., 1], 6, symbol=RING, size=6.0, name="pulls"),
        Segments(*(ends[:, :1, 0], ends[:, :1, 1], ends[:, 1:, 0], ends[:, 1:, 1]), joined, 1.6,
                 colour=2),
    )  # fmt: skip


def _street(weights: Any) -> tuple[Layer, ...]:
    """Return the lines w·x + b = −1, 0, 1, none for a machine without weights."""
    if np.isnan(weights).any():
        return ()
    return (
        straight(weights, 0.0, "boundary", width=2.0),
        straight(weights, -1.0, "margin", dash=True),
        straight(weights, 1.0, "", dash=True),
    )


def _bent_street(film: LearnFilm) -> tuple[Layer, ...]:
    return contour(film.series("answer"), level_of(0.0), "boundary", 1.6)


def margin_bands(shades: Any) -> Any:
    """Return four bands: beyond the margin, within it, on the one side and on the other."""
    if not (shades != shades[0, 0, 0]).any():
        return shades
    bands = np.array([0.0, 82.0, 173.0, 255.0])[
        np.digitize(shades, [level_of(level) for level in (-1.0, 0.0, 1.0)])
    ]
    none = (shades == shades[:, :1, :1]).all(axis=(1, 2))  # a machine that says nothing yet
    return np.where(none[:, None, None], 127.5, bands)


def margin_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw how hard each point pulls, the last to let go on the left, and the worst pair."""
    y = make_points(settings.data).y_train
    alpha = film.series("alpha")
    pulled = np.flatnonzero(alpha.any(axis=0))
    order = pulled[np.argsort(-film.last.alpha[pulled], kind="stable")]
    n_updates = film.series("n_updates").astype(float)
    gap = np.maximum(film.series("gap"), 1e-5)
    return (
        Panel(
            "How hard each point pulls (colour: its class)",
            Axis("points that ever pull, by their pull at the end", -1.0, float(len(order))),
            Axis("α, at most C", 0, float(alpha.max()) * 1.05 or 1.0),
            (
                Bars(np.arange(float(len(order))), alpha[:, order],
                     colour=COLOURS[y[order]]),
            ),
            alt="The weight of each training point between 0 and C",
        ),
        Panel(
            "How far the worst pair is from balance",
            Axis("update", 0, max(float(n_updates[-1]), 1.0)),
            Axis("gap (log scale)", 1e-5, 10.0, log=True, auto=True),
            growing(n_updates, Curve(gap, "gap", 2)),
            alt="The gap between the worst pair of points by update",
        ),
    )  # fmt: skip


def margin_notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Say how few points hold the boundary."""
    last = film.last
    at_c = int(np.count_nonzero(last.alpha >= settings.c))
    without = "; without the others it would be the same" if not last.alpha.all() else ""
    return (
        f"{last.n_support} of {len(last.alpha)} points hold the boundary{without}. "
        f"{at_c} of them pull with all of C = "
        f"{number(settings.c)}: those inside the margin or on the wrong side. "
        f"{last.test_error:.1%} of the test points are wrong."
    )
