"""Deeds on the screen: buttons, fields and forms below a picture that move controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.figures.blocks import label
from core.figures.deeds import (
    Beside,
    Button,
    Download,
    Effect,
    Field,
    Fold,
    Form,
    Formula,
    RowForm,
    Small,
    Upload,
    moves,
)
from core.ui import controls, files, row_form, state
from core.ui.fields import key_of
from core.ui.work import answer_of

TINY = 1e-9
"""Two numbers nearer to each other are one: steps added to a start do not meet it exactly."""
SHOW_ALL = Callable[[str, tuple[Any, ...]], Any]
"""What shows blocks inside a block: `core.ui.blocks.show`."""


def do(prefix: str, effect: Effect) -> None:
    """Run the page again with what a deed does done."""
    _move(prefix, effect)
    move = moves(effect)
    if move.values or move.experiment is not None:
        st.rerun()


def _move(prefix: str, effect: Effect) -> None:
    """Have the next run of the page begin with what a deed does: also before it, by a callback."""
    move = moves(effect)
    if move.experiment is not None:
        state.set_experiment(move.experiment)
    if move.values:
        st.session_state[f"{prefix}_moved"] = dict(move.values)


def button(prefix: str, shown: Button) -> None:
    """Show a button."""
    st.button(
        shown.label,
        key=f"{prefix}_deed_{shown.key}",
        icon=shown.icon or None,
        help=shown.help or None,
        disabled=shown.disabled,
        shortcut=shown.shortcut or None,
        type="tertiary" if shown.quiet else "secondary",
        on_click=_move,
        args=(prefix, shown.effect),
    )


def field(prefix: str, shown: Field) -> None:
    """Show a field; a value other than its start is a deed."""
    name = f"{prefix}_deed_{shown.key}"
    key = key_of(name, shown.value, _n_done(name))
    param = replace(shown.param, default=shown.value)
    value = _choose(param, key) if shown.bare else controls.widget(param, key, bind=False)
    if value is not None and not _same(value, shown.value):
        _is_done(name)
        do(prefix, shown.effect(value))


def _n_done(name: str) -> int:
    """Return how often a deed was done: each time its controls begin anew, at their start.

    What was asked of them then is done; kept, it would be done again when the start comes back.
    """
    return int(st.session_state.get(f"{name}_done", 0))


def _is_done(name: str) -> None:
    st.session_state[f"{name}_done"] = _n_done(name) + 1


def _choose(param: Any, key: str) -> Any:
    """Offer choices of which none is chosen yet."""
    labels = {choice.id: choice.label for choice in param.choices}
    return st.selectbox(
        param.label, list(labels), index=None, format_func=labels.__getitem__,
        placeholder=param.help or None, key=key,
    )  # fmt: skip


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return abs(one - other) <= TINY
    return bool(one == other)


def form(prefix: str, shown: Form) -> None:
    """Show controls that take effect together."""
    starts = tuple(param.default for param in shown.params)
    deed = f"{prefix}_deed_{shown.key}"
    name = key_of(deed, *starts, _n_done(deed))
    keys = {param: f"{name}_{param.id}" for param in shown.params}

    def send() -> None:
        values = {param.id: controls.read_widget(param, key) for param, key in keys.items()}
        _is_done(deed)
        _move(prefix, shown.effect(values))

    row = st.form(name, border=False).container(horizontal=True, vertical_alignment="bottom")
    with row:
        for param, key in keys.items():
            controls.widget(param, key, bind=False)
        st.form_submit_button(shown.button, on_click=send)


def download(prefix: str, shown: Download) -> None:
    """Offer a file."""
    content: Any = shown.content
    st.download_button(
        shown.label,
        content,
        shown.file_name,
        shown.mime,
        key=f"{prefix}_deed_{shown.file_name}",
        icon=shown.icon,
        help=shown.help or None,
        on_click="ignore",
        type="tertiary",
    )


def small(_prefix: str, shown: Small) -> None:
    """Show a remark."""
    st.caption(shown.text, width="content")


def formula(_prefix: str, shown: Formula) -> None:
    """Show a formula."""
    st.latex(shown.latex)


def beside(prefix: str, shown: Beside, show: SHOW_ALL) -> None:
    """Show deeds side by side."""
    place: Any = "bottom" if shown.bottom else "center"
    with st.container(horizontal=True, gap="small", vertical_alignment=place):
        show(prefix, shown.items)


def fold(prefix: str, shown: Fold, show: SHOW_ALL) -> None:
    """Show blocks behind a label."""
    icon, key = shown.icon or None, f"{prefix}_deed_{shown.key}"
    if shown.over:
        with st.popover(label(shown.label), icon=icon, type="tertiary", key=key):
            show(prefix, shown.items)
    else:
        with st.expander(label(shown.label), icon=icon, expanded=shown.opened, key=key):
            show(prefix, shown.items)


def upload(prefix: str, shown: Upload, show: SHOW_ALL) -> None:
    """Show the place for a file and what can be done with the one that is there."""
    content = files.show(prefix, shown)
    if content is not None:
        show(prefix, shown.then(content))


def row(prefix: str, shown: RowForm, show: SHOW_ALL) -> None:
    """Show a row's controls, and above them what a worker says of the row as it is now."""
    told = st.container()
    changed = row_form.controls(
        dict(shown.row), shown.table, key_of(f"{prefix}_{shown.key}", shown.row)
    )
    function, settings = shown.ask(changed)
    answer = answer_of(
        f"{prefix}_deed_{shown.key}",
        function,
        settings,
        table=shown.table.digest,
        label=shown.label,
        affinity=shown.affinity,
    )
    if answer is not None:
        with told:
            show(prefix, shown.show(answer))
