"""What a worker is asked for: the film of an algorithm, or one of the other three views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from core.compute.film import Film, record
from core.compute.progress import report
from core.kinds.lineup import Entry, read_lineup
from core.stages.unsupervised.clustering.agreement import adjusted_rand
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID
from core.stages.unsupervised.clustering.effects import Effects, effects_of
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints
from core.stages.unsupervised.clustering.number_of_clusters import numbers_of_clusters
from core.stages.unsupervised.clustering.prepare import lifted, ordered_points
from core.stages.unsupervised.clustering.settings import (
    COMPARE,
    COUNT,
    FILM,
    MINE,
    READ,
    ClusterSettings,
)
from core.unlabelled.points import PointSet

MOST_COMPARED_FRAMES = 60


@dataclass(frozen=True)
class ClusterFilm(Film[Any]):
    """A film with the points it was made of, in their own order, and its settings with ``own``."""

    points: PointSet
    settings: ClusterSettings


@dataclass(frozen=True)
class ReadFilm(ClusterFilm):
    """The end of a film, and what sets each cluster apart."""

    effects: Effects


@dataclass(frozen=True, eq=False)
class CompareFrame:
    """labels : (m, n) of m algorithms, each as far on its own way. rand : (m, m), adjusted.

    known : (m,) the same with the groups that are known, NaN where none are.
    """

    labels: Ints
    rand: Floats
    known: Floats


@dataclass(frozen=True)
class CompareFilm(ClusterFilm):
    """Several algorithms on the same points. said : the last word of each."""

    entries: tuple[Entry, ...] = ()
    said: tuple[str, ...] = ()
    n_steps_each: tuple[int, ...] = field(default=())


def film_of(settings: ClusterSettings, points: PointSet) -> ClusterFilm:
    """Return the film of ``settings.algorithm`` on points in their own order. Raises `BadData`."""
    spec = ALGORITHM_BY_ID[settings.algorithm]
    if settings.start == MINE and "start" in spec.knobs:
        settings = replace(
            settings, own=lifted(points.plane, settings.starts)[: settings.n_clusters]
        )
    film = record(spec.run(points.X, settings), most=spec.most)
    return ClusterFilm(film.frames, film.steps, film.n_steps, points, settings)


def count_film(settings: ClusterSettings, points: PointSet) -> ClusterFilm:
    """Return k-means with ever more clusters, and what four rules say."""
    frames = numbers_of_clusters(points.X, settings.seed)
    steps = np.array([frame.k for frame in frames])
    return ClusterFilm(frames, steps, int(steps[-1]), points, settings)


def read_film(settings: ClusterSettings, points: PointSet) -> ReadFilm:
    """Return the end of the algorithm's film, and what sets its clusters apart."""
    film = film_of(settings, points)
    effects = effects_of(points.raw, film.last.labels)
    return ReadFilm((film.last,), np.array([film.n_steps]), film.n_steps, points, film.settings,
                    effects)  # fmt: skip


def compare_film(settings: ClusterSettings, points: PointSet) -> CompareFilm:
    """Return the films of a lineup, played so that all of them begin and end together."""
    entries = read_lineup(settings.lineup)
    films = []
    for place, entry in enumerate(entries):
        report(place, len(entries), ALGORITHM_BY_ID[entry[0]].label)
        films.append(film_of(settings_of(settings, entry), points))
    n_frames = max(min(MOST_COMPARED_FRAMES, max(len(film.frames) for film in films)), 2)
    share = np.linspace(0, 1, n_frames)
    frames = tuple(_compared(films, points, float(at)) for at in share)
    steps = np.round(100 * share).astype(np.int64)
    said = tuple(str(film.last.said) for film in films)
    taken = tuple(film.n_steps for film in films)
    return CompareFilm(frames, steps, 100, points, settings, entries, said, taken)


def settings_of(settings: ClusterSettings, entry: Entry) -> ClusterSettings:
    """Return the settings of an entry of a lineup: its number, all else as it is at first."""
    name, value = entry
    spec = ALGORITHM_BY_ID[name]
    given = spec.knob.default if value is None else value
    number: Any = int(given) if spec.knob.kind == "int" else given  # type: ignore[arg-type]
    plain = ClusterSettings(view=FILM, algorithm=name, data=settings.data, seed=settings.seed)
    return replace(plain, **{spec.knob.id: number})


def _compared(films: list[ClusterFilm], points: PointSet, share: float) -> CompareFrame:
    shown: list[ClusterFrame] = [
        film.frames[round(share * (len(film.frames) - 1))] for film in films
    ]
    labels = np.stack([frame.labels for frame in shown])
    rand = np.array([[adjusted_rand(one, two) for two in labels] for one in labels])
    truth = points.labels
    known = [np.nan if truth is None else adjusted_rand(one, truth) for one in labels]
    return CompareFrame(labels, rand, np.array(known))


VIEWS: dict[str, Callable[[ClusterSettings, PointSet], ClusterFilm]] = {
    FILM: film_of,
    COUNT: count_film,
    COMPARE: compare_film,
    READ: read_film,
}


def clustering(settings: ClusterSettings, frame: pd.DataFrame | None = None) -> ClusterFilm:
    """Return the answer of the view that is looked at; ``frame`` is the table, where points are
    rows of one. Raises `core.unlabelled.points.BadData`.
    """
    return VIEWS[settings.view](settings, ordered_points(settings.data, frame))
