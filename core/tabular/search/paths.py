"""Which arguments of the library's model the searched settings are, so that code can set them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.errors import PlaygroundError
from core.params import check_all
from core.tabular.calls import Call
from core.tabular.experiment import Experiment
from core.tabular.models.catalogue import model_spec
from core.tabular.search.space import Dimension, with_candidate
from core.value import Value


class NoPath(PlaygroundError):
    """A setting that is no single argument of the library's model."""


def path_of(experiment: Experiment, one: Dimension) -> str:
    """Return a setting's name in the pipeline, such as ``model__estimator__C``. Raises `NoPath`.

    It is found, not written down: the one argument that follows the setting.
    """
    found = []
    for value in _two(one):
        found.append((value, _arguments(experiment, one.id, value)))
    (first, before), (second, after) = found
    names = [
        name
        for name in before
        if name in after and _is(before[name], first) and _is(after[name], second)
    ]
    if not names:
        raise NoPath(
            f"The code cannot set {one.label} by itself: choose the other settings to search, or "
            "another model."
        )
    return f"model__{min(names, key=len)}"


def _is(argument: Any, value: Value) -> bool:
    return type(argument) is type(value) and argument == value


def _two(one: Dimension) -> tuple[Value, Value]:
    """Return two values of a setting that nothing else is likely to have."""
    if one.choices:
        return one.choices[0], one.choices[-1]
    values = one.values(5)
    return values[1 % len(values)], values[-2]


def _arguments(experiment: Experiment, name: str, value: Value) -> dict[str, Any]:
    changed = with_candidate(experiment, ((name, value),))
    spec = model_spec(changed.model.id)
    values = dict(check_all(spec.params, dict(changed.model.params)))
    call = spec.call_for(changed.task)
    model = call.filled({**values, "class_weight": None, "seed": changed.seed}).build()
    return dict(model.get_params(deep=True))


def axis_of(one: Dimension) -> tuple[str, dict[str, Any]]:
    """Return what Optuna is asked for: ``trial.suggest_<first>(name, **second)``.

    >>> from core.params import Param
    >>> axis_of(Dimension(Param("max_depth", "Depth", "int", 5), 1, 20, whole=True))
    ('int', {'low': 1, 'high': 20})
    """
    if one.choices:
        return "categorical", {"choices": list(one.choices)}
    log = {"log": True} if one.log else {}
    if one.whole:
        return "int", {"low": int(one.low), "high": int(one.high), **log}
    return "float", {"low": one.low, "high": one.high, **log}


PLAIN = (bool, int, float, str, tuple, type(None))


def columns_of(own: Call, tried: Sequence[Call]) -> dict[str, list[Any]]:
    """Return for each argument in which calls differ from the pipeline's ``own`` what each has.

    A setting may be several arguments, or half of one: they are found by building all. Where
    plain values cannot tell the models apart, the one column is the models themselves.
    """
    models = [call.build() for call in tried]
    ours, theirs = _plain(own.build()), [_plain(model) for model in models]
    if any(one.keys() != ours.keys() or one[CLASSES] != ours[CLASSES] for one in theirs):
        return {"model": models}
    names = [name for name in ours if any(not _is(one[name], ours[name]) for one in theirs)]
    columns = {f"model__{name}": [one[name] for one in theirs] for name in names}
    return columns or {"model": models}


CLASSES = ""


def _plain(model: Any) -> dict[str, Any]:
    """Return a model's arguments that are plain values, and of which classes it is made."""
    found = {"": model, **model.get_params(deep=True)}
    plain = {name: value for name, value in found.items() if isinstance(value, PLAIN)}
    made = {name: type(value).__name__ for name, value in found.items() if name not in plain}
    return {**plain, CLASSES: made}
