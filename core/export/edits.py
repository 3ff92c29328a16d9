"""Changes to Python text at the places of its syntax tree, so that comments and layout stay."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Edit:
    """Characters ``start`` to ``end`` give way to ``text``."""

    start: int
    end: int
    text: str = ""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made; none may lie within another."""
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class Places:
    """Where the nodes of a syntax tree stand in the text, in characters from its start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line: int, column_bytes: int) -> int:
        """Return the place of a syntax tree's line and column (which counts UTF-8 bytes)."""
        head = self.lines[line - 1].encode()[:column_bytes]
        return self.starts[line - 1] + len(head.decode())

    def start(self, node: Any) -> int:
        """Return where ``node`` begins."""
        return self.at(node.lineno, node.col_offset)

    def end(self, node: Any) -> int:
        """Return where ``node`` ends."""
        return self.at(node.end_lineno, node.end_col_offset)

    def of(self, node: Any) -> str:
        """Return the text of ``node``."""
        return self.text[self.start(node) : self.end(node)]

    def instead(self, node: Any, text: str) -> Edit:
        """Put ``text`` where ``node`` stands."""
        return Edit(self.start(node), self.end(node), text)

    def whole_lines(self, node: ast.stmt) -> Edit:
        """Take the lines of a statement out."""
        return Edit(self.starts[node.lineno - 1], self.starts[node.end_lineno or node.lineno])
