"""An example as a file that runs alone: what it needs of ours, its function, its settings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.export.embed import Copy, Own
from core.export.names import bound_by
from core.export.source import Writer

SETTINGS = "settings"
GAP = "\n\n\n"


def exported(function: Callable[[Any], None], settings: Any) -> str:
    """Return a file that prints what ``function(settings)`` prints, without this suite.

    Its docstring is the first line of the function's module's; what it defines stands in the order
    of our modules; at its end are the settings, those at their default left out. Raises
    `NotExportable`.
    """
    writer = Writer()
    while True:
        writer.claim(SETTINGS, "the settings")
        value = writer.expression(settings, before=len(f"{SETTINGS} = "))
        name = writer.name(function)
        unused = _unused(writer.copies)
        if not unused:
            break
        writer = Writer(unused=writer.unused | unused)
    copies = _ordered(writer.copies)
    title = str(inspect.getdoc(inspect.getmodule(function))).partition("\n")[0]
    head = [f'"""{title}"""', *_imports(writer, copies)]
    blocks = [*_joined(copies), f"{SETTINGS} = {value}\n{name}({SETTINGS})\n"]
    if copies[0].is_constant:
        head.append(blocks.pop(0))
    return GAP.join(["\n\n".join(head), *blocks])


def _unused(copies: Sequence[Copy]) -> frozenset[str]:
    """Return the methods and properties of our classes that nothing names, in code or as text."""
    methods, named = set[str](), set[str]()
    for copy in copies:
        tree = ast.parse(copy.text)
        methods |= set(copy.methods)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                named.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    return frozenset(methods - named)


def _ordered(copies: Sequence[Copy]) -> list[Copy]:
    """Return copies as they stand in our modules, and modules after those that they import."""
    below: dict[str, list[str]] = {copy.module: [] for copy in copies}
    late: list[tuple[str, str]] = []
    for copy in copies:
        for used, need in copy.needs.items():
            if isinstance(need, Own) and used.partition(".")[0] in copy.late:
                late.append((copy.module, need.module))
            elif isinstance(need, Own):
                below[copy.module].append(need.module)
    for module, other in late:  # where it can: two may import each other, one of them late
        if module not in _down([other], below):
            below[module].append(other)
    order = _down(below, below)
    return sorted(copies, key=lambda copy: (order.index(copy.module), copy.line))


def _down(modules: Iterable[str], below: Mapping[str, Sequence[str]]) -> list[str]:
    """Return modules and all that they import, those first that others import."""
    order: list[str] = []

    def visit(module: str, above: frozenset[str]) -> None:
        for other in below[module]:
            if other not in above and other not in order:
                visit(other, above | {other})
        if module not in order:
            order.append(module)

    for module in modules:
        visit(module, frozenset({module}))
    return order


def _joined(copies: Sequence[Copy]) -> list[str]:
    """Return the definitions, constants that stand together in one block."""
    blocks: list[str] = []
    before: Copy | None = None
    for copy in copies:
        if before is not None and copy.is_constant and before.is_constant:
            blocks[-1] += f"\n{copy.text}"
        else:
            blocks.append(copy.text)
        before = copy
    return blocks


def _imports(writer: Writer, copies: Sequence[Copy]) -> Iterator[str]:
    """Yield the blocks of imports: the future, the standard library, other packages."""
    if _looks_ahead(copies):
        yield "from __future__ import annotations"
    yield from writer.import_blocks()


def _looks_ahead(copies: Sequence[Copy]) -> bool:
    """Whether a field's type names a class that is not defined yet, such as its own."""
    names = {name for copy in copies for name in copy.names}
    for copy in copies:
        for node in ast.walk(ast.parse(copy.text)):
            fields = node.body if isinstance(node, ast.ClassDef) else []
            types = [item.annotation for item in fields if isinstance(item, ast.AnnAssign)]
            used = {n.id for kind in types for n in ast.walk(kind) if isinstance(n, ast.Name)}
            if used & names:
                return True
        names -= {name for item in ast.parse(copy.text).body for name in bound_by(item)}
    return False
