"""Below the pictures of reinforcement learning: what a click does, without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.stages.reinforcement.beat_the_agent.hand import as_text, with_action
from core.stages.reinforcement.game_tree.match import open_moves
from core.stages.reinforcement.world_editor.editor import EVALUATING, best_arrows, clicked
from core.rl.worlds.brush import ARROW_TOOLS, Brush, iced, paced, rewarded
from core.rl.worlds.grid import WALL, World
from core.rl.worlds.presets import drawn
from core.ui.controls import move
from core.ui.fields import FORMAT, key_of

SLIDER_REWARD, SLIDER_STEP, TINY = 5.0, 2.0, 1e-9
KEYS = {"up": "Up", "right": "Right", "down": "Down", "left": "Left"}
Desk = Callable[[Any, Any, Any], None]
"""``desk(settings, answer, table)``, as `Playground.after` wants it."""


def paint_desk(prefix: str, act: Callable[[Any, int], Any]) -> Desk:
    """Offer what ``act(settings, cell)``, a click, does by row and column, and the whole ground."""

    def show(settings: Any, _answer: Any, _table: Any) -> None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _paint(prefix, act, settings)

    return show


def _paint(prefix: str, act: Callable[[Any, int], Any], settings: Any) -> None:
    grid = drawn(settings.brush.world)
    if grid is None:
        st.caption("This world has no grid to paint on.")
        return
    places = st.popover("A cell by keyboard", icon=":material/keyboard:", type="tertiary")
    with places, st.form(f"{prefix}_paint", border=False):
        row = st.number_input("Row", 1, grid.n_rows, key=f"{prefix}_paint_row")
        col = st.number_input("Column", 1, grid.n_cols, key=f"{prefix}_paint_column")
        if st.form_submit_button("Do what a click there does"):
            move(prefix, act(settings, (int(row) - 1) * grid.n_cols + int(col) - 1))
    with st.popover("Ice and steps", icon=":material/ac_unit:", type="tertiary"):
        _ground(prefix, settings.brush, grid)


def _ground(prefix: str, brush: Brush, grid: World) -> None:
    """Show how slippery the whole world is and what a step in it pays."""
    slip, pays = round(100 * grid.slip), grid.step_reward
    most = max(SLIDER_STEP, abs(pays))
    ice = st.slider(
        "Ice: moves that slip (%)", 0, 100, slip, 5, key=key_of(f"{prefix}_ice", slip),
        help="So many moves go sideways instead, half of them to each side.",
    )  # fmt: skip
    step = st.slider(
        "Reward for every other step", -most, most, pays, 0.05, FORMAT,
        key=key_of(f"{prefix}_step", pays),
        help="What entering a cell pays where you painted nothing else. Below 0 it is in a hurry.",
    )  # fmt: skip
    if ice != slip:
        move(prefix, iced(brush, ice / 100))
    if abs(step - pays) > TINY:
        move(prefix, paced(brush, step))


def editor_desk(prefix: str) -> Desk:
    """Offer the keyboard, the reward of the inspected cell, and what arrows all do at once."""

    def show(settings: Any, answer: Any, _table: Any) -> None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _paint(prefix, clicked, settings)
            if settings.brush.tool in ARROW_TOOLS or settings.brush.arrows:
                _all_arrows(prefix, settings, answer)
        if settings.brush.place >= 0:
            _reward(prefix, settings.brush)

    return show


def _all_arrows(prefix: str, settings: Any, answer: Any) -> None:
    help_text = (
        "Every arrow turns to the action that is best by the values at the end of the film: one "
        "policy improvement."
    )
    if st.button("Improve my arrows", icon=":material/trending_up:", type="tertiary",
                 key=f"{prefix}_improve", help=help_text):  # fmt: skip
        better = best_arrows(settings, answer)
        move(prefix, {"arrows": better, "method": EVALUATING[0]} if better else {})
    if st.button("Clear my arrows", icon=":material/ink_eraser:", type="tertiary",
                 key=f"{prefix}_clear", disabled=not settings.brush.arrows):  # fmt: skip
        move(prefix, {"arrows": ""})


def _reward(prefix: str, brush: Brush) -> None:
    """Show a slider for the reward of the inspected cell."""
    grid = drawn(brush.world)
    if grid is None or grid.cells[brush.place] == WALL:
        return
    row, col = divmod(brush.place, grid.n_cols)
    now = grid.reward_of(brush.place)
    most = max(SLIDER_REWARD, abs(now))
    key = key_of(f"{prefix}_pays_{brush.place}", now)
    chosen = st.slider(
        f"Reward for entering row {row + 1}, column {col + 1}", -most, most, now, 0.1, FORMAT,
        key=key,
        help="For larger rewards choose “Paints: reward” as what a click does.",
    )  # fmt: skip
    if abs(chosen - now) > TINY:
        move(prefix, rewarded(brush, brush.place, chosen))


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
