"""Below the pictures of reinforcement learning: what a click does, without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.rl.brush import painted_cell
from core.rl.hand import as_text, with_action
from core.rl.match import open_moves
from core.rl.presets import drawn
from core.ui.controls import move

KEYS = {"up": "Up", "right": "Right", "down": "Down", "left": "Left"}
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


def game_desk(prefix: str) -> Desk:
    """Offer a button for every legal move, taking one back, and a new game."""

    def show(settings: Any, answer: Any, _table: Any) -> None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption("Play", width="content")
            for place in open_moves(settings, answer):
                if st.button(str(place + 1), key=f"{prefix}_move_{place}"):
                    move_to(f"{settings.mine}{place}")
            if st.button("Take back", icon=":material/undo:", disabled=not settings.mine,
                         key=f"{prefix}_back"):  # fmt: skip
                move_to(settings.mine[:-1])
            if st.button("New game", icon=":material/refresh:", disabled=not settings.mine,
                         key=f"{prefix}_new"):  # fmt: skip
                move_to("")

    def move_to(mine: str) -> None:
        move(prefix, {"mine": mine})

    return show


def walk_desk(prefix: str) -> Desk:
    """Offer a button (and an arrow key) for every action, one step back, and a fresh start."""

    def show(settings: Any, answer: Any, _table: Any) -> None:
        if answer.ended:
            return
        over, nothing = answer.learner.is_over, not settings.actions
        with st.container(horizontal=True, gap="small"):
            for action, name in enumerate(answer.actions):
                if st.button(name, key=f"{prefix}_do_{action}", disabled=over,
                             shortcut=KEYS.get(name)):  # fmt: skip
                    move(prefix, with_action(settings, answer, action))
            if st.button("Step back", icon=":material/undo:", disabled=nothing,
                         key=f"{prefix}_back"):  # fmt: skip
                move(prefix, {"mine": as_text(settings.actions[:-1])})
            if st.button("Start anew", icon=":material/refresh:", disabled=nothing,
                         key=f"{prefix}_new"):  # fmt: skip
                move(prefix, {"mine": ""})

    return show
