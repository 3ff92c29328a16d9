"""Deeds on a painted world: what a click does, by row and column, and the whole ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.figures.deeds import Effect, Field, Fold, Form, Small
from core.params import Param
from core.rl.worlds.brush import Brush, iced, paced
from core.rl.worlds.grid import World
from core.rl.worlds.presets import drawn

SLIDER_STEP = 2.0


def paint(brush: Brush, act: Callable[[int], Effect]) -> tuple[Any, ...]:
    """Return the deeds of painting; ``act(cell)`` is what a click on a cell does."""
    grid = drawn(brush.world)
    if grid is None:
        return (Small("This world has no grid to paint on."),)
    return (
        Fold(
            "cell",
            "A cell by keyboard",
            (_by_keyboard(grid, act),),
            icon=":material/keyboard:",
            over=True,
        ),
        Fold("ground", "Ice and steps", _ground(brush, grid), icon=":material/ac_unit:", over=True),
    )


def _by_keyboard(grid: World, act: Callable[[int], Effect]) -> Form:
    row = Param("row", "Row", "int", 1, low=1, high=grid.n_rows, typed=True)
    column = Param("column", "Column", "int", 1, low=1, high=grid.n_cols, typed=True)

    def at(values: Any) -> Effect:
        return act((int(values["row"]) - 1) * grid.n_cols + int(values["column"]) - 1)

    return Form("paint", (row, column), "Do what a click there does", at)


def _ground(brush: Brush, grid: World) -> tuple[Field, Field]:
    """Return how slippery the whole world is and what a step in it pays."""
    slip, pays = round(100 * grid.slip), grid.step_reward
    most = max(SLIDER_STEP, abs(pays))
    ice = Param(
        "ice", "Ice: moves that slip", "int", slip,
        "So many moves go sideways instead, half of them to each side.",
        low=0, high=100, step=5, unit="%",
    )  # fmt: skip
    step = Param(
        "step", "Reward for every other step", "float", pays,
        "What entering a cell pays where you painted nothing else. Below 0 it is in a hurry.",
        low=-most, high=most, step=0.05,
    )  # fmt: skip
    return (
        Field("ice", ice, slip, lambda chosen: iced(brush, chosen / 100)),
        Field("step", step, pays, lambda chosen: paced(brush, chosen)),
    )
