"""Choices: side by side where they are few and short, else in a list; one or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.figures.blocks import label as plain_label
from core.params import Param
from core.ui.widgets.session import Options, is_bound, put, show, start

FEW_CHOICES = 4
SHORT_LABELS = 28


def one(param: Param, options: Options) -> Any:
    """Show a choice; one from a table starts at another of its columns where its own is gone."""
    labels = {choice.id: choice.label for choice in param.choices}
    ids = list(labels)
    if not ids:
        told = options["help"]
        return st.selectbox(param.label, ids, disabled=True, placeholder="None", help=told)
    if not is_bound(options) and st.session_state.get(options["key"]) not in labels:
        show(param, options["key"], param.default if param.default in labels else ids[0])
    if len(ids) <= FEW_CHOICES and sum(map(len, labels.values())) <= SHORT_LABELS:
        return _segments(param, labels, options)
    begun = start(options, index=ids.index(str(param.default)) if param.default in ids else 0)
    return st.selectbox(
        param.label, ids, format_func=lambda name: labels.get(name, name), **begun, **options
    )


def several(param: Param, options: Options) -> Any:
    """Show choices of which several may be chosen: columns of a table, or a fixed list."""
    if is_bound(options):
        return _pills(param, options)
    names = [choice.id for choice in param.choices]
    kept = [name for name in st.session_state.get(options["key"], ()) if name in names]
    put(options["key"], kept)
    return tuple(st.multiselect(param.label, names, **options))


def _segments(param: Param, labels: Mapping[str, str], options: Options) -> Any:
    """Show short choices side by side; Streamlit reads Markdown there, a table's names are none."""
    plain = {id_: plain_label(own) for id_, own in labels.items()}
    texts = labels if is_bound(options) else plain
    begun = start(options, default=param.default)
    shown: Any = {"format_func": texts.__getitem__, "required": True, **begun, **options}
    return st.segmented_control(param.label, list(labels), **shown)


def _pills(param: Param, options: Options) -> Any:
    labels = {choice.id: choice.label for choice in param.choices}
    begun = start(options, default=list(param.default or ()))  # type: ignore[arg-type]
    shown: Any = {"format_func": labels.__getitem__, **begun, **options}
    return tuple(st.pills(param.label, list(labels), selection_mode="multi", **shown))
