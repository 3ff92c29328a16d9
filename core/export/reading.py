"""A script that reads one table and ends with an example of it; no experiment is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from core.export.ending import heading, words
from core.export.source import Writer

if TYPE_CHECKING:
    import pandas as pd

Look: TypeAlias = "Callable[[pd.DataFrame], None]"
"""An example of a table: prints the numbers of the screen."""

GAP = "\n\n\n"


@dataclass(frozen=True)
class Reading:
    """How a script reads a table.

    table_name : what the learner calls it. lines : ``lines(writer)`` are those that make ``frame``.
    why : stands above them. exact : they read the learner's own file.
    """

    table_name: str
    lines: Callable[[Writer], list[str]]
    why: str
    exact: bool = True


def read_and_look(reading: Reading, function: Look) -> str:
    """Return the script: the table is read, then ``function(frame)`` is copied and called."""
    writer = Writer()
    writer.use("import pandas as pd")
    writer.claim("frame", "the table")
    lines = reading.lines(writer)
    before = [*writer.definitions.values()]
    name = writer.name(function)
    after = [*writer.definitions.values()][len(before) :]
    return (
        "\n\n".join(
            [
                "# A table, from the ML Roadmap Playground.",
                *writer.import_blocks(),
                _section("Read the file", reading.why, before, lines),
                _section(heading(function), words(function), after, [f"{name}(frame)"]),
            ]
        )
        + "\n"
    )


def _section(title: str, why: str, definitions: list[str], lines: list[str]) -> str:
    head = [f"# %% {title}", *(f"# {line}" for line in why.splitlines())]
    copied = ["", GAP.join(definitions), "", ""] if definitions else []
    return "\n".join([*head, *copied, *lines])
