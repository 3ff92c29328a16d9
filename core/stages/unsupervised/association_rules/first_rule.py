"""What a learner must set for a first rule, where no two items are together often enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.stages.unsupervised.association_rules.apriori import Items
from core.stages.unsupervised.association_rules.limits import fits
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.unlabelled.baskets import Flags


@dataclass(frozen=True)
class FirstRule:
    """The two items that most baskets hold together, and the settings that make rules of them.

    items : the two, () where no basket holds two. n_both : of ``n`` baskets. percent : the minimum
    support, a whole one, 0 where none is low enough. max_size : the largest set, smaller than
    chosen where there would be too many sets, 0 where there are too many even of two.
    """

    items: Items
    n_both: int
    n: int
    percent: int
    max_size: int


def first_rule(settings: RuleSettings, has: Flags) -> FirstRule:
    """Return what would make a first rule of the baskets ``has`` (n_baskets, n_items)."""
    items, n_both = commonest_pair(has)
    percent = int(100 * n_both / len(has) + 1e-9)
    sizes = range(settings.max_size, 1, -1)
    few = (k for k in sizes if percent and fits(replace(settings, max_size=k), has, percent))
    return FirstRule(items, n_both, len(has), percent, next(few, 0))


def commonest_pair(has: Flags) -> tuple[Items, int]:
    """Return the two items that most baskets hold together, and how many do.

    >>> commonest_pair(np.array([[True, True, False], [False, True, True], [True, True, False]]))
    ((0, 1), 2)
    """
    held = has.astype(np.float32)
    together = np.triu(held.T @ held, 1)
    left, right = divmod(int(together.argmax()), has.shape[1])
    n_both = int(together[left, right])
    return ((left, right) if n_both else ()), n_both
