"""How many sets can be followed, and which minimum support would do where they are too many."""

from __future__ import annotations

from collections.abc import Iterator

from core.errors import PlaygroundError
from core.stages.unsupervised.association_rules.apriori import (
    Candidate,
    Items,
    Level,
    apriori,
    bits_of,
    frequent_sets,
    least_count,
)
from core.stages.unsupervised.association_rules.rules import n_rules
from core.stages.unsupervised.association_rules.settings import JUDGED, RuleSettings
from core.unlabelled.baskets import Flags

MOST_CANDIDATES = 4_000
"""Of one level: more could neither be seen nor be waited for."""
MOST_SETS = 2_000
MOST_RULES = 6_000
HIGHEST = 80
"""The largest minimum support in percent."""


class TooManySets(PlaygroundError):
    """A minimum support so low that the sets cannot be followed."""


def levels_of(settings: RuleSettings, has: Flags) -> tuple[Level, ...]:
    """Return Apriori's levels; raise `TooManySets` with the minimum support that would do."""
    try:
        return followed(has, least_count(settings.min_support, len(has)), settings.max_size)
    except TooManySets as error:
        raise advised(settings, has, str(error)) from None


def followed(has: Flags, min_count: int, max_size: int) -> tuple[Level, ...]:
    """Return Apriori's levels; raise `TooManySets`, which says what there are too many of."""
    levels, n_sets = list[Level](), 0
    for level in apriori(bits_of(has), min_count, max_size, _few):
        levels.append(level)
        n_sets += level.tally[3]
        if n_sets > MOST_SETS:
            raise TooManySets(f"there are more than {MOST_SETS:,} frequent sets")
    return tuple(levels)


def _few(joined: Iterator[Candidate]) -> Iterator[Candidate]:
    for n, found in enumerate(joined, 1):
        if n > MOST_CANDIDATES:
            size = len(found.items)
            what = "candidates" if size > 1 else "items"
            raise TooManySets(f"there are more than {MOST_CANDIDATES:,} {what} of size {size}")
        yield found


def sets_of(settings: RuleSettings, has: Flags) -> dict[Items, int]:
    """Return the frequent sets where their rules can be looked through; raise `TooManySets`."""
    sets = frequent_sets(levels_of(settings, has))
    n = n_rules(list(sets))
    if n > MOST_RULES:
        said = f"the frequent sets make {n:,} rules, and {MOST_RULES:,} can be looked through"
        raise advised(settings, has, said)
    return sets


def advised(settings: RuleSettings, has: Flags, what: str) -> TooManySets:
    """Return the error with the next step: the least whole percent of support that does."""
    percent = round(100 * settings.min_support)
    higher = range(percent + 1, HIGHEST + 1)
    enough = next((more for more in higher if fits(settings, has, more)), 0)
    step = f"Raise it to {enough}%" if enough else "Choose fewer columns, or rarer items"
    smaller = ", or look for smaller sets" if settings.max_size > 2 else ""
    return TooManySets(f"With a minimum support of {percent}% {what}. {step}{smaller}.")


def fits(settings: RuleSettings, has: Flags, percent: int) -> bool:
    """Whether the sets can be followed at this support, and their rules be looked through."""
    try:
        levels = followed(has, least_count(percent / 100, len(has)), settings.max_size)
    except TooManySets:
        return False
    few = n_rules(list(frequent_sets(levels))) <= MOST_RULES
    return few or settings.view not in JUDGED
