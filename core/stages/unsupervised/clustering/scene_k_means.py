"""k-means: regions, spokes, centres to drag, inertia falling."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Axis, Bars, Dots, Layer, Line, Panel, still
from core.stages.unsupervised.clustering.frames import number, squared_distances
from core.stages.unsupervised.clustering.k_means import N_OTHERS, lower
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    Drawing,
    centre_layers,
    colours,
    grid_of,
    has_regions,
    known_said,
    regions,
    spokes,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share


def _under(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    centres = film.series("centres", float)
    lines = spokes(film, centres)
    if not has_regions(film.points):
        return lines
    grid = grid_of(film.points)
    winners = np.stack([squared_distances(grid, one).argmin(axis=1) for one in centres])
    return (regions(film.points, winners), *lines)


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    return centre_layers(film, film.series("centres", float))


def _panels(settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    steps, inertia = film.steps.astype(float), film.series("inertia", float)
    acts = [frame.act for frame in film.frames]
    top = float(np.nanmax(inertia)) * 1.06 or 1.0
    return (
        Panel(
            "Inertia: both acts can only lower it",
            Axis("step", 0, float(max(steps[-1], 1))),
            Axis("inertia (squared units)", 0, top),
            (
                Line(steps, inertia, 0, 2.5, grows=True),
                _acts(steps, inertia, acts, "assign", 0, 0),
                _acts(steps, inertia, acts, "move", 4, 2),
            ),
            alt="Inertia after every assignment and every move, falling to where it rests",
        ),
        Panel(
            "How many points each centre has",
            Axis("cluster", 0.4, settings.n_clusters + 0.6, _places(settings.n_clusters)),
            Axis("points", 0, 1.06 * _most(film)),
            (Bars(still(np.arange(1, settings.n_clusters + 1)), sizes(film, settings.n_clusters),
                  colours(np.arange(settings.n_clusters))),),
            alt="The number of points of each cluster as bars",
        ),
    )  # fmt: skip


def _acts(steps: Any, inertia: Any, acts: Any, act: str, colour: int, symbol: int) -> Layer:
    """Return a sign for each act of a kind that has been done."""
    known = np.array([one == act for one in acts])
    done = np.tril(np.ones((len(steps), len(steps)), bool)) & known
    x, y = np.where(done, steps, np.nan), np.where(done, inertia, np.nan)
    return Dots(x, y, colour, symbol, 4.5, act)


def _places(k: int) -> tuple[tuple[float, str], ...]:
    return tuple((float(place), str(place)) for place in range(1, k + 1))


def sizes(film: ClusterFilm, k: int) -> Any:
    """Return how many points each cluster has (n_frames, k)."""
    labels = film.series("labels", int)
    return (labels[:, :, None] == np.arange(k)).sum(axis=1).astype(float)


def _most(film: ClusterFilm) -> float:
    counts = [np.bincount(f.labels[f.labels >= 0]).max(initial=0) for f in film.frames]
    return float(max(counts))


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last, first = film.last, film.frames[min(1, len(film.frames) - 1)]
    k = settings.n_clusters
    text = (
        f"After {counted(last.rounds, 'assignment')} no point has a nearer centre: inertia fell "
        f"from {number(first.inertia)} to {number(last.inertia)}"
    )
    least = np.bincount(last.labels, minlength=k)
    return (
        f"{text}, and the {counted(k, 'cluster')} hold {_spelled(least)} points. "
        f"{_beside_others(last)}{known_said(film)}"
    )


def _beside_others(last: Any) -> str:
    """Say whether another start ends with less inertia, and which."""
    if not lower(last.other, last.inertia):
        return (
            f"Of {N_OTHERS} starts far apart (k-means++) not one ends lower. Drag a centre into a "
            "corner and see whether the search still comes here."
        )
    return (
        "It is the best that these first centres lead to, not the best there is: begun far apart "
        f"(k-means++) with seed {last.other_seed}, the search ends at {number(last.other)}, "
        f"{share(last.inertia - last.other, last.inertia)} lower."
    )


def _spelled(sizes: Any) -> str:
    *most, last = (str(int(size)) for size in sizes)
    return f"{', '.join(most)} and {last}" if most else last


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    _under,
    readouts=(("inertia", "inertia", 1), ("points that changed", "n_changed", 0)),
    title="Drag a centre: the search goes on from there",
    alt="The points, coloured by the nearest centre, with the centres and their way; a centre can "
    "be dragged",
    pick="centre",
    carries=True,
)
