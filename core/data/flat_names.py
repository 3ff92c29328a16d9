"""Names of columns that were fields of objects: address.city, or a free one where that is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from core.data.notes import Notes
from core.names import free_name

Path: TypeAlias = tuple[str | int, ...]
"""The names of the objects around a field and its own; (place,) of a cell in a row without names,
() of a row that is a single value."""

NUMBERED = "had the name of another column and got a number behind it."


def flat_names(paths: Sequence[Path], notes: Notes) -> list[str]:
    """Return one name for each of the different ``paths``; notes tell of numbered ones.

    A name that stands in the file as it is (a path of one name) is kept; a made one gives way.

    >>> flat_names([("size", "h"), ("size.h",)], Notes())
    ['size.h_2', 'size.h']
    """
    names = [joined(path) for path in paths]
    own = {name for name, path in zip(names, paths, strict=True) if _is_own(path)}
    taken, given = set(names), set(own)
    for place, path in enumerate(paths):
        if _is_own(path):
            continue
        if names[place] in given:
            names[place] = free_name(names[place], taken)
            taken.add(names[place])
            notes.column(names[place], NUMBERED)
        given.add(names[place])
    return names


def joined(path: Path) -> str:
    """Return the name that a path asks for.

    >>> joined(("size", "h")), joined((0,)), joined(())
    ('size.h', 'column_1', 'value')
    """
    parts = [part if isinstance(part, str) else f"column_{part + 1}" for part in path]
    return " ".join(".".join(parts).split()) if parts else "value"


def _is_own(path: Path) -> bool:
    return len(path) == 1 and isinstance(path[0], str)
