"""A definition of ours as a learner should read it: without types, checks of ours and doctests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.export.edits import Edit, Places, edited
from core.export.layout import WIDTH

_HEAD = re.compile(r"^( *)((?:async )?def \w+)\(\n([^()]*)\n *\):", re.MULTILINE)
_REMARK = re.compile(r"[ \t]*# (?:type: ignore|noqa|fmt: (?:skip|off|on)|pragma:)[^\n]*")
_GAP = re.compile(r"^( *(?:async )?def .*:\n)\n+", re.MULTILINE)
_EMPTY = {"list": "[]", "dict": "{}", "set": "set()"}
DECLARED, CONTROL = "Declared", "control"
"""Of `core.settings`: settings whose fields carry their control."""


@dataclass(frozen=True)
class Bare:
    """``text`` without types; ``imports`` : what its functions imported inside them, taken out."""

    text: str
    imports: tuple[ast.Import | ast.ImportFrom, ...]


def bare(text: str) -> Bare:
    r"""Return the text of top-level statements without types; the fields of classes keep theirs.

    Imports inside functions go too, to stand at the head of the file.

    >>> bare("def double(x: int, *, by: float = 2.0) -> float:\n    return x * by").text
    'def double(x, *, by=2.0):\n    return x * by'
    """
    tree, places = ast.parse(text), Places(text)
    imports = tuple(_inner_imports(tree))
    edits = [_taken_out(node, places) for node in imports]
    fields = {
        node for found in ast.walk(tree) if isinstance(found, ast.ClassDef) for node in found.body
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            edits += [*_signature(node, places), *_docstring(node, places)]
        elif isinstance(node, ast.ClassDef):
            edits += [*_docstring(node, places), *_declared(node, places)]
        elif isinstance(node, ast.AnnAssign) and node not in fields:
            edits.append(_assignment(node, places))
        elif isinstance(node, ast.Call):
            edits += _empty(node, places)
    short = _REMARK.sub("", edited(text, edits)).strip("\n").rstrip()
    return Bare(_GAP.sub(r"\1", _HEAD.sub(_joined, short)), imports)


def without_methods(text: str, unused: frozenset[str]) -> str:
    r"""Return the text of a class without these methods and properties.

    >>> without_methods("class A:\n    b = 1\n\n    def c(self):\n        pass", frozenset({"c"}))
    'class A:\n    b = 1'
    """
    places, edits = Places(text), []
    for found in ast.parse(text).body:
        for before, node in pairwise(found.body if isinstance(found, ast.ClassDef) else []):
            if isinstance(node, ast.FunctionDef) and node.name in unused:
                edits.append(Edit(places.end(before), places.end(node)))
    return edited(text, edits)


def _joined(head: re.Match[str]) -> str:
    """Put a signature on one line if it fits there now."""
    inner = " ".join(head[3].split()).removesuffix(",")
    line = f"{head[1]}{head[2]}({inner}):"
    return line if len(line) <= WIDTH else head[0]


def _inner_imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (n for n in function.body if isinstance(n, ast.Import | ast.ImportFrom))


def _taken_out(node: ast.stmt, places: Places) -> Edit:
    """Take out the lines of a statement, and the blank ones after it."""
    edit = places.whole_lines(node)
    rest = places.text[edit.end :]
    return Edit(edit.start, edit.end + len(rest) - len(rest.lstrip("\n")))


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef, places: Places) -> Iterator[Edit]:
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
            yield Edit(name_end, places.end(item.annotation))
        else:
            yield Edit(name_end, places.start(default), "=")
    if node.returns is not None:
        arrow = places.text.rindex("->", 0, places.start(node.returns))
        yield Edit(len(places.text[:arrow].rstrip()), places.end(node.returns))


def _assignment(node: ast.AnnAssign, places: Places) -> Edit:
    """Turn ``name: type = value`` into ``name = value`` , a bare ``name: type`` into pass."""
    if node.value is None:
        return places.instead(node, "pass")
    return Edit(places.end(node.target), places.start(node.value), " = ")


def _empty(node: ast.Call, places: Places) -> Iterator[Edit]:
    """Turn ``list[int]()`` into ``[]``."""
    made = node.func.value if isinstance(node.func, ast.Subscript) else None
    if isinstance(made, ast.Name) and made.id in _EMPTY and not (node.args or node.keywords):
        yield places.instead(node, _EMPTY[made.id])


def _docstring(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, places: Places
) -> Iterator[Edit]:
    """Take the examples out of a docstring: they are the suite's tests."""
    first = node.body[0]
    if not isinstance(first, ast.Expr) or ">>>" not in (ast.get_docstring(node) or ""):
        return
    kept, is_example = [], False
    for line in places.of(first).splitlines():
        is_example = line.strip().startswith(">>>") or (
            is_example and line.strip() not in ("", '"""')
        )
        kept += [] if is_example else [line]
    text = re.sub(r'\s*"""$', '"""', "\n".join(kept).rstrip())
    closing = "" if "\n" not in text else "\n" + " " * first.col_offset
    yield places.instead(first, text.removesuffix('"""').rstrip() + closing + '"""')


def _declared(node: ast.ClassDef, places: Places) -> Iterator[Edit]:
    """Turn settings that are declared with their controls into a plain dataclass."""
    if not any(isinstance(base, ast.Name) and base.id == DECLARED for base in node.bases):
        return
    start = places.start(node)
    yield Edit(start, places.end(node.bases[-1]) + 1, f"@dataclass(frozen=True)\nclass {node.name}")
    for item in node.body:
        call = item.value if isinstance(item, ast.AnnAssign) else None
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == CONTROL:
            default = next(word.value for word in call.keywords if word.arg == "default")
            yield places.instead(call, places.of(default))
