"""What several pictures of the baskets share: short names, and a film's colours."""

from __future__ import annotations

from collections.abc import Sequence

from core.stages.unsupervised.association_rules.apriori import Items

BLUE, ORANGE, GREEN, VERMILION, SKY = 0, 1, 2, 4, 5
GREY, INK = -1, -3
MOST_CODE = 4


def codes(names: Sequence[str]) -> tuple[str, ...]:
    """Return the shortest beginnings that tell names apart, at most four letters; else numbers.

    >>> codes(("bread", "butter", "eggs", "x = 1", "x = 2"))
    ('Br', 'Bu', 'E', '4', '5')
    """
    found = []
    for place, name in enumerate(names):
        others = [other.casefold() for other in names if other != name]
        lengths = range(1, min(len(name), MOST_CODE) + 1)
        cuts = (name[:length] for length in lengths)
        fits = (c for c in cuts if c.isalnum() and not any(_starts(o, c) for o in others))
        short = next(fits, str(place + 1))
        found.append(short[:1].upper() + short[1:])
    return tuple(found)


def _starts(name: str, cut: str) -> bool:
    return name.startswith(cut.casefold())


def joined(short: Sequence[str], items: Items) -> str:
    """Return a set as its short names, one after the other."""
    return " ".join(short[item] for item in items)
