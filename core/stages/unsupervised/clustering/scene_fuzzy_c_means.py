"""Fuzzy c-means: points in mixed colours, and how sharp or torn each is."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Bars, Dots, Layer, Panel, still
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.fuzzy_c_means import UNDECIDED, shares_of
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    Drawing,
    centre_layers,
    dot_size,
    grid_of,
    has_regions,
    known_said,
    regions,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share

N_BINS = 20


def mixed_dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the points in the colours of all clusters, mixed by their shares."""
    labels, xy = film.series("labels", int), film.points.plane.xy
    mix = np.round(255 * film.series("shares", float)).astype(np.uint8)
    size = dot_size(len(xy)) + 0.6
    return (Dots(xy[:, 0], xy[:, 1], 0, symbols(labels), size, mix=mix),)


def sharpness(shares: np.ndarray) -> np.ndarray:
    """Return how far the largest share (..., k) is above an even one, from 0 to 1."""
    k = shares.shape[-1]
    return np.asarray((shares.max(axis=-1) - 1 / k) / (1 - 1 / k)) if k > 1 else shares[..., 0]


def _under(settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    if not has_regions(film.points):
        return ()
    grid, m = grid_of(film.points), settings.fuzzifier
    asked = [shares_of(grid, frame.centres, m) for frame in film.frames]
    winners = np.stack([one.argmax(axis=1) for one in asked])
    sure = np.stack([sharpness(one) for one in asked])
    return (regions(film.points, winners, 0.7 * sure, "the largest share"),)


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    return centre_layers(film, film.series("centres", float))


def _panels(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    steps, loss = film.steps.astype(float), film.series("loss", float)
    return (
        largest_shares(film, "Largest share of each point", "share"),
        Panel(
            "Loss: squared distances, weighted with share^m",
            Axis("step", 0, float(max(steps[-1], 1))),
            Axis("loss", 0, float(loss.max()) * 1.06 or 1.0),
            growing(steps, Curve(loss, "", 0)),
            alt="The loss by step, falling to where it rests",
        ),
    )


def largest_shares(film: ClusterFilm, title: str, word: str) -> Panel:
    """Return how many points have which largest share, as bars."""
    top = film.series("shares", float).max(axis=2)
    edges = np.linspace(0, 1, N_BINS + 1)
    counts = np.stack([np.histogram(one, edges)[0] for one in top]).astype(float)
    middles = (edges[:-1] + edges[1:]) / 2
    return Panel(
        title,
        Axis(f"largest {word}", 0, 1),
        Axis("points", 0, float(counts.max()) * 1.06 or 1.0),
        (Bars(still(middles), counts, 2, 0.9 / N_BINS),),
        alt=f"How many points have a largest {word} of how much, as bars",
    )


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last = film.last
    n = len(last.labels)
    text = (
        f"With m = {settings.fuzzifier:g} and {counted(settings.n_clusters, 'cluster')} the "
        f"largest share of a point is {last.shares.max(axis=1).mean():.2f} on average, and "
        f"{counted(last.n_torn, 'point')} ({share(last.n_torn, n)}) have no share of "
        f"{UNDECIDED:.0%}: {_torn(last.n_torn)}. The loss rests at {number(last.loss)}."
    )
    return text + known_said(film)


def _torn(n_torn: int) -> str:
    return (
        "their colours are mixed, because more than one centre is near"
        if n_torn
        else "each is so near to one centre that its colour is pure"
    )


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    _under,
    mixed_dots,
    readouts=(("loss", "loss", 1), ("torn points", "n_torn", 0), ("largest change", "change", 4)),
    title="Colours mix as clusters share a point; drag a centre",
    alt="The points in the mixed colours of their clusters, with the centres and their way; a "
    "centre can be dragged",
    pick="centre",
    carries=True,
)
