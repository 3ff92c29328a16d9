"""Maps side by side on the same points, what each keeps, and what it makes up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, notes
from core.figures.deeds import Beside, Button, Small
from core.figures.film import FilmPicture, Readout
from core.stages.unsupervised.projection.board import Board
from core.stages.unsupervised.projection.scene_below import panels_below
from core.stages.unsupervised.projection.scene_maps import (
    drawn_places,
    held_in,
    legend,
    map_panel,
)
from core.stages.unsupervised.projection.settings import ProjectionSettings
from core.stages.unsupervised.projection.tsne import exaggerates

SEEN = 0.15
"""How near, of a map's reach, a click must be to a dot to take it in hand."""

HEADINGS = {
    "trust": "trustworthiness",
    "width ratio": "widest group over narrowest",
    "gap ratio": "largest gap between groups over smallest",
}
"""What the short headings of the table stand for."""


def draw(settings: ProjectionSettings, board: Board) -> tuple[Block, ...]:
    """Draw every map, and what stands under them."""
    maps = tuple(map_panel(settings, board, place) for place in range(len(board.maps)))
    picture = FilmPicture(
        "projection",
        (*maps, *panels_below(settings, board)),
        board.steps,
        f"{len(maps)} maps of {board.n} points of {board.d} dimensions. "
        + "; ".join(panel.title for panel in maps),
        captions=_captions(settings, board),
        readouts=_readouts(board),
        seconds=8.0,
        begin="end",
        file_name="projection.html",
        title="Projection",
    )
    return (Moving(picture), table(board), *notes(*board.notes))


def picked(settings: ProjectionSettings, board: Board, click: Any) -> dict[str, int]:
    """Return the dot that was clicked as the one in hand; none where it was already."""
    place = next((i for i in range(len(board.maps)) if click.name == f"map {i}"), None)
    if place is None or board.maps[place].refused:
        return {}
    xy = drawn_places(board, place)
    if xy.ndim == 3:
        xy = xy[max(int(np.searchsorted(board.steps, click.step, side="right")) - 1, 0)]
    far = np.hypot(xy[:, 0] - click.x, xy[:, 1] - click.y)
    nearest = int(far.argmin()) + 1
    if far.min() > SEEN or nearest == settings.held:
        return {"held": 0}
    return {"held": nearest}


def operate(settings: ProjectionSettings, board: Board, _table: Any) -> tuple[Block, ...]:
    """Offer another start, and to take a dot in hand that maps disagree about."""
    deeds: list[Block] = [
        Button("elsewhere", "Start elsewhere", {"start_seed": (settings.start_seed + 1) % 10_000},
               ":material/casino:", "The next seed: what goes away with it was luck.")
    ]  # fmt: skip
    worst = most_torn(board)
    if worst + 1 != settings.held:
        deeds.append(
            Button("torn", "Light up the most torn dot", {"held": worst + 1},
                   ":material/flare:", "The dot whose neighbours the maps keep worst.")
        )  # fmt: skip
    if held_in(settings, board) is not None:
        deeds.append(Button("let_go", "Let the dot go", {"held": 0}, ":material/close:"))
    hint = "Click a dot: its true neighbours light up in every map."
    return (Beside(tuple(deeds)), Small(hint))


def most_torn(board: Board) -> int:
    """Return the place of the dot of whose neighbours the maps keep least, the first of several."""
    kept = [one.each for one in board.drawn]
    return int(np.sum(kept, axis=0).argmin()) if kept else 0


def table(board: Board) -> Grid:
    """Return what each map keeps, in numbers."""
    rows = []
    ratios = list(zip(board.width_ratios, board.gap_ratios, strict=True))
    rows.append(["in all dimensions", 100.0, 1.0, 0.0, *ratios[0]])
    for name, one, (width, gap) in zip(board.names, board.maps, ratios[1:], strict=True):
        rows.append([name, 100 * one.kept, one.trust, one.stress, width, gap])
    columns = ["map", f"kept of {board.k} (%)", "trust", "stress", "width ratio", "gap ratio"]
    frame = pd.DataFrame(rows, columns=columns).round(3).dropna(axis=1, how="all")
    told = "; ".join(f"{name}: {HEADINGS[name]}" for name in frame.columns if name in HEADINGS)
    return Grid("projection_table", frame, f"What each map keeps. {told}", "projection.csv")


def _captions(settings: ProjectionSettings, board: Board) -> tuple[str, ...]:
    """Say of each frame which phase it is in, and what the colours are."""
    known = legend(settings, board.colours)
    return tuple(
        " · ".join(part for part in (_phase(settings, board, int(step)), known) if part)
        for step in board.steps
    )


def _phase(settings: ProjectionSettings, board: Board, step: int) -> str:
    ids = {one.player.id for one in board.maps if one.moves}
    if "tsne" not in ids:
        return f"Step {step}: MDS moves every dot to where its distances ask" if ids else ""
    if step == 0:
        return "Before any step"
    if exaggerates(step, board.n_steps):
        return f"Early exaggeration: attraction counts {settings.exaggeration:g} times"
    return "Exaggeration is over: attraction counts once"


def _readouts(board: Board) -> tuple[Readout, ...]:
    """Return what each map that moves lowers; of a single one the neighbours kept, too."""
    moving = [place for place, one in enumerate(board.maps) if one.moves]
    loss, kept = board.series("loss", float), board.series("kept", float)
    found = [
        Readout(f"{board.names[place]}: {board.maps[place].player.spec.loss}", loss[:, place], 3)
        for place in moving
    ]
    if len(moving) == 1:
        found.append(Readout("neighbours kept", kept[:, moving[0]], 3, percent=True))
    return tuple(found)
