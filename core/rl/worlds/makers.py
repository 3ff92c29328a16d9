"""Worlds as a script writes them down: the rows of a grid, or the name of an environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from core.rl.worlds.grid import CLIFF, FLOOR, GOAL, LAVA, START, WALL, Grid, World
from core.rl.worlds.model import Action, Model, Outcome
from core.rl.worlds.presets import painted
from core.rl.worlds.rules import FOUR, model_of_grid
from core.rl.worlds.small import SMALL_WORLDS
from core.rl.worlds.toy_text import GYM_WORLDS, maker

_PLAIN = World("S", 1)
_SPECIAL = ("bump_reward", "wind", "is_gusty", "slip", "has_king_moves", "jumps")
"""What `plain_grid` does not know."""


def maker_of(text: str) -> Callable[[], Model]:
    """Return what builds the table that `presets.resolve` reads, but for its warning.

    A partial of public functions with plain values, so that a script can be written of it. Raises
    `BadWorld`.
    """
    world = painted(text)
    if world is not None:
        return _of_grid(world)
    built = {entry.id: entry.build for entry in SMALL_WORLDS}
    if text in built:
        return built[text]
    return next(maker(entry) for entry in GYM_WORLDS if entry.id == text)


def plain_grid(
    *rows: str,
    rewards: Mapping[str | int, float],
    step_reward: float = 0.0,
    time_limit: int = 500,
) -> Model:
    """Return a grid world: `.` floor, `S` start, `W` wall, `G` goal, `L` lava, `C` cliff.

    Goal and lava end the episode, a cliff leads back to a start; without an `S` any floor is one.
    rewards : on entering a kind of cell or a cell, numbered row by row; elsewhere ``step_reward``.
    """
    cells, n_rows, n_cols = "".join(rows), len(rows), len(rows[0])
    kind = START if START in cells else FLOOR
    starts = [cell for cell, found in enumerate(cells) if found == kind]
    ends = tuple(found in (WALL, GOAL, LAVA) for found in cells)

    def outcomes(cell: int, action: Action) -> list[Outcome]:
        if ends[cell]:
            return [(1.0, cell, 0.0, True)]
        row, col = cell // n_cols + action.d_row, cell % n_cols + action.d_col
        is_free = 0 <= row < n_rows and 0 <= col < n_cols and rows[row][col] != WALL
        target = row * n_cols + col if is_free else cell
        reward = rewards.get(target, rewards.get(cells[target], step_reward))
        if cells[target] == CLIFF:
            back = starts or [cell]
            return [(1 / len(back), start, reward, False) for start in back]
        return [(1.0, target, reward, ends[target])]

    table = [[outcomes(cell, action) for action in FOUR] for cell in range(len(cells))]
    chances = tuple((start, 1 / len(starts)) for start in starts)
    return Model("grid", table, chances, FOUR, ends, n_rows, n_cols, time_limit)


def full_grid(
    *rows: str, rewards: Mapping[str | int, float], wind: tuple[str, ...] = (), **more: Any
) -> Model:
    """Return a grid world with all there is: wind, ice, jumps, king's moves. more : of `Grid`."""
    cells = "".join(rows)
    found = ((cell, rewards.get(cell, rewards.get(kind))) for cell, kind in enumerate(cells))
    entering = tuple((cell, reward) for cell, reward in found if reward is not None)
    return model_of_grid(Grid(cells, len(rows[0]), rewards=entering, wind="".join(wind), **more))


def _of_grid(world: World) -> Callable[[], Model]:
    more: dict[str, Any] = {"rewards": _rewards(world)}
    names = ("step_reward", "time_limit", *_SPECIAL)
    changed = [name for name in names if getattr(world, name) != getattr(_PLAIN, name)]
    more |= {name: getattr(world, name) for name in changed}
    if world.wind:
        more["wind"] = _rows(world.wind, world.n_cols)
    build = full_grid if set(changed) & set(_SPECIAL) else plain_grid
    return partial(build, *_rows(world.cells, world.n_cols), **more)


def _rows(cells: str, n_cols: int) -> tuple[str, ...]:
    return tuple(cells[first : first + n_cols] for first in range(0, len(cells), n_cols))


def _rewards(world: World) -> dict[str | int, float]:
    """Return the rewards by kind of cell where all of that kind pay the same, else by cell."""
    paid = dict(world.rewards)
    found: dict[str | int, float] = {}
    for kind in sorted(set(world.cells)):
        cells = [cell for cell, letter in enumerate(world.cells) if letter == kind]
        own: dict[str | int, float] = {cell: paid[cell] for cell in cells if cell in paid}
        is_same = len(own) == len(cells) and len(set(own.values())) == 1
        found |= {kind: own[cells[0]]} if is_same else own
    return found
