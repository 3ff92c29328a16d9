"""The coalitions as a lattice: who joins, what that adds, and the way that is walked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Axis, Boxes, Layer, Panel, Segments, Spots, Texts, still
from core.stages.explainable_ai.shapley.coalitions import by_size, called, joinings
from core.stages.explainable_ai.shapley.run import Moment, Shared
from core.stages.explainable_ai.shapley.scene_numbers import gain, worth

PLAYERS = (0, 1, 2, 3)
"""Colours of the players, the same everywhere."""
GREY, PATH, INK = -1, 4, -3
UP, ACROSS = 0.27, 0.44
"""Half a coalition's box, in levels and in places."""
PALE, LIT, SEEN = 0.1, 1.0, 0.35
NODES, EDGES = "coalitions", "gains"
TALL_PX = {4: 285}
"""Of the lattice by its players, fewer need less."""
LESS_PX = 225
LARGE, MIDDLE, SMALL = 14.0, 13.0, 10.5
"""Sizes of a coalition's name: among few, among many, and of one that is long there."""
LONG = 5

Floats = NDArray[np.float64]


def lattice(answer: Shared) -> Panel:
    """Draw every coalition with its worth, the larger the higher; the walked way is lit."""
    game, n = answer.game, answer.game.n
    x, y = places(n)
    wide = float(np.abs(x).max()) + 0.55
    names = tuple(called(game.symbols, c) for c in range(1 << n))
    told = tuple(worth(answer, c) for c in range(1 << n))
    layers: list[Layer] = [
        *_edges(answer, x, y),
        Boxes(x - ACROSS, y - UP, x + ACROSS, y + UP, GREY, 1.0),
        _way(answer, x, y),
        *_names(x, y + 0.11, names),
        Texts(x, y - 0.13, told, 12.0, INK),
        _gains(answer, x, y),
        _nodes(answer, x, y),
        _joins(answer, x, y),
    ]
    own = answer.row is None
    return Panel(
        "Every coalition and its worth" + (": click one to change it" if own else ""),
        Axis("", -wide, wide),
        Axis("", -0.4, n + 0.4),
        tuple(layers),
        width=7,
        height_px=tall_px(answer),
        plain=True,
        pick="lattice" if own else "",
        sets=own,
        alt="Every coalition of the players as a box with its worth, larger ones above; lines are "
        "players that join, those of the order that is walked are bold",
    )


def tall_px(answer: Shared) -> int:
    """Return the height of the lattice."""
    return TALL_PX.get(answer.game.n, LESS_PX)


def _names(x: Floats, y: Floats, names: tuple[str, ...]) -> tuple[Texts, ...]:
    """Write the coalitions' names, long ones among many smaller."""
    if len(names) < 16:
        return (Texts(x, y, names, LARGE, INK, bold=True),)
    is_long = [len(name) > LONG for name in names]
    short = tuple("" if long else name for name, long in zip(names, is_long, strict=True))
    rest = tuple(name if long else "" for name, long in zip(names, is_long, strict=True))
    return tuple(
        Texts(x, y, told, size, INK, bold=True) for told, size in ((short, MIDDLE), (rest, SMALL))
    )


def places(n: int) -> tuple[Floats, Floats]:
    """Return where the 2^n coalitions stand: side by side with those of their size."""
    x, y = np.zeros(1 << n), np.zeros(1 << n)
    for size in range(n + 1):
        level = [c for c in by_size(n) if c.bit_count() == size]
        x[level] = np.arange(len(level)) - (len(level) - 1) / 2
        y[level] = size
    return x, y


def _edges(answer: Shared, x: Floats, y: Floats) -> list[Segments]:
    """Draw who joins whom: a colour for each player, bold where the film is."""
    found = []
    for player, symbol in enumerate(answer.game.symbols):
        before = np.array([c for i, c in joinings(answer.game.n) if i == player])
        after = before | 1 << player
        lit = np.stack([_lit(moment, player, before) for moment in answer.film.frames])
        found.append(
            Segments(x[before], y[before] + UP, x[after], y[after] - UP, lit, 5.0,
                     colour=PLAYERS[player], name=f"{symbol} joins")
        )  # fmt: skip
    return found


def _lit(moment: Moment, player: int, before: NDArray[np.int64]) -> Floats:
    """Return how bold a player's lines are: (n_lines,) in [0, 1]."""
    if not moment.n_joined and moment.player < 0:
        return np.full(len(before), SEEN)
    on = {c for i, c in way_of(moment) if i == player}
    return np.where(np.isin(before, list(on)), LIT, PALE)


def way_of(moment: Moment) -> list[tuple[int, int]]:
    """Return (player, coalition joined) of what a moment shows, in its order."""
    if not moment.order:
        return [(moment.player, moment.before)] if moment.player >= 0 else []
    found, before = [], 0
    for player in moment.order[: moment.n_joined]:
        found.append((player, before))
        before |= 1 << player
    return found


def _way(answer: Shared, x: Floats, y: Floats) -> Boxes:
    """Frame the coalitions that the way leads through."""
    n, frames = answer.game.n, answer.film.frames
    corners = np.full((4, len(frames), n + 1), np.nan)
    for k, moment in enumerate(frames):
        met = dict.fromkeys(c for i, b in way_of(moment) for c in (b, b | 1 << i))
        for place, c in enumerate(met):
            corners[:, k, place] = x[c] - ACROSS, y[c] - UP, x[c] + ACROSS, y[c] + UP
    return Boxes(corners[0], corners[1], corners[2], corners[3], PATH, 2.5)


def _gains(answer: Shared, x: Floats, y: Floats) -> Texts:
    """Write on the lit lines what the players add."""
    n, frames = answer.game.n, answer.film.frames
    at = np.full((2, len(frames), n), np.nan)
    words = []
    for k, moment in enumerate(frames):
        told = [""] * n
        for place, (i, before) in enumerate(way_of(moment)):
            after = before | 1 << i
            at[:, k, place] = _middle(x, y, before, after)
            told[place] = gain(answer, i, before, sign=True)
        words.append(tuple(told))
    return Texts(at[0], at[1], tuple(words), 13.0, INK, bold=True, halo=True)


def _middle(x: Floats, y: Floats, before: int, after: int) -> tuple[float, float]:
    return (x[before] + x[after]) / 2, (y[before] + y[after]) / 2


def _nodes(answer: Shared, x: Floats, y: Floats) -> Spots:
    """The coalitions as things to hover and to set; that of nobody is not set."""
    names = tuple(_members(answer, c) for c in range(1 << answer.game.n))
    worths = np.array(answer.game.worths)
    if answer.row is None:
        worths[0] = np.nan
    return Spots(x - ACROSS, y - UP, x + ACROSS, y + UP, worths, names, "worth", name=NODES)


def _members(answer: Shared, coalition: int) -> str:
    return called(answer.game.symbols, coalition) if coalition else "nobody"


def _joins(answer: Shared, x: Floats, y: Floats) -> Spots:
    """The middles of the lines as things to hover: what a player adds there."""
    steps = joinings(answer.game.n)
    at = np.array([_middle(x, y, c, c | 1 << i) for i, c in steps]).T
    worths, symbols = answer.game.worths, answer.game.symbols
    gains = still([worths[c | 1 << i] - worths[c] for i, c in steps])
    names = tuple(f"{symbols[i]} joins {_members(answer, c)}" for i, c in steps)
    return Spots(at[0] - 0.1, at[1] - 0.1, at[0] + 0.1, at[1] + 0.1, gains, names, "adds",
                 name=EDGES)  # fmt: skip
