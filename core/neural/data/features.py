"""What the network is given: the seven inputs of TensorFlow Playground and any typed formula.

A formula is read into Python's syntax tree, checked against a short list of what may stand in it,
and walked. It is never evaluated as text.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError

Floats: TypeAlias = NDArray[np.float64]

MOST_SIGNS, MOST_DEPTH, MOST_FORMULAS = 120, 24, 8


class BadFormula(PlaygroundError):
    """A formula that cannot be read, or that has no value at a point."""


@dataclass(frozen=True)
class FeatureSpec:
    """One input of the network. ``formula`` is in x1 and x2, ``latex`` how it is shown."""

    id: str
    label: str
    formula: str
    latex: str
    help: str


FEATURES: tuple[FeatureSpec, ...] = (
    FeatureSpec("x1", "x₁", "x1", r"x_1", "Left to right."),
    FeatureSpec("x2", "x₂", "x2", r"x_2", "Bottom to top."),
    FeatureSpec(
        "x1_squared", "x₁²", "x1**2", r"x_1^2", "Distance from the vertical axis, squared."
    ),
    FeatureSpec("x2_squared", "x₂²", "x2**2", r"x_2^2", "Distance from the level axis, squared."),
    FeatureSpec("x1_x2", "x₁x₂", "x1*x2", r"x_1 x_2", "Its sign tells the diagonal quadrants."),
    FeatureSpec("sin_x1", "sin x₁", "sin(x1)", r"\sin x_1", "Waves from left to right."),
    FeatureSpec("sin_x2", "sin x₂", "sin(x2)", r"\sin x_2", "Waves from bottom to top."),
)
FEATURE_BY_ID: dict[str, FeatureSpec] = {spec.id: spec for spec in FEATURES}


@dataclass(frozen=True)
class Inputs:
    """What the network is given of points, one column per formula: a function of x1 and x2.

    A script says it as a ``lambda`` of the ``code``.
    """

    formulas: tuple[str, ...]

    def __call__(self, x1: Floats, x2: Floats) -> list[Floats]:
        """Return the columns, each (n,)."""
        return list(compute_features(np.column_stack([x1, x2]), self.formulas).T)

    @property
    def code(self) -> tuple[str, ...]:
        """NumPy code of each column in ``x1`` and ``x2``, also where a formula is a number.

        >>> Inputs(("x1**2", "pi")).code
        ('x1 ** 2.0', 'np.full_like(x1, np.pi)')
        """
        return tuple(map(_column_code, self.formulas))


def _column_code(formula: str) -> str:
    code = ast.unparse(ast.parse(formula_code(formula), mode="eval"))  # without outer brackets
    names = {node.id for node in ast.walk(read_formula(formula)) if isinstance(node, ast.Name)}
    return code if names & {"x1", "x2"} else f"np.full_like(x1, {code})"


_OPERATORS: dict[type[ast.AST], tuple[Callable[..., Floats], str]] = {
    ast.Add: (np.add, "+"),
    ast.Sub: (np.subtract, "-"),
    ast.Mult: (np.multiply, "*"),
    ast.Div: (np.divide, "/"),
    ast.Pow: (np.power, "**"),
}
_SIGNS: dict[type[ast.AST], tuple[Callable[..., Floats], str]] = {
    ast.UAdd: (operator.pos, "+"),
    ast.USub: (operator.neg, "-"),
}
_FUNCTIONS: dict[str, tuple[Callable[..., Floats], str, int]] = {
    "sin": (np.sin, "np.sin", 1),
    "cos": (np.cos, "np.cos", 1),
    "tan": (np.tan, "np.tan", 1),
    "exp": (np.exp, "np.exp", 1),
    "log": (np.log, "np.log", 1),
    "sqrt": (np.sqrt, "np.sqrt", 1),
    "abs": (np.abs, "np.abs", 1),
    "tanh": (np.tanh, "np.tanh", 1),
    "min": (np.minimum, "np.minimum", 2),
    "max": (np.maximum, "np.maximum", 2),
}
_NAMES = ("x1", "x2", "pi")


def feature_formulas(ids: Sequence[str], typed: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the formulas of chosen features and typed ones, in order; refuse what is not one."""
    unknown = [name for name in ids if name not in FEATURE_BY_ID]
    if unknown:
        known = ", ".join(FEATURE_BY_ID)
        raise BadFormula(f"There is no input named {unknown[0]!r}. Known: {known}.")
    if len(typed) > MOST_FORMULAS:
        raise BadFormula(f"That is {len(typed)} formulas. Keep to {MOST_FORMULAS}.")
    for formula in typed:
        read_formula(formula)
    return tuple(FEATURE_BY_ID[name].formula for name in ids) + tuple(typed)


def compute_features(X: Floats, formulas: Sequence[str]) -> Floats:
    """Return the inputs (n, n_formulas) of points ``X`` (n, 2); values may be inf or nan."""
    columns = np.empty((len(X), len(formulas)))
    names: dict[str, Any] = {"x1": X[:, 0], "x2": X[:, 1], "pi": np.float64(np.pi)}
    with np.errstate(all="ignore"):
        for column, formula in enumerate(formulas):
            columns[:, column] = _value(read_formula(formula), names)
    return columns


def check_finite(X: Floats, columns: Floats, formulas: Sequence[str]) -> None:
    """Refuse a formula without a value at one of the points, naming the first such point."""
    rows, bad = np.nonzero(~np.isfinite(columns))
    if len(rows):
        x1, x2 = X[rows[0]]
        raise BadFormula(
            f"{formulas[bad[0]]} has no value at x1 = {x1:.3g}, x2 = {x2:.3g}. "
            "Change the formula so that every point has one, for example with abs."
        )


def formula_code(formula: str) -> str:
    """Return the formula as NumPy code in ``x1`` and ``x2``.

    >>> formula_code("sin(x1)*pi")
    '(np.sin(x1) * np.pi)'
    """
    return _code(read_formula(formula))


def read_formula(formula: str) -> ast.expr:
    """Return the checked syntax tree of a formula, or raise `BadFormula` naming the place."""
    if len(formula) > MOST_SIGNS:
        raise BadFormula(
            f"This formula has {len(formula)} signs, {MOST_SIGNS} are allowed. Split it into two."
        )
    try:
        tree = ast.parse(formula.strip().replace("^", "**") or " ", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = getattr(error, "offset", None) or 1
        raise BadFormula(
            f"The formula {formula!r} cannot be read at sign {place}. Write x1*x2 + sin(x1)."
        ) from None
    _check(tree, formula, 1)
    return tree


def _check(node: ast.expr, formula: str, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise BadFormula(
            f"This formula is nested more than {MOST_DEPTH} deep at {_at(node)}. Make it flatter."
        )
    parts = _parts(node)
    if parts is None:
        raise BadFormula(
            f"{ast.unparse(node)!r} {_at(node)} is not allowed in a formula. Use numbers, x1, x2, "
            f"pi, + - * / **, and {', '.join(_FUNCTIONS)}."
        )
    for part in parts:
        _check(part, formula, depth + 1)


def _at(node: ast.expr) -> str:
    return f"at sign {node.col_offset + 1}"


def _parts(node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of an allowed node, None for one that is not allowed."""
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            return []
        case ast.Name(id=name) if name in _NAMES:
            return []
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return [left, right]
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
            return [operand]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            fits = len(args) == _FUNCTIONS[name][2]
            return args if fits else None
    return None


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return np.float64(_number(value))
        case ast.Name(id=name):
            return names[name]
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)][0](_value(left, names), _value(right, names))
        case ast.UnaryOp(op=sign, operand=operand):
            return _SIGNS[type(sign)][0](_value(operand, names))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name][0](*(_value(arg, names) for arg in args))
    raise AssertionError(ast.dump(node))  # read_formula lets nothing else through


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        return float("inf")


def _code(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=value):
            return repr(_number(value))
        case ast.Name(id=name):
            return "np.pi" if name == "pi" else name
        case ast.BinOp(left=left, op=sign, right=right):
            return f"({_code(left)} {_OPERATORS[type(sign)][1]} {_code(right)})"
        case ast.UnaryOp(op=sign, operand=operand):
            return f"({_SIGNS[type(sign)][1]}{_code(operand)})"
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"{_FUNCTIONS[name][1]}({', '.join(_code(arg) for arg in args)})"
    raise AssertionError(ast.dump(node))
