"""Clustering on the screen: one algorithm as a film, or one of the other three views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving, notes
from core.figures.film import FilmPicture, Panel
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID
from core.stages.unsupervised.clustering.prepare import with_moved
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_compare import compare_blocks, compare_notice
from core.stages.unsupervised.clustering.scene_count import count_notice, count_picture
from core.stages.unsupervised.clustering.scene_drawings import DRAWINGS
from core.stages.unsupervised.clustering.scene_parts import Drawing, plane_axes
from core.stages.unsupervised.clustering.scene_read import read_blocks, read_notice
from core.stages.unsupervised.clustering.settings import (
    COMPARE,
    COUNT,
    FILM,
    MINE,
    READ,
    ClusterSettings,
)
from core.stages.unsupervised.clustering.spec import MOST_CLUSTERS, AlgorithmSpec


def film_picture(settings: ClusterSettings, film: ClusterFilm) -> FilmPicture:
    """Return the film of an algorithm: the points, and beside them what it looks at."""
    spec, drawing = ALGORITHM_BY_ID[settings.algorithm], DRAWINGS[settings.algorithm]
    beside = drawing.panels(settings, film)
    each = (drawing.height_px - 50 * (len(beside) - 1)) // max(len(beside), 1)
    width = 12 - drawing.width
    low = drawing.low(settings, film) if drawing.low else ()
    return FilmPicture(
        f"cluster_{spec.id}",
        (
            _points(settings, film, drawing, len(beside)),
            *(replace(panel, width=width, height_px=each) for panel in beside),
            *low,
        ),
        counted_steps(spec, film),
        f"{spec.label} as a film of {len(film.frames)} pictures. {film.last.said}",
        unit=drawing.unit(settings),
        begin=drawing.begin(settings, film),
        captions=tuple(frame.said for frame in film.frames),
        readouts=drawing.readouts_of(film),
        seconds=max(4.0, min(len(film.frames) / 2, spec.seconds)),
        file_name=f"{spec.id}.html",
        title=f"{spec.label}, step by step",
    )


def counted_steps(spec: AlgorithmSpec, film: ClusterFilm) -> Any:
    """Return what the slider counts."""
    if not spec.count:
        return film.steps
    found = film.series(spec.count, float)
    whole = found.astype(int)
    return whole if (whole == found).all() else found


def _points(settings: ClusterSettings, film: ClusterFilm, drawing: Drawing, rows: int) -> Panel:
    x, y = plane_axes(film.points)
    layers = (
        *drawing.under(settings, film),
        *drawing.dots(settings, film),
        *drawing.over(settings, film),
    )
    return Panel(
        drawing.title,
        x,
        y,
        layers,
        drawing.width,
        drawing.height_px,
        square=True,
        rows=max(rows, 1),
        pick=drawing.pick,
        carries=drawing.carries,
        alt=drawing.alt,
    )


def _film_blocks(settings: ClusterSettings, film: ClusterFilm) -> tuple[Block, ...]:
    return (Moving(film_picture(settings, film)),)


def _count_blocks(settings: ClusterSettings, film: ClusterFilm) -> tuple[Block, ...]:
    return (Moving(count_picture(settings, film)),)


def _film_notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    return film.ended or DRAWINGS[settings.algorithm].notice(settings, film)


VIEWS: dict[str, tuple[Callable[..., tuple[Block, ...]], Callable[..., str]]] = {
    FILM: (_film_blocks, _film_notice),
    COUNT: (_count_blocks, count_notice),
    COMPARE: (compare_blocks, compare_notice),
    READ: (read_blocks, read_notice),
}


def draw(settings: ClusterSettings, film: Any) -> tuple[Block, ...]:
    """Draw what is looked at, with what a reader must know of the points."""
    told = (film.points.note, film.points.plane.note)
    return (*VIEWS[settings.view][0](settings, film), *notes(*filter(None, told)))


def notice(settings: ClusterSettings, film: Any) -> str:
    """Say what the picture shows and why, with its numbers."""
    return VIEWS[settings.view][1](settings, film)


def carried(settings: ClusterSettings, film: ClusterFilm, click: Any) -> dict[str, Any]:
    """Return the centres as they stand in the picture, one of them where it was laid down."""
    frame = film.at(int(click.step))
    bells = getattr(frame, "bells", None)
    centres = frame.centres if bells is None else bells.means
    if not 0 <= click.index < len(centres):
        return {}
    starts = with_moved(film.points.plane, centres, click.index, click.x, click.y)
    return {"start": MINE, "starts": starts}


def asked(_settings: ClusterSettings, film: ClusterFilm, click: Any) -> dict[str, Any]:
    """Return the cluster of the point nearest to a click."""
    xy = film.points.plane.xy
    nearest = int(((xy - [click.x, click.y]) ** 2).sum(axis=1).argmin())
    label = int(np.asarray(film.last.labels)[nearest])
    return {"cluster": label + 1} if 0 <= label < MOST_CLUSTERS else {}


def cut(_settings: ClusterSettings, film: ClusterFilm, click: Any) -> dict[str, Any]:
    """Return the height at which the tree is cut, unless it is cut there already."""
    height = round(float(click.y), 3)
    return {} if height == round(film.last.height, 3) else {"cut_height": max(height, 0.001)}


def reach(settings: ClusterSettings, _film: ClusterFilm, click: Any) -> dict[str, Any]:
    """Return ε as far as the film over it has come."""
    low, high = 0.05, 5.0
    return {"eps": round(min(max(float(click.x), low), high), 2)}


PICKS: dict[str, Callable[[ClusterSettings, Any, Any], dict[str, Any]]] = {
    "centre": carried,
    "point": asked,
    "cut": cut,
    "eps": reach,
}
"""What a click or a drag in a picture sets, by the name of its ``pick``."""


def picked(settings: ClusterSettings, film: Any, click: Any) -> dict[str, Any]:
    """Return the controls that a click or a drag moves."""
    return PICKS[click.name](settings, film, click) if click.name in PICKS else {}
