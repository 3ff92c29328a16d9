"""A library call as data: entry point and arguments, to build, to print and to compare.

Catalogues hold templates (`Call` with `P` places); `Call.filled` puts the learner's values in;
`Call.build` imports the library and calls it, in a worker only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

from core.value import Value


@dataclass(frozen=True)
class P:
    """A place for the value of the parameter ``name``; ``seed`` is the experiment's seed."""

    name: str


@dataclass(frozen=True)
class Repeat:
    """A tuple of ``times`` equal numbers, such as the widths of hidden layers."""

    value: P
    times: P


@dataclass(frozen=True)
class Case:
    """``then`` where the parameter ``name`` has the ``value``, ``otherwise`` where it has not."""

    name: str
    value: Value
    then: Argument
    otherwise: Argument


@dataclass(frozen=True)
class Ref:
    """The named object itself, not called: ``"sklearn.feature_selection:mutual_info_classif"``."""

    entry: str


@dataclass(frozen=True)
class Options:
    """A dictionary argument, as pairs."""

    items: tuple[tuple[str, Argument], ...]


Argument: TypeAlias = "Value | tuple[Any, ...] | P | Repeat | Case | Ref | Options | Call"


@dataclass(frozen=True)
class Call:
    """``entry`` ("module:name") called with keyword ``arguments``."""

    entry: str
    arguments: tuple[tuple[str, Argument], ...] = ()

    def filled(self, values: Mapping[str, Value]) -> Call:
        """Return the call with every `P` replaced by its value; KeyError for an unknown place."""
        return Call(
            self.entry, tuple((name, _fill(value, values)) for name, value in self.arguments)
        )

    def with_argument(self, name: str, value: Argument) -> Call:
        """Return the call with one argument set."""
        kept = tuple(item for item in self.arguments if item[0] != name)
        return Call(self.entry, (*kept, (name, value)))

    def build(self) -> Any:
        """Import the entry point and call it. Needs a call without open places."""
        return load(self.entry)(**self.keywords())

    def keywords(self) -> dict[str, Any]:
        """Return the arguments as Python objects, nested calls built."""
        return {name: _build(value) for name, value in self.arguments}


def call(entry: str, **arguments: Argument) -> Call:
    """Return a `Call` in the way it would be written.

    >>> call("sklearn.linear_model:Ridge", alpha=P("alpha")).filled({"alpha": 2.0})
    Call(entry='sklearn.linear_model:Ridge', arguments=(('alpha', 2.0),))
    """
    return Call(entry, tuple(arguments.items()))


def load(entry: str) -> Any:
    """Import and return the object that ``"module:qualified.name"`` names."""
    module, _, names = entry.partition(":")
    found: Any = import_module(module)
    for name in names.split("."):
        found = getattr(found, name)
    return found


def _fill(value: Argument, values: Mapping[str, Value]) -> Argument:
    match value:
        case P():
            return values[value.name]
        case Repeat():
            times: Any = values[value.times.name]
            return (values[value.value.name],) * int(times)
        case Case():
            met = values[value.name] == value.value
            return _fill(value.then if met else value.otherwise, values)
        case Call():
            return value.filled(values)
        case Options():
            return Options(tuple((name, _fill(item, values)) for name, item in value.items))
        case tuple():
            return tuple(_fill(item, values) for item in value)
    return value


def _build(value: Argument) -> Any:
    match value:
        case P() | Repeat() | Case():
            raise ValueError(f"{value} was never filled in")
        case Ref():
            return load(value.entry)
        case Call():
            return value.build()
        case Options():
            return {name: _build(item) for name, item in value.items}
        case tuple():
            return tuple(_build(item) for item in value)
    return value
