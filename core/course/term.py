"""The shape of a glossary term."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One word of the field.

    ``meaning`` is one plain sentence. ``formula`` is LaTeX or "". ``used_in`` names playgrounds as
    ``"slug.playground"``. ``also`` holds other names of the same thing, for the search. ``stage``
    is the only one where the word means this ("" everywhere): a kernel of a support vector machine
    is not one of a convolution.
    """

    term: str
    meaning: str
    used_in: tuple[str, ...]
    formula: str = ""
    also: tuple[str, ...] = ()
    stage: str = ""
