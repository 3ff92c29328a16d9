"""Below the pictures of reinforcement learning: what a click does, without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.rl.brush import painted_cell
from core.rl.presets import drawn
from core.ui.controls import move

Desk = Callable[[Any, Any, Any], None]
"""``desk(settings, answer, table)``, as `Playground.after` wants it."""


def paint_desk(prefix: str) -> Desk:
    """Offer row, column and a button: what a click on that cell would do."""

    def show(settings: Any, _answer: Any, _table: Any) -> None:
        brush = settings.brush
        grid = drawn(brush.world)
        if grid is None:
            st.caption("This world has no grid to paint on.")
            return
        places = st.popover("Paint by keyboard", icon=":material/keyboard:", type="tertiary")
        with places, st.form(f"{prefix}_paint", border=False):
            row = st.number_input("Row", 1, grid.n_rows, key=f"{prefix}_paint_row")
            col = st.number_input("Column", 1, grid.n_cols, key=f"{prefix}_paint_column")
            if st.form_submit_button("Paint this cell"):
                move(prefix, painted_cell(brush, (int(row) - 1) * grid.n_cols + int(col) - 1))

    return show
