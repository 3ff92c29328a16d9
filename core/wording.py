"""Words that every sentence needs."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun in the singular or plural.

    >>> counted(1, "column"), counted(12_000, "row"), counted(0, "leaf", "leaves")
    ('1 column', '12,000 rows', '0 leaves')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def share(part: int, whole: int) -> str:
    """Return a share in percent; none and all are said only where it is none or all.

    >>> share(1, 3), share(4, 4), share(99_999, 100_000), share(1, 100_000)
    ('33.3%', '100%', 'more than 99.9%', 'less than 0.1%')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "less than 0.1%"
    if 99.9 < percent < 100:
        return "more than 99.9%"
    return f"{percent:.1f}".removesuffix(".0") + "%"
