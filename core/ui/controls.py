"""Widgets generated from `Param` specs, bound to the URL where their choices are fixed.

A bound widget always gets its default as an argument: Streamlit leaves values equal to it out of
the URL. All others are driven through session state alone, so that the experiment (or a link) can
move them; mixing the two would reset a widget nobody has touched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.address import read
from core.course import glossary, roadmap
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.figures.blocks import label as plain_label
from core.params import Param
from core.tabular.link import not_whole
from core.ui import address, state
from core.ui.fields import number_format
from core.untrusted import shown
from core.value import Value

SHARE = "share"
"""The unit of a number in [0, 1] that is shown in percent."""
FEW_CHOICES = 4
SHORT_LABELS = 28
MOST_STEPS = 1000


def widget(
    param: Param,
    key: str,
    *,
    bind: bool = True,
    on_change: Callable[[], None] | None = None,
) -> Value:
    """Show the control of ``param`` and return its legal value.

    ``bind`` puts it into the URL; without it the control keeps what `show` or the learner set.
    """
    options: dict[str, Any] = {"key": key, "help": _help(param, key), "on_change": on_change}
    if bind:
        options["bind"] = "query-params"
    else:
        options["persist_state"] = "session"
        if key not in st.session_state:
            show(param, key, param.default)
    return param.clean(_WIDGETS[param.kind](param, options))


def _help(param: Param, key: str) -> str | None:
    """Return what a control is about: its own words, or the glossary's, and those of its choices.

    key : begins with the slug of the stage, whose own meaning of a word counts.

    >>> print(_help(Param("x", "Threshold", "float", 0.5), "evaluation_threshold_x"))
    **threshold** — The probability from which on the answer is yes.
    """
    stage = next((s.slug for s in roadmap.STAGES if key.startswith(f"{s.slug}_")), "")
    known = glossary.find(param.label, stage) is not None
    own = param.help or (glossary.tooltip(param.label, stage) if known else "")
    told = [f"- **{escape(c.label)}**: {c.help}" for c in param.choices if c.help]
    return "\n\n".join(part for part in (own, "\n".join(told)) if part) or None


def show(param: Param, key: str, value: Value) -> None:
    """Have the unbound control with ``key`` show ``value`` from the next time it is drawn."""
    if param.optional:
        _put(f"{key}_on", value is not None)
        if value is None:
            value = param.low if param.default is None else param.default
    _put(key, list(value) if isinstance(value, tuple) else _cast(param, value))


def values(
    params: tuple[Param, ...],
    prefix: str,
    extras: Mapping[str, Value],
    *,
    between: Callable[[], None] = lambda: None,
) -> dict[str, Value]:
    """Show all ``params`` and return their values by id.

    ``between`` shows what stands between the plain and the advanced ones.
    A parameter whose choices come from the table is not bound to the URL (its choices would be
    unknown when the link opens); it starts at ``extras``, which travels in ``exp``.
    """
    address.heed(params, prefix)
    _heed(params, prefix, extras)
    chosen: dict[str, Value] = {}
    for param in (p for p in params if not p.advanced):
        chosen[param.id] = _value(param, prefix, extras, chosen)
    between()
    advanced = [param for param in params if param.advanced and param.applies(chosen)]
    chosen |= {param.id: param.default for param in params if param.id not in chosen}
    if advanced:
        with st.expander("More settings", key=f"{prefix}_more"):
            for param in advanced:
                chosen[param.id] = _value(param, prefix, extras, chosen)
    return chosen


def reset(params: tuple[Param, ...], prefix: str) -> None:
    """Put every control back to its default."""
    for param in params:
        show(param, f"{prefix}_{param.id}", param.default)


def read_widget(param: Param, key: str) -> Value:
    """Return what the control with ``key`` holds now: for use inside its ``on_change``."""
    if param.optional and not st.session_state.get(f"{key}_on", False):
        return None
    return param.clean(_held(param, key))


def _held(param: Param, key: str) -> Any:
    """Return what session state holds, a list as the tuple that a value is."""
    held = st.session_state.get(key, param.default)
    return tuple(held) if isinstance(held, list) else held


def _value(
    param: Param, prefix: str, extras: Mapping[str, Value], chosen: Mapping[str, Value]
) -> Value:
    if not param.applies(chosen):
        return param.default
    if param.up_to:
        most = int(chosen[param.up_to])  # type: ignore[arg-type]
        param = replace(param, choices=param.choices[:most])
        address.heed((param,), prefix)
    key = f"{prefix}_{param.id}"
    if param.role == "any":
        return widget(param, key)
    held = _held(param, key)
    if key not in st.session_state or param.clean(held) != held:
        linked = extras.get(param.id, param.default)
        show(param, key, param.clean(_plain(linked)))
    return widget(param, key, bind=False)


def _heed(params: tuple[Param, ...], prefix: str, extras: Mapping[str, Value]) -> None:
    """Say once what a link asks in vain of controls that the table fills, shown or not."""
    if not extras or f"{prefix}_heeded" in st.session_state:
        return
    st.session_state[f"{prefix}_heeded"] = True
    filled = {param.id: param for param in params if param.role != "any"}
    for name, linked in extras.items():
        if name not in filled:
            state.note(not_whole((f"{shown(name)} is no setting here",)))
        elif filled[name].clean(_plain(linked)) != _plain(linked):
            state.note(not_whole((f"{filled[name].label} is the default",)))


def _plain(linked: Any) -> Any:
    return tuple(linked) if isinstance(linked, list) else linked


def _put(key: str, value: Any) -> None:
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _cast(param: Param, value: Any) -> Any:
    return float(value) if param.kind == "float" and value is not None else value


def _start(options: Mapping[str, Any], **argument: Any) -> dict[str, Any]:
    """Return the default as an argument for a bound widget, nothing for the others."""
    return argument if "bind" in options else {}


def _number(param: Param, options: dict[str, Any]) -> Any:
    return _optional_number(param, options) if param.optional else _plain_number(param, options)


def _plain_number(param: Param, options: dict[str, Any]) -> Any:
    share = param.unit == SHARE
    label = f"{param.label} ({param.unit})" if param.unit and not share else param.label
    cast: Callable[[Any], Any] = int if param.kind == "int" else float
    default = param.low if param.default is None else param.default
    if param.low is None or param.high is None or is_wide(param):
        chosen = _typed_number(param, label, default, options)
        return None if chosen is None else cast(chosen)
    start = _start(options, value=None if default is None else cast(default))
    if param.scale == "log":
        return _log_slider(param, label, start, options)
    step = cast(param.step if param.step is not None else (1 if cast is int else 0.01))
    bounds = (cast(param.low), cast(param.high))
    slider: Any = st.slider
    shown = {"format": "percent" if share else number_format(param)}
    return cast(slider(label, *bounds, step=step, **shown, **start, **options))


def _typed_number(param: Param, label: str, default: Any, options: dict[str, Any]) -> Any:
    """Show a field for a number.

    A bound whole number is a float to Streamlit: its input for whole numbers raises when the URL
    says "inf".
    """
    cast: Callable[[Any], Any] = int if param.kind == "int" and "bind" not in options else float
    start = _start(options, value=None if default is None else cast(default))
    step = 1 if param.step is None and param.kind == "int" else param.step
    low, high, step = (
        None if bound is None else cast(bound) for bound in (param.low, param.high, step)
    )
    whole = "%.0f" if cast is float else None
    shown = {"format": whole if param.kind == "int" else number_format(param)}
    field: Any = st.number_input
    return field(label, low, high, step=step, **shown, **start, **options)


def is_wide(param: Param) -> bool:
    """Whether a slider would have more steps than a hand can aim at."""
    if param.low is None or param.high is None or param.scale == "log":
        return False
    step = param.step if param.step is not None else (1 if param.kind == "int" else 0.01)
    return (param.high - param.low) / step > MOST_STEPS


def _log_slider(param: Param, label: str, start: dict[str, Any], options: dict[str, Any]) -> Any:
    steps: tuple[Any, ...] = log_steps(param)
    current = st.session_state.get(options["key"], _linked(param, options))
    if current is not None and current not in steps:
        steps = tuple(sorted({*steps, current}))
    shown: Any = {"format_func": lambda number: f"{number:g}", **start, **options}
    slider: Any = st.select_slider
    return slider(label, steps, **shown)


def _linked(param: Param, options: Mapping[str, Any]) -> Any | None:
    """Return the number that the address gives a control which is bound and not drawn yet."""
    text = st.query_params.get(options["key"]) if "bind" in options else None
    try:
        return None if text is None else read(param, text)
    except PlaygroundError:
        return None


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
    switch = {**options, "key": f"{options['key']}_on"}
    label = param.switch or f"Limit {param.label[0].lower()}{param.label[1:]}"
    limited = st.toggle(label, **_start(options, value=param.default is not None), **switch)
    return _plain_number(param, options) if limited else None


def _switch(param: Param, options: dict[str, Any]) -> Any:
    return st.toggle(param.label, **_start(options, value=param.default), **options)


def _choice(param: Param, options: dict[str, Any]) -> Any:
    labels = {choice.id: choice.label for choice in param.choices}
    ids = list(labels)
    if not ids:
        told = options["help"]
        return st.selectbox(param.label, ids, disabled=True, placeholder="None", help=told)
    if "bind" not in options and st.session_state.get(options["key"]) not in labels:
        show(param, options["key"], param.default if param.default in labels else ids[0])
    if len(ids) <= FEW_CHOICES and sum(map(len, labels.values())) <= SHORT_LABELS:
        return _segments(param, labels, options)
    start = _start(options, index=ids.index(str(param.default)) if param.default in ids else 0)
    return st.selectbox(
        param.label, ids, format_func=lambda name: labels.get(name, name), **start, **options
    )


def _segments(param: Param, labels: Mapping[str, str], options: dict[str, Any]) -> Any:
    """Show short choices side by side; Streamlit reads Markdown there, a table's names are none."""
    plain = {id_: plain_label(own) for id_, own in labels.items()}
    texts = labels if "bind" in options else plain
    start = _start(options, default=param.default)
    shown: Any = {"format_func": texts.__getitem__, "required": True, **start, **options}
    return st.segmented_control(param.label, list(labels), **shown)


def _text(param: Param, options: dict[str, Any]) -> Any:
    start = _start(options, value=param.default)
    if param.help and not param.default:  # it stands in the field; the label is for the unseeing
        start |= {"placeholder": f"{param.label}: {param.help}", "label_visibility": "collapsed"}
    return st.text_input(param.label, **start, **options)


def _columns(param: Param, options: dict[str, Any]) -> Any:
    if "bind" in options:
        return _pills(param, options)
    names = [choice.id for choice in param.choices]
    kept = [name for name in st.session_state.get(options["key"], ()) if name in names]
    if "bind" not in options:
        _put(options["key"], kept)
    return tuple(st.multiselect(param.label, names, **options))


def _pills(param: Param, options: dict[str, Any]) -> Any:
    """Show a fixed list of which several may be chosen."""
    labels = {choice.id: choice.label for choice in param.choices}
    start = _start(options, default=list(param.default or ()))  # type: ignore[arg-type]
    shown: Any = {"format_func": labels.__getitem__, **start, **options}
    return tuple(st.pills(param.label, list(labels), selection_mode="multi", **shown))


def _layers(param: Param, options: dict[str, Any]) -> Any:
    """Show a stack of layers. It is no widget of Streamlit's, so it is bound to the URL here."""
    from core.ui import layer_rows

    key = options["key"]
    start = st.session_state.get(key, st.query_params.get(key, param.default))
    return _keep(
        param, key, layer_rows.show(param, key, str(param.clean(start)), _help(param, key))
    )


def _keep(param: Param, key: str, value: str) -> str:
    """Keep a value in the session and, where it is not the default, in the URL."""
    st.session_state[key] = value
    if value != param.default:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]
    return value


def _points(param: Param, options: dict[str, Any]) -> Any:
    """Show a drawing. It is no widget of Streamlit's, so it is bound to the URL here."""
    from core.ui import canvas

    key = options["key"]
    start = st.session_state.get(key, st.query_params.get(key, param.default))
    st.caption(param.label, help=options["help"])
    drawn = canvas.drawn_points(
        key,
        str(param.clean(start)),
        low=param.low or 0.0,
        high=param.high or 1.0,
        classes=tuple(choice.label for choice in param.choices),
        colours=param.colours,
    )
    return _keep(param, key, drawn)


_WIDGETS: dict[str, Callable[[Param, dict[str, Any]], Any]] = {
    "int": _number,
    "float": _number,
    "bool": _switch,
    "choice": _choice,
    "text": _text,
    "column": _choice,
    "columns": _columns,
    "points": _points,
    "layers": _layers,
}
