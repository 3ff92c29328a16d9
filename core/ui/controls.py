"""Widgets generated from `Param` specs, bound to the URL where their choices are fixed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.params import Param, Value

FEW_CHOICES = 4
SHORT_LABELS = 34


def widget(
    param: Param,
    key: str,
    *,
    value: Value = None,
    bind: bool = True,
    on_change: Callable[[], None] | None = None,
) -> Value:
    """Show the control of ``param`` and return its legal value.

    ``value`` (the experiment's, or a link's) is what the control shows when its session value is
    absent or differs; without it the widget keeps its own state. ``bind`` puts it into the URL.
    """
    if value is not None or (param.optional and not bind):
        _show(param, key, param.clean(value))
    options: dict[str, Any] = {"key": key, "help": param.help or None, "on_change": on_change}
    if bind:
        options["bind"] = "query-params"
    else:
        options["persist_state"] = "session"
    return param.clean(_WIDGETS[param.kind](param, options))


def values(params: tuple[Param, ...], prefix: str, extras: Mapping[str, Value]) -> dict[str, Value]:
    """Show all ``params`` and return their values by id.

    A parameter whose choices come from the table is not bound to the URL (its choices would be
    unknown when the link opens); it starts at ``extras``, which travels in ``exp``.
    """
    chosen: dict[str, Value] = {}
    for param in (p for p in params if not p.advanced):
        chosen[param.id] = _value(param, prefix, extras, chosen)
    advanced = [param for param in params if param.advanced and param.applies(chosen)]
    chosen |= {param.id: param.default for param in params if param.id not in chosen}
    if advanced:
        with st.expander("More settings", key=f"{prefix}_more"):
            for param in advanced:
                chosen[param.id] = _value(param, prefix, extras, chosen)
    return chosen


def _value(
    param: Param, prefix: str, extras: Mapping[str, Value], chosen: Mapping[str, Value]
) -> Value:
    if not param.applies(chosen):
        return param.default
    key = f"{prefix}_{param.id}"
    if param.role == "any":
        return widget(param, key)
    ids = {choice.id for choice in param.choices}
    if key not in st.session_state and extras.get(param.id) in ids:
        st.session_state[key] = extras[param.id]
    return widget(param, key, bind=False)


def _show(param: Param, key: str, value: Value) -> None:
    shown = _LABELLED if value is None else value
    if param.optional:
        st.session_state.setdefault(f"{key}_on", value is not None)
        if value is None:
            return
    if st.session_state.get(key, _LABELLED) != shown:
        st.session_state[key] = list(value) if isinstance(value, tuple) else value


_LABELLED = object()


def _default(param: Param, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``value`` argument unless session state holds one already."""
    return {} if options["key"] in st.session_state else {"value": param.default}


def _number(param: Param, options: dict[str, Any]) -> Any:
    if param.optional:
        return _optional_number(param, options)
    return _required_number(param, options)


def _required_number(param: Param, options: dict[str, Any]) -> Any:
    label = f"{param.label} ({param.unit})" if param.unit else param.label
    cast: Callable[[Any], Any] = int if param.kind == "int" else float
    if param.low is None or param.high is None:
        step = None if param.step is None else cast(param.step)
        chosen = st.number_input(label, step=step, **_default(param, options), **options)
        return None if chosen is None else cast(chosen)
    if param.scale == "log":
        return _log_slider(param, label, cast, options)
    step = cast(param.step if param.step is not None else (1 if cast is int else 0.01))
    bounds = (cast(param.low), cast(param.high))
    initial: Any = {k: cast(v) for k, v in _default(param, options).items()}
    chosen = st.slider(label, *bounds, step=step, **initial, **options)
    return cast(chosen)


def _log_slider(
    param: Param, label: str, cast: Callable[[Any], Any], options: dict[str, Any]
) -> Any:
    steps = log_steps(param)
    current = st.session_state.get(options["key"])
    if current is not None and current not in steps:
        steps = tuple(sorted({*steps, cast(current)}))
    chosen = st.select_slider(
        label,
        steps,
        format_func=lambda number: f"{number:g}",
        **_default(param, options),
        **options,
    )
    return cast(chosen)


def log_steps(param: Param) -> tuple[float, ...]:
    """Return 1-2-5 steps between ``low`` and ``high`` with both ends and the default.

    >>> log_steps(Param("c", "C", "float", 1.0, low=0.1, high=10.0, scale="log"))
    (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
    """
    cast: Callable[[Any], Any] = int if param.kind == "int" else float
    low, high = float(param.low or 1e-6), float(param.high or 1.0)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ladder = (float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5))
    steps = {cast(step) for step in ladder if low <= step <= high} | {cast(low), cast(high)}
    if isinstance(param.default, int | float):
        steps.add(cast(param.default))
    return tuple(sorted(steps))


def _optional_number(param: Param, options: dict[str, Any]) -> Any:
    switch = {name: value for name, value in options.items() if name in ("bind", "persist_state")}
    key = f"{options['key']}_on"
    initial: Any = {} if key in st.session_state else {"value": param.default is not None}
    limited = st.toggle(
        f"Limit {param.label[0].lower()}{param.label[1:]}",
        key=key,
        on_change=options["on_change"],
        help=param.help or None,
        **initial,
        **switch,
    )
    if not limited:
        return None
    if param.default is None and options["key"] not in st.session_state:
        st.session_state[options["key"]] = type(param.low or 1)(param.low or 1)
    return _required_number(param, options)


def _switch(param: Param, options: dict[str, Any]) -> Any:
    return st.toggle(param.label, **_default(param, options), **options)


def _choice(param: Param, options: dict[str, Any]) -> Any:
    labels = {choice.id: choice.label for choice in param.choices}
    ids = list(labels)
    if st.session_state.get(options["key"], ids[0] if ids else None) not in labels:
        del st.session_state[options["key"]]
    fresh = options["key"] not in st.session_state
    if len(ids) <= FEW_CHOICES and sum(map(len, labels.values())) <= SHORT_LABELS:
        initial: Any = {"default": param.default} if fresh else {}
        return st.segmented_control(
            param.label, ids, format_func=labels.__getitem__, required=True, **initial, **options
        )
    start = ids.index(str(param.default)) if fresh and param.default in labels else 0
    return st.selectbox(
        param.label, ids, index=start, format_func=lambda name: labels.get(name, name), **options
    )


def _text(param: Param, options: dict[str, Any]) -> Any:
    return st.text_input(param.label, **_default(param, options), **options)


def _columns(param: Param, options: dict[str, Any]) -> Any:
    names = [choice.id for choice in param.choices]
    kept = [name for name in st.session_state.get(options["key"], ()) if name in names]
    if options["key"] in st.session_state:
        st.session_state[options["key"]] = kept
        chosen = st.multiselect(param.label, names, **options)
    else:
        start = list(param.default) if isinstance(param.default, tuple) else []
        chosen = st.multiselect(param.label, names, default=start, **options)
    return tuple(chosen)


_WIDGETS: dict[str, Callable[[Param, dict[str, Any]], Any]] = {
    "int": _number,
    "float": _number,
    "bool": _switch,
    "choice": _choice,
    "text": _text,
    "column": _choice,
    "columns": _columns,
}


def read_widget(param: Param, key: str) -> Value:
    """Return what the control with ``key`` holds now: for use inside its ``on_change``."""
    if param.optional and not st.session_state.get(f"{key}_on", False):
        return None
    value = st.session_state.get(key, param.default)
    return param.clean(tuple(value) if isinstance(value, list) else value)
