"""Drawn baskets: what is planted is there, everything else is bought by chance alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from core.unlabelled.baskets import CHANCES, SHARES, draw_baskets, planted_rules, true_lift


def lift(has, left, right) -> float:
    a, c = has[:, left].all(axis=1), has[:, right].all(axis=1)
    return float((a & c).mean() / (a.mean() * c.mean()))


def test_without_rules_every_item_comes_by_its_own_share():
    found = draw_baskets(np.random.default_rng(0), 200_000, ())
    assert found.items == tuple(sorted(SHARES))
    assert found.known
    assert found.has.mean(axis=0) == pytest.approx([SHARES[name] for name in found.items], abs=5e-3)
    lifts = [lift(found.has, [a], [b]) for a, b in combinations(range(len(found.items)), 2)]
    assert np.abs(np.array(lifts) - 1).max() < 0.06


def test_a_true_lift_is_what_very_many_baskets_show():
    rules = planted_rules(4)
    found = draw_baskets(np.random.default_rng(1), 400_000, rules)
    place = {name: i for i, name in enumerate(found.items)}
    for left, right in (
        (["pasta"], ["sauce"]),
        (["sauce"], ["pasta"]),
        (["wine", "bread"], ["cheese"]),
        (["bread", "beer"], ["butter", "crisps"]),
        (["pasta", "sauce"], ["milk"]),
        (["pasta", "crisps"], ["wine"]),
    ):
        seen = lift(found.has, [place[n] for n in left], [place[n] for n in right])
        assert seen == pytest.approx(true_lift(rules, left, right), rel=0.05), (left, right)


def test_a_planted_rule_says_its_own_confidence_and_lift():
    found = draw_baskets(np.random.default_rng(2), 400_000, planted_rules(2))
    for rule in planted_rules(2):
        a, c = (found.has[:, found.items.index(name)] for name in (rule.left, rule.right))
        assert (a & c).sum() / a.sum() == pytest.approx(rule.confidence, abs=6e-3)
        assert (a & c).mean() / (a.mean() * c.mean()) == pytest.approx(rule.lift, rel=0.02)


def test_no_item_stands_in_two_planted_rules():
    names = [name for left, right, _ in CHANCES for name in (left, right)]
    assert len(set(names)) == len(names)


def test_equal_seeds_draw_equal_baskets():
    one, two, other = (
        draw_baskets(np.random.default_rng(seed), 50, planted_rules(1)).has for seed in (3, 3, 4)
    )
    assert (one == two).all()
    assert (one != other).any()
