"""Unfitted estimators and plain values as Python text, by looking at them.

Nothing here knows a step or a model: what the suite fits is what the script builds. A public
object is imported from where its library documents it; one of ours is copied (`core.export.embed`).
"""

from __future__ import annotations

import builtins
import inspect
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from enum import Enum
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any

import numpy as np

from core.export.embed import (
    Copy,
    Need,
    NotExportable,
    Own,
    copy_of,
    is_own,
    origin_of,
    renamed,
)
from core.export.layout import WIDTH, Group, Node, call, sequence, text_of
from core.neural.data.features import Inputs
from core.tabular.calls import Call

SHORT_NAMES = {"numpy": "np", "pandas": "pd"}
TALL = frozenset({"steps", "transformers", "transformer_list"})
"""Arguments that hold named steps: one a line."""

IMPORT_FIRST = {
    "sklearn.impute.IterativeImputer": "from sklearn.experimental import enable_iterative_imputer",
}


@dataclass(frozen=True)
class Source:
    """Text that builds one value.

    imports : import lines, sorted. definitions : our own functions and classes, in the order in
    which they must stand. expression : Python that needs those two.
    """

    imports: tuple[str, ...]
    definitions: tuple[str, ...]
    expression: str


def source_of(value: Any) -> Source:
    """Return the text that builds an equal ``value``; raise `NotExportable`."""
    writer = Writer()
    expression = writer.expression(value)
    return Source(writer.import_lines(), tuple(writer.definitions.values()), expression)


@dataclass(frozen=True)
class Name:
    """Stands for a variable of the script in place of a value."""

    text: str


@dataclass
class Writer:
    """Writes several values of one script, which share their imports and definitions."""

    definitions: dict[str, str] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)
    unused: frozenset[str] = frozenset()  # methods that our classes do without
    special: Callable[[Any], Node | None] = lambda _value: None  # what is written another way
    _plain: set[str] = field(default_factory=set)
    _from: dict[str, set[str]] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)  # origin -> name in the script
    _taken: set[str] = field(default_factory=lambda: set(dir(builtins)))
    _framed: bool = False  # inside a transformer whose output was set to pandas, for all in it

    def import_lines(self) -> tuple[str, ...]:
        """Return the import lines so far, plain imports first, each kind sorted."""
        first = [line for line in self._plain if line.startswith("from")]
        plain = [line for line in self._plain if not line.startswith("from")]
        named = [_from_line(module, names) for module, names in sorted(self._from.items())]
        return (*sorted(plain), *sorted(first), *named)

    def import_blocks(self) -> tuple[str, ...]:
        """Return the import lines so far as blocks: the standard library, then other packages."""
        blocks = ["", ""]
        for line in self.import_lines():
            blocks[not _is_standard(line)] += f"{line}\n"
        return tuple(block.rstrip("\n") for block in blocks if block)

    def expression(self, value: Any, indent: int = 0, before: int = 0) -> str:
        """Return the Python text of ``value``, for a line with ``before`` characters on it."""
        return text_of(self.node(value), indent, before)

    def node(self, value: Any) -> Node:
        """Return ``value`` as an expression's tree."""
        if (special := self.special(value)) is not None:
            return special
        for kinds, write in _WRITERS:
            if isinstance(value, kinds):
                return write(self, value)
        if isinstance(value, type) or inspect.isroutine(value):
            return self.name(value)
        if isinstance(value, np.ufunc):
            return self.public("numpy", value.__name__)
        if hasattr(value, "get_params"):
            return self._built(value, _changed_params(value))
        if is_dataclass(value) or _keeps_arguments(value):
            return self._built(value, _changed_attributes(value))
        raise NotExportable(f"a {type(value).__name__} cannot be written as code")

    def name(self, thing: Any) -> str:
        """Return the name of a function or class, imported or copied into the script."""
        if is_own(thing):
            return self._embed(origin_of(thing))
        return self.public(*public_name(thing))

    def public(self, module: str, name: str, alias: str = "") -> str:
        """Return how the script calls a library's ``name``, importing it, as ``alias`` if free."""
        if module == "builtins":
            return name
        if module in SHORT_NAMES:
            self.use(f"import {module} as {SHORT_NAMES[module]}")
            return f"{SHORT_NAMES[module]}.{name}"
        if first := IMPORT_FIRST.get(f"{module}.{name}"):
            self.use(f"{first}  # noqa: F401")
        origin = _origin(module, name)
        if origin in self._given:  # imported already, perhaps from another of its places
            return self._given[origin]
        given = self.claim(alias or name, origin)
        self._from.setdefault(module, set()).add(name if given == name else f"{name} as {given}")
        return given

    def use(self, line: str) -> None:
        """Add an import line."""
        self._plain.add(line)

    def claim(self, name: str, origin: str) -> str:
        """Return the script's name for what ``origin`` tells; a taken ``name`` gets a number."""
        if origin not in self._given:
            free = name
            for number in count(2):
                if free not in self._taken:
                    break
                free = f"{name}_{number}"
            self._taken.add(free)
            self._given[origin] = free
        return self._given[origin]

    def _embed(self, own: Own) -> str:
        """Put the definition of ``own`` and all it needs into the script; return its name."""
        origin = f"{own.module}:{own.name}"
        if origin in self._given:
            return self._given[origin]
        copy = copy_of(own, self.unused)
        names = {name: self.claim(name, f"{own.module}:{name}") for name in copy.names}
        names |= {used: self._need(need) for used, need in copy.needs.items()}
        changed = {old: new for old, new in names.items() if old != new}
        text = renamed(copy.text, changed)
        self.definitions[self._given[origin]] = text
        self.copies.append(replace(copy, text=text))
        return self._given[origin]

    def _need(self, need: Need) -> str:
        if isinstance(need, Own):
            return self._embed(need)
        if need.name:
            return self.public(need.module, need.name, need.alias)
        is_part = "." in need.module and need.module.startswith(f"{need.alias}.")
        given = self.claim(need.alias, need.alias if is_part else need.module)
        is_plain = is_part or given == need.module
        self.use(f"import {need.module}" + ("" if is_plain else f" as {given}"))
        return given

    def _built(self, value: Any, arguments: dict[str, Any]) -> Node:
        """Return the constructor's call, and ``set_output`` if that was called on ``value``."""
        output = getattr(value, "_sklearn_output_config", {}).get("transform")
        outer, framed = self._framed, output is not None and not self._framed
        self._framed = outer or framed
        items = [(f"{name}=", self._argument(name, item)) for name, item in arguments.items()]
        self._framed = outer
        node = call(self.name(type(value)), items)
        if not framed:
            return node
        return Group(node.open, node.items, f").set_output(transform={quoted(str(output))})")

    def _argument(self, name: str, value: Any) -> Node:
        node = self.node(value)
        if name in TALL and isinstance(node, Group):
            return Group(node.open, node.items, node.close, tall=True)
        return node


def _is_standard(line: str) -> bool:
    return line.split()[1].partition(".")[0] in sys.stdlib_module_names


def _origin(module: str, name: str) -> str:
    """Return where a library's name is written, whichever of its modules it was found in."""
    thing = getattr(import_module(module), name, None)
    written = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    return ".".join(written) if all(written) else f"{module}.{name}"  # type: ignore[arg-type]


def public_name(thing: Any) -> tuple[str, str]:
    """Return the module and name under which a library documents ``thing``.

    The shortest public part of its module's path that has it: ``sklearn.linear_model._ridge`` is
    where Ridge is written, ``sklearn.linear_model`` where it is found.
    """
    name, parts = thing.__name__, str(thing.__module__).split(".")
    for length in range(1, len(parts) + 1):
        module = ".".join(parts[:length])
        if parts[length - 1].startswith("_"):
            break
        if getattr(import_module(module), name, None) is thing:
            return module, name
    if thing.__qualname__ == name and name.isidentifier():
        return str(thing.__module__), name
    raise NotExportable(f"{thing.__qualname__} has no importable name")


def _changed_params(estimator: Any) -> dict[str, Any]:
    """Return an estimator's parameters that differ from its constructor's defaults."""
    defaults = _defaults(type(estimator))
    values = estimator.get_params(deep=False)
    order = {name: place for place, name in enumerate(defaults)}
    names = sorted(values, key=lambda name: (order.get(name, len(order)), name))
    return {
        name: values[name]
        for name in names
        if name not in defaults or not _same(values[name], defaults[name])
    }


def _changed_attributes(value: Any) -> dict[str, Any]:
    """Return the constructor arguments of one of our own small objects, read from it."""
    if is_dataclass(value):
        return {
            item.name: getattr(value, item.name)
            for item in fields(value)
            if item.default is MISSING or not _same(getattr(value, item.name), item.default)
        }
    defaults = _defaults(type(value))
    return {
        name: getattr(value, name)
        for name, default in defaults.items()
        if not _same(getattr(value, name), default)
    }


def _keeps_arguments(value: Any) -> bool:
    """Whether ``value`` has an attribute for every constructor argument, as scikit-learn's do."""
    names = _defaults(type(value))
    return type(value).__module__ != "builtins" and all(hasattr(value, name) for name in names)


def _defaults(kind: type) -> dict[str, Any]:
    """Return the constructor's parameters and defaults, base classes' after its own."""
    found: dict[str, Any] = {}
    for base in kind.__mro__:
        if "__init__" not in vars(base) or base is object:
            continue
        parameters = inspect.signature(base.__init__).parameters  # type: ignore[misc]
        for name, parameter in list(parameters.items())[1:]:
            if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                found.setdefault(name, parameter.default)
        if not any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            break
    return found


def _same(value: Any, default: Any) -> bool:
    if value is default:
        return True
    if type(value) is not type(default) or default is inspect.Parameter.empty:
        return False
    if isinstance(value, float) and math.isnan(value) and math.isnan(default):
        return True
    return isinstance(value, bool | int | float | str | tuple | list | dict) and value == default


def _float(writer: Writer, value: float) -> Node:
    if math.isfinite(value):
        return repr(float(value))
    writer.use("import numpy as np")
    return "np.nan" if math.isnan(value) else ("np.inf" if value > 0 else "-np.inf")


def _array(writer: Writer, value: np.ndarray[Any, Any]) -> Node:
    writer.use("import numpy as np")
    return call(
        "np.array", [("", writer.node(value.tolist())), ("dtype=", quoted(str(value.dtype)))]
    )


def _dict(writer: Writer, value: dict[Any, Any]) -> Node:
    items = [(f"{text_of(writer.node(key))}: ", writer.node(item)) for key, item in value.items()]
    return Group("{", tuple(items), "}")


def _partial(writer: Writer, value: partial[Any]) -> Node:
    name = writer.public("functools", "partial")
    positional = [("", writer.node(item)) for item in (value.func, *value.args)]
    return call(
        name, [*positional, *((f"{k}=", writer.node(v)) for k, v in value.keywords.items())]
    )


def _call(writer: Writer, value: Call) -> Node:
    from core.tabular.calls import load

    items = [(f"{name}=", writer.node(item)) for name, item in value.keywords().items()]
    return call(writer.name(load(value.entry)), items)


def _inputs(writer: Writer, value: Inputs) -> Node:
    """Return a lambda: a learner's formulas are nobody's function."""
    if any("np." in code for code in value.code):
        writer.use("import numpy as np")
    return Group("lambda x1, x2: [", tuple(("", code) for code in value.code), "]")


_WRITERS: tuple[tuple[Any, Callable[[Writer, Any], Node]], ...] = (
    ((type(None), bool, bytes), lambda _, value: repr(value)),
    (Enum, lambda writer, value: f"{writer.name(type(value))}.{value.name}"),
    (str, lambda _, value: quoted(str(value))),
    (Name, lambda _, value: value.text),
    (np.bool_, lambda _, value: repr(bool(value))),
    ((int, np.integer), lambda _, value: repr(int(value))),
    ((float, np.floating), _float),
    (tuple, lambda writer, value: sequence(map(writer.node, value), "()")),
    (list, lambda writer, value: sequence(map(writer.node, value))),
    (dict, _dict),
    (np.ndarray, _array),
    (partial, _partial),
    (Call, _call),
    (Inputs, _inputs),
)


def quoted(value: str) -> str:
    """Quote like a person does: double quotes unless the text holds some."""
    text = repr(value)
    plain = text[0] == "'" and '"' not in text
    return f'"{text[1:-1]}"' if plain else text


def _in_order(names: Iterable[str]) -> list[str]:
    """Return names as imports list them: constants, then classes, then functions (PEP 8, isort).

    >>> _in_order(["fit", "Product", "RBF", "A"])
    ['RBF', 'A', 'Product', 'fit']
    """
    constants = {name for name in names if name.isupper() and len(name) > 1}
    return sorted(names, key=lambda name: (name not in constants, name[0].islower(), name))


def _from_line(module: str, names: set[str]) -> str:
    line = f"from {module} import {', '.join(_in_order(names))}"
    if len(line) <= WIDTH:
        return line
    rows = "".join(f"    {name},\n" for name in _in_order(names))
    return f"from {module} import (\n{rows})"
