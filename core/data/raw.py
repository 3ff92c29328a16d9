"""A table whose cells are still text: what every text format becomes before types are decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.data.limits import Limits
from core.data.table import UnreadableTable

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Raw:
    """Cells as text, column by column, the header row still among them.

    columns : equally long pyarrow string arrays without nulls; "" where a cell is empty or absent.
    short_rows : row -> number of cells, for rows that had fewer than the table has columns.
    long_rows : rows that had more cells than most; the extra cells stand in the last columns.
    n_usual : cells that most rows have.
    delimiter : "" where the format has none.
    written : positions of columns whose values were text in a format that also knows numbers.
    """

    columns: list[pa.StringArray]
    n_usual: int
    short_rows: dict[int, int] = field(default_factory=dict)
    long_rows: list[int] = field(default_factory=list)
    delimiter: str = ""
    written: frozenset[int] = frozenset()

    @property
    def n_rows(self) -> int:
        """Rows, the header row included while it is there."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, number: int) -> list[str]:
        """Return one row's cells, surrounding spaces removed."""
        return [column[number].as_py().strip() for column in self.columns]


def holds_value(cells: pa.StringArray) -> bool:
    """Tell whether any cell of a column is more than spaces."""
    import pyarrow.compute as pc

    if len(cells) and cells[0].as_py().strip():
        return True
    return not pc.all(pc.equal(pc.utf8_trim_whitespace(cells), "")).as_py()


def check_size(name: str, n_rows: int, n_columns: int, limit: Limits) -> None:
    """Raise `UnreadableTable` if a table has too many columns or cells, stating the limit."""
    if n_columns > limit.n_columns:
        raise UnreadableTable(
            f"{name} has {n_columns:,} columns; the limit here is {limit.n_columns:,}. Keep the "
            "columns you need and choose the file again."
        )
    if n_rows * n_columns > limit.n_cells:
        raise UnreadableTable(
            f"{name} has more than {limit.n_cells:,} cells ({n_rows:,} rows of {n_columns:,} "
            "columns or more), the limit here. Keep fewer rows or columns and choose it again."
        )
