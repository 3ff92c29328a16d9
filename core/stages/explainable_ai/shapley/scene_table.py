"""What each order, or each coalition, gives to whom: a table that grows with the film."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.figures.film import Axis, Boxes, Layer, Panel, Texts
from core.stages.explainable_ai.shapley.coalitions import called, joinings
from core.stages.explainable_ai.shapley.run import Moment, Shared
from core.stages.explainable_ai.shapley.scene_lattice import GREY, INK, PATH, PLAYERS
from core.stages.explainable_ai.shapley.scene_numbers import (
    arrived,
    exact,
    gain,
    product,
    so_far,
)
from core.stages.explainable_ai.shapley.settings import COALITIONS
from core.stages.explainable_ai.shapley.shares import weight

MOST_ROWS = 24
LEAD = 1.7
"""Width of the first column, the others are 1 wide."""

Cells = list[list[str]]


def table(answer: Shared, height_px: int) -> Panel:
    """Draw the gains of every order so far, or of the coalitions that a player has joined."""
    return (
        _coalitions(answer, height_px) if answer.way == COALITIONS else _orders(answer, height_px)
    )


def _orders(answer: Shared, height_px: int) -> Panel:
    n, symbols = answer.game.n, answer.game.symbols
    shown = min(len(answer.orders), MOST_ROWS)
    frames = answer.film.frames
    firsts = [_first(moment, shown) for moment in frames]
    words, idle, busy = [], [], []
    for moment, first in zip(frames, firsts, strict=True):
        rows = [_order_cells(answer, moment, first + k) for k in range(shown)]
        words.append(tuple(row[0] for row in rows))
        cells = [cell for row in rows for cell in row[1:]]
        idle.append(tuple(cell if cell == "0" else "" for cell in cells))
        busy.append(tuple("" if cell == "0" else cell for cell in cells))
    y = -np.arange(1.0, shown + 1)
    grid_x, grid_y = np.tile(LEAD + np.arange(n), shown), np.repeat(y, n)
    now = [_now(moment, first) for moment, first in zip(frames, firsts, strict=True)]
    size = 12.0 if shown > 12 else 13.5
    layers: tuple[Layer, ...] = (
        *_heads(symbols, 0.0, "order"),
        _frame(now, n),
        Texts(np.full(shown, 0.45), y, tuple(words), size, INK),
        Texts(grid_x, grid_y, tuple(idle), size, GREY),
        Texts(grid_x, grid_y, tuple(busy), size, INK, bold=True),
        *_foot(answer, shown, "mean"),
    )
    return _panel("What each order gives to whom", layers, n, shown, height_px)


def _first(moment: Moment, shown: int) -> int:
    """Return the first order of those that fit: the newest ones."""
    n_begun = moment.n_done + (0 < moment.n_joined < len(moment.order))
    return max(n_begun - shown, 0)


def _order_cells(answer: Shared, moment: Moment, k: int) -> list[str]:
    """Return a row: who came, in their order, and what each added."""
    n, symbols = answer.game.n, answer.game.symbols
    whole = k < moment.n_done
    begun = k == moment.n_done and 0 < moment.n_joined < n
    if not (whole or begun):
        return [""] * (n + 1)
    order = answer.orders[k]
    come = order if whole else order[: moment.n_joined]
    gains = [arrived(answer, k, i) if i in come else "" for i in range(n)]
    return ["".join(symbols[i] for i in come), *gains]


def _now(moment: Moment, first: int) -> float:
    """Return the place of the row that the film is at, NaN before the first."""
    if not moment.n_joined:
        return math.nan
    k = moment.n_done - (moment.n_joined == len(moment.order))
    return float(k - first + 1)


def _coalitions(answer: Shared, height_px: int) -> Panel:
    n, frames = answer.game.n, answer.film.frames
    shown = 1 << (n - 1)
    y = -np.arange(1.0, shown + 1)
    columns = ("joins", "weight", "adds", "product")
    told = [_coalition_rows(answer, moment, shown) for moment in frames]
    size = 13.5
    layers: list[Layer] = [_frame([now for _, now in told], 3)]
    for place, name in enumerate(columns):
        x = 0.45 if not place else LEAD + place - 1
        words = tuple(tuple(row[place] for row in rows) for rows, _ in told)
        layers.append(Texts(np.array([x]), np.zeros(1), (name,), 12.5, GREY))
        layers.append(Texts(np.full(shown, x), y, words, size, INK, bold=place == 3))
    sums = tuple(("sum of " + answer.game.symbols[m.player], so_far(answer, m)[m.player])
                 if m.player >= 0 else ("", "") for m in frames)  # fmt: skip
    foot = np.array([0.65, LEAD + 2])
    layers.append(Texts(foot, np.full(2, -shown - 1.2), sums, size, INK, bold=True))
    return _panel("Weight × what it adds, coalition by coalition", tuple(layers), 3, shown + 1,
                  height_px)  # fmt: skip


def _coalition_rows(answer: Shared, moment: Moment, shown: int) -> tuple[Cells, float]:
    """Return the rows of the player who joins now, as far as the film is, and which is the last."""
    n = answer.game.n
    rows: Cells = []
    if moment.player >= 0:
        joined = [c for i, c in joinings(n) if i == moment.player]
        for c in joined[: joined.index(moment.before) + 1]:
            name = called(answer.game.symbols, c)
            rows.append(
                [
                    name,
                    weight_text(c.bit_count(), n),
                    gain(answer, moment.player, c),
                    product(answer, moment.player, c),
                ]
            )
    now = float(len(rows)) if rows else math.nan
    return rows + [[""] * 4] * (shown - len(rows)), now


def weight_text(size: int, n: int) -> str:
    """Return a weight as a fraction.

    >>> weight_text(1, 3), weight_text(2, 4)
    ('1/6', '1/12')
    """
    return f"1/{round(1 / weight(size, n))}"


def _heads(symbols: Sequence[str], y: float, lead: str) -> tuple[Texts, ...]:
    at = np.array([y])
    heads = [
        Texts(np.array([LEAD + i]), at, (symbol,), 14.0, PLAYERS[i], bold=True)
        for i, symbol in enumerate(symbols)
    ]
    return (Texts(np.array([0.45]), at, (lead,), 12.5, GREY), *heads)


def _frame(rows: Sequence[float], n: int) -> Boxes:
    """Frame the row that the film is at: (n_frames, 1)."""
    at = -np.array(rows)[:, None]
    left, right = (
        np.where(np.isnan(at), np.nan, -0.4),
        np.where(np.isnan(at), np.nan, LEAD + n - 0.5),
    )
    return Boxes(left, at - 0.46, right, at + 0.46, PATH, 2.0)


def _foot(answer: Shared, shown: int, lead: str) -> tuple[Texts, ...]:
    """The means so far, and beneath them the values of all orders."""
    n, frames = answer.game.n, answer.film.frames
    x = np.array([0.45, *(LEAD + np.arange(n))])
    means = tuple((lead if m.n_done else "", *so_far(answer, m)) for m in frames)
    values = ("all orders", *(exact(answer, i) for i in range(n)))
    return (
        Texts(x, np.full(n + 1, -shown - 1.3), means, 13.5, INK, bold=True),
        Texts(x, np.full(n + 1, -shown - 2.3), values, 12.5, GREY),
    )


def _panel(title: str, layers: tuple[Layer, ...], n: int, shown: int, height_px: int) -> Panel:
    return Panel(
        title,
        Axis("", -0.5, LEAD + n - 0.4),
        Axis("", -shown - 2.8, 0.6),
        layers,
        width=5,
        height_px=height_px,
        plain=True,
        rows=2,
        alt=f"{title}: one row after the other, the newest in a frame",
    )
