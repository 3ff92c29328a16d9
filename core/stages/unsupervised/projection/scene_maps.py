"""One map: its dots, and the true neighbours of the one in hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Axis, Boxes, Dots, Layer, Panel, Segments, still
from core.figures.theme import short
from core.stages.unsupervised.projection.board import Board, Colours, Floats, Map
from core.stages.unsupervised.projection.settings import ProjectionSettings

COLOURS, SYMBOLS = (0, 1, 2, 3, 4, 5, 6, 7), (0, 2, 1, 4, 6, 0, 2, 1)
"""Of each group: disc, triangle, square, diamond, plus."""
SIGNS = ("●", "▲", "■", "◆", "✚", "●", "▲", "■")
SCALE = (0, 5, 8, 2, 7, 1, 4, 6)
"""From blue over green and orange to wine red: places along a curve, or numbers."""
GREY, HELD = -1, 3
REACH = 1.12
"""Maps are drawn as large as they fit: their own unit means nothing."""
WIDTHS, HEIGHTS_PX = {1: 7, 2: 6, 3: 4, 4: 6}, {1: 400, 2: 252, 3: 206, 4: 178}
DOT, SMALL_DOT, MANY = 4.0, 3.0, 60
MOST_TITLE = 30


def map_panel(settings: ProjectionSettings, board: Board, place: int) -> Panel:
    """Return one map with what it keeps."""
    one, n_maps = board.maps[place], len(board.maps)
    note = note_of(settings, board, one)
    return Panel(
        title_of(board, place),
        Axis("", -REACH, REACH),
        Axis("", -REACH, REACH),
        (_edge(), *(() if one.refused else layers_of(settings, board, place))),
        WIDTHS[n_maps],
        HEIGHTS_PX[n_maps],
        square=True,
        plain=True,
        rows=2 if n_maps == 1 else 1,
        pick=f"map {place}",
        note=note,
        alt=f"{title_of(board, place)}. {note}",
    )


def _edge() -> Boxes:
    """Return the edge of a map."""
    low, high = still([-REACH]), still([REACH])
    return Boxes(low, low, high, high, GREY, 0.6)


def title_of(board: Board, place: int) -> str:
    """Return what a map is called, and the share of neighbours it keeps."""
    one = board.maps[place]
    name = board.names[place].replace("perplexity ", "").replace("neighbours ", "")
    return name if one.refused else f"{short(name, MOST_TITLE)}: {one.kept:.0%} kept{one.when}"


def note_of(settings: ProjectionSettings, board: Board, one: Map) -> str:
    """Return what a map keeps of the dot in hand, its number, and what it did unasked."""
    if one.refused:
        return one.refused
    said = [one.player.setting, f"trust {one.trust:.2f}{one.when}"]
    held = held_in(settings, board)
    if held is not None:
        said = [f"{one.each[held]:.0%} of the neighbours of dot {held + 1}{one.when}"]
    if len(board.maps) < 3:
        said.append(one.axes)
    return " · ".join(part for part in (*said, one.note) if part)


def held_in(settings: ProjectionSettings, board: Board) -> int | None:
    """Return the place of the dot in hand, None if there is none."""
    return settings.held - 1 if 0 < settings.held <= board.n else None


def drawn_places(board: Board, place: int) -> Floats:
    """Return where the dots of a map are drawn, ([n_frames,] n, 2), between -1 and 1."""
    frames = board.frames if board.maps[place].moves else board.frames[-1:]
    places = np.stack([frame.places[place] for frame in frames])
    low, high = places.min(axis=1, keepdims=True), places.max(axis=1, keepdims=True)
    size = np.maximum((high - low).max(axis=2, keepdims=True) / 2, 1e-300)
    drawn: Floats = (places - (low + high) / 2) / size
    return drawn if board.maps[place].moves else drawn[0]


def layers_of(settings: ProjectionSettings, board: Board, place: int) -> tuple[Layer, ...]:
    """Return the dots of a map; with one in hand only it and its neighbours are in colour."""
    xy, one = drawn_places(board, place), board.maps[place]
    x, y = xy[..., 0], xy[..., 1]
    colour, symbol = looks(settings, board.colours)
    size = SMALL_DOT if len(board.maps) > 2 and board.n > MANY else DOT
    labels = labels_of(settings, board)
    held = held_in(settings, board)
    if held is None:
        return (Dots(x, y, colour, symbol, size, labels=labels),)
    near = board.clouds[one.cloud].near[held]
    own = np.full(len(near), held)
    return (
        Dots(x, y, GREY, symbol, 0.7 * size, labels=labels),
        Segments(x[..., own], y[..., own], x[..., near], y[..., near],
                 np.full(len(near), 0.35), 2.0, colour=HELD),
        Dots(x[..., near], y[..., near], colour[near], symbol[near], 1.5 * size, "",
             tuple(labels[i] for i in near)),
        Dots(x[..., [held]], y[..., [held]], HELD, 5, 2.4 * size, "", (labels[held],)),
    )  # fmt: skip


def looks(settings: ProjectionSettings, colours: Colours) -> tuple[Any, Any]:
    """Return the colour and the symbol of every dot."""
    n = len(colours.codes)
    if settings.hidden:
        return np.zeros(n, np.int64), np.zeros(n, np.int64)
    known = colours.codes >= 0
    if colours.ordered:
        steps = max(len(colours.names) - 1, 1)
        shade = np.array(SCALE)[np.round(colours.codes * (len(SCALE) - 1) / steps).astype(int)]
        return np.where(known, shade, GREY), np.zeros(n, np.int64)
    colour, symbol = np.array(COLOURS)[colours.codes], np.array(SYMBOLS)[colours.codes]
    return np.where(known, colour, GREY), np.where(known, symbol, 0)


def labels_of(settings: ProjectionSettings, board: Board) -> tuple[str, ...]:
    """Return what each dot is called, with what it is coloured by."""
    colours = board.colours
    if settings.hidden or len(colours.names) < 2:
        return tuple(f"dot {i + 1}" for i in range(board.n))
    told = [colours.names[code] if code >= 0 else "" for code in colours.codes]
    return tuple(f"dot {i + 1}, {name[:40]}" if name else f"dot {i + 1}"
                 for i, name in enumerate(told))  # fmt: skip


def legend(settings: ProjectionSettings, colours: Colours) -> str:
    """Say what the colours and shapes of the dots are."""
    if settings.hidden or len(colours.names) < 2:
        return ""
    title = f"{colours.title[:40]}: " if colours.title else ""
    if colours.ordered:
        first, last = colours.names[0], colours.names[-1]
        return f"{title}from blue ({first}) over green and orange to wine red ({last})"
    names = (f"{SIGNS[code]} {name[:24]}" for code, name in enumerate(colours.names))
    return title + ", ".join(names)
