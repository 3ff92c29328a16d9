"""Grid worlds as a learner paints them: cells, rewards, wind, slip, and the painting itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import PlaygroundError

FLOOR, WALL, START, GOAL, LAVA, CLIFF = ".WSGLC"
KINDS = FLOOR + WALL + START + GOAL + LAVA + CLIFF
WIND = {
    ".": (0, 0),
    "u": (-1, 0), "r": (0, 1), "d": (1, 0), "l": (0, -1),
    "U": (-2, 0), "R": (0, 2), "D": (2, 0), "L": (0, -2),
}  # fmt: skip
"""How far each letter blows, (rows down, columns right)."""
MOST_SIDE = 18
MOST_REWARD = 1000.0
MOST_REWARD_VALUES = 24
MOST_JUMPS = 12
MOST_STEPS = 10_000
DEFAULT_REWARDS = {GOAL: 1.0, LAVA: -1.0, CLIFF: -100.0}


class BadWorld(PlaygroundError):
    """A world that cannot be: too large, an unknown cell, a reward out of range."""


@dataclass(frozen=True)
class Jump:
    """A cell that every action leaves for ``target`` with ``reward`` (states A and B, S&B 3.5)."""

    cell: int
    target: int
    reward: float


@dataclass(frozen=True)
class Grid:
    """The cells of a world, read row by row; cell = row * n_cols + column.

    cells : one letter each: ``.`` floor, ``W`` wall, ``S`` start, ``G`` goal (ends), ``L`` lava
    (ends), ``C`` cliff (back to the start). Without a start every floor cell is one.
    rewards : (cell, reward on entering it), sorted by cell; elsewhere ``step_reward``.
    bump_reward : for a move that goes nowhere; None: as if the cell was entered anew.
    wind : one letter of `WIND` each, or "" for none; it acts on who leaves the cell.
    is_gusty : the wind is one weaker, as marked, or one stronger, a third each.
    slip : probability of sliding at right angles to the intended move, half to each side.
    has_king_moves : eight actions instead of four. time_limit : steps before truncation.
    """

    cells: str
    n_cols: int
    name: str = "mine"
    rewards: tuple[tuple[int, float], ...] = ()
    step_reward: float = 0.0
    bump_reward: float | None = None
    wind: str = ""
    is_gusty: bool = False
    slip: float = 0.0
    has_king_moves: bool = False
    jumps: tuple[Jump, ...] = ()
    time_limit: int = 500

    @property
    def n_rows(self) -> int:
        """How many rows the grid has."""
        return len(self.cells) // self.n_cols

    def reward_of(self, cell: int) -> float:
        """Return the reward for entering ``cell``."""
        return dict(self.rewards).get(cell, self.step_reward)

    def starts(self) -> tuple[int, ...]:
        """Return the cells an episode starts in, all equally likely; () if there is no floor."""
        marked = tuple(i for i, kind in enumerate(self.cells) if kind == START)
        return marked or tuple(i for i, kind in enumerate(self.cells) if kind == FLOOR)


@dataclass(frozen=True)
class World(Grid):
    """A grid of at most 18 by 18 cells that a learner may paint; raises `BadWorld`."""

    def __post_init__(self) -> None:
        _check_shape(self)
        _check_cells(self)
        _check_numbers(self)


@dataclass(frozen=True)
class Tool:
    """One brush of the editor."""

    id: str
    label: str
    help: str
    letter: str
    is_wind: bool = False


TOOLS: tuple[Tool, ...] = (
    Tool("floor", "Floor", "Free to walk on.", FLOOR),
    Tool("wall", "Wall", "Nobody passes.", WALL),
    Tool("start", "Start", "Episodes begin here; paint several for a random start.", START),
    Tool("goal", "Goal", "Ends the episode with a reward of 1.", GOAL),
    Tool("lava", "Lava", "Ends the episode with a reward of -1.", LAVA),
    Tool("cliff", "Cliff", "Costs 100 and puts you back at the start.", CLIFF),
    Tool("wind_up", "Wind up", "Pushes up whoever leaves; paint twice for double.", "u", True),
    Tool("wind_right", "Wind right", "Pushes right; paint twice for double.", "r", True),
    Tool("wind_down", "Wind down", "Pushes down; paint twice for double.", "d", True),
    Tool("wind_left", "Wind left", "Pushes left; paint twice for double.", "l", True),
    Tool("calm", "No wind", "Takes the wind away.", ".", True),
)


def paint(world: World, cell: int, tool: str) -> World:
    """Return ``world`` with one cell painted; everything else stays. Raises `BadWorld`.

    Painting a kind of cell also sets that kind's usual reward and takes away a jump; painting
    the same wind twice doubles it.

    >>> paint(World("...G", 4), 1, "wall").cells
    '.W.G'
    """
    _check_cell(world, cell)
    found = next((brush for brush in TOOLS if brush.id == tool), None)
    if found is None:
        known = ", ".join(brush.id for brush in TOOLS)
        raise BadWorld(f"There is no tool named {tool!r}. Choose one of {known}.")
    return _blow(world, cell, found.letter) if found.is_wind else _build(world, cell, found.letter)


def set_reward(world: World, cell: int, reward: float | None) -> World:
    """Return ``world`` with the reward for entering ``cell``; None: the step's own again."""
    _check_cell(world, cell)
    kept = {index: value for index, value in world.rewards if index != cell}
    if reward is not None and round(float(reward), 3) != world.step_reward:
        kept[cell] = round(float(reward), 3)
    return replace(world, rewards=tuple(sorted(kept.items())))


def _build(world: World, cell: int, letter: str) -> World:
    cells = world.cells[:cell] + letter + world.cells[cell + 1 :]
    jumps = tuple(jump for jump in world.jumps if cell not in (jump.cell, jump.target))
    if letter == world.cells[cell] and jumps == world.jumps:
        return world
    painted = replace(world, cells=cells, jumps=jumps)
    return set_reward(painted, cell, DEFAULT_REWARDS.get(letter))


def _blow(world: World, cell: int, letter: str) -> World:
    wind = world.wind or "." * len(world.cells)
    doubled = letter.upper() if wind[cell] in (letter, letter.upper()) else letter
    wind = wind[:cell] + doubled + wind[cell + 1 :]
    return replace(world, wind="" if set(wind) == {"."} else wind)


def _check_cell(world: World, cell: int) -> None:
    if isinstance(cell, bool) or not 0 <= cell < len(world.cells):
        raise BadWorld(f"There is no cell {cell}. Cells go from 0 to {len(world.cells) - 1}.")


def _check_shape(world: World) -> None:
    sides_fit = 1 <= world.n_cols <= MOST_SIDE and len(world.cells) >= 1
    if not sides_fit or len(world.cells) % world.n_cols or world.n_rows > MOST_SIDE:
        raise BadWorld(
            f"{len(world.cells)} cells in rows of {world.n_cols} are not a world. "
            f"Use full rows, at most {MOST_SIDE} by {MOST_SIDE} cells."
        )


def _check_cells(world: World) -> None:
    strange = sorted(set(world.cells) - set(KINDS))
    if strange:
        raise BadWorld(f"Nobody knows the cell {strange[0]!r}. Use the letters {KINDS}.")
    if world.wind and (len(world.wind) != len(world.cells) or set(world.wind) - set(WIND)):
        raise BadWorld("The wind needs one letter of .urdlURDL for every cell, or none at all.")
    named = [cell for cell, _ in world.rewards]
    places = named + [place for jump in world.jumps for place in (jump.cell, jump.target)]
    for cell in places:
        _check_cell(world, cell)
    if named != sorted(set(named)):
        raise BadWorld("A cell has two rewards, or they are out of order. Give each cell one.")


def _check_numbers(world: World) -> None:
    bump = () if world.bump_reward is None else (world.bump_reward,)
    values = [value for _, value in world.rewards] + [jump.reward for jump in world.jumps]
    if not all(abs(value) <= MOST_REWARD for value in (*values, world.step_reward, *bump)):
        raise BadWorld(f"A reward must lie between -{MOST_REWARD:g} and {MOST_REWARD:g}.")
    if len({value for _, value in world.rewards}) > MOST_REWARD_VALUES:
        raise BadWorld(f"Use at most {MOST_REWARD_VALUES} different rewards, so that a link fits.")
    if len(world.jumps) > MOST_JUMPS:
        raise BadWorld(f"Use at most {MOST_JUMPS} jumps.")
    if not 0 <= world.slip <= 1:
        raise BadWorld(f"The chance of slipping must lie between 0 and 1, not {world.slip:g}.")
    if not 1 <= world.time_limit <= MOST_STEPS:
        raise BadWorld(f"The time limit must lie between 1 and {MOST_STEPS} steps.")
