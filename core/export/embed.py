"""Our own functions and classes as text that stands alone: with what they need, without types.

A generated script may not import this suite. What public packages lack is copied into it: the
source of the function or class, then whatever module-level names that source uses, and so on.
Annotations go (a learner reads the algorithm), reports of progress go.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from core.export.layout import WIDTH

OWN = "core"

STAND_INS = {
    "core.compute.progress:report": (
        "def report(done, total, text):\n"
        '    """The suite shows progress here; this script stays quiet."""'
    ),
}
"""Our names that mean something only inside the suite, and what stands for them in a script."""

_HEAD = re.compile(r"^( *)(def \w+)\(\n([^()]*)\n *\):", re.MULTILINE)
_REMARK = re.compile(r"[ \t]+# (?:type: ignore|noqa)[^\n]*")


class NotExportable(TypeError):
    """An object that cannot be written as code; a fault of ours, never of the learner."""


@dataclass(frozen=True)
class Copy:
    """The text of one definition and the objects its global names stand for."""

    name: str
    text: str
    needs: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str = ""


def is_own(thing: object) -> bool:
    """Whether ``thing`` (a function or class) is defined in this suite."""
    return str(getattr(thing, "__module__", "")).partition(".")[0] == OWN


def copy_of(thing: Any) -> Copy:
    """Return the text of one of our functions or classes; raise `NotExportable`."""
    name, module = thing.__name__, sys.modules[thing.__module__]
    if thing.__qualname__ != name or not name.isidentifier():
        raise NotExportable(f"{thing.__qualname__} is not defined at a module's top level")
    stand_in = STAND_INS.get(f"{thing.__module__}:{name}")
    if stand_in is not None:
        return Copy(name, stand_in, ())
    return _copied(name, inspect.getsource(thing), module)


def constant_of(module: ModuleType, name: str) -> Copy:
    """Return the text that assigns one of a module's top-level names; raise `NotExportable`."""
    text = _assignments(module).get(name)
    if text is None:
        raise NotExportable(f"{module.__name__} does not assign {name} at its top level")
    return _copied(name, text, module)


def _copied(name: str, text: str, module: ModuleType) -> Copy:
    bare, local = without_types(text)
    needs = {used: _lookup(module, used) for used in _free_names(bare, name)}
    needs = {used: found for used, found in needs.items() if found is not None}
    needs.update({used: _load(entry) for used, entry in local.items()})
    return Copy(name, bare, tuple(sorted(needs.items(), key=lambda item: item[0])))


def without_types(text: str) -> tuple[str, dict[str, tuple[str, str]]]:
    r"""Return ``text`` without annotations and imports of ours, and what those imports named.

    >>> without_types("def double(x: int, *, by: float = 2.0) -> float:\n    return x * by")[0]
    'def double(x, *, by=2.0):\n    return x * by'
    """
    tree = ast.parse(text)
    places = _Places(text)
    local: dict[str, tuple[str, str]] = {}
    edits: list[_Edit] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            edits += _signature_edits(node, places)
        elif isinstance(node, ast.AnnAssign) and not _is_field(node, tree):
            edits.append(places.assignment(node))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == OWN:
            local.update({a.asname or a.name: (str(node.module), a.name) for a in node.names})
            edits.append(places.whole_line(node))
    bare = _REMARK.sub("", _edited(text, edits)).rstrip()
    return _HEAD.sub(_joined, bare), local


def _joined(head: re.Match[str]) -> str:
    """Put a signature on one line if it fits there now."""
    inner = " ".join(head[3].split()).removesuffix(",")
    line = f"{head[1]}{head[2]}({inner}):"
    return line if len(line) <= WIDTH else head[0]


def renamed(text: str, names: dict[str, str]) -> str:
    r"""Return ``text`` with its names changed, also where it defines them.

    >>> renamed("def f(x):\n    return g(x)", {"g": "h"})
    'def f(x):\n    return h(x)'
    """
    if not names:
        return text
    places, edits = _Places(text), []
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            start = places.start(node)
            edits.append(_Edit(start, start + len(node.id), names[node.id]))
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef) and top.name in names:
            start = places.text.index(top.name, places.start(top))
            edits.append(_Edit(start, start + len(top.name), names[top.name]))
    return _edited(text, edits)


def _edited(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Places:
    """Where the nodes of a syntax tree stand in the text, in characters from its start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line: int, column_bytes: int) -> int:
        """Return the place of a syntax tree's line and column (which counts UTF-8 bytes)."""
        head = self.lines[line - 1].encode()[:column_bytes]
        return self.starts[line - 1] + len(head.decode())

    def start(self, node: Any) -> int:
        """Return where ``node`` begins."""
        return self.at(node.lineno, node.col_offset)

    def end(self, node: Any) -> int:
        """Return where ``node`` ends."""
        return self.at(node.end_lineno, node.end_col_offset)

    def assignment(self, node: ast.AnnAssign) -> _Edit:
        """Turn ``name: type = value`` into ``name = value`` , a bare ``name: type`` into pass."""
        if node.value is None:
            return _Edit(self.start(node), self.end(node), "pass")
        return _Edit(self.end(node.target), self.start(node.value), " = ")

    def whole_line(self, node: ast.stmt) -> _Edit:
        """Take the lines of a statement out."""
        return _Edit(self.starts[node.lineno - 1], self.starts[node.end_lineno or node.lineno])


def _signature_edits(node: ast.FunctionDef, places: _Places) -> Iterator[_Edit]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    without = [None] * (len(positional) - len(arguments.defaults))
    pairs = [*zip(positional, [*without, *arguments.defaults], strict=True)]
    pairs += [*zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    pairs += [(item, None) for item in (arguments.vararg, arguments.kwarg) if item is not None]
    for item, default in pairs:
        if item.annotation is None:
            continue
        name_end = places.start(item) + len(item.arg)
        if default is None:
            yield _Edit(name_end, places.end(item.annotation))
        else:
            yield _Edit(name_end, places.start(default), "=")
    if node.returns is not None:
        arrow = places.text.rindex("->", 0, places.start(node.returns))
        before = len(places.text[:arrow].rstrip())
        yield _Edit(before, places.end(node.returns))


def _is_field(node: ast.AnnAssign, tree: ast.Module) -> bool:
    """Whether the annotation makes a field: it stands in the body of a class."""
    return any(isinstance(body, ast.ClassDef) and node in body.body for body in ast.walk(tree))


def _free_names(text: str, own_name: str) -> list[str]:
    names = {
        node.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return sorted(names - {own_name})


def _lookup(module: ModuleType, name: str) -> Any:
    """Return what a global name stands for, or None for local names and builtins."""
    if name not in vars(module):
        return None
    found = vars(module)[name]
    if isinstance(found, ModuleType) or is_own(found):
        return found
    if name in _assignments(module):
        return _Constant(module, name)
    return _Constant(*origin) if (origin := _imported_constant(module, name)) else found


@dataclass(frozen=True)
class _Constant:
    """A module-level value of ours that a copied text uses."""

    module: ModuleType
    name: str

    def copy(self) -> Copy:
        """Return its text."""
        return constant_of(self.module, self.name)


def as_constant(thing: object) -> Copy | None:
    """Return the copy of a module-level value among `Copy.needs`, None for anything else."""
    return thing.copy() if isinstance(thing, _Constant) else None


def _load(entry: tuple[str, str]) -> Any:
    from importlib import import_module

    module = import_module(entry[0])
    return _lookup(module, entry[1])


@lru_cache(maxsize=64)
def _tree(module: ModuleType) -> tuple[str, ast.Module]:
    text = inspect.getsource(module)
    return text, ast.parse(text)


def _assignments(module: ModuleType) -> dict[str, str]:
    """Return the text of every assignment at the top level of a module, by its name."""
    text, tree = _tree(module)
    found = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name):
                found[target.id] = ast.get_source_segment(text, node) or ""
    return found


def _imported_constant(module: ModuleType, name: str) -> tuple[ModuleType, str] | None:
    """Return where a value came from that ``module`` imports from another module of ours."""
    for node in _tree(module)[1].body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == OWN:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return sys.modules[str(node.module)], alias.name
    return None
