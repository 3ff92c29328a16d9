"""The glossary: a term's plain meaning, for tooltips and for the search."""

from __future__ import annotations

from core.course import terms_data, terms_judging, terms_models
from core.course.term import Term

__all__ = ["TERMS", "Term", "find", "tooltip"]

TERMS: tuple[Term, ...] = (
    *terms_data.DATA,
    *terms_data.CLEANING,
    *terms_models.MODELS,
    *terms_judging.JUDGING,
    *terms_judging.EXPLAINING,
)


def find(name: str) -> Term | None:
    """Return the term of that name or other name, whatever the case; None if there is none.

    >>> find("sensitivity").term
    'recall'
    """
    return _BY_NAME.get(name.strip().lower())


def tooltip(name: str) -> str:
    r"""Return the help text of a term, Markdown with its formula; raise `KeyError` if unknown.

    >>> print(tooltip("accuracy"))
    **accuracy** — The share of right answers.
    <BLANKLINE>
    $\frac{TP+TN}{n}$
    """
    term = _BY_NAME[name.strip().lower()]
    formula = f"\n\n${term.formula}$" if term.formula else ""
    return f"**{term.term}** — {term.meaning}{formula}"


_BY_NAME = {name.lower(): term for term in TERMS for name in (*term.also, term.term)}
_BY_NAME |= {term.term.lower(): term for term in TERMS}
