"""What is measured of clouds and maps as they end, and their way back to the order of the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.stages.unsupervised.projection import measures
from core.stages.unsupervised.projection.board import Board, BoardFrame, Cloud, Floats, Ints, Map
from core.stages.unsupervised.projection.methods import pca_shares
from core.stages.unsupervised.projection.settings import Player

N_PAIRS = 300
"""Pairs of points whose distances are drawn; all are counted."""
NONE = np.empty(0)
UNKNOWN = float("nan")


def map_of(
    player: Player, cloud: int, seed: int, places: Floats, far: Floats, near: Ints,
    labels: Ints | None,
) -> Map:  # fmt: skip
    """Return a map of places (n, 2). far, near : the true distances and neighbours."""
    each = measures.each_kept(near, places)
    return Map(
        player, cloud, seed, each, float(each.mean()),
        measures.trustworthiness(far, places, near.shape[1]),
        measures.stress(far, places), measures.best_scale(far, places),
        NONE if labels is None else measures.widths(places, labels),
        NONE if labels is None else measures.gaps(places, labels),
    )  # fmt: skip


def no_map(player: Player, cloud: int, seed: int, why: str) -> Map:
    """Return what stands in the place of a map that there is none of."""
    return Map(
        player, cloud, seed, NONE, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, NONE, NONE, refused=why
    )


def cloud_of(X: Floats, far: Floats, near: Ints, labels: Ints | None, pairs: Ints) -> Cloud:
    """Return points with what is true of them in all dimensions."""
    return Cloud(
        X, near, far[pairs[:, 0], pairs[:, 1]],
        NONE if labels is None else measures.widths(X, labels),
        NONE if labels is None else measures.gaps(X, labels),
        pca_shares(X),
    )  # fmt: skip


def drawn_pairs(n: int) -> Ints:
    """Return some pairs of points, all where there are few.

    >>> drawn_pairs(3).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    pairs = np.column_stack(np.triu_indices(n, 1)).astype(np.int64)
    if len(pairs) <= N_PAIRS:
        return pairs
    chosen = np.random.default_rng(0).choice(len(pairs), N_PAIRS, replace=False)
    return pairs[np.sort(chosen)]


def alike_turned(frames: tuple[BoardFrame, ...], clouds: list[int]) -> tuple[BoardFrame, ...]:
    """Return the maps turned, mirrored where it helps, to lie as the first of their cloud ends."""
    last = frames[-1].places
    turns = np.tile(np.eye(2), (len(clouds), 1, 1))
    first: dict[int, int] = {}
    for place, cloud in enumerate(clouds):
        if np.isfinite(last[place]).all():
            onto = first.setdefault(cloud, place)
            if onto != place:
                turns[place] = measures.turned(last[place], last[onto])
    return tuple(replace(frame, places=frame.places @ turns) for frame in frames)


def in_row_order(board: Board, order: Ints) -> Board:
    """Return a board whose points stand in the order of the rows; ``order`` is its own."""
    place = np.argsort(order)
    frames = tuple(replace(frame, places=frame.places[:, place]) for frame in board.frames)
    clouds = tuple(
        replace(cloud, X=cloud.X[place], near=order[cloud.near][place]) for cloud in board.clouds
    )
    maps = tuple(one if one.refused else replace(one, each=one.each[place]) for one in board.maps)
    return replace(board, frames=frames, clouds=clouds, maps=maps, pairs=order[board.pairs])
