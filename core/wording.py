"""Words that every sentence needs."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun in the singular or plural.

    >>> counted(1, "column"), counted(12_000, "row"), counted(0, "leaf", "leaves")
    ('1 column', '12,000 rows', '0 leaves')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
