"""Baskets as the learner has them: a typed list, drawn ones, or rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.errors import PlaygroundError
from core.stages.unsupervised.association_rules.settings import (
    COLUMNS,
    MADE,
    MOST_LINES,
    TYPED,
    BasketSettings,
)
from core.unlabelled.baskets import BasketSet, draw_baskets, planted_rules

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 24
FEWEST_BASKETS, FEWEST_ITEMS = 2, 2


class BadBaskets(PlaygroundError):
    """Baskets that hold no rule, or none that can be read."""


def read_baskets(settings: BasketSettings, frame: pd.DataFrame | None = None) -> BasketSet:
    """Return the baskets; ``frame`` is the table they may be in. Raises `BadBaskets`."""
    if settings.data == TYPED:
        return checked(typed(settings.baskets))
    if settings.data == MADE:
        rng = np.random.default_rng([settings.seed, 1])
        return draw_baskets(rng, settings.n_baskets, planted_rules(settings.n_planted))
    from core.stages.unsupervised.association_rules.own import by_columns, by_ids

    if frame is None:
        raise BadBaskets("There is no active table. Choose a sample or load a file first.")
    return checked((by_columns if settings.data == COLUMNS else by_ids)(settings, frame))


def typed(text: str) -> BasketSet:
    r"""Return the baskets of a typed list, a line each; empty lines are no baskets.

    >>> typed("milk, bread\n\nbread , bread").items
    ('bread', 'milk')
    """
    lines = [line for line in text.replace(";", "\n").splitlines() if line.strip(" ,")]
    if len(lines) > MOST_LINES:
        raise BadBaskets(
            f"{len(lines)} baskets are too many to type; the limit is {MOST_LINES}. Take lines "
            "away, or load them as a table."
        )
    return of_sets([{_item(part) for part in line.split(",") if part.strip()} for line in lines])


def of_sets(baskets: list[set[str]]) -> BasketSet:
    """Return baskets given as sets of names."""
    items = tuple(sorted({name for basket in baskets for name in basket}))
    has = np.array([[name in basket for name in items] for basket in baskets], bool)
    return BasketSet(items, has.reshape(len(baskets), len(items)))


def _item(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST:
        raise BadBaskets(
            f"{name[:LONGEST]!r}… is longer than {LONGEST} letters. Put commas between items, or "
            "use a shorter word."
        )
    return name


def checked(found: BasketSet) -> BasketSet:
    """Return baskets that can hold a rule. Raises `BadBaskets`."""
    n, n_items = found.n_baskets, len(found.items)
    if n < FEWEST_BASKETS:
        raise BadBaskets(
            f"There {'is one basket' if n else 'is no basket'}, and what comes together shows only "
            "in several. Add baskets, a line each, or a table with more rows."
        )
    if n_items < FEWEST_ITEMS:
        only = f"only one item, {found.items[0]!r}" if n_items else "no item"
        raise BadBaskets(
            f"The baskets hold {only}, and a rule takes one on each side. Add items, or choose "
            "more columns."
        )
    return found
