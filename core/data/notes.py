"""Collects what there is to say about a table while it is read, as few sentences as will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

NAMED = 4  # so many columns are named in one sentence, the rest are counted
SHOWN = 40  # characters of a name or a value


def quoted(text: str) -> str:
    """Return ``text`` in quotation marks, shortened and on one line.

    >>> quoted("price")
    '‘price’'
    """
    line = " ".join(text.split())
    return f"‘{line[:SHOWN]}…’" if len(line) > SHOWN else f"‘{line}’"


def named(names: Sequence[str], details: Sequence[str] = ()) -> str:
    """Return column names as a learner reads them, the rest counted.

    >>> named(["a", "b"])
    'Columns ‘a’ and ‘b’'
    >>> named(["a"], ["1 of 3"])
    'Column ‘a’ (1 of 3)'
    """
    hints = [*details, *[""] * len(names)]
    shown = [
        f"{quoted(name)} ({hint})" if hint else quoted(name)
        for name, hint in zip(names[:NAMED], hints, strict=False)
    ]
    if len(names) == 1:
        return f"Column {shown[0]}"
    if len(names) > NAMED:
        return f"Columns {', '.join(shown)} and {len(names) - NAMED:,} more"
    return f"Columns {', '.join(shown[:-1])} and {shown[-1]}"


def rows_text(rows: Sequence[int]) -> str:
    """Return zero-based row numbers as a learner counts them, the rest counted.

    >>> rows_text([0, 4])
    'rows 1 and 5'
    """
    return _places("row", rows)


def lines_text(lines: Sequence[int]) -> str:
    """Return zero-based line numbers as a text editor counts them, the rest counted.

    >>> lines_text([0])
    'line 1'
    """
    return _places("line", lines)


def _places(what: str, numbers: Sequence[int]) -> str:
    shown = [f"{number + 1:,}" for number in numbers[:5]]
    if len(numbers) == 1:
        return f"{what} {shown[0]}"
    if len(numbers) > len(shown):
        return f"{what}s {', '.join(shown)} and {len(numbers) - len(shown):,} more"
    return f"{what}s {', '.join(shown[:-1])} and {shown[-1]}"


_PLURALS = {
    **{"has": "have", "had": "had", "mixes": "mix", "uses": "use", "holds": "hold"},
    **{"groups": "group", "is": "are", "was": "were", "looks": "look"},
}
_PHRASES = {
    " before it and was ": " before them and were ",
    " as a number": " as numbers",
    " as a code": " as codes",
    "like a number": "like numbers",
    "its type was told from its values": "their types were told from their values",
    "its size is": "their sizes are",
}
"""What changes with the number of columns behind the first verb."""


def plural(predicate: str) -> str:
    """Return what is said of one column for several.

    >>> plural("uses a decimal comma; read as a number.")
    'use a decimal comma; read as numbers.'
    """
    verb, _, rest = predicate.partition(" ")
    for one, many in _PHRASES.items():
        rest = rest.replace(one, many)
    return f"{_PLURALS.get(verb, verb)} {rest}"


@dataclass
class Notes:
    """Sentences in the order of their first cause; equal remarks on columns become one."""

    _found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def say(self, sentence: str) -> None:
        """Add a whole sentence, once."""
        self._found.setdefault(sentence, [])

    def column(self, name: str, predicate: str, detail: str = "") -> None:
        """Add a remark on a column, such as "has dates."; ``detail`` stands behind its name."""
        self._found.setdefault(predicate, []).append((name, detail))

    def sentences(self) -> tuple[str, ...]:
        """Return what was said."""
        return tuple(
            _sentence(said, columns) if columns else said for said, columns in self._found.items()
        )


def _sentence(predicate: str, columns: list[tuple[str, str]]) -> str:
    who = named([name for name, _ in columns], [detail for _, detail in columns])
    return f"{who} {predicate if len(columns) == 1 else plural(predicate)}"
