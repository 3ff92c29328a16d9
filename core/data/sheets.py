"""Which sheet of a workbook, or table of a database, is the one to read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, TypeAlias

Rows: TypeAlias = list[tuple[Any, ...]]


def first_table(sheets: Iterable[tuple[str, Rows]]) -> tuple[str, Rows]:
    """Return the first of several sheets (name, rows) that holds a table, no more are read.

    That is: two rows with two cells or more. Where none does, the first with two rows, or with
    one; ("", []) if all are empty.
    """
    found: list[tuple[str, Rows]] = []
    for title, rows in sheets:
        wide = (row for row in rows if sum(value not in (None, "") for value in row) > 1)
        if len(list(itertools.islice(wide, 2))) == 2:
            return title, rows
        found.append((title, rows))
    longer = [sheet for sheet in found if len(sheet[1]) > 1]
    return next((sheet for sheet in [*longer, *found] if sheet[1]), ("", []))
