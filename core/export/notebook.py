"""A script as a Jupyter notebook: one cell per section, its comment as text above it.

Plain JSON in nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

MARK = "# %%"


@dataclass(frozen=True)
class Section:
    """One part of a script: ``heading`` (may be empty), the comment under it, the code."""

    heading: str
    words: tuple[str, ...]
    code: str


def sections(code: str) -> tuple[Section, ...]:
    """Split a script at its lines ``# %% heading``; what stands before the first has no heading."""
    parts: list[list[str]] = [[]]
    for line in code.splitlines():
        if line.startswith(MARK):
            parts.append([])
        parts[-1].append(line)
    return tuple(_section(lines) for lines in parts if any(line.strip() for line in lines))


def from_script(code: str) -> str:
    r"""Return the notebook of a script as JSON text; its code cells joined are the script's code.

    >>> book = json.loads(from_script("# %% Load\n# The table.\nx = 1\n"))
    >>> [(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]
    [('markdown', '## Load\n\nThe table.'), ('code', 'x = 1')]
    """
    cells: list[dict[str, Any]] = []
    for section in sections(code):
        if section.heading or section.words:
            cells.append(_cell("markdown", _markdown(section), len(cells)))
        if section.code:
            cells.append(_cell("code", section.code, len(cells)))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _section(lines: list[str]) -> Section:
    heading = lines[0].removeprefix(MARK).strip() if lines[0].startswith(MARK) else ""
    rest = lines[1:] if lines[0].startswith(MARK) else lines
    n_words = next(
        (place for place, line in enumerate(rest) if not line.startswith("#")), len(rest)
    )
    words = tuple(line.removeprefix("#").strip() for line in rest[:n_words])
    return Section(heading, words, "\n".join(rest[n_words:]).strip("\n"))


def _markdown(section: Section) -> str:
    heading = f"## {section.heading}" if section.heading else ""
    return "\n\n".join(part for part in (heading, "\n".join(section.words)) if part)


def _cell(kind: str, text: str, place: int) -> dict[str, Any]:
    name = hashlib.blake2b(f"{place}:{text}".encode(), digest_size=4).hexdigest()
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": name,
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": []}
