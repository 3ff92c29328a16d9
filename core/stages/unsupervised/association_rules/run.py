"""What a worker is asked for: frequent sets as films, rules, and what chance makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.compute.film import Film, record
from core.stages.unsupervised.association_rules.apriori import (
    Candidate,
    Items,
    Level,
    least_count,
)
from core.stages.unsupervised.association_rules.data import read_baskets
from core.stages.unsupervised.association_rules.first_rule import FirstRule, first_rule
from core.stages.unsupervised.association_rules.fp_growth import Growth, grow, tree_of
from core.stages.unsupervised.association_rules.growing import (
    TreeMoment,
    filmed_counts,
    tree_moments,
)
from core.stages.unsupervised.association_rules.heldout import HeldOut, held_out
from core.stages.unsupervised.association_rules.limits import levels_of, sets_of
from core.stages.unsupervised.association_rules.moments import Moment, moments
from core.stages.unsupervised.association_rules.rules import Rules, rules_of
from core.stages.unsupervised.association_rules.settings import (
    CHANCE,
    COLUMNS,
    RULES,
    TREE,
    RuleSettings,
)
from core.unlabelled.baskets import BasketSet, Flags, Planted

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 40
"""Baskets that are shown one by one."""


@dataclass(frozen=True, eq=False)
class Shop:
    """The baskets of an answer.

    items : by name. shown : (n_shown, n_items) the first of them, one by one, where there are few.
    planted, known and note are those of `core.unlabelled.baskets.BasketSet`. min_count : baskets
    that make a set frequent. one : what a basket is called, "row" where each row of a table is one.
    """

    items: tuple[str, ...]
    n_baskets: int
    shown: Flags
    planted: tuple[Planted, ...]
    known: bool
    note: tuple[str, ...]
    min_count: int
    one: str

    def named(self, items: Items) -> str:
        """Return a set by the names of its items."""
        return ", ".join(self.items[item] for item in items)


@dataclass(frozen=True, eq=False)
class LevelsAnswer:
    """Apriori: its levels and their film. n_trees, n_nodes : what FP-growth built for the same."""

    shop: Shop
    levels: tuple[Level, ...]
    film: Film[Moment]
    n_trees: int
    n_nodes: int

    @property
    def tally(self) -> tuple[int, int, int, int]:
        """How many sets were joined, pruned, counted, kept, over all levels."""
        rows = np.array([level.tally for level in self.levels]).sum(axis=0).tolist()
        return rows[0], rows[1], rows[2], rows[3]

    @property
    def n_possible(self) -> float:
        """How many sets the items make up, the empty one left out."""
        return 2.0 ** len(self.shop.items) - 1

    @property
    def n_skipped(self) -> float:
        """How many sets were never counted."""
        return self.n_possible - self.tally[2]

    @property
    def rarest(self) -> Candidate | None:
        """The first item or set that was counted and found too rare."""
        seen = (found for level in self.levels for found in level.counted)
        return next((found for found in seen if found.count < self.shop.min_count), None)

    @property
    def rare_share(self) -> float:
        """The share of baskets that hold it; NaN without one."""
        return float("nan") if self.rarest is None else self.rarest.count / self.shop.n_baskets

    @property
    def n_closed(self) -> float:
        """How many larger sets hold it, so that none of them need be counted."""
        held = 0 if self.rarest is None else len(self.rarest.items)
        return 2.0 ** (len(self.shop.items) - held) - 1

    @property
    def passes(self) -> int:
        """How often the baskets were gone through: once a level with a set left to count."""
        return sum(bool(level.counted) for level in self.levels)


@dataclass(frozen=True, eq=False)
class TreeAnswer:
    """FP-growth on the first baskets, as a film, and on all of them.

    baskets : the filmed ones. film_count : how many of these make a set frequent. film_order : the
    frequent items, the most frequent first. found : the sets of the film. n_sets : of all baskets.
    n_candidates : what Apriori counted for these. n_nodes : of the tree of all baskets; n_trees :
    conditional trees, with ``n_grown`` nodes together.
    """

    shop: Shop
    baskets: tuple[Items, ...]
    film_count: int
    film_order: Items
    film: Film[TreeMoment]
    found: tuple[Growth, ...]
    n_sets: int
    n_candidates: int
    n_nodes: int
    n_trees: int
    n_grown: int

    @property
    def n_items(self) -> int:
        """How many frequent items the filmed baskets hold together: nodes, were none shared."""
        return sum(item in self.film_order for basket in self.baskets for item in basket)

    @property
    def n_filmed(self) -> int:
        """How many nodes the film's tree has, its root left out."""
        return len(self.film.last.item) - 1

    @property
    def whole(self) -> bool:
        """Whether all baskets are filmed."""
        return len(self.baskets) == self.shop.n_baskets


@dataclass(frozen=True, eq=False)
class RulesAnswer:
    """Every rule of the frequent sets. first : what would make one, None where there are some."""

    shop: Shop
    rules: Rules
    n_sets: int
    first: FirstRule | None


@dataclass(frozen=True, eq=False)
class ChanceAnswer:
    """The rules of one half of the baskets, measured again on the other; first : of that half."""

    shop: Shop
    rules: Rules
    n_sets: int
    again: HeldOut
    first: FirstRule | None


Answer = LevelsAnswer | TreeAnswer | RulesAnswer | ChanceAnswer


def mine(settings: RuleSettings, frame: pd.DataFrame | None = None) -> Answer:
    """Return what is watched; ``frame`` is the table the baskets are in.

    Raises `core.stages.unsupervised.association_rules.data.BadBaskets` and
    `core.stages.unsupervised.association_rules.limits.TooManySets`.
    """
    settings.check()
    baskets = read_baskets(settings.shop, frame)
    if settings.view == TREE:
        return _tree(settings, baskets)
    if settings.view == RULES:
        sets = sets_of(settings, baskets.has)
        rules = rules_of(sets, baskets.n_baskets)
        first = None if len(rules) else first_rule(settings, baskets.has)
        return RulesAnswer(_shop(settings, baskets), rules, len(sets), first)
    if settings.view == CHANCE:
        return _chance(settings, baskets)
    levels = levels_of(settings, baskets.has)
    film = record(moments(levels, settings.max_size))
    shop = _shop(settings, baskets)
    n_trees, n_nodes, _, _ = _grown(baskets.has, shop.min_count, settings.max_size)
    return LevelsAnswer(shop, levels, film, n_trees, n_nodes)


def _shop(settings: RuleSettings, baskets: BasketSet) -> Shop:
    few = baskets.has[:MOST_SHOWN] if baskets.n_baskets <= MOST_SHOWN else baskets.has[:0]
    count = least_count(settings.min_support, baskets.n_baskets)
    one = "row" if settings.shop.data == COLUMNS else "basket"
    return Shop(
        baskets.items, baskets.n_baskets, few, baskets.planted, baskets.known, baskets.note, count,
        one,
    )  # fmt: skip


def _rows_of(has: Flags) -> list[Items]:
    return [tuple(np.flatnonzero(row).tolist()) for row in has]


def _grown(has: Flags, min_count: int, max_size: int) -> tuple[int, int, int, int]:
    """Return what FP-growth built: conditional trees, nodes of the first, of the others, sets."""
    tree = tree_of([(row, 1) for row in _rows_of(has)], min_count)
    n_trees = n_grown = n_sets = 0
    for growth in grow(tree, min_count, max_size):
        n_sets += 1
        if growth.tree is not None:
            n_trees, n_grown = n_trees + 1, n_grown + len(growth.tree.nodes) - 1
    return n_trees, len(tree.nodes) - 1, n_grown, n_sets


def _tree(settings: RuleSettings, baskets: BasketSet) -> TreeAnswer:
    levels = levels_of(settings, baskets.has)  # refuses what cannot be followed
    shop = _shop(settings, baskets)
    part, film_count = filmed_counts(baskets.has, settings.min_support)
    rows = _rows_of(part)
    film = record(tree_moments(rows, film_count, settings.max_size))
    tree = tree_of([(row, 1) for row in rows], film_count)
    n_trees, n_nodes, n_grown, n_sets = _grown(baskets.has, shop.min_count, settings.max_size)
    return TreeAnswer(
        shop, tuple(rows), film_count, tree.order, film,
        tuple(grow(tree, film_count, settings.max_size)), n_sets,
        sum(len(level.counted) for level in levels), n_nodes, n_trees, n_grown,
    )  # fmt: skip


def _chance(settings: RuleSettings, baskets: BasketSet) -> ChanceAnswer:
    """Find rules in one half of the baskets, drawn by the seed, and measure them on the other."""
    order = np.random.default_rng([settings.shop.seed, 3]).permutation(baskets.n_baskets)
    half = (baskets.n_baskets + 1) // 2
    mined, other = baskets.part(np.sort(order[:half])), baskets.part(order[half:])
    sets = sets_of(settings, mined.has)
    rules = rules_of(sets, mined.n_baskets)
    first = None if len(rules) else first_rule(settings, mined.has)
    again = held_out(rules, other.has)
    return ChanceAnswer(_shop(settings, baskets), rules, len(sets), again, first)
