"""Up to four maps of the same points, made side by side, step by step, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import pandas as pd

from core.compute.film import Film, record
from core.stages.unsupervised.projection import measures
from core.stages.unsupervised.projection.board import Board, BoardFrame, Floats, Ints, Map
from core.stages.unsupervised.projection.catalogue import CannotPlace, Case, Way
from core.stages.unsupervised.projection.clumps import best_clumps
from core.stages.unsupervised.projection.colours import colours_of
from core.stages.unsupervised.projection.judged import (
    alike_turned,
    cloud_of,
    drawn_pairs,
    in_row_order,
    map_of,
    no_map,
)
from core.stages.unsupervised.projection.methods import own_order, without_last_digits
from core.stages.unsupervised.projection.settings import (
    N_SEEDS,
    NOISE,
    SEEDS,
    Player,
    ProjectionSettings,
)
from core.stages.unsupervised.projection.smacof import distances
from core.tabular.fit import library_errors
from core.unlabelled.points import BadData, make_points

FEWEST = 5
MOST_FRAMES, FEW_FRAMES, MANY_POINTS = 128, 64, 250
LONGEST = 160


@dataclass(frozen=True, eq=False)
class Asked:
    """One map to be made: a method with its way, of a cloud, from a seed."""

    player: Player
    cloud: int
    seed: int
    way: Way | None
    refused: str = ""


def projections(settings: ProjectionSettings, frame: pd.DataFrame | None = None) -> Board:
    """Return the maps of ``settings``, frame by frame; ``frame`` is the table of its columns.

    Raises `core.unlabelled.points.BadData`. A method that cannot place the points says so on its
    own map. The order of the rows changes nothing: every method sees them in an order of their own.
    """
    points = make_points(settings.data, frame)
    order, X = in_order(points.X)
    labels = None if points.labels is None else points.labels[order]
    clouds = [X, *([noise_like(X, settings.data_seed)] if settings.view == NOISE else [])]
    k = min(settings.n_near, (len(X) - 1) // 2)
    far = [distances(cloud) for cloud in clouds]
    near = [measures.nearest(each, k) for each in far]
    asked = [*_asked(settings, clouds, labels)]
    run = _together(asked, near, settings.n_steps)
    most = FEW_FRAMES if len(X) > MANY_POINTS else MOST_FRAMES
    film: Film[BoardFrame] = record(run, most=most, n_steps=settings.n_steps)
    maps = tuple(
        _judged(one, film.last.places[place], clouds, far, near, labels, of_noise=len(clouds) > 1)
        for place, one in enumerate(asked)
    )
    pairs = drawn_pairs(len(X))
    told = tuple(
        cloud_of(each, far[place], near[place], labels, pairs) for place, each in enumerate(clouds)
    )
    board = Board(
        alike_turned(film.frames, [one.cloud for one in asked]), film.steps, film.n_steps, told,
        maps, pairs, k, colours_of(settings, points, frame), points.rows,
        (points.note,) if points.note else (),
        np.zeros(len(X), np.int64) if points.labels is None else points.labels,
    )  # fmt: skip
    return in_row_order(board, order)


def in_order(X: Floats) -> tuple[Ints, Floats]:
    """Return an order of the rows that only their values decide, and the rows in it.

    Columns in which all are equal are left out. Raises `BadData`.
    """
    with np.errstate(over="ignore"):
        if not np.isfinite((X**2).sum()):
            raise BadData(
                "Squares of such large numbers leave the range of numbers. Scale the columns."
            )
    X = X[:, np.ptp(X, axis=0) > 0]
    if not X.shape[1]:
        raise BadData("All points are equal, so a map has nothing to show. Take other points.")
    if len(X) < FEWEST:
        raise BadData(f"{len(X)} points are too few for a map. Take at least {FEWEST}.")
    order = own_order(X)
    return order, without_last_digits(X)[order]


def noise_like(X: Floats, seed: int) -> Floats:
    """Return one round cloud of as many points, dimensions and as much variance: nothing else."""
    rng = np.random.default_rng([seed, 11])
    spread = np.sqrt(X.var(axis=0).mean())
    return np.asarray(spread * rng.normal(size=X.shape), np.float64)


def _asked(
    settings: ProjectionSettings, clouds: list[Floats], labels: Ints | None
) -> Iterator[Asked]:
    """Yield every map to be made, in its order."""
    for player in settings.players:
        for cloud, X in enumerate(clouds):
            for more in range(N_SEEDS if settings.view == SEEDS else 1):
                seed = settings.start_seed + more
                case = Case(X, player.value or 0.0, settings, seed, labels)
                yield _begun(player, cloud, case)


def _begun(player: Player, cloud: int, case: Case) -> Asked:
    try:
        return Asked(player, cloud, case.seed, player.spec.way(case))
    except CannotPlace as refusal:
        return Asked(player, cloud, case.seed, None, str(refusal))
    except library_errors() as error:
        return Asked(player, cloud, case.seed, None, _why(error))


def _why(error: Exception) -> str:
    words = " ".join(str(error).split())
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return f"It cannot place these points: {short.rstrip('.')}."


def _together(
    asked: list[Asked], near: list[Ints], n_steps: int
) -> Iterator[Callable[[], BoardFrame]]:
    """Yield all maps before any step and after each; those without steps stand still."""
    walks = [_walk(one, len(near[0])) for one in asked]
    moving = any(one.way is not None and one.way.loss for one in asked)
    still: dict[int, float] = {}
    for _ in range(n_steps + 1 if moving else 1):
        places = [next(walk) for walk in walks]

        def frame(places: list[Floats] = places) -> BoardFrame:
            return _frame(asked, near, places, still)

        yield frame


def _walk(one: Asked, n: int) -> Iterator[Floats]:
    if one.way is None:
        return repeat(np.full((n, 2), np.nan))
    return one.way.steps if one.way.loss else repeat(next(one.way.steps))


def _frame(
    asked: list[Asked], near: list[Ints], places: list[Floats], still: dict[int, float]
) -> BoardFrame:
    """Measure the maps; one without steps is measured once, and kept in ``still``."""
    loss, kept = np.full(len(asked), np.nan), np.full(len(asked), np.nan)
    for place, one in enumerate(asked):
        if one.way is None:
            continue
        if one.way.loss is not None:
            loss[place] = one.way.loss(places[place])
        elif place in still:
            kept[place] = still[place]
            continue
        kept[place] = still[place] = measures.each_kept(near[one.cloud], places[place]).mean()
    return BoardFrame(np.array(places), loss, kept)


def _judged(
    one: Asked, places: Floats, clouds: list[Floats], far: list[Floats], near: list[Ints],
    labels: Ints | None, *, of_noise: bool,
) -> Map:  # fmt: skip
    """Return one map with all that is measured of it as it ends."""
    if one.way is None:
        return no_map(one.player, one.cloud, one.seed, one.refused)
    made = map_of(one.player, one.cloud, one.seed, places, far[one.cloud], near[one.cloud], labels)
    made = replace(made, axes=one.way.axes, note=one.way.note)
    if not of_noise:
        return made
    n_clumps, here, truly = best_clumps(places, clouds[one.cloud])
    return replace(made, clumps=here, clumps_true=truly, n_clumps=n_clumps)
