"""A world as one short line of text for links: letters that a URL leaves as they are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from core.rl.worlds.grid import BadWorld, Jump, World

MOST_TEXT = 2048
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NAME_LETTERS = set(DIGITS + "_")


def to_text(world: World) -> str:
    """Return the link form: fields divided by ``~``, each one letter and its value.

    ``c`` columns and cells, ``n`` name, ``s`` step reward, ``b`` bump reward, ``w`` wind,
    ``g`` gusts, ``p`` slip, ``k`` king's moves, ``t`` time limit, ``r`` a reward and its cells
    (two base-36 digits each), ``j`` a jump. Defaults are left out. At most 2 kB.

    >>> to_text(World("S.G", 3, rewards=((2, 1.0),)))
    'c3xS.G~r1x02'
    """
    plain = World(world.cells, world.n_cols)
    fields = [f"c{world.n_cols}x{world.cells}"]
    for letter, name, written in _FIELDS:
        value = getattr(world, name)
        if value != getattr(plain, name):
            fields.append(letter + written(value))
    groups: dict[float, str] = {}
    for cell, reward in world.rewards:
        groups[reward] = groups.get(reward, "") + _base36(cell)
    fields += [f"r{_number(reward)}x{cells}" for reward, cells in groups.items()]
    fields += [f"j{_base36(j.cell)}{_base36(j.target)}{_number(j.reward)}" for j in world.jumps]
    return "~".join(fields)


def from_text(text: str) -> World:
    """Read the link form; raise `BadWorld` with what is wrong and what to do."""
    if len(text) > MOST_TEXT:
        raise BadWorld("This world's text is too long. Copy the whole link again.")
    try:
        return World(**_read(text))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BadWorld(
            f"This is not a world ({error}). Copy the whole link again, or start from a preset."
        ) from None


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"rewards": {}, "jumps": []}
    for field in text.split("~"):
        letter, value = field[:1], field[1:]
        if letter == "c":
            n_cols, _, cells = value.partition("x")
            found |= {"n_cols": int(n_cols), "cells": cells}
        elif letter == "r":
            reward, _, cells = value.partition("x")
            found["rewards"] |= dict.fromkeys(_cells(cells), float(reward))
        elif letter == "j":
            cell, target = _cells(value[:4])
            found["jumps"].append(Jump(cell, target, float(value[4:])))
        else:
            name, read = _READERS[letter]
            found[name] = read(value)
    if "cells" not in found:
        raise ValueError("it has no cells")
    return found | {
        "rewards": tuple(sorted(found["rewards"].items())),
        "jumps": tuple(found["jumps"]),
    }


def _base36(cell: int) -> str:
    return DIGITS[cell // 36] + DIGITS[cell % 36]


def _cells(text: str) -> list[int]:
    if len(text) % 2:
        raise ValueError("half a cell number")
    places = [DIGITS.index(sign) for sign in text]
    return [high * 36 + low for high, low in list(pairwise(places))[::2]]


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _name(text: str) -> str:
    if not 0 < len(text) <= 24 or set(text) - NAME_LETTERS:
        raise ValueError("its name has other signs than a-z, 0-9 and _")
    return text


def _flag(value: bool) -> str:
    return "1" if value else "0"


_FIELDS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("n", "name", str),
    ("s", "step_reward", _number),
    ("b", "bump_reward", _number),
    ("w", "wind", str),
    ("g", "is_gusty", _flag),
    ("p", "slip", repr),
    ("k", "has_king_moves", _flag),
    ("t", "time_limit", str),
)
_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "n": ("name", _name),
    "s": ("step_reward", float),
    "b": ("bump_reward", float),
    "w": ("wind", str),
    "g": ("is_gusty", lambda text: text == "1"),
    "p": ("slip", float),
    "k": ("has_king_moves", lambda text: text == "1"),
    "t": ("time_limit", int),
}
