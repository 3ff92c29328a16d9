"""Blocks on the screen: each kind of block has one way to be shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.course import roadmap
from core.figures.blocks import (
    Block,
    Chart,
    Drawing,
    Grid,
    Link,
    Links,
    Moving,
    Notes,
    Numbers,
    Row,
    Stack,
    Words,
    escape,
    label,
)
from core.figures.theme import readable
from core.ui import deeds, player
from core.ui.drawing import show_drawing

if TYPE_CHECKING:
    import pandas as pd

LARGE, SMALL = 10_000, 0.001
CONFIG = {"displaylogo": False, "toImageButtonOptions": {"format": "png", "scale": 2}}
LINE_PX, MOST_NUMBER_PX, GAP_PX = 670, 170, 16
"""Numbers stand on one line beside the controls of a 1366 pixels wide screen, two on a phone."""


def show(prefix: str, shown: tuple[Block, ...]) -> player.Heard:
    """Show blocks one under the other; return what the learner just did in a film among them."""
    heard = player.Heard()
    for block in shown:
        found = _SHOW[type(block).__name__](prefix, block)
        if isinstance(found, player.Heard) and (found.picked or found.told):
            heard = found
    return heard


def _chart(prefix: str, chart: Chart) -> None:
    st.plotly_chart(
        readable(chart.figure, dark=st.context.theme.type == "dark"),
        key=f"{prefix}_chart_{chart.key}",
        alt=chart.alt,
        config=CONFIG,
        width="stretch",
    )


def _moving(prefix: str, moving: Moving) -> player.Heard:
    heard = player.show_film(prefix, moving.picture)
    if not moving.picture.running:
        player.offer_download(prefix, moving.picture)
    return heard


def _numbers(_prefix: str, numbers: Numbers) -> None:
    width = min(MOST_NUMBER_PX, LINE_PX // max(len(numbers.items), 1) - GAP_PX)
    with st.container(horizontal=True, gap="small"):
        for item in numbers.items:
            with st.container(width=width, gap="xxsmall"):
                change, told = item.change or None, item.help or None
                st.metric(label(item.label), item.value, change, delta_color="off", help=told)
                if item.note:
                    st.caption(escape(item.note))


def _grid(prefix: str, grid: Grid) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if grid.caption:
            st.caption(escape(grid.caption), width="stretch")
        if grid.file_name:
            _download(prefix, grid)
    height: Any = {} if grid.height_px is None else {"height": grid.height_px}
    st.dataframe(
        grid.frame,
        hide_index=True,
        width="stretch",
        key=f"{prefix}_grid_{grid.key}",
        column_config=_formats(grid),
        **height,
    )


def _formats(grid: Grid) -> dict[Any, Any]:
    """Group the thousands of large numbers that are no counts, years or codes; show small ones."""
    floats = grid.frame.select_dtypes("float")
    found = {name: number_format(floats[name]) for name in floats}
    return {n: st.column_config.NumberColumn(format=f) for n, f in found.items() if f is not None}


def number_format(values: pd.Series) -> str | None:
    """Return how a column of a table is shown; None where four decimals tell its numbers.

    A number that four decimals would show as 0 is shown by its digits.
    """
    sizes = values.abs()
    sizes = sizes[sizes < math.inf]
    if (sizes[sizes > 0] < SMALL).any():
        return "%.5g"
    return "localized" if sizes.max() >= LARGE else None


def _download(prefix: str, grid: Grid) -> None:
    st.download_button(
        "CSV",
        grid.frame.to_csv(index=False),
        grid.file_name,
        "text/csv",
        key=f"{prefix}_grid_{grid.key}_download",
        help="Download this table",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _words(_prefix: str, words: Words) -> None:
    st.markdown(words.text)


def _drawing(prefix: str, drawing: Drawing) -> None:
    opened = show_drawing(drawing, f"{prefix}_drawing")
    if opened:
        st.switch_page(f"pages/{opened}.py")


def _links(prefix: str, links: Links) -> None:
    with st.container(border=True, key=f"{prefix}_links"):
        for link in links.items:
            if link.slug:
                query = {f"{link.slug}_play": _title(link)} if link.playground else {}
                st.page_link(f"pages/{link.slug}.py", label=link.title, query_params=query)
            else:
                st.markdown(link.title)
            if link.note:
                st.caption(link.note)


def _notes(_prefix: str, notes: Notes) -> None:
    with st.expander(f"Notes ({len(notes.sentences)})", icon=":material/info:"):
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in notes.sentences))


def _row(prefix: str, row: Row) -> None:
    across = row.across or len(row.items)
    for first in range(0, len(row.items), across):
        columns = st.columns(row.widths or across, gap="small")
        for column, block in zip(columns, row.items[first : first + across], strict=False):
            with column:
                show(prefix, (block,))


def _stack(prefix: str, stack: Stack) -> None:
    show(prefix, stack.items)


def _title(link: Link) -> str:
    """Return what the URL calls the playground: Streamlit binds the label, not the id."""
    return roadmap.stage(link.slug).playground(link.playground).title


_SHOW: dict[str, Callable[[str, Any], player.Heard | None]] = {
    "Chart": _chart,
    "Moving": _moving,
    "Numbers": _numbers,
    "Grid": _grid,
    "Words": _words,
    "Drawing": _drawing,
    "Links": _links,
    "Notes": _notes,
    "Row": _row,
    "Stack": _stack,
    "Button": deeds.button,
    "Field": deeds.field,
    "Form": deeds.form,
    "Download": deeds.download,
    "Small": deeds.small,
    "Formula": deeds.formula,
    "Beside": lambda prefix, items: deeds.beside(prefix, items, show),
    "Fold": lambda prefix, fold: deeds.fold(prefix, fold, show),
    "Upload": lambda prefix, upload: deeds.upload(prefix, upload, show),
    "RowForm": lambda prefix, row: deeds.row(prefix, row, show),
}
