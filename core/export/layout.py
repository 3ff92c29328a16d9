"""An expression as a tree, and the tree as text: on one line if it fits, else one item a line.

Of a long list of short items, such as numbers, as many stand on a line as fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 88
INDENT = 4
MANY = 8
SHORT = 12
"""More than ``MANY`` items without a prefix, none longer than ``SHORT``, share their lines."""


@dataclass(frozen=True)
class Group:
    """``open`` items ``close``, such as a call or a list.

    items : pairs of a prefix ("alpha=", "'key': ", "") and what follows it.
    ``tall``: always one item a line.
    """

    open: str
    items: tuple[tuple[str, Node], ...]
    close: str
    tall: bool = False


Node: TypeAlias = str | Group


def text_of(node: Node, indent: int = 0, before: int = 0) -> str:
    """Return ``node`` as Python text.

    indent : of the line it stands on; before : characters already on that line.

    >>> text_of(Group("Ridge(", (("alpha=", "2.0"),), ")"))
    'Ridge(alpha=2.0)'
    """
    if isinstance(node, str):
        return node
    if not _tall(node):
        line = _line(node)
        if max(before, indent) + len(line) < WIDTH or not node.items:
            return line
    inner = indent + INDENT
    if not _tall(node) and _are_short(node):
        return "\n".join([node.open, *_filled(node, inner), f"{' ' * indent}{node.close}"])
    rows = [
        f"{' ' * inner}{prefix}{text_of(item, inner, inner + len(prefix))},"
        for prefix, item in node.items
    ]
    return "\n".join([node.open, *rows, f"{' ' * indent}{node.close}"])


def call(name: str, items: Iterable[tuple[str, Node]], *, tall: bool = False) -> Group:
    """Return ``name(items)``."""
    return Group(f"{name}(", tuple(items), ")", tall)


def sequence(items: Iterable[Node], brackets: str = "[]", *, tall: bool = False) -> Group:
    """Return a list or, with brackets "()", a tuple."""
    return Group(brackets[0], tuple(("", item) for item in items), brackets[1], tall)


def _tall(node: Node) -> bool:
    return isinstance(node, Group) and (node.tall or any(_tall(item) for _, item in node.items))


def _are_short(node: Group) -> bool:
    if len(node.items) <= MANY or any(prefix for prefix, _ in node.items):
        return False
    return all(len(_line(item)) <= SHORT for _, item in node.items)


def _filled(node: Group, indent: int) -> list[str]:
    rows, row = [], ""
    for _, item in node.items:
        word = f"{_line(item)},"
        if row and len(row) + len(word) >= WIDTH:
            rows.append(row)
            row = ""
        row = f"{row} {word}" if row else f"{' ' * indent}{word}"
    return [*rows, row]


def _line(node: Node) -> str:
    if isinstance(node, str):
        return node
    parts = ", ".join(f"{prefix}{_line(item)}" for prefix, item in node.items)
    comma = "," if node.open == "(" and len(node.items) == 1 else ""
    return f"{node.open}{parts}{comma}{node.close}"
