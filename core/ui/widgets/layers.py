"""Layers: one row each, one more and one less by a click."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.kinds.layers import Stack, read_layers, write_layers
from core.params import Param
from core.ui.widgets.session import Options, begin, follow, keep, put

ROW_PX = 126
"""How wide the number of neurons is: both fit beside each other on a phone."""


def stack(param: Param, options: Options) -> Any:
    """Show a stack of layers; a click or a choice puts another into the session."""
    begun = str(begin(param, options))
    return keep(param, options, _rows(param, options["key"], begun, options["help"]))


def _rows(param: Param, key: str, text: str, words: str | None) -> str:
    """Show the rows of ``text``; return it with the sort of every layer said."""
    first = param.choices[0].id
    layers = read_layers(text, first)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"{param.label}: {len(layers)}", help=words, width="stretch")
        _button("−", "One layer less", key, layers[:-1], off=not layers)
        more = (*layers, layers[-1] if layers else (4, first))
        _button("+", "One layer more", key, more, off=len(layers) >= int(param.step or 1))
    for place, layer in enumerate(layers):
        _row(param, key, place, layer, len(layers))
    return write_layers(layers)


def _button(sign: str, words: str, key: str, layers: Stack, *, off: bool) -> None:
    st.button(
        sign,
        key=f"{key}_{words.split()[-1]}",
        help=words,
        disabled=off,
        on_click=put,
        args=(key, write_layers(layers)),
    )


def _row(param: Param, key: str, place: int, layer: tuple[int, str], n_layers: int) -> None:
    kinds = {choice.id: choice.label for choice in param.choices}
    width_key, kind_key = _keys(key, place)
    follow(width_key, layer[0])
    follow(kind_key, layer[1])
    said: Any = {"label_visibility": "collapsed", "on_change": _moved, "args": (key, n_layers)}
    low, high = int(param.low or 1), int(param.high or 1)
    with st.container(horizontal=True, gap="xsmall"):
        st.number_input(
            f"Neurons in layer {place + 1}", low, high, layer[0], 1, key=width_key, width=ROW_PX,
            **said
        )  # fmt: skip
        st.selectbox(
            f"Activation of layer {place + 1}",
            list(kinds),
            list(kinds).index(layer[1]),
            format_func=kinds.__getitem__,
            key=kind_key,
            width="stretch",
            **said,
        )


def _keys(key: str, place: int) -> tuple[str, str]:
    return f"{key}_width_{place}", f"{key}_kind_{place}"


def _moved(key: str, n_layers: int) -> None:
    held = [[st.session_state[name] for name in _keys(key, place)] for place in range(n_layers)]
    st.session_state[key] = write_layers([(int(width), kind) for width, kind in held])
