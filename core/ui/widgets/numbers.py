"""Numbers: a slider, a slider over powers, or a field where a slider would be too fine."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from core.params import Param
from core.ui.fields import number_format
from core.ui.widgets.session import Options, is_bound, linked, start

SHARE = "share"
"""The unit of a number in [0, 1] that is shown in percent."""
MOST_STEPS = 1000


def number(param: Param, options: Options) -> Any:
    """Show a number, one that need not be set behind a switch."""
    return _optional(param, options) if param.optional else _plain(param, options)


def is_wide(param: Param) -> bool:
    """Whether a slider would have more steps than a hand can aim at."""
    if param.low is None or param.high is None or param.scale == "log":
        return False
    step = param.step if param.step is not None else (1 if param.kind == "int" else 0.01)
    return (param.high - param.low) / step > MOST_STEPS


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


def _optional(param: Param, options: Options) -> Any:
    switch = {**options, "key": f"{options['key']}_on"}
    label = param.switch or f"Limit {param.label[0].lower()}{param.label[1:]}"
    limited = st.toggle(label, **start(options, value=param.default is not None), **switch)
    return _plain(param, options) if limited else None


def _plain(param: Param, options: Options) -> Any:
    share = param.unit == SHARE
    label = f"{param.label} ({param.unit})" if param.unit and not share else param.label
    cast: Callable[[Any], Any] = int if param.kind == "int" else float
    default = _begins(param) if param.default is None else param.default
    if param.typed or param.low is None or param.high is None or is_wide(param):
        chosen = _typed(param, label, default, options)
        return None if chosen is None else cast(chosen)
    begun = start(options, value=None if default is None else cast(default))
    if param.scale == "log":
        return _log_slider(param, label, begun, options)
    step = cast(param.step if param.step is not None else (1 if cast is int else 0.01))
    bounds = (cast(param.low), cast(param.high))
    slider: Any = st.slider
    shown = {"format": "percent" if share else number_format(param)}
    return cast(slider(label, *bounds, step=step, **shown, **begun, **options))


def _begins(param: Param) -> float | None:
    """Return the number at which an optional one is switched on, within its ends."""
    if param.begins is None:
        return param.low
    return param.begins if param.high is None else min(param.begins, param.high)


def _typed(param: Param, label: str, default: Any, options: Options) -> Any:
    """Show a field for a number.

    A bound whole number is a float to Streamlit: its input for whole numbers raises when the URL
    says "inf".
    """
    cast: Callable[[Any], Any] = int if param.kind == "int" and not is_bound(options) else float
    begun = start(options, value=None if default is None else cast(default))
    step = 1 if param.step is None and param.kind == "int" else param.step
    low, high, step = (
        None if bound is None else cast(bound) for bound in (param.low, param.high, step)
    )
    whole = "%.0f" if cast is float else None
    shown = {"format": whole if param.kind == "int" else number_format(param)}
    field: Any = st.number_input
    return field(label, low, high, step=step, **shown, **begun, **options)


def _log_slider(param: Param, label: str, begun: dict[str, Any], options: Options) -> Any:
    steps: tuple[Any, ...] = log_steps(param)
    current = st.session_state.get(options["key"], linked(param, options))
    if current is not None and current not in steps:
        steps = tuple(sorted({*steps, current}))
    shown: Any = {"format_func": lambda number: f"{number:g}", **begun, **options}
    slider: Any = st.select_slider
    return slider(label, steps, **shown)
