"""A table as it was read: every column at a glance, what was noted, one column closer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.data.column_profile import ColumnProfile
from core.data.load import Loaded
from core.figures import data, units
from core.figures.blocks import Block, Chart, Grid, Number, Numbers, Words, escape, human
from core.wording import counted

MOST_SKETCHES = 24
MOST_BARS = 10


@dataclass(frozen=True)
class LoadView:
    """Which view of the table is open, on which column; ``table`` is its id."""

    view: str
    column: str
    table: str
    n_rows: int


def draw(view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    """Draw the columns at a glance, the first rows or one column."""
    return (_numbers(loaded), *_DRAW[view.view](view, loaded))


def _numbers(loaded: Loaded) -> Numbers:
    cells = loaded.n_rows * loaded.n_columns
    missing = sum(column.n_missing for column in loaded.profile.columns)
    return Numbers(
        (
            Number("Rows", f"{loaded.n_rows:,}", "one case each"),
            Number("Columns", f"{loaded.n_columns:,}", "one property each"),
            Number("Missing", f"{missing / max(cells, 1):.1%}", f"{missing:,} of {cells:,}"),
            Number("Alerts", str(len(loaded.profile.alerts)), "listed below"),
        )
    )


def _glance(_view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    columns = loaded.profile.columns[:MOST_SKETCHES]
    figure = data.overview([_sketch(column) for column in columns])
    more = len(loaded.profile.columns) - len(columns)
    words = [Words(f"… and {more} more columns.")] if more > 0 else []
    alt = f"One small histogram for each of {len(columns)} columns"
    return (Chart("glance", figure, alt), *words, *_alerts(loaded))


def _alerts(loaded: Loaded) -> tuple[Block, ...]:
    said = [f"- :material/info: {escape(note)}" for note in loaded.notes]
    said += [f"- :material/warning: {escape(alert)}" for alert in loaded.profile.alerts]
    return (Words("\n".join(said)),) if said else ()


def _rows(view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    shown = loaded.head.head(view.n_rows)
    caption = f"The first {len(shown)} of {loaded.n_rows:,} rows"
    return (Grid("rows", shown, caption, file_name="first_rows.csv"),)


def _column(view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    column = loaded.profile.column(view.column)
    figure = data.column(_sketch(column, units.named(view.table, column.name)))
    facts = pd.DataFrame(_facts(column), columns=["what", "value"])
    alt = f"How the values of {column.name} are spread, with {column.n_missing} missing"
    what = units.meaning(view.table, column.name)
    caption = f"{column.name} in numbers" + (f". {what}." if what else "")
    return (Chart("column", figure, alt), Grid("facts", facts, caption))


def _facts(column: ColumnProfile) -> list[tuple[str, str]]:
    rows: list[tuple[str, Any]] = [
        ("kind", column.kind),
        ("missing", f"{column.n_missing:,}"),
        ("different values", f"{column.n_unique:,}"),
        ("smallest", column.minimum),
        ("median", None if column.quartiles is None else column.quartiles[1]),
        ("mean", column.mean),
        ("largest", column.maximum),
        ("standard deviation", column.std),
        ("skewness", column.skewness),
    ]
    return [
        (name, human(value) if isinstance(value, float) else str(value))
        for name, value in rows
        if value is not None
    ]


def _sketch(column: ColumnProfile, title: str = "") -> data.Sketch:
    if column.histogram is not None:
        labels = tuple(_edge(edge) for edge in column.histogram.edges[:-1])
        counts = tuple(map(float, column.histogram.counts))
        return data.Sketch(column.name, labels, counts, column.n_missing, True, title)
    top = column.top_values[:MOST_BARS]
    return data.Sketch(
        column.name,
        tuple(name for name, _ in top),
        tuple(float(count) for _, count in top),
        column.n_missing,
        is_number=False,
        title=title,
    )


def _edge(edge: float | str) -> str:
    return edge[:10] if isinstance(edge, str) else human(edge)


def notice(view: LoadView, loaded: Loaded) -> str:
    """Say what deserves a look in the open view."""
    if view.view == "column":
        return _about(loaded.profile.column(view.column), loaded)
    worst = max(loaded.profile.columns, key=lambda column: column.n_missing)
    text = f"{counted(loaded.n_rows, 'row')} and {counted(loaded.n_columns, 'column')} were read"
    if not loaded.notes:
        text += " as they stand: nothing had to be guessed."
    else:
        text += f", with {counted(len(loaded.notes), 'thing')} decided on the way."
    if worst.n_missing:
        share = worst.n_missing / loaded.n_rows
        return f"{text} **{escape(worst.name)}** has the most gaps: {share:.1%} of its rows."
    return f"{text} No column has a gap."


def _about(column: ColumnProfile, loaded: Loaded) -> str:
    name = escape(column.name)
    if column.mean is not None and column.quartiles is not None:
        lean = "to the right" if (column.skewness or 0) > 0 else "to the left"
        return (
            f"Half of all rows have a **{name}** below {human(column.quartiles[1])}; the mean is "
            f"{human(column.mean)}. The skewness of {human(column.skewness or 0.0)} says how far "
            f"it leans {lean}."
        )
    if column.top_values:
        value, count = column.top_values[0]
        return (
            f"**{name}** has {column.n_unique:,} different values; the most frequent, "
            f"“{escape(value)}”, stands in {count / loaded.n_rows:.1%} of the rows."
        )
    return (
        f"**{name}** has {column.n_unique:,} different values and {column.n_missing:,} gaps, "
        f"in {loaded.n_rows:,} rows."
    )


_DRAW = {"glance": _glance, "rows": _rows, "column": _column}
