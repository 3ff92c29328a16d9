"""What a click into a world does: paint a cell, turn its arrow, or look at it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.params import Choice, Param
from core.rl.worlds import arrows
from core.rl.worlds.grid import MOST_REWARD, TOOLS, BadWorld, World, paint, set_reward
from core.rl.worlds.presets import PRESETS, actions_of, drawn, preset
from core.rl.worlds.small import SMALL_WORLDS, SmallWorld
from core.rl.worlds.text import from_text, to_text
from core.rl.worlds.toy_text import GYM_WORLDS, GymWorld
from core.value import Value

INSPECT, REWARD, TURN = "inspect", "reward", "turn"
POINTS = {f"arrow_{name}": name for name in ("up", "right", "down", "left")}
"""The tools that paint an arrow, and the action that each stands for."""
ARROW_TOOLS = (TURN, *POINTS)
PAINTED = tuple(Choice(entry.id, entry.label, entry.help) for entry in PRESETS)
_TABLES: tuple[GymWorld | SmallWorld, ...] = (*GYM_WORLDS, *SMALL_WORLDS)
TABLES = tuple(Choice(entry.id, entry.label, entry.help) for entry in _TABLES)
_NAMES = {entry.id for entry in PRESETS}


@dataclass(frozen=True)
class Brush:
    """The open world as `presets.resolve` reads it, the tool, and what a click works on.

    reward : what the reward tool paints. arrows : the painted policy, as `arrows.read` returns it.
    place : the cell that is looked at, -1 for none.
    """

    world: str
    tool: str = INSPECT
    reward: float = 0.5
    arrows: str = ""
    place: int = -1


_INSPECT = Choice(INSPECT, "Inspects", "Spells out that cell, in every picture; changes nothing.")
_TOOLS = tuple(Choice(tool.id, f"Paints: {tool.label.lower()}", tool.help) for tool in TOOLS)
_REWARD = Choice(REWARD, "Paints: reward", "What entering the cell pays.")
_ARROWS = (
    Choice(TURN, "Turns the arrow", "What your policy does there: one action after the other."),
    *(Choice(tool, f"Paints: arrow {name}", f"Your policy goes {name} from there.")
      for tool, name in POINTS.items()),
)  # fmt: skip


def world_params(
    default: str, *, tables: bool = False, has_arrows: bool = False
) -> tuple[Param, ...]:
    """Return the controls of a world to paint; ``tables`` adds worlds that are only tables."""
    tools = (_INSPECT, *(_ARROWS if has_arrows else ()), *_TOOLS, _REWARD)
    return (
        Param("world", "World", "choice", default, "Where to start; change it with clicks.",
              choices=PAINTED + (TABLES if tables else ())),
        Param("tool", "A click on a cell", "choice", INSPECT, "Choose what it does, then click.",
              choices=tools, light=True),
        Param("reward", "Reward painted", "float", 0.5, "What entering the cell pays.",
              low=-MOST_REWARD, high=MOST_REWARD, step=0.5, light=True, when=("tool", (REWARD,))),
    )  # fmt: skip


PAINTED_PARAM = Param(
    "painted", "Painted world", "text", "", "what you painted, as text", advanced=True
)
"""The painted world as a link keeps it; "" leaves the chosen one as it is."""


PLACE_PARAM = Param(
    "place", "Inspected cell", "text", "", "its number along the rows, from 0", advanced=True
)
ARROWS_PARAM = Param(
    "arrows", "Your arrows", "text", "", "the policy you painted, as text", advanced=True
)


def brush_of(values: Mapping[str, Value]) -> Brush:
    """Return the open world, the tool and what it works on; raise `BadWorld`.

    A painting belongs to the world it was painted on (its name): with another one chosen it waits.
    """
    world, painted = str(values["world"]), str(values["painted"]).strip()
    if painted:
        name = from_text(painted).name
        world = painted if name == world or name not in _NAMES else world
    return Brush(
        world,
        str(values["tool"]),
        float(values["reward"]),  # type: ignore[arg-type]
        arrows.read(str(values.get("arrows", "")), world),
        _place(world, str(values.get("place", ""))),
    )


def _place(world: str, text: str) -> int:
    """Return the cell that ``text`` names, -1 where this world has none of that number."""
    grid, text = drawn(world), text.strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 4):
        raise BadWorld("The inspected cell is a number. Click the cell that you want to inspect.")
    fits = grid is not None and text and int(text) < len(grid.cells)
    return int(text) if fits else -1


def cell_at(world: str, x: float, y: float) -> int:
    """Return the cell at column ``x`` and height ``y`` of a world's grid, -1 beside it."""
    grid = drawn(world)
    if grid is None:
        return -1
    row, col = grid.n_rows - 1 - math.floor(y), math.floor(x)
    inside = 0 <= row < grid.n_rows and 0 <= col < grid.n_cols
    return row * grid.n_cols + col if inside else -1


def painted_at(brush: Brush, x: float, y: float) -> dict[str, Value]:
    """Return the values of controls after a click at column ``x`` and height ``y`` of the grid.

    {} where nothing can be painted.
    """
    cell = cell_at(brush.world, x, y)
    return {} if cell < 0 else painted_cell(brush, cell)


def painted_cell(brush: Brush, cell: int) -> dict[str, Value]:
    """Return the values of controls after a click on ``cell``; {} where it can do nothing."""
    if drawn(brush.world) is None:
        return {}
    try:
        return _ACTS.get(brush.tool, _painted)(brush, cell)
    except BadWorld:
        return {}


def rewarded(brush: Brush, cell: int, reward: float) -> dict[str, Value]:
    """Return the values of controls after giving ``cell`` a reward; {} where that cannot be."""
    return painted_cell(replace(brush, tool=REWARD, reward=reward), cell)


def iced(brush: Brush, slip: float) -> dict[str, Value]:
    """Return the values of controls after every move slips sideways with this chance."""
    return _remade(brush, slip=round(slip, 2))


def paced(brush: Brush, reward: float) -> dict[str, Value]:
    """Return the values of controls after a step where nothing else is paid pays this."""
    return _remade(brush, step_reward=round(reward, 2))


def _remade(brush: Brush, **changes: float) -> dict[str, Value]:
    """Return the values of controls that open the world with other numbers; {} if it cannot be."""
    try:
        return _opened(replace(_grid(brush), **changes))  # type: ignore[arg-type]
    except BadWorld:
        return {}


def _painted(brush: Brush, cell: int) -> dict[str, Value]:
    return _opened(paint(_grid(brush), cell, brush.tool))


def _paid(brush: Brush, cell: int) -> dict[str, Value]:
    return _opened(set_reward(_grid(brush), cell, brush.reward))


def _inspected(brush: Brush, cell: int) -> dict[str, Value]:
    """Look at a cell, or no longer."""
    return {"place": "" if cell == brush.place else f"{cell}"}


def _turned(brush: Brush, cell: int) -> dict[str, Value]:
    new = arrows.turned(brush.world, brush.arrows, cell)
    return {"arrows": arrows.written(brush.world, new)}


def _pointed(brush: Brush, cell: int) -> dict[str, Value]:
    names = [action.name for action in actions_of(brush.world)]
    action = names.index(POINTS[brush.tool])
    new = arrows.with_arrow(brush.world, brush.arrows, cell, action)
    return {"arrows": arrows.written(brush.world, new)}


_ACTS: dict[str, Callable[[Brush, int], dict[str, Value]]] = {
    INSPECT: _inspected,
    REWARD: _paid,
    TURN: _turned,
    **dict.fromkeys(POINTS, _pointed),
}


def _grid(brush: Brush) -> World:
    grid = drawn(brush.world)
    if grid is None:
        raise BadWorld("This world has no grid to paint on.")
    return grid


def _opened(new: World) -> dict[str, Value]:
    """Return the values of controls that open a painted world."""
    known = new.name in _NAMES
    text = "" if known and new == preset(new.name) else to_text(new)
    return {"painted": text, **({"world": new.name} if known else {})}


def picked(brush: Brush, click: Any) -> dict[str, Value]:
    """Return the values of controls after a click into the picture of a world."""
    return painted_at(brush, click.x, click.y) if click.name == "cell" else {}
