"""Blocks on the screen: each kind of block has one way to be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.figures.blocks import (
    Block,
    Chart,
    Drawing,
    Grid,
    Link,
    Links,
    Notes,
    Numbers,
    Row,
    Words,
    escape,
)
from core.learn import roadmap
from core.ui.drawing import show_drawing

CONFIG = {"displaylogo": False, "toImageButtonOptions": {"format": "png", "scale": 2}}


def show(prefix: str, shown: tuple[Block, ...]) -> None:
    """Show blocks one under the other."""
    for block in shown:
        _SHOW[type(block).__name__](prefix, block)


def _chart(prefix: str, chart: Chart) -> None:
    st.plotly_chart(
        chart.figure,
        key=f"{prefix}_chart_{chart.key}",
        alt=chart.alt,
        config=CONFIG,
        width="stretch",
    )


def _numbers(_prefix: str, numbers: Numbers) -> None:
    with st.container(horizontal=True, gap="small"):
        for item in numbers.items:
            with st.container(width=150, gap="xxsmall"):
                st.metric(escape(item.label), item.value, help=item.help or None)
                if item.note:
                    st.caption(escape(item.note))


def _grid(prefix: str, grid: Grid) -> None:
    if grid.caption:
        st.caption(escape(grid.caption))
    height: Any = {} if grid.height_px is None else {"height": grid.height_px}
    st.dataframe(
        grid.frame, hide_index=True, width="stretch", key=f"{prefix}_grid_{grid.key}", **height
    )
    if grid.file_name:
        st.download_button(
            "Download as CSV",
            grid.frame.to_csv(index=False),
            grid.file_name,
            "text/csv",
            key=f"{prefix}_grid_{grid.key}_download",
            icon=":material/download:",
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
    columns = st.columns(len(row.items), gap="small")
    for column, block in zip(columns, row.items, strict=True):
        with column:
            show(prefix, (block,))


def _title(link: Link) -> str:
    """Return what the URL calls the playground: Streamlit binds the label, not the id."""
    return roadmap.stage(link.slug).playground(link.playground).title


_SHOW: dict[str, Callable[[str, Any], None]] = {
    "Chart": _chart,
    "Numbers": _numbers,
    "Grid": _grid,
    "Words": _words,
    "Drawing": _drawing,
    "Links": _links,
    "Notes": _notes,
    "Row": _row,
}
