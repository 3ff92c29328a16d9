"""Which names of a piece of Python mean something outside it: scopes, as the language has them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass
class Names:
    """What a module's top-level statements name.

    free : every use of a name that none of their inner scopes binds, in order. inner : the names
    that some inner scope does bind.
    """

    free: list[ast.Name] = field(default_factory=list)
    inner: set[str] = field(default_factory=set)


def names_of(tree: ast.Module) -> Names:
    r"""Return the names of top-level statements.

    >>> found = names_of(ast.parse("def f(x, y=z):\n    return [g(x) for x in y]"))
    >>> [name.id for name in found.free], sorted(found.inner)
    (['z', 'g'], ['x', 'y'])
    """
    walker = _Walker()
    walker.visit(tree)
    return walker.names


def bound_by(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement binds in the scope it stands in, in order."""
    binder = _Binder()
    binder.visit(statement)
    return tuple(dict.fromkeys(binder.names))


class _Binder(ast.NodeVisitor):
    """Collects what is bound in one scope; inner scopes are not entered."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.elsewhere: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.names.append(node.id)

    def visit_FunctionDef(self, node: Definition) -> None:
        self.names.append(node.name)

    visit_ClassDef = visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Enter no inner scope."""

    def visit_ListComp(self, node: Comprehension) -> None:
        """Bind only what ``:=`` does: it reaches out of a comprehension."""
        inner = (item for item in ast.walk(node) if isinstance(item, ast.NamedExpr))
        self.names += [item.target.id for item in inner]

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.names += [alias.asname or alias.name.split(".")[0] for alias in node.names]

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.names += [node.name] if node.name else []
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.names += [node.name] if node.name else []
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.elsewhere.update(node.names)

    visit_Nonlocal = visit_Global


def _bound(body: Iterable[ast.AST]) -> set[str]:
    binder = _Binder()
    for statement in body:
        binder.visit(statement)
    return set(binder.names) - binder.elsewhere


class _Walker(ast.NodeVisitor):
    """Walks the scopes: a function sees the functions around it, but no class around it."""

    def __init__(self) -> None:
        self.names = Names()
        self._functions: list[set[str]] = []
        self._class: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        scopes = (self._class, *self._functions)
        if not any(node.id in scope for scope in scopes):
            self.names.free.append(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = _arguments(node.args)
        annotations = [item.annotation for item in arguments]
        self._all([*node.decorator_list, *_defaults(node.args), *annotations, node.returns])
        bound = {item.arg for item in arguments} | _bound(node.body)
        self._inside(bound, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._all(_defaults(node.args))
        bound = {item.arg for item in _arguments(node.args)} | _bound([node.body])
        self._inside(bound, [node.body])

    def visit_ListComp(self, node: Comprehension) -> None:
        first, *rest = node.generators
        self.visit(first.iter)
        targets = _bound(item.target for item in node.generators)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        inner = [*results, first.target, *first.ifs, *rest]
        self._inside(targets, inner)

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._all([*node.decorator_list, *node.bases, *node.keywords])
        outer, self._class = self._class, _bound(node.body)
        self._all(node.body)
        self._class = outer

    def _inside(self, bound: set[str], nodes: Iterable[ast.AST]) -> None:
        outer, self._class = self._class, set()
        self.names.inner |= bound
        self._functions.append(bound)
        self._all(nodes)
        self._functions.pop()
        self._class = outer

    def _all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)


def _arguments(args: ast.arguments) -> list[ast.arg]:
    rest = [item for item in (args.vararg, args.kwarg) if item is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *rest]


def _defaults(args: ast.arguments) -> list[ast.expr | None]:
    return [*args.defaults, *args.kw_defaults]
