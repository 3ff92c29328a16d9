"""The worlds to start from, and the one door from a world's text to its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from core.rl.worlds.grid import CLIFF, GOAL, LAVA, BadWorld, Jump, World
from core.rl.worlds.model import Action, Model
from core.rl.worlds.rules import model_of, moves_of
from core.rl.worlds.small import SMALL_WORLDS
from core.rl.worlds.text import from_text
from core.rl.worlds.toy_text import GYM_WORLDS, gym_model


@dataclass(frozen=True)
class Preset:
    """A painted world of the catalogue."""

    id: str
    label: str
    help: str
    source: str
    world: World


def _grid(name: str, *rows: str, lava: float | None = -1.0, **more: object) -> World:
    """Return a world from its rows, with the usual rewards unless ``rewards`` says otherwise."""
    cells = "".join(rows)
    usual = {GOAL: 1.0, LAVA: lava, CLIFF: -100.0}
    rewards = tuple(
        (i, value) for i, kind in enumerate(cells) if (value := usual.get(kind)) is not None
    )
    return World(cells, len(rows[0]), name, **{"rewards": rewards, **more})  # type: ignore[arg-type]


def _columns(strengths: Iterable[int], n_rows: int) -> str:
    return "".join(".uU"[strength] for strength in strengths) * n_rows


_LAKE = {"slip": 2 / 3, "lava": None}
_BOOK = "Sutton & Barto, 2nd ed. (2018)"
PRESETS: tuple[Preset, ...] = (
    Preset(
        "field",
        "Open field",
        "Nothing in the way; paint your own.",
        "",
        _grid("field", "S.........", *[".........."] * 7, ".........G"),
    ),
    Preset(
        "jumps",
        "Two jumps",
        "A pays 10 and B pays 5, and both take you away; the edge costs 1.",
        f"{_BOOK}, example 3.5",
        _grid(
            "jumps", *["....."] * 5, bump_reward=-1.0, jumps=(Jump(1, 21, 10.0), Jump(3, 13, 5.0))
        ),
    ),
    Preset(
        "corners",
        "Two corners",
        "Every step costs 1 until you reach a corner.",
        f"{_BOOK}, example 4.1",
        _grid("corners", "G...", "....", "....", "...G", step_reward=-1.0, rewards=()),
    ),
    Preset(
        "cliff",
        "Cliff",
        "The short way runs along the edge.",
        f"{_BOOK}, example 6.6",
        _grid(
            "cliff", *["............"] * 3, "SCCCCCCCCCCG", step_reward=-1.0,
            rewards=tuple((cell, -100.0) for cell in range(37, 47)),
        ),
    ),
    Preset(
        "windy",
        "Windy",
        "Wind blows up the middle columns.",
        f"{_BOOK}, example 6.5",
        _grid(
            "windy", *[".........."] * 3, "S......G..", *[".........."] * 3, step_reward=-1.0,
            rewards=(), wind=_columns((0, 0, 0, 1, 1, 1, 2, 2, 1, 0), 7), time_limit=2000,
        ),
    ),
    Preset(
        "gusts",
        "Windy, king's moves, gusts",
        "Eight moves, and a wind that changes.",
        f"{_BOOK}, exercises 6.9 and 6.10",
        _grid(
            "gusts", *[".........."] * 3, "S......G..", *[".........."] * 3, step_reward=-1.0,
            rewards=(), wind=_columns((0, 0, 0, 1, 1, 1, 2, 2, 1, 0), 7), is_gusty=True,
            has_king_moves=True, time_limit=2000,
        ),
    ),
    Preset(
        "lake4",
        "Frozen lake 4 × 4",
        "Slippery ice: only a third of your moves go where you want. Lava is a hole.",
        "Gymnasium, FrozenLake-v1",
        _grid("lake4", "S...", ".L.L", "...L", "L..G", time_limit=100, **_LAKE),  # type: ignore[arg-type]
    ),
    Preset(
        "lake8",
        "Frozen lake 8 × 8",
        "The same ice, a longer way.",
        "Gymnasium, FrozenLake-v1",
        _grid(
            "lake8", "S.......", "........", "...L....", ".....L..", "...L....", ".LL...L.",
            ".L..L.L.", "...L...G", time_limit=200, **_LAKE,  # type: ignore[arg-type]
        ),
    ),
    Preset(
        "maze",
        "Maze",
        "A small maze where planning from a model pays.",
        f"{_BOOK}, example 8.1",
        _grid(
            "maze", ".......WG", "..W....W.", "S.W....W.", "..W......", ".....W...", ".........",
            time_limit=5000,
        ),
    ),
    Preset(
        "islands",
        "Lava and two goals",
        "A near goal that pays little, a far one past lava that pays more.",
        "",
        _grid(
            "islands", "........", ".LL.....", "S.L..WW.", "..L..W.G", "...G.W..", "........",
            step_reward=-0.02, rewards=(
                (9, -1.0), (10, -1.0), (18, -1.0), (26, -1.0), (31, 3.0), (35, 1.0),
            ),
        ),
    ),
    Preset(
        "shut",
        "Walled shut",
        "Nobody gets out of here: see what the algorithms make of it.",
        "",
        _grid("shut", ".....", ".WWW.", ".WSW.", ".WWW.", "....G", time_limit=100),
    ),
)  # fmt: skip


def preset(preset_id: str) -> World:
    """Return a painted world of the catalogue by its id; raise `BadWorld`."""
    for entry in PRESETS:
        if entry.id == preset_id:
            return entry.world
    known = ", ".join(entry.id for entry in PRESETS)
    raise BadWorld(f"There is no world named {preset_id!r}. Choose one of {known}.")


def painted(text: str) -> World | None:
    """Return the painted world that ``text`` names, or None for one that is only a table.

    ``text`` is a preset's id, a Gymnasium id such as ``FrozenLake-v1``, a small world's id, or
    `to_text`'s line. Raises `BadWorld`.
    """
    if text in _TABLES:
        return None
    return from_text(text) if text.startswith("c") and "x" in text else preset(text)


def drawn(text: str) -> World | None:
    """Return the grid to draw for ``text``: the painted world, or the one that looks like it.

    None for a world without a grid. Reads no table, so the server may call it.
    """
    return preset(_LOOKS_LIKE[text]) if text in _LOOKS_LIKE else painted(text)


def actions_of(text: str) -> tuple[Action, ...]:
    """Return the actions of a world in order, with their moves for arrows; raise `BadWorld`."""
    world = painted(text)
    if world is not None:
        return moves_of(world)
    listed = {entry.id: entry.actions for entry in GYM_WORLDS}
    return listed[text] if text in listed else resolve(text).actions


def resolve(text: str) -> Model:
    """Return the table of the world that ``text`` names (see `painted`); raise `BadWorld`."""
    world = painted(text)
    return _TABLES[text]() if world is None else model_of(world)


_LOOKS_LIKE = {"FrozenLake-v1": "lake4", "CliffWalking-v1": "cliff"}
_TABLES: dict[str, Callable[[], Model]] = {
    **{entry.id: partial(gym_model, entry.id) for entry in GYM_WORLDS},
    **{entry.id: entry.build for entry in SMALL_WORLDS},
}
