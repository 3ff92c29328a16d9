"""A table as it was read: every column at a glance, what was noted, one column closer."""

from __future__ import annotations

import itertools

import pandas as pd

from core.data.column_profile import ColumnProfile
from core.data.load import Loaded
from core.figures import data, units
from core.figures.blocks import (
    Block,
    Chart,
    Grid,
    Number,
    Numbers,
    Words,
    escape,
    human,
    together,
)
from core.stages.data_collection.load.settings import LoadView
from core.wording import counted, share

MOST_SKETCHES = 24
MOST_BARS = 10


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
            Number("Missing", share(missing, cells), f"{missing:,} of {cells:,}"),
            Number("Alerts", str(len(loaded.profile.alerts)), "listed under Columns"),
        )
    )


def _glance(_view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    columns = loaded.profile.columns[:MOST_SKETCHES]
    figure = data.overview([_sketch(column) for column in columns])
    more = len(loaded.profile.columns) - len(columns)
    words = [Words(f"… and {counted(more, 'more column')}.")] if more > 0 else []
    alt = f"One small histogram for each of {counted(len(columns), 'column')}"
    return (Chart("glance", figure, alt), *words, *_alerts(loaded))


def _alerts(loaded: Loaded) -> tuple[Block, ...]:
    said = [f"- :material/info: {escape(note)}" for note in loaded.notes]
    said += [f"- :material/warning: {escape(alert)}" for alert in loaded.profile.alerts]
    return (Words("\n".join(said)),) if said else ()


def _rows(view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    shown = loaded.head.head(view.n_rows)
    caption = f"The first {len(shown)} of {counted(loaded.n_rows, 'row')}"
    return (Grid("rows", shown, caption, file_name="first_rows.csv"),)


def _column(view: LoadView, loaded: Loaded) -> tuple[Block, ...]:
    column = loaded.profile.column(view.column)
    figure = data.column(_sketch(column, units.named(view.table, column.name)))
    facts = pd.DataFrame(_facts(column), columns=["what", "value"])
    alt = f"How the values of {column.name} are spread, with {column.n_missing:,} missing"
    what = units.meaning(view.table, column.name)
    caption = f"{column.name} in numbers" + (f". {what}." if what else "")
    return (Chart("column", figure, alt), Grid("facts", facts, caption))


def _facts(column: ColumnProfile) -> list[tuple[str, str]]:
    middle = None if column.quartiles is None else column.quartiles[1]
    where = {
        "smallest": column.minimum,
        "median": middle,
        "mean": column.mean,
        "largest": column.maximum,
    }
    numbers = {name: value for name, value in where.items() if isinstance(value, float)}
    told = dict(zip(numbers, together(list(numbers.values())), strict=True))
    told |= {name: value for name, value in where.items() if isinstance(value, str)}
    spread = (("standard deviation", column.std), ("skewness", column.skewness))
    return [
        ("kind", column.kind),
        ("missing", f"{column.n_missing:,}"),
        ("different values", f"{column.n_unique:,}"),
        *((name, told[name]) for name in where if name in told),
        *((name, human(value)) for name, value in spread if value is not None),
    ]


def _sketch(column: ColumnProfile, title: str = "") -> data.Sketch:
    if column.histogram is not None:
        edges = _edges(column.histogram.edges)
        labels = tuple(f"{low} to {high}" for low, high in itertools.pairwise(edges))
        counts = tuple(map(float, column.histogram.counts))
        return data.Sketch(column.name, labels, counts, column.n_missing, True, title, edges)
    top = column.top_values[:MOST_BARS]
    return data.Sketch(
        column.name,
        tuple(name for name, _ in top),
        tuple(float(count) for _, count in top),
        column.n_missing,
        is_number=False,
        title=title,
    )


def _edges(edges: tuple[float, ...] | tuple[str, ...]) -> tuple[str, ...]:
    """Return a histogram's edges as texts: days of dates, numbers that differ where they do."""
    days = tuple(edge[:10] for edge in edges if isinstance(edge, str))
    return days or together([edge for edge in edges if isinstance(edge, float)])


def notice(view: LoadView, loaded: Loaded) -> str:
    """Say what deserves a look in the open view."""
    if view.view == "column":
        return _about(loaded.profile.column(view.column), loaded.n_rows)
    said = f"{counted(loaded.n_rows, 'row')} and {counted(loaded.n_columns, 'column')} were read"
    n_notes, n_alerts = len(loaded.notes), len(loaded.profile.alerts)
    alerts = f"{_the(n_alerts, 'alert', 'name')} what deserves a look before training"
    if n_notes:
        said += f"; {_the(n_notes, 'note', 'say')} how"
        said += f", and {alerts}" if n_alerts else ""
    else:
        said += f" as they stand; {alerts}" if n_alerts else " as they stand"
    return f"{said}. {_gaps(loaded)}"


def _the(number: int, noun: str, verb: str) -> str:
    """Return noun and verb of what is listed under Columns, in the singular or plural."""
    who, does = (noun, f"{verb}s") if number == 1 else (f"{noun}s", verb)
    return f"the {who} under Columns {does}"


def _gaps(loaded: Loaded) -> str:
    """Say which column has the most gaps, or that several share that place."""
    most = max((column.n_missing for column in loaded.profile.columns), default=0)
    if not most:
        return "No column has a gap."
    first, *others = [c.name for c in loaded.profile.columns if c.n_missing == most]
    also = f" and {counted(len(others), 'other column')} have" if others else " has"
    whose = "of their rows each" if others else "of its rows"
    return f"**{escape(first)}**{also} the most gaps: {share(most, loaded.n_rows)} {whose}."


def _about(column: ColumnProfile, n_rows: int) -> str:
    """Say what one column holds, only what is true of its very values."""
    name = f"**{escape(column.name)}**"
    gaps = f" It has {counted(column.n_missing, 'gap')}." if column.n_missing else ""
    if column.n_missing == n_rows:
        return f"{name} has no values.{gaps}"
    if column.n_unique == 1:
        return f"{name} has one value only{_only(column)}.{gaps}"
    if column.mean is not None and column.quartiles is not None:
        return f"{_middle(name, column)}{_lean(column)}{gaps}"
    if column.top_values:
        return f"{_frequent(name, column, n_rows)}{gaps}"
    different = f"{name} has {counted(column.n_unique, 'different value')}"
    if column.minimum is None:
        return f"{different}.{gaps}"
    return f"{different}, from {column.minimum} to {column.maximum}.{gaps}"


def _only(column: ColumnProfile) -> str:
    return f", “{escape(column.top_values[0][0])}”" if column.top_values else ""


def _middle(name: str, column: ColumnProfile) -> str:
    """Say where the middle of a number column's finite values lies, and their mean."""
    low, middle, high = column.quartiles or (0.0, 0.0, 0.0)
    spread = (high - low) or (float(column.maximum or 0) - float(column.minimum or 0))
    (median,) = together([middle], within=spread / 100)
    below, at, above = column.around_median
    if below == above and at <= 1:
        said = f"Half of the values of {name} lie below {median} and half above"
    else:
        equal = "1 is" if at == 1 else f"{at:,} are"
        said = (
            f"The middle value of {name} is {median}: {counted(below, 'value')} "
            f"{'lies' if below == 1 else 'lie'} below, {equal} equal to it and {above:,} above"
        )
    infinite = f" ({column.n_infinite:,} infinite left out)" if column.n_infinite else ""
    return f"{said}; the mean is {human(column.mean or 0.0)}{infinite}."


BALANCED = 0.005  # a skewness that is nought to two decimals


def _lean(column: ColumnProfile) -> str:
    """Say what the sign of the skewness, the mean cubed distance from the mean, does say."""
    skewness = column.skewness
    if skewness is None:
        return ""
    if abs(skewness) < BALANCED:
        return f" The skewness is {human(skewness)}: far values on both sides balance."
    sides = ("above", "below") if skewness > 0 else ("below", "above")
    return (
        f" The skewness is {human(skewness)}: far values {sides[0]} the mean outweigh those "
        f"{sides[1]}."
    )


def _frequent(name: str, column: ColumnProfile, n_rows: int) -> str:
    """Say which value of a category comes most often, if one does."""
    value, count = column.top_values[0]
    different = f"{name} has {counted(column.n_unique, 'different value')}"
    if count == 1:
        return f"{different}, each in one row."
    tied = len(column.top_values) > 1 and column.top_values[1][1] == count
    which = "one of the most frequent" if tied else "the most frequent"
    return f"{different}; {which}, “{escape(value)}”, stands in {share(count, n_rows)} of the rows."


_DRAW = {"glance": _glance, "rows": _rows, "column": _column}
