"""Where a control keeps its value: in the session, and in the address where it is bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import streamlit as st

from core.address import read
from core.errors import PlaygroundError
from core.kinds import KINDS
from core.params import Param
from core.value import Value

Options: TypeAlias = Mapping[str, Any]
"""What a control is drawn with: ``key``, ``help``, ``on_change``, and ``bind`` if it is bound."""


def is_bound(options: Options) -> bool:
    """Whether the address holds the value, too."""
    return "bind" in options


def start(options: Options, **argument: Any) -> dict[str, Any]:
    """Return the default as an argument for a bound widget, nothing for the others."""
    return argument if is_bound(options) else {}


def put(key: str, value: Any) -> None:
    """Have the session hold ``value``; what it holds already is left alone."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def follow(key: str, value: Any) -> None:
    """Have a widget that is there follow a value that came from elsewhere.

    A new one takes it as its default: a value that a run sets and a rerun cuts off is lost.
    """
    if st.session_state.get(key, value) != value:
        st.session_state[key] = value


def show(param: Param, key: str, value: Value) -> None:
    """Have the unbound control with ``key`` show ``value`` from the next time it is drawn."""
    if param.optional:
        put(f"{key}_on", value is not None)
        if value is None:
            value = param.low if param.default is None else param.default
    put(key, None if value is None else KINDS[param.kind].held(value))


def held(param: Param, key: str) -> Any:
    """Return what the session holds, as the value it may be; the default if it holds nothing."""
    return as_value(st.session_state.get(key, param.default))


def as_value(plain: Any) -> Any:
    """Return what a session or a link holds as the value it may be: a list is a tuple."""
    return tuple(plain) if isinstance(plain, list) else plain


def linked(param: Param, options: Options) -> Any | None:
    """Return the value that the address gives a control which is bound and not drawn yet."""
    text = st.query_params.get(options["key"]) if is_bound(options) else None
    try:
        return None if text is None else read(param, text)
    except PlaygroundError:
        return None


def begin(param: Param, options: Options) -> Value:
    """Return what a control that is no widget of Streamlit's starts at; it ends with `keep`."""
    key = options["key"]
    value = st.session_state[key] if key in st.session_state else linked(param, options)
    return param.default if value is None else param.clean(value)


def keep(param: Param, options: Options, value: Value) -> Value:
    """Keep a value of such a control and, where it is not the default, put it into the address."""
    key = options["key"]
    st.session_state[key] = value
    if not is_bound(options):
        return value
    if value != param.default:
        st.query_params[key] = KINDS[param.kind].to_address(param, value)
    elif key in st.query_params:
        del st.query_params[key]
    return value
