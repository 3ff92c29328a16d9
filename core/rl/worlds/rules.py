"""From a painted world to a transition table: moves, wind, slip, jumps, and what is wrong."""

from __future__ import annotations

from dataclasses import replace

from core.rl.worlds.grid import CLIFF, FLOOR, GOAL, LAVA, WALL, WIND, Grid, World
from core.rl.worlds.model import Action, Model, Outcome, merged, reachable

FOUR = (Action("up", -1, 0), Action("right", 0, 1), Action("down", 1, 0), Action("left", 0, -1))
EIGHT = (
    *FOUR,
    Action("up right", -1, 1),
    Action("down right", 1, 1),
    Action("down left", 1, -1),
    Action("up left", -1, -1),
)
GUSTS = (-1, 0, 1)
"""How much stronger a gust is than the wind that is marked, each as likely (S&B exercise 6.10)."""


def moves_of(world: Grid) -> tuple[Action, ...]:
    """Return the actions that a painted world offers."""
    return EIGHT if world.has_king_moves else FOUR


def model_of(world: World) -> Model:
    """Return the transition table of a painted world, with a warning if something is wrong."""
    model = model_of_grid(world)
    return replace(model, warning=_warning(world, model))


def model_of_grid(grid: Grid) -> Model:
    """Return the transition table of a grid.

    A goal and lava end the episode, a cliff puts the agent back at a start. Wind is added to the
    move and the sum is walked cell by cell, columns first; a wall or the edge stops that part.
    Only the cell where the walk ends counts.
    """
    actions = moves_of(grid)
    ends = tuple(kind in (WALL, GOAL, LAVA) for kind in grid.cells)
    table = [
        [
            [(1.0, cell, 0.0, True)] if ends[cell] else _outcomes(grid, cell, action)
            for action in actions
        ]
        for cell in range(len(grid.cells))
    ]
    starts = grid.starts()
    return Model(
        name=grid.name,
        table=table,
        starts=tuple((cell, 1 / len(starts)) for cell in starts),
        actions=actions,
        ends=ends,
        n_rows=grid.n_rows,
        n_cols=grid.n_cols,
        time_limit=grid.time_limit,
    )


def _outcomes(world: Grid, cell: int, action: Action) -> list[Outcome]:
    for jump in world.jumps:
        if jump.cell == cell:
            return [(1.0, jump.target, jump.reward, world.cells[jump.target] in (GOAL, LAVA))]
    found: list[Outcome] = []
    for chance, d_row, d_col in _intentions(world, action):
        for share, wind_row, wind_col in _winds(world, cell):
            ended_at, was_blocked = _walk(world, cell, d_row + wind_row, d_col + wind_col)
            for outcome in _arrivals(world, cell, ended_at, was_blocked):
                found.append((chance * share * outcome[0], *outcome[1:]))
    return merged(found)


def _intentions(world: Grid, action: Action) -> list[tuple[float, int, int]]:
    """Return (probability, rows, columns): the move itself, then the two sides, if they can be."""
    if world.slip == 0:
        return [(1.0, action.d_row, action.d_col)]
    side = world.slip / 2
    straight = [(1 - world.slip, action.d_row, action.d_col)] if world.slip < 1 else []
    return [
        *straight,
        (side, action.d_col, -action.d_row),
        (side, -action.d_col, action.d_row),
    ]


def _winds(world: Grid, cell: int) -> list[tuple[float, int, int]]:
    d_row, d_col = WIND[world.wind[cell]] if world.wind else (0, 0)
    if not world.is_gusty or (d_row, d_col) == (0, 0):
        return [(1.0, d_row, d_col)]
    up, right = _sign(d_row), _sign(d_col)
    return [(1 / 3, d_row + gust * up, d_col + gust * right) for gust in GUSTS]


def _walk(world: Grid, cell: int, d_row: int, d_col: int) -> tuple[int, bool]:
    """Return the last cell of a walk and whether anything stood in its way."""
    row, col = divmod(cell, world.n_cols)
    was_blocked = False
    steps = [(0, _sign(d_col))] * abs(d_col) + [(_sign(d_row), 0)] * abs(d_row)
    for down, right in steps:
        if _is_free(world, row + down, col + right):
            row, col = row + down, col + right
        else:
            was_blocked = True
    return row * world.n_cols + col, was_blocked


def _arrivals(world: Grid, cell: int, target: int, was_blocked: bool) -> list[Outcome]:
    kind = world.cells[target]
    if kind == CLIFF:
        starts = world.starts() or (cell,)
        return [(1 / len(starts), start, world.reward_of(target), False) for start in starts]
    is_bump = was_blocked and target == cell and world.bump_reward is not None
    reward = world.bump_reward if is_bump else world.reward_of(target)
    return [(1.0, target, float(reward or 0.0), kind in (GOAL, LAVA))]


def _is_free(world: Grid, row: int, col: int) -> bool:
    inside = 0 <= row < world.n_rows and 0 <= col < world.n_cols
    return inside and world.cells[row * world.n_cols + col] != WALL


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _what_shuts(world: World) -> str:
    """Say what keeps everybody at the start: what, taken away, lets a move lead on."""
    floor = str.maketrans({WALL: FLOOR, CLIFF: FLOOR})
    for told, open_world in (
        ("by walls: no move leads anywhere. Erase a wall beside it.",
         replace(world, cells=world.cells.replace(WALL, FLOOR))),
        ("by the wind: it takes every move back. Take the wind away there.",
         replace(world, wind="")),
        ("by cliffs: every move ends on one, which puts back to the start. Erase a cliff beside "
         "it.",
         replace(world, cells=world.cells.replace(CLIFF, FLOOR))),
        ("by more than one thing: no move leads anywhere. Erase walls, cliffs or wind there.",
         replace(world, cells=world.cells.translate(floor), wind="")),
    ):  # fmt: skip
        if _leads_on(open_world):
            return f"The start is shut {told}"
    return (
        "The start is shut in: no move leads anywhere. Paint a goal elsewhere, or a larger world."
    )


def _leads_on(world: World) -> bool:
    """Whether some move from a start can end at another cell."""
    return any(
        target != start
        for start in world.starts()
        for action in moves_of(world)
        for _, target, _, _ in _outcomes(world, start, action)
    )


def _warning(world: World, model: Model) -> str:
    if not model.starts:
        return "No cell is free to start in. Paint some floor or a start."
    seen = reachable(model)
    if seen == {state for state, _ in model.starts} and len(seen) == 1:
        return _what_shuts(world)
    goals = [cell for cell, kind in enumerate(world.cells) if kind == GOAL]
    if goals and not seen & set(goals):
        return "No goal can be reached from the start. Erase a wall, or move the goal."
    return ""
