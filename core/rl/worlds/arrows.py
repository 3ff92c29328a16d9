"""A policy painted by hand: one sign for each cell of a world, "." where nothing is decided."""

from __future__ import annotations

from core.rl.worlds.grid import GOAL, LAVA, WALL, BadWorld
from core.rl.worlds.presets import actions_of, drawn
from core.rl.worlds.text import NAME_LETTERS

OPEN = "."
"""A cell where every action is as likely."""
_CLOSED = (WALL, GOAL, LAVA)


def read(text: str, world: str) -> str:
    """Return the arrows of ``world`` as one sign a cell, trailing open ones left out.

    ``text`` is the name of the world they were painted on, "~" and the signs: the number of an
    action or ".". With another world open they wait, so the answer is "". Without a name they are
    meant for any world. Raises `BadWorld` for signs that no action has.

    >>> read("field~.1", "field"), read("field~.1", "maze"), read("", "maze")
    ('.1', '', '')
    """
    grid, text = drawn(world), text.strip()
    if grid is None or not text:
        return ""
    name, mark, signs = text.rpartition("~")
    if mark and not set(name) <= NAME_LETTERS:
        raise BadWorld("These arrows name no world. Copy the whole link again, or paint them anew.")
    if mark and name != grid.name:
        return ""
    known = {OPEN, *(str(action) for action in range(len(actions_of(world))))}
    strange = sorted(set(signs) - known)
    if strange or len(signs) > len(grid.cells):
        raise BadWorld("These arrows do not fit this world. Paint them anew, or leave them out.")
    return signs.rstrip(OPEN)


def written(world: str, arrows: str) -> str:
    """Return ``arrows`` as `read` takes them, "" if there is none."""
    grid = drawn(world)
    arrows = arrows.rstrip(OPEN)
    return f"{grid.name}~{arrows}" if grid is not None and arrows else ""


def arrow_at(arrows: str, cell: int) -> int:
    """Return the action that is painted on a cell, -1 for none.

    >>> arrow_at(".1", 1), arrow_at(".1", 0), arrow_at(".1", 7)
    (1, -1, -1)
    """
    return -1 if cell >= len(arrows) or arrows[cell] == OPEN else int(arrows[cell])


def with_arrow(world: str, arrows: str, cell: int, action: int) -> str:
    """Return ``arrows`` with one cell painted; -1 takes its arrow away.

    A wall and what ends the episode carry none: there is nothing to decide. Raises `BadWorld`.
    """
    grid = drawn(world)
    if grid is None or grid.cells[cell] in _CLOSED:
        raise BadWorld("Nobody moves from this cell. Paint the arrow of another one.")
    signs = list(arrows.ljust(len(grid.cells), OPEN))
    signs[cell] = OPEN if action < 0 else str(action)
    return "".join(signs).rstrip(OPEN)


def turned(world: str, arrows: str, cell: int) -> str:
    """Return ``arrows`` with the one of ``cell`` turned to the next action, after the last none."""
    n_actions = len(actions_of(world))
    return with_arrow(world, arrows, cell, (arrow_at(arrows, cell) + 2) % (n_actions + 1) - 1)
