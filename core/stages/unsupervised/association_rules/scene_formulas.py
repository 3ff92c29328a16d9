"""The five numbers of one rule, each with its formula filled in, and its four counts."""

from __future__ import annotations

import math

from core.stages.unsupervised.association_rules.rules import Rules
from core.tabular.judge.defined import NO_VALUE, is_defined

NOT_TEXT = r"\{}$&#%_^~`*<>|[]"
"""Signs that a name cannot keep inside a formula."""


def formulas(one: Rules) -> str:
    """Return a table of the five numbers as Markdown; ``one`` holds a single rule."""
    n, a, c, both = counts(one)
    lines = (
        ("Support", r"\frac{n_{AC}}{n}", rf"\frac{{{both}}}{{{n}}}", one.support[0]),
        ("Confidence", r"\frac{n_{AC}}{n_A}", rf"\frac{{{both}}}{{{a}}}", one.confidence[0]),
        ("Lift", r"\frac{n_{AC}\,n}{n_A\,n_C}", rf"\frac{{{both} \cdot {n}}}{{{a} \cdot {c}}}",
         one.lift[0]),
        ("Leverage", r"\frac{n_{AC}}{n} - \frac{n_A n_C}{n^2}",
         rf"\frac{{{both}}}{{{n}}} - \frac{{{a} \cdot {c}}}{{{n}^2}}",
         one.leverage[0]),
        ("Conviction", r"\frac{1 - n_C/n}{1 - n_{AC}/n_A}",
         rf"\frac{{1 - {c}/{n}}}{{1 - {both}/{a}}}", one.conviction[0]),
    )  # fmt: skip
    rows = (
        f"| **{name}** | $\\displaystyle {symbols} = {filled}$ | {number(float(value))} |"
        for name, symbols, filled, value in lines
    )
    return "\n".join(("| | formula | |", "|---|---|---|", *rows))


def number(value: float) -> str:
    """Return a number of a rule; ∞ and what is not defined in words.

    >>> number(0.51234), number(math.inf), number(math.nan)
    ('**0.512**', '**∞**: never wrong here', 'not defined')
    """
    if math.isinf(value):
        return "**∞**: never wrong here"
    return f"**{value:.3f}**" if is_defined(value) else NO_VALUE


def in_latex(name: str) -> str:
    r"""Return an item's name for ``\text``: signs that mean something in LaTeX or Markdown go.

    >>> in_latex("size_$ = 50% & more"), in_latex("milk, bread")
    ('size = 50 more', 'milk, bread')
    """
    return " ".join("".join(" " if sign in NOT_TEXT else sign for sign in name).split())


def table(one: Rules, called: str = "basket") -> str:
    """Return the four counts of a rule with their sums, and what chance would give.

    called : what a basket is called.
    """
    n, a, c, both = counts(one)
    return "\n".join(
        (
            "| | C | not C | all |",
            "|---|---|---|---|",
            f"| A | **{both:,}** | {a - both:,} | {a:,} |",
            f"| not A | {c - both:,} | {n - a - c + both:,} | {n - a:,} |",
            f"| all | {c:,} | {n - c:,} | {n:,} |",
            "",
            f"By chance alone {a * c / n:,.1f} {called}s would hold both: "
            f"$n_A n_C / n$. There are {both:,}.",
        )
    )


def counts(one: Rules) -> tuple[int, int, int, int]:
    """Return n, and how many baskets hold A, C and both."""
    return one.n, int(one.n_left[0]), int(one.n_right[0]), int(one.n_both[0])
