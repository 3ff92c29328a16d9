"""Which rules are shown: filtered, ranked, one of them in hand; what is left of them by luck."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.stages.unsupervised.association_rules.apriori import Items
from core.stages.unsupervised.association_rules.first_rule import FirstRule
from core.stages.unsupervised.association_rules.fisher import holm
from core.stages.unsupervised.association_rules.rules import Floats, Ints, Pair, Rules
from core.stages.unsupervised.association_rules.run import (
    Answer,
    ChanceAnswer,
    LevelsAnswer,
    RulesAnswer,
    Shop,
    TreeAnswer,
)
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.unlabelled.baskets import true_lift

LEVEL = 0.05
"""Chances at or below it pass the test."""
ARROW = " -> "


@dataclass(frozen=True, eq=False)
class RulesView:
    """The rules that pass the filters, the highest lift first.

    n_rules : of all. hand : the place of the one in hand among ``rules``, -1 without any. true :
    (n_rules,) the lift in infinitely many baskets, NaN where nobody knows. n_found : of the planted
    rules, how many are among ``rules``. first : what would make a rule, None where there
    is one before the filters.
    """

    shop: Shop
    rules: Rules
    n_rules: int
    n_sets: int
    hand: int
    true: Floats
    n_found: int
    first: FirstRule | None

    @property
    def base(self) -> float:
        """The share of all baskets that hold its right side; NaN without one."""
        one = self.in_hand
        return float("nan") if one is None else float(one.n_right[0] / one.n)

    @property
    def in_hand(self) -> Rules | None:
        """The rule in hand alone."""
        return self.rules.kept(np.array([self.hand])) if self.hand >= 0 else None


@dataclass(frozen=True, eq=False)
class ChanceView:
    """Rules of one half of the baskets on the other half.

    n (n_looks,) held-out baskets looked at; lift, corrected (n_looks, n_rules): there, and the
    chance of Fisher's test corrected by Holm for all these rules. n_all : rules before the filters.
    n_naive : how many of them "pass" uncorrected, on the baskets they were found in. true, first :
    as in `RulesView`. unfiltered : the view of all rules, where there are some and none passes.
    """

    shop: Shop
    rules: Rules
    n_all: int
    n: Ints
    lift: Floats
    corrected: Floats
    n_naive: int
    true: Floats
    first: FirstRule | None
    unfiltered: ChanceView | None = None

    @property
    def passing(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """(n_looks, n_rules) which rules pass the test at each look."""
        return np.nan_to_num(self.corrected, nan=1.0) <= LEVEL

    @property
    def n_pass(self) -> int:
        """How many pass at the end."""
        return int(self.passing[-1].sum())

    @property
    def n_spurious(self) -> int:
        """How many have a true lift of 1: found, and not there. 0 where nobody knows."""
        return int((self.true == 1).sum())

    @property
    def n_false(self) -> int:
        """How many of those that pass are not there."""
        return int((self.passing[-1] & (self.true == 1)).sum())

    @property
    def before(self) -> float:
        """The mean lift on the baskets they were found in; NaN without rules."""
        return float(self.rules.lift.mean()) if len(self.rules) else float("nan")

    @property
    def after(self) -> float:
        """Their mean lift on the held-out baskets, of those that have one there."""
        last = self.lift[-1]
        known = last[np.isfinite(last)]
        return float(known.mean()) if len(known) else float("nan")


View = LevelsAnswer | TreeAnswer | RulesView | ChanceView


def looked(settings: RuleSettings, answer: Answer) -> View:
    """Return what is shown of an answer."""
    if isinstance(answer, RulesAnswer):
        return _rules(settings, answer)
    return _chance(settings, answer) if isinstance(answer, ChanceAnswer) else answer


def _rules(settings: RuleSettings, answer: RulesAnswer) -> RulesView:
    shop, every = answer.shop, answer.rules
    rules = every.kept(ranked(settings, shop, every))
    texts = [written(shop, pair) for pair in rules.pairs]
    hand = texts.index(settings.rule) if settings.rule in texts else min(len(rules), 1) - 1
    true = true_lifts(shop, rules)
    found = n_found(shop, rules)
    return RulesView(shop, rules, len(every), answer.n_sets, hand, true, found, answer.first)


def _chance(settings: RuleSettings, answer: ChanceAnswer) -> ChanceView:
    order = ranked(settings, answer.shop, answer.rules)
    view = _on_others(answer, order)
    if len(order) or not len(answer.rules):
        return view
    return replace(view, unfiltered=_on_others(answer, np.arange(len(answer.rules))))


def _on_others(answer: ChanceAnswer, order: Ints) -> ChanceView:
    """Return the rules at these places on the held-out baskets."""
    again = answer.again
    rules = answer.rules.kept(order)
    corrected = np.array([holm(row[order]) for row in again.chance])
    naive = int((np.nan_to_num(again.same[order], nan=1.0) <= LEVEL).sum())
    return ChanceView(
        answer.shop, rules, len(answer.rules), again.n, again.lift[:, order], corrected, naive,
        true_lifts(answer.shop, rules), answer.first,
    )  # fmt: skip


def ranked(settings: RuleSettings, shop: Shop, rules: Rules) -> Ints:
    """Return the places of the rules that pass the filters, the highest lift first."""
    word = settings.item.strip().casefold()
    named = np.array([_holds(shop, pair, word) for pair in rules.pairs], bool)
    lift = rules.lift
    passing = (rules.confidence >= settings.min_confidence - 1e-9) & named
    passing &= lift >= settings.min_lift - 1e-9
    places = np.flatnonzero(passing)
    order = np.lexsort((places, -rules.n_both[places], -lift[places].round(9)))
    found: Ints = places[order]
    return found


def _holds(shop: Shop, pair: Pair, word: str) -> bool:
    return not word or any(word in shop.items[item].casefold() for item in (*pair[0], *pair[1]))


def one_pair(rules: Rules) -> bool:
    """Whether the rules are two, and one is the other read from its right side."""
    return len(rules) == 2 and rules.pairs[0] == rules.pairs[1][::-1]


def written(shop: Shop, pair: Pair) -> str:
    """Return a rule as the control that holds it spells it."""
    return f"{shop.named(pair[0])}{ARROW}{shop.named(pair[1])}"


def called(shop: Shop, pair: Pair) -> str:
    """Return a rule as the page shows it."""
    return f"{shop.named(pair[0])} → {shop.named(pair[1])}"


def true_lifts(shop: Shop, rules: Rules) -> Floats:
    """Return each rule's lift in infinitely many baskets, NaN where nobody knows."""
    if not shop.known:
        return np.full(len(rules), np.nan)

    def names(items: Items) -> list[str]:
        return [shop.items[item] for item in items]

    pairs = [(names(left), names(right)) for left, right in rules.pairs]
    return np.array([true_lift(shop.planted, left, right) for left, right in pairs])


def n_found(shop: Shop, rules: Rules) -> int:
    """Return how many planted rules are among ``rules``, word for word."""
    texts = {written(shop, pair) for pair in rules.pairs}
    return sum(f"{rule.left}{ARROW}{rule.right}" in texts for rule in shop.planted)
