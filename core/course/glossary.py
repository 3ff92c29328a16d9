"""The glossary: a term's plain meaning, for tooltips and for the search."""

from __future__ import annotations

from importlib import import_module

from core.course import roadmap
from core.course.term import Term

__all__ = ["TERMS", "Term", "find", "tooltip"]

TERMS: tuple[Term, ...] = tuple(
    term
    for slug in roadmap.ORDER
    for term in getattr(import_module(f"core.stages.{slug}.stage"), "TERMS", ())
)
"""The words of all stages, in the course's order."""


def find(name: str, stage: str = "") -> Term | None:
    """Return the term of that name or other name as ``stage`` means it; None if there is none.

    >>> find("sensitivity").term
    'recall'
    >>> find("kernel", "cnn").meaning, find("kernel")
    ('A small grid of weights that slides over a picture.', None)
    """
    word = name.strip().lower()
    return _BY_NAME.get((stage, word)) or _BY_NAME.get(("", word))


def tooltip(name: str, stage: str = "") -> str:
    r"""Return the help text of a term, Markdown with its formula; raise `KeyError` if unknown.

    >>> print(tooltip("accuracy"))
    **accuracy** — The share of right answers.
    <BLANKLINE>
    $\frac{TP+TN}{n}$
    """
    term = find(name, stage)
    if term is None:
        raise KeyError(name)
    formula = f"\n\n${term.formula}$" if term.formula else ""
    return f"**{term.term}** — {term.meaning}{formula}"


_BY_NAME = {(term.stage, name.lower()): term for term in TERMS for name in (*term.also, term.term)}
_BY_NAME |= {(term.stage, term.term.lower()): term for term in TERMS}
