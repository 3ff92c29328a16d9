"""How many of so many are right, and that in percent: rounded in one way wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb


@dataclass(frozen=True)
class Score:
    """How many of ``n`` points are right."""

    right: int
    n: int

    @property
    def share(self) -> float:
        """The accuracy, in [0, 1]."""
        return self.right / self.n

    @property
    def percent(self) -> str:
        """The accuracy in words."""
        return percent(self.right, self.n)


def percent(right: int, n: int) -> str:
    """Return how many of ``n`` are right, in percent; all and none only where it is all and none.

    Halves are rounded up, of the ratio itself: as a float 77 / 80 is less than its 96.25 %.

    >>> percent(77, 80), percent(49, 80), percent(4, 4), percent(1999, 2000)
    ('96.3 %', '61.3 %', '100 %', '99.9 %')
    """
    if right in (0, n):
        return "100 %" if right else "0 %"
    tenths = min(max((2000 * right + n) // (2 * n), 1), 999)
    return f"{tenths // 10}.{tenths % 10} %"


def chance_of_gap(train: Score, test: Score) -> float:
    """Return how probable so few right test points are, were both parts as easy.

    Of all the points that are right, as many or fewer fall into the test by chance: the lower tail
    of the hypergeometric distribution (Fisher's exact test).

    >>> chance_of_gap(Score(6, 6), Score(1, 4)) == 4 / 120
    True
    """
    right, n = train.right + test.right, train.n + test.n
    fewest = max(0, right - train.n)
    ways = sum(comb(test.n, k) * comb(train.n, right - k) for k in range(fewest, test.right + 1))
    return ways / comb(n, right)
