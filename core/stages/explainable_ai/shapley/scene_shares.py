"""What everybody has been given so far: curves that settle, and bars that add up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Layer, Line, Panel, Segments, Texts, still
from core.figures.theme import short
from core.stages.explainable_ai.shapley.run import Shared
from core.stages.explainable_ai.shapley.scene_lattice import GREY, INK, PLAYERS
from core.stages.explainable_ai.shapley.scene_numbers import so_far, worth
from core.stages.explainable_ai.shapley.settings import COALITIONS

LOW_PX = 132
BAR_PX = 24.0

Floats = NDArray[np.float64]


def curves(answer: Shared) -> Panel:
    """Draw each player's mean so far and, dashed, the mean of all orders."""
    frames, sums = answer.film.frames, answer.way == COALITIONS
    done = answer.film.series("n_done", float)
    means = answer.film.series("so_far", float)
    end = max(float(done[-1]), 1.0)
    low, high = around(np.append(means, answer.values), 0.12, 1.0)
    layers: list[Layer] = []
    for i, value in enumerate(answer.values):
        layers.append(Line(still((0, end)), still((value, value)), PLAYERS[i], 1.5, dash=True))
    for i, symbol in enumerate(answer.game.symbols):
        layers += growing(done, Curve(means[:, i], symbol, PLAYERS[i], 2.5))
    what = "sum" if sums else "mean"
    return Panel(
        f"{what.capitalize()} so far; dashed: all {len(frames) - 1 if sums else answer.n_orders}",
        Axis("coalitions joined" if sums else "whole orders", 0, end),
        Axis(short(answer.game.measure), low, high),
        tuple(layers),
        width=3,
        height_px=LOW_PX,
        alt=f"Each player's {what} so far, a line for each player; dashed lines are their values",
    )


def stairs(answer: Shared) -> Panel:
    """Draw the values as steps from the worth of nobody to that of all: they add up."""
    game, n = answer.game, answer.game.n
    tops = game.worths[0] + np.cumsum(answer.film.series("so_far", float), axis=1)  # (n_frames, n)
    bottoms = np.hstack([np.full((len(tops), 1), game.worths[0]), tops[:, :-1]])
    known = np.isfinite(tops)
    ends = still((*tops[known], game.worths[0], game.worths[-1]))
    low, high = around(ends, 0.22, 1.0)
    x = np.arange(n, dtype=float)
    layers: list[Layer] = [
        Line(still((-0.6, n - 0.4)), still((game.worths[i],) * 2), GREY, 1.5, dash=True)
        for i in (0, -1)
    ]
    for i in range(n):
        column = slice(i, i + 1)
        there = known[:, column] & (tops[:, column] != bottoms[:, column])
        layers.append(
            Segments(x[column], np.nan_to_num(bottoms[:, column]), x[column],
                     np.nan_to_num(tops[:, column]), np.where(there, 1.0, 0.0), BAR_PX,
                     colour=PLAYERS[i])
        )  # fmt: skip
    at = _beside(np.where(known, tops, np.nan), bottoms, 0.09 * (high - low))
    signed = answer.row is not None
    words = tuple(so_far(answer, moment, sign=signed) for moment in answer.film.frames)
    layers.append(Texts(np.broadcast_to(x, at.shape), at, words, 12.0, INK, bold=True, halo=True))
    nobody, everybody = worth(answer, 0), worth(answer, len(game.worths) - 1)
    return Panel(
        f"They add up: {nobody} → {everybody}",
        Axis("player", -0.6, n - 0.4, tuple((float(i), s) for i, s in enumerate(game.symbols))),
        Axis(short(game.measure), low, high),
        tuple(layers),
        width=4,
        height_px=LOW_PX,
        alt="Each player's share as a step from the worth of nobody to that of all",
    )


def _beside(tops: Floats, bottoms: Floats, gap: float) -> Floats:
    """Return where labels stand, above one bar and below the next, so that neighbours keep apart.

    tops, bottoms : (n_frames, n), what the bars lead to and from; gap : in their unit.
    """
    above = np.arange(tops.shape[1]) % 2 == 0
    ends = np.where(above, np.maximum(tops, bottoms), np.minimum(tops, bottoms))
    return np.asarray(ends + np.where(above, gap, -gap))
