"""Our own definitions as text that stands alone: each with what it needs, found in the sources.

A generated script may not import this suite. What public packages lack is copied into it: the text
of a top-level statement, then of those that its names come from, and so on (a tree-shaker over
top-level statements). Nothing is run for it. Types go, a learner reads the algorithm.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from core.export.bare import bare, without_methods
from core.export.edits import Edit, Places, edited
from core.export.names import bound_by, names_of

OWN = "core"

STAND_INS = {
    ("core.compute.progress", "report"): (
        "def report(done, total, text):\n"
        '    """The suite shows progress here; this script stays quiet."""'
    ),
}
"""Our names that mean something only inside the suite, and what stands for them in a script."""


class NotExportable(TypeError):
    """An object that cannot be written as code; a fault of ours, never of the learner."""


@dataclass(frozen=True)
class Own:
    """A top-level name of one of our modules."""

    module: str
    name: str


@dataclass(frozen=True)
class Room:
    """One of our modules, of which only what is asked for by ``room.name`` is copied."""

    module: str


@dataclass(frozen=True)
class Public:
    """A name of a library, or with ``name`` "" the library itself; ``alias`` as it is imported."""

    module: str
    name: str
    alias: str


Need: TypeAlias = Own | Public


@dataclass(frozen=True)
class Copy:
    """The text of one top-level statement of ours.

    line : where it stands in ``module``. names : what it defines. needs : by the name its text
    uses, ``name`` or ``room.name``. late : those that it imports only when it runs.
    is_constant : it is an assignment. methods : those of a class that no library calls.
    """

    module: str
    line: int
    names: tuple[str, ...]
    text: str
    needs: dict[str, Need]
    late: frozenset[str] = frozenset()
    is_constant: bool = False
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    text: str
    lines: tuple[str, ...]
    statements: tuple[ast.stmt, ...]
    bindings: dict[str, ast.stmt]


def is_own(thing: object) -> bool:
    """Whether ``thing`` (a function or class) is defined in this suite."""
    return _is_own(str(getattr(thing, "__module__", "")))


def origin_of(thing: Any) -> Own:
    """Return where one of our functions or classes is defined; raise `NotExportable`."""
    if thing.__qualname__ != thing.__name__ or not thing.__name__.isidentifier():
        raise NotExportable(f"{thing.__qualname__} is not defined at a module's top level")
    return Own(thing.__module__, thing.__name__)


@lru_cache(maxsize=512)
def copy_of(own: Own, unused: frozenset[str] = frozenset()) -> Copy:
    """Return the copy of the statement that defines a name of ours; raise `NotExportable`.

    unused : methods that a class does without, unless a library may call them.
    """
    stand_in = STAND_INS.get((own.module, own.name))
    if stand_in is not None:
        return Copy(own.module, 0, (own.name,), stand_in, {})
    statement = _file(own.module).bindings.get(own.name)
    if statement is None or isinstance(statement, ast.Import | ast.ImportFrom):
        raise NotExportable(f"{own.module} does not define {own.name} at its top level")
    methods = tuple(_methods(own))
    text = without_methods(_text_of(own.module, statement), unused & set(methods))
    short = bare(text)
    late = {name: need for node in short.imports for name, need in _imported(node).items()}
    needs = _needs(own, short.text, late)
    names = bound_by(statement)
    is_constant = isinstance(statement, ast.Assign | ast.AnnAssign)
    return Copy(
        own.module,
        statement.lineno,
        names,
        short.text,
        needs,
        frozenset(late),
        is_constant,
        tuple(name for name in methods if name not in unused),
    )


def _methods(own: Own) -> Iterator[str]:
    """Yield the methods of a class of ours that only we call."""
    statement = _file(own.module).bindings[own.name]
    if isinstance(statement, ast.ClassDef) and _is_ours_alone(own):
        for node in statement.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                yield node.name


def _is_ours_alone(own: Own) -> bool:
    """Whether ``own`` is a class that inherits from no library's, which would call its methods."""
    statement = _file(own.module).bindings.get(own.name)
    if not isinstance(statement, ast.ClassDef) or statement.keywords:
        return False
    names = [base.id if isinstance(base, ast.Name) else "" for base in statement.bases]
    bases = [_find(own.module, name) for name in names if name]
    return all(names) and all(isinstance(base, Own) and _is_ours_alone(base) for base in bases)


def renamed(text: str, names: dict[str, str]) -> str:
    r"""Return ``text`` with its global names changed, also where it defines them.

    names : old to new; an old one may be ``room.name``. Raises `NotExportable` where the text binds
    a new name for itself.

    >>> renamed("def f(x):\n    return g(x) + room.h(x)", {"g": "k", "room.h": "h"})
    'def f(x):\n    return k(x) + h(x)'
    """
    if not names:
        return text
    places, tree = Places(text), ast.parse(text)
    found = names_of(tree)
    hidden = found.inner & set(names.values())
    if hidden:
        raise NotExportable(f"{', '.join(sorted(hidden))} would mean two things in {text[:60]!r}")
    free = set(found.free)
    edits = [places.instead(node, names[node.id]) for node in free if node.id in names]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.value in free:
            dotted = f"{places.of(node.value)}.{node.attr}"
            edits += [places.instead(node, names[dotted])] if dotted in names else []
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef) and top.name in names:
            before = "class " if isinstance(top, ast.ClassDef) else "def "
            start = text.index(f"{before}{top.name}", places.start(top)) + len(before)
            edits.append(Edit(start, start + len(top.name), names[top.name]))
    return edited(text, edits)


def _is_own(module: str) -> bool:
    return module.partition(".")[0] == OWN


@lru_cache(maxsize=512)
def _file(module: str) -> _File:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise NotExportable(f"there is no source of {module}")
    text = Path(spec.origin).read_text("utf-8")
    statements = tuple(ast.parse(text).body)
    bindings = {name: item for item in _flat(statements) for name in bound_by(item)}
    return _File(text, tuple(text.splitlines()), statements, bindings)


def _flat(statements: tuple[ast.stmt, ...]) -> list[ast.stmt]:
    """Return the statements, those for type checkers alone among them."""
    found: list[ast.stmt] = []
    for item in statements:
        found += item.body if isinstance(item, ast.If) else [item]
    return found


def _find(module: str, name: str) -> Need | Room | None:
    """Return what a top-level name of a module stands for, None for a builtin."""
    statement = _file(module).bindings.get(name)
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return _imported(statement).get(name)
    return None if statement is None else Own(module, name)


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, Need | Room]:
    """Return what the names of an import stand for."""
    if isinstance(node, ast.Import):
        named = [(alias.name, alias.asname or alias.name.split(".")[0]) for alias in node.names]
        return {alias: Public(name, "", alias) for name, alias in named}
    module, found = str(node.module), dict[str, Need | Room]()
    for alias in node.names:
        name = alias.asname or alias.name
        if not _is_own(module):
            found[name] = Public(module, alias.name, name)
            continue
        meant = _find(module, alias.name)
        found[name] = Room(f"{module}.{alias.name}") if meant is None else meant
    return {} if module == "__future__" else found


def _needs(own: Own, text: str, late: dict[str, Need | Room]) -> dict[str, Need]:
    """Return what the names stand for that a text uses and does not define."""
    tree = ast.parse(text)
    free = set(names_of(tree).free)
    attributes = {
        node.value: node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    needs = dict[str, Need]()
    for node in free:
        if node.id in {name for item in tree.body for name in bound_by(item)}:
            continue
        meant = late.get(node.id) or _find(own.module, node.id) or _KNOWN.get(node.id)
        if isinstance(meant, Room):
            attribute = attributes.get(node)
            inner = None if attribute is None else _find(meant.module, attribute)
            if inner is None or isinstance(inner, Room):
                raise NotExportable(f"{own.module}:{own.name} needs all of {meant.module}")
            needs[f"{node.id}.{attribute}"] = inner
        elif meant is not None:
            needs[node.id] = meant
    return dict(sorted(needs.items()))


def _text_of(module: str, statement: ast.stmt) -> str:
    """Return the lines of a top-level statement, its decorators and comments; a note as comment."""
    file = _file(module)
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(item.lineno for item in decorators)])
    while first > 1 and file.lines[first - 2].startswith("#"):
        first -= 1
    lines = list(file.lines[first - 1 : statement.end_lineno])
    return "\n".join([*_note(file, statement), *lines])


def _note(file: _File, statement: ast.stmt) -> list[str]:
    """Return the string after an assignment, which documents it, as comment lines."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement not in file.statements:
        return []
    after = [*file.statements[file.statements.index(statement) + 1 :], None][0]
    value = after.value if isinstance(after, ast.Expr) else None
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return []
    return [f"# {line.strip()}".rstrip() for line in value.value.strip().splitlines()]


_KNOWN: dict[str, Need] = {"dataclass": Public("dataclasses", "dataclass", "dataclass")}
"""What bare text may use that its module does not import."""
