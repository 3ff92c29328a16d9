"""Rules measured again on baskets that they were not found in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.stages.unsupervised.association_rules.apriori import Items
from core.stages.unsupervised.association_rules.fisher import fisher_exact
from core.stages.unsupervised.association_rules.rules import Floats, Ints, Rules, ratio
from core.unlabelled.baskets import Flags

N_LOOKS = 24


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rules on the first ``n`` (n_looks,) of the held-out baskets, ever more of them.

    n_left, n_right, n_both : (n_looks, n_rules) baskets among these. chance : (n_looks, n_rules) of
    Fisher's exact test there, NaN where a side never occurs; ``same`` : (n_rules,) that of the
    baskets that the rules were found in, which is too good to be true.
    """

    n: Ints
    n_left: Ints
    n_right: Ints
    n_both: Ints
    chance: Floats
    same: Floats

    @property
    def lift(self) -> Floats:
        """(n_looks, n_rules), NaN where a side has not occurred."""
        return ratio(self.n_both * self.n[:, None], self.n_left * self.n_right)


def looks(n: int) -> Ints:
    """Return how many baskets each look takes: ever more, all at the end.

    >>> looks(3).tolist(), looks(200)[-3:].tolist()
    ([1, 2, 3], [154, 176, 200])
    """
    found = np.round(np.geomspace(min(n, 10), n, N_LOOKS)) if n > N_LOOKS else np.arange(1, n + 1)
    return np.unique(found.astype(np.int64))


def held_out(rules: Rules, has: Flags) -> HeldOut:
    """Return the rules' counts and chances on ever more of the baskets ``has``."""
    ns = looks(len(has))
    sides = [[pair[0] for pair in rules.pairs], [pair[1] for pair in rules.pairs]]
    both = [tuple(sorted((*left, *right))) for left, right in rules.pairs]
    left, right, together = (_counts(has, sets, ns) for sets in (*sides, both))
    chances = [
        fisher_exact(int(n), *row) for n, *row in zip(ns, left, right, together, strict=True)
    ]
    same = fisher_exact(rules.n, rules.n_left, rules.n_right, rules.n_both)
    return HeldOut(ns, left, right, together, np.array(chances), same)


def _counts(has: Flags, sets: Sequence[Items], ns: Ints) -> Ints:
    """Return (n_looks, n_sets) how many of the first baskets hold each set."""
    distinct = dict.fromkeys(sets)
    each = {items: np.cumsum(has[:, list(items)].all(axis=1))[ns - 1] for items in distinct}
    found = np.array([each[items] for items in sets], np.int64)
    return found.reshape(len(sets), len(ns)).T
