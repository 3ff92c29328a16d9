"""Painting a world: which one is open, with which tool a click paints, and what comes out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.params import Choice, Param, Value
from core.rl.gym_worlds import GYM_WORLDS, GymWorld
from core.rl.presets import PRESETS, drawn, preset
from core.rl.small_worlds import SMALL_WORLDS, SmallWorld
from core.rl.world_text import from_text, to_text
from core.rl.worlds import MOST_REWARD, TOOLS, BadWorld, paint, set_reward

REWARD = "reward"
PAINTED = tuple(Choice(entry.id, entry.label, entry.help) for entry in PRESETS)
_TABLES: tuple[GymWorld | SmallWorld, ...] = (*GYM_WORLDS, *SMALL_WORLDS)
TABLES = tuple(Choice(entry.id, entry.label, entry.help) for entry in _TABLES)
_NAMES = {entry.id for entry in PRESETS}


@dataclass(frozen=True)
class Brush:
    """The open world as `presets.resolve` reads it, the tool, and what its reward would be."""

    world: str
    tool: str = "wall"
    reward: float = 0.5


def world_params(default: str, *, tables: bool = False) -> tuple[Param, ...]:
    """Return the controls of a world to paint; ``tables`` adds worlds that are only tables."""
    tools = tuple(Choice(tool.id, tool.label, tool.help) for tool in TOOLS)
    return (
        Param("world", "World", "choice", default, "Where to start; paint on it with a click.",
              choices=PAINTED + (TABLES if tables else ())),
        Param("tool", "A click paints", "choice", "wall", "Choose a tool, then click a cell.",
              choices=(*tools, Choice(REWARD, "Reward", "What entering the cell pays.")),
              light=True),
        Param("reward", "Reward painted", "float", 0.5, "What entering the cell pays.",
              low=-MOST_REWARD, high=MOST_REWARD, step=0.5, light=True, when=("tool", (REWARD,))),
    )  # fmt: skip


PAINTED_PARAM = Param(
    "painted", "Painted world", "text", "", "what you painted, as text", advanced=True
)
"""The painted world as a link keeps it; "" leaves the chosen one as it is."""


def brush_of(values: Mapping[str, Value]) -> Brush:
    """Return the open world and the tool; raise `BadWorld`.

    A painting belongs to the world it was painted on (its name): with another one chosen it waits.
    """
    world, painted = str(values["world"]), str(values["painted"]).strip()
    if painted:
        name = from_text(painted).name
        world = painted if name == world or name not in _NAMES else world
    return Brush(world, str(values["tool"]), float(values["reward"]))  # type: ignore[arg-type]


def painted_at(brush: Brush, x: float, y: float) -> dict[str, Value]:
    """Return the values of controls after a click at column ``x`` and height ``y`` of the grid.

    {} where nothing can be painted.
    """
    grid = drawn(brush.world)
    if grid is None:
        return {}
    row, col = grid.n_rows - 1 - math.floor(y), math.floor(x)
    if not (0 <= row < grid.n_rows and 0 <= col < grid.n_cols):
        return {}
    return painted_cell(brush, row * grid.n_cols + col)


def painted_cell(brush: Brush, cell: int) -> dict[str, Value]:
    """Return the values of controls after painting ``cell``; {} where that cannot be."""
    grid = drawn(brush.world)
    if grid is None:
        return {}
    try:
        if brush.tool == REWARD:
            new = set_reward(grid, cell, brush.reward)
        else:
            new = paint(grid, cell, brush.tool)
    except BadWorld:
        return {}
    known = grid.name in _NAMES
    text = "" if known and new == preset(grid.name) else to_text(new)
    return {"painted": text, **({"world": grid.name} if known else {})}


def picked(brush: Brush, click: Any) -> dict[str, Value]:
    """Return the values of controls after a click into the picture of a world."""
    return painted_at(brush, click.x, click.y) if click.name == "cell" else {}
