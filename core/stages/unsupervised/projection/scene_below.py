"""What stands under the maps: distances true and drawn, or what happens over the steps."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Dots, Line, Panel, still
from core.stages.unsupervised.projection.board import Board, Floats
from core.stages.unsupervised.projection.settings import STEPS, ProjectionSettings
from core.stages.unsupervised.projection.tsne import EXAGGERATED

WIDTHS, HEIGHTS_PX = {1: 5, 2: 6, 3: 4, 4: 3}, {1: 170, 2: 135, 3: 135, 4: 115}
MAP_COLOURS = (0, 4, 2, 3)
GREY = -1
ROOM = 1.06
MOST_ABOVE = 1.5
"""So many times the largest true distance a map's may be drawn."""


def panels_below(settings: ProjectionSettings, board: Board) -> tuple[Panel, ...]:
    """Return what stands under the maps, or beside the only one."""
    moving = [place for place, one in enumerate(board.maps) if one.moves]
    alone = len(board.maps) == 1
    if alone and not moving:
        return tuple(shepard(board, place) for place in range(1) if board.drawn)
    if alone:
        first = kept_over_steps(board, 5) if settings.below == STEPS else shepard(board, 0)
        return (first, loss_over_steps(board, moving, 5))
    if settings.below == STEPS and moving:
        return (kept_over_steps(board, 6), loss_over_steps(board, moving, 6))
    return tuple(shepard(board, place) for place in range(len(board.maps)))


def shepard(board: Board, place: int) -> Panel:
    """Return pairs of dots: their true distance, and that in the map at its best scale."""
    one, n_maps = board.maps[place], len(board.maps)
    far = board.clouds[one.cloud].far
    top = float(far.max()) * ROOM or 1.0
    layers = () if one.refused else (
        Line(still([0, top]), still([0, top]), GREY, 1.5, dash=True),
        Dots(still(far), map_distances(board, place), 0, size=1.8),
    )  # fmt: skip
    return Panel(
        f"Stress{one.when}: {one.stress:.2f}" if not one.refused else "",
        Axis("true distance", 0, top),
        Axis("in the map", 0, top),
        layers,
        WIDTHS[n_maps],
        HEIGHTS_PX[n_maps] if n_maps > 1 or one.moves else 2 * HEIGHTS_PX[1],
        rows=1 if n_maps > 1 or one.moves else 2,
        alt=f"{len(far)} pairs of dots, their true distance across and their distance in the map "
        "of " f"{board.names[place]} up; on the dashed line both are equal",
    )  # fmt: skip


def map_distances(board: Board, place: int) -> Floats:
    """Return the distances of the drawn pairs in a map, ([n_frames,] n_pairs), at best scale."""
    one = board.maps[place]
    frames = board.frames if one.moves else board.frames[-1:]
    places = np.stack([frame.places[place] for frame in frames])
    first, second = board.pairs.T
    there = np.linalg.norm(places[:, first] - places[:, second], axis=2)
    far = board.clouds[one.cloud].far
    scale = (there * far).sum(axis=1) / np.maximum((there**2).sum(axis=1), 1e-300)
    scaled: Floats = np.minimum(there * scale[:, None], MOST_ABOVE * far.max())
    return scaled if one.moves else scaled[0]


def kept_over_steps(board: Board, width: int) -> Panel:
    """Return the neighbours kept by every map; those without steps stand level."""
    kept, x = 100 * board.series("kept", float), board.steps.astype(float)
    curves = [
        Curve(kept[:, place], board.names[place], MAP_COLOURS[place % 4], dash=not one.moves)
        for place, one in enumerate(board.maps)
        if not one.refused
    ]
    return Panel(
        "Neighbours kept",
        Axis("step", 0, float(x[-1]) or 1.0),
        Axis("kept (%)", 0, min(float(np.nanmax(kept)) * 1.1, 103)),
        growing(x, *curves),
        width,
        HEIGHTS_PX[2],
        alt="The share of true neighbours that each map keeps, over the steps",
    )


def loss_over_steps(board: Board, moving: list[int], width: int) -> Panel:
    """Return what t-SNE and MDS lower; the end of the exaggeration is marked."""
    loss, x = board.series("loss", float)[:, moving], board.steps.astype(float)
    curves = [
        Curve(loss[:, i], _loss_name(board, place), MAP_COLOURS[place % 4])
        for i, place in enumerate(moving)
    ]
    _, high = around(loss[len(loss) // 20 :], 0.08)
    ends: tuple[Line, ...] = ()
    if any(board.maps[place].player.id == "tsne" for place in moving):
        at = EXAGGERATED * board.n_steps
        ends = (Line(still([at, at]), still([0, high]), GREY, 1.4, dash=True,
                     name="exaggeration ends"),)  # fmt: skip
    names = {board.maps[place].player.spec.loss for place in moving}
    label = "KL divergence (nats)" if names == {"KL divergence"} else " or ".join(sorted(names))
    return Panel(
        "What the steps lower",
        Axis("step", 0, float(x[-1]) or 1.0),
        Axis(label, 0, high),
        (*ends, *growing(x, *curves)),
        width,
        HEIGHTS_PX[2] if width == 6 else HEIGHTS_PX[1],
        alt=f"The {label} of each map that moves, over the steps",
    )


def _loss_name(board: Board, place: int) -> str:
    return f"{board.names[place]}: {board.maps[place].player.spec.loss}"
