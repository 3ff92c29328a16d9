"""Gaussian mixture: ellipses, responsibilities, the log-likelihood rising."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Layer, Line, Panel
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.gaussian_mixture import UNSURE, expectation
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_fuzzy_c_means import (
    largest_shares,
    mixed_dots,
    sharpness,
)
from core.stages.unsupervised.clustering.scene_parts import (
    Drawing,
    centre_layers,
    circle,
    grid_of,
    has_regions,
    known_said,
    regions,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share

SHAPES = {
    "full": "any ellipse",
    "tied": "one ellipse for all",
    "diag": "upright ellipses",
    "spherical": "circles",
}


def ellipse(mean: Any, covariance: Any, axes: Any, deviations: float) -> Any:
    """Return the outline (n, 2), around ``mean`` in the plane, of so many standard deviations.

    covariance : (d, d) in the points' space; axes : (2, d) of the plane.
    """
    flat = axes @ covariance @ axes.T
    values, vectors = np.linalg.eigh(flat)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return mean + deviations * circle() @ root.T


def _ellipses(film: ClusterFilm) -> tuple[Layer, ...]:
    plane = film.points.plane
    k = len(film.last.bells.weights)
    found: list[Layer] = []
    for deviations, width in ((1.0, 2.6), (2.0, 1.4)):
        for j in range(k):
            outlines = np.stack(
                [
                    ellipse(plane.project(frame.bells.means[j]), frame.bells.covariances[j],
                            plane.axes, deviations)
                    for frame in film.frames
                ]
            )  # fmt: skip
            found.append(
                Line(outlines[..., 0], outlines[..., 1], j, width, dash=deviations > 1, glides=True)
            )
    return tuple(found)


def _under(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    if not has_regions(film.points):
        return ()
    grid = grid_of(film.points)
    asked = [expectation(grid, frame.bells)[0] for frame in film.frames]
    winners = np.stack([one.argmax(axis=1) for one in asked])
    sure = np.stack([sharpness(one) for one in asked])
    return (regions(film.points, winners, 0.45 * sure, "the likeliest bell"),)


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    means = np.stack([frame.bells.means for frame in film.frames])
    return (*_ellipses(film), *centre_layers(film, means))


def _panels(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    steps, likely = film.steps.astype(float), film.series("log_likelihood", float)
    return (
        Panel(
            "Log-likelihood: no round can lower it",
            Axis("round", 0, float(max(steps[-1], 1))),
            Axis("log-likelihood", *around(likely[1:], 0.12, 1.0)),
            growing(steps, Curve(likely, "", 0)),
            alt="The log-likelihood of all points by round, rising to where it rests",
        ),
        largest_shares(film, "How sure the likeliest bell is", "responsibility"),
    )


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last = film.last
    n, k = len(last.labels), settings.n_clusters
    text = (
        f"{counted(k, 'bell')} ({SHAPES[settings.covariance]}) make these points with a "
        f"log-likelihood of {number(last.log_likelihood)}, up from "
        f"{number(film.frames[0].log_likelihood)}. For {counted(last.n_unsure, 'point')} "
        f"({share(last.n_unsure, n)}) no bell has a responsibility of {UNSURE:.0%}"
    )
    why = "there bells overlap" if last.n_unsure else "the bells hardly overlap"
    return f"{text}: {why}. BIC is {number(last.bic)}.{known_said(film)}"


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    _under,
    mixed_dots,
    readouts=(
        ("log-likelihood", "log_likelihood", 2),
        ("BIC", "bic", 1),
        ("unsure points", "n_unsure", 0),
    ),
    title="Ellipses hold one and two standard deviations; drag a centre",
    alt="The points in the mixed colours of their bells, each bell as two ellipses, with its "
    "centre, which can be dragged",
    pick="centre",
    carries=True,
)
