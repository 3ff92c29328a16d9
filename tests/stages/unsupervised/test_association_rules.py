"""Frequent sets and rules against mlxtend, brute force, SciPy and statsmodels; laws; films."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from core.compute.film import record
from core.data.samples import load_sample
from core.errors import PlaygroundError
from core.figures.blocks import Moving, Words
from core.figures.encoding import encode
from core.playground import load
from core.stages.unsupervised.association_rules import scene
from core.stages.unsupervised.association_rules.apriori import (
    apriori,
    bits_of,
    frequent_sets,
    least_count,
)
from core.stages.unsupervised.association_rules.example import frequent
from core.stages.unsupervised.association_rules.fisher import fisher_exact, holm
from core.stages.unsupervised.association_rules.fp_growth import grow, tree_of
from core.stages.unsupervised.association_rules.growing import tree_moments
from core.stages.unsupervised.association_rules.lesson import LESSON
from core.stages.unsupervised.association_rules.moments import moments
from core.stages.unsupervised.association_rules.rules import Rules, rules_of
from core.stages.unsupervised.association_rules.run import mine
from core.stages.unsupervised.association_rules.scene_formulas import formulas, number, table
from core.stages.unsupervised.association_rules.scene_lattice import (
    CLOSED,
    OPEN,
    states,
    subsets,
)
from core.stages.unsupervised.association_rules.scene_tree import laid_out
from core.stages.unsupervised.association_rules.settings import rule_settings
from core.stages.unsupervised.association_rules.view import looked, written

PLAYGROUND = load("unsupervised", "association_rules")
baskets_of = st.integers(1, 6).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=1, max_size=14)
)


def brute(has, count, max_size) -> dict:
    """Every subset of the items, counted."""
    n = has.shape[1]
    every = (i for size in range(1, min(max_size, n) + 1) for i in combinations(range(n), size))
    counted = {items: int(has[:, list(items)].all(axis=1).sum()) for items in every}
    return {items: c for items, c in counted.items() if c >= count}


def by_tree(has, count, max_size) -> dict:
    rows = [(tuple(np.flatnonzero(row).tolist()), 1) for row in has]
    found = list(grow(tree_of(rows, count), count, max_size))
    sets = {tuple(sorted(one.items)): one.count for one in found}
    assert len(sets) == len(found), "a set was read off twice"
    return sets


def by_levels(has, count, max_size) -> dict:
    return frequent_sets(list(apriori(bits_of(has), count, max_size)))


def view_of(frame=None, **values):
    chosen = rule_settings(values)
    return chosen, looked(chosen, mine(chosen, frame))


# Frequent sets


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_both_algorithms_find_what_mlxtend_finds(seed, share):
    from mlxtend import frequent_patterns as theirs

    rng = np.random.default_rng(seed)
    has = rng.random((120, 9)) < rng.uniform(0.1, 0.7, 9)
    frame = pd.DataFrame(has)
    count = least_count(share, len(has))
    for name in ("apriori", "fpgrowth"):
        found = getattr(theirs, name)(frame, min_support=count / len(has) - 1e-9, max_len=4)
        sets = {
            tuple(sorted(items)): round(support * len(has))
            for support, items in zip(found["support"], found["itemsets"], strict=True)
        }
        assert sets == by_levels(has, count, 4) == by_tree(has, count, 4)


def test_the_sample_has_the_sets_that_mlxtend_finds():
    from mlxtend.frequent_patterns import fpgrowth

    frame = load_sample("baskets").frame.select_dtypes("bool")
    theirs = fpgrowth(frame, min_support=0.03, max_len=5)
    _, view = view_of(load_sample("baskets").frame, data="columns", min_support=0.03)
    assert len(theirs) == view.tally[3] == 240
    names = view.shop.items
    ours = {
        frozenset(names[i] for i in found.items): found.count
        for level in view.levels
        for found in level.frequent
    }
    assert {frozenset(frame.columns[list(i)]) for i in theirs["itemsets"]} == set(ours)
    assert [level.tally for level in view.levels][:3] == [
        (15, 0, 15, 15), (105, 0, 105, 95), (383, 21, 362, 116)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(baskets_of, st.integers(1, 5), st.integers(1, 6))
def test_both_algorithms_find_what_counting_every_subset_finds(rows, count, max_size):
    has = np.array(rows, bool)
    expected = brute(has, count, max_size)
    assert by_levels(has, count, max_size) == expected
    assert by_tree(has, count, max_size) == expected
    assert frequent(has, count, max_size) == expected


@settings(max_examples=40, deadline=None)
@given(baskets_of, st.integers(1, 4))
def test_what_is_pruned_holds_an_infrequent_part_and_is_infrequent_itself(rows, count):
    has = np.array(rows, bool)
    levels = list(apriori(bits_of(has), count, 6))
    sets = frequent_sets(levels)
    for level in levels:
        known = [items for items in sets if len(items) == level.size - 1]
        joined = {
            tuple(sorted({*a, *b})) for a in known for b in known if a[:-1] == b[:-1] and a < b
        }
        if level.size > 1:
            assert {found.items for found in level.candidates} == joined
        for found in level.candidates:
            held = int(has[:, list(found.items)].all(axis=1).sum())
            if not found.pruned:
                assert found.count == held
                continue
            assert held < count
            assert set(found.missing) < set(found.items)
            assert found.missing not in sets


@settings(max_examples=40, deadline=None)
@given(baskets_of)
def test_support_never_grows_with_a_set(rows):
    sets = by_levels(np.array(rows, bool), 1, 6)
    for items, count in sets.items():
        for part in combinations(items, len(items) - 1):
            assert not part or sets[part] >= count


@settings(max_examples=40, deadline=None)
@given(baskets_of, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_baskets_and_items_changes_no_set(rows, count, random):
    lines = [[f"item {i}" for i, on in enumerate(row) if on] for row in rows]
    text = "\n".join(", ".join(line) for line in lines)
    for line in lines:
        random.shuffle(line)
    random.shuffle(lines)
    other = "\n".join(", ".join(line) for line in lines)
    share = min(count / max(sum(map(bool, rows)), 1), 0.8)
    answers = []
    for one in (text, other):
        try:
            view = view_of(baskets=one, min_support=max(share, 0.01))[1]
        except PlaygroundError as refusal:  # both are refused, or none
            answers.append(str(refusal))
            continue
        found = [c for level in view.levels for c in level.candidates]
        answers.append((view.shop.items, [(c.items, c.missing, c.count) for c in found]))
    assert answers[0] == answers[1]


# Rules


def test_the_five_numbers_are_those_of_mlxtend():
    from mlxtend.frequent_patterns import association_rules, fpgrowth

    rng = np.random.default_rng(5)
    has = rng.random((80, 7)) < rng.uniform(0.2, 0.8, 7)
    has[:, 0] |= has[:, 1]  # a rule that is never wrong
    has[:, 6] = True  # one side that is in every basket
    sets = fpgrowth(pd.DataFrame(has), min_support=0.1)
    names = ["support", "confidence", "lift", "leverage", "conviction"]
    theirs = association_rules(sets, metric="support", min_threshold=0.0, return_metrics=names)
    ours = rules_of(by_levels(has, 8, 7), len(has))
    place = {pair: i for i, pair in enumerate(ours.pairs)}
    assert len(theirs) == len(ours) > 100
    at = [
        place[tuple(sorted(a)), tuple(sorted(c))]
        for a, c in zip(theirs["antecedents"], theirs["consequents"], strict=True)
    ]
    for name in ("support", "confidence", "lift", "leverage"):
        assert getattr(ours, name)[at] == pytest.approx(theirs[name].to_numpy(), abs=1e-12), name
    conviction, other = ours.conviction[at], theirs["conviction"].to_numpy()
    always = ours.n_right[at] == len(has)
    assert np.isinf(conviction).any()
    assert conviction[~always] == pytest.approx(other[~always])
    assert np.isnan(conviction[always]).all(), "0 / 0 is not defined; mlxtend says infinite"


def test_lift_knows_no_direction_and_leverage_agrees_with_it():
    _, view = view_of(view="rules", min_lift=0.0)
    rules = view.rules
    lifts = {pair: round(float(v), 12) for pair, v in zip(rules.pairs, rules.lift, strict=True)}
    assert all(lifts[right, left] == lift for (left, right), lift in lifts.items())
    assert (np.sign(rules.leverage.round(12)) == np.sign((rules.lift - 1).round(12))).all()


def test_the_formula_in_numbers_says_which_items_it_counts():
    numbers = LESSON.numbers
    said = r"\text{A: butter, C: eggs: } \frac{4 \cdot 12}{6 \cdot 6} = 1.333"
    assert numbers(*view_of()) == numbers(*view_of(view="tree")) == said
    assert numbers(*view_of(view="rules", rule="bread -> eggs", min_lift=0.0)).startswith(
        r"\text{A: bread, C: eggs: }"
    )
    assert "FP-growth built 7 trees (6 + the first)" in scene.notice(*view_of(view="tree"))


def test_formulas_are_filled_with_the_counts_and_name_what_is_not_defined():
    one = Rules((((0,), (1,)),), 12, *(np.array([v]) for v in (6, 5, 4)))
    text = formulas(one)
    for filled in (r"\frac{4}{12}", r"\frac{4}{6}", r"\frac{4 \cdot 12}{6 \cdot 5}", "**1.600**"):
        assert filled in text
    assert "| A | **4** | 2 | 6 |" in table(one)
    assert "| not A | 1 | 5 | 6 |" in table(one)
    assert "2.5 baskets" in table(one)
    sure = Rules((((0,), (1,)),), 12, *(np.array([v]) for v in (4, 5, 4)))
    assert "∞" in formulas(sure)
    everybody = Rules((((0,), (1,)),), 12, *(np.array([v]) for v in (4, 12, 4)))
    assert number(float(everybody.conviction[0])) == "not defined"


def test_filters_keep_what_they_say_and_rank_by_lift():
    _, every = view_of(view="rules", min_lift=0.0)
    chosen, view = view_of(
        view="rules", min_lift=1.1, min_confidence=0.6, item="EGG", rule="eggs -> butter"
    )
    rules = view.rules
    assert 0 < len(rules) < len(every.rules) == view.n_rules
    assert (rules.lift >= 1.1).all()
    assert (rules.confidence >= 0.6 - 1e-9).all()
    assert all("eggs" in written(view.shop, pair) for pair in rules.pairs)
    assert (np.diff(rules.lift) < 1e-9).all()
    assert written(view.shop, rules.pairs[view.hand]) == chosen.rule


def all_apart(n_columns):
    return pd.DataFrame({f"c{k}": [f"v{i}" for i in range(6)] for k in range(n_columns)})


@pytest.mark.parametrize("view", ["rules", "chance"])
@pytest.mark.parametrize("frame", [all_apart(3), all_apart(12)])
def test_without_a_frequent_pair_the_advice_that_is_given_makes_rules(frame, view):
    values = {"view": view, "data": "columns", "min_support": 0.4}
    chosen, empty = view_of(frame, **values)
    said = next(b.text for b in scene.draw(chosen, empty) if isinstance(b, Words))
    assert said.startswith("No two things come together in 40% of the rows")
    support, size = re.search(r"to (\d+)%(?: and the largest set to (\d))?", said).groups()
    taken = {"min_support": int(support) / 100, "max_size": int(size or chosen.max_size)}
    assert taken["max_size"] == empty.first.max_size
    assert len(view_of(frame, **values | taken | {"min_lift": 0.0})[1].rules)
    higher = {"min_support": (int(support) + 1) / 100}
    assert not len(view_of(frame, **values | taken | higher | {"min_lift": 0.0})[1].rules)
    assert "so there is no rule" in scene.notice(chosen, empty)


@pytest.mark.parametrize("view", ["levels", "tree", "rules", "chance"])
def test_rows_of_a_table_are_called_rows(view):
    frame = load_sample("baskets").frame
    chosen, answer = view_of(frame, view=view, data="columns", min_support=0.05)
    picture = picture_of(chosen, answer)
    said = (scene.notice(chosen, answer), picture.alt, picture.unit, *picture.captions)
    assert not [text for text in said if "basket" in text.lower()]
    assert " row" in scene.notice(chosen, answer) or view == "levels"


def test_one_pair_read_both_ways_is_told_to_be_one():
    two = "a, b\na, b\nc\nd"
    for view, n in (("rules", 2), ("levels", 0)):
        chosen, answer = view_of(baskets=two, view=view, min_support=0.5)
        assert ("Both rules are one pair" in scene.notice(chosen, answer)) == bool(n)
    assert "one pair" not in scene.notice(*view_of(view="rules", min_lift=0.0))


def test_baskets_of_one_thing_each_are_told_so():
    chosen, view = view_of(pd.DataFrame({"a": list("xyxz")}), view="rules", data="columns")
    words = scene.draw(chosen, view)[0].text
    assert words == "Choose more columns: a rule takes two things that come together."
    assert scene.notice(chosen, view) == "No row holds two things, so there is no rule."


# The test, and the held-out baskets


def test_where_luck_makes_no_rule_the_candidates_are_drawn_near_chance():
    chosen, view = view_of(
        view="chance", data="made", n_planted=0, n_baskets=5000, min_support=0.05, min_lift=1.2
    )
    assert not len(view.rules)
    assert len(view.unfiltered.rules) == view.n_all == 76
    assert picture_of(chosen, view).key == "candidates"
    assert "none is true here" in scene.draw(chosen, view)[1].text
    assert scene.notice(chosen, view) == (
        "None of 76 candidate rules reaches the minimum lift of 1.2: the highest is 1.17, where "
        "found in 2,500 baskets. That is as it should be: nothing was planted, and luck wears off."
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 400), st.data())
def test_fishers_chance_is_scipys(n, data):
    from scipy.stats import fisher_exact as theirs

    a, c = data.draw(st.integers(1, n - 1)), data.draw(st.integers(1, n - 1))
    x = data.draw(st.integers(max(a + c - n, 0), min(a, c)))
    ours = fisher_exact(n, *(np.array([v]) for v in (a, c, x)))[0]
    found = theirs([[x, a - x], [c - x, n - a - c + x]], alternative="greater").pvalue
    assert ours == pytest.approx(found, rel=1e-7, abs=1e-12)


def test_fisher_says_nothing_of_a_side_that_is_never_or_always_there():
    found = fisher_exact(10, np.array([0, 10, 4]), np.array([5, 5, 5]), np.array([0, 5, 4]))
    assert np.isnan(found[:2]).all()
    assert np.isfinite(found[2])


@settings(max_examples=6, deadline=None)  # statsmodels collects all garbage at every call
@example([0.01, 0.01, 0.04, 0.5, 0.03, 1.0, 0.0])
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_is_statsmodels(chances):
    theirs = multipletests(chances, method="holm")[1]
    assert holm(np.array(chances)) == pytest.approx(theirs)


def test_held_out_rules_are_counted_in_the_other_half():
    chosen, view = view_of(view="chance", data="made", n_baskets=200, min_support=0.08)
    from core.stages.unsupervised.association_rules.data import read_baskets

    baskets = read_baskets(chosen.shop)
    order = np.random.default_rng([chosen.shop.seed, 3]).permutation(200)
    other = baskets.has[order[100:]]
    assert view.n[-1] == len(other) == 100
    for look in (0, len(view.n) // 2, -1):
        part = other[: view.n[look]]
        for place, (left, right) in enumerate(view.rules.pairs[:20]):
            a, c = part[:, list(left)].all(axis=1), part[:, list(right)].all(axis=1)
            below = a.mean() * c.mean()
            expected = (a & c).mean() / below if below else np.nan
            assert view.lift[look, place] == pytest.approx(expected, nan_ok=True)


def test_without_any_rule_many_are_found_and_hardly_ever_one_passes():
    seen = [
        view_of(view="chance", data="made", n_planted=0, n_baskets=200, min_support=0.05, seed=s)[1]
        for s in range(40)
    ]
    assert np.mean([len(view.rules) for view in seen]) > 50
    assert np.mean([view.n_naive for view in seen]) > 5, "they look significant where found"
    assert sum(view.n_pass > 0 for view in seen) <= 6, "5 % of 40 and what chance adds"
    assert np.mean([view.before for view in seen]) > 1.3
    assert 0.9 < np.mean([view.after for view in seen]) < 1.1


def test_planted_rules_pass_and_what_is_luck_does_not():
    for seed in range(5):
        _, view = view_of(
            view="chance", data="made", n_planted=3, n_baskets=2000, min_support=0.04, seed=seed
        )
        texts = {
            written(view.shop, pair)
            for pair, passes in zip(view.rules.pairs, view.passing[-1], strict=True)
            if passes
        }
        assert {"pasta -> sauce", "wine -> cheese", "beer -> crisps"} <= texts
        assert view.n_false <= 1


# Films


def test_a_film_of_levels_ends_with_the_sums_of_all_levels():
    _, view = view_of()
    last, film = view.film.last, view.film
    assert (last.joined, last.pruned, last.counted, last.kept) == view.tally == (21, 1, 20, 14)
    assert [m.joined for m in film.frames] == sorted(m.joined for m in film.frames)
    assert film.n_steps == 1 + sum(len(level.candidates) + 2 for level in view.levels) - 1
    assert film.ended == "No set of 4 is frequent, so no larger one can be."


def test_a_level_that_is_pruned_whole_takes_no_pass():
    _, view = view_of()
    assert [len(level.counted) for level in view.levels] == [6, 10, 4, 0]
    assert view.passes == 3, "nothing is read for the fourth level"


def test_the_sizes_beside_the_lattice_add_up_to_all_its_sets():
    panel = picture_of(*view_of()).panels[-1]
    could_be = next(layer for layer in panel.layers if layer.name == "there could be")
    assert np.ravel(could_be.height).tolist() == [6, 15, 20, 15, 6, 1]


def test_a_closed_set_holds_a_rare_one_and_every_such_set_is_closed():
    _, view = view_of()
    sets, state = subsets(6), states(view)[-1]
    frequent_ = {found.items for level in view.levels for found in level.frequent}
    judged = {found.items for level in view.levels for found in level.candidates}
    for items, kind in zip(sets, state, strict=True):
        parts = [p for size in range(1, len(items) + 1) for p in combinations(items, size)]
        rare = any(part in judged and part not in frequent_ for part in parts)
        assert (kind == CLOSED) == (rare and items not in judged)
        assert kind != OPEN or not rare


def test_a_tree_grows_to_the_tree_of_all_baskets_and_shares_prefixes():
    _, view = view_of(view="tree")
    whole = tree_of([(row, 1) for row in view.baskets], view.film_count)
    last = view.film.last
    assert last.count.tolist() == [node.count for node in whole.nodes]
    assert last.item.tolist() == [node.item for node in whole.nodes]
    for moment in view.film.frames:
        below = Counter[int]()
        for parent, count in zip(moment.parent[1:], moment.count[1:], strict=True):
            below[int(parent)] += int(count)
        assert all(moment.count[node] >= n for node, n in below.items())
    assert view.n_items == sum(last.count[1:]) == 33
    assert view.n_filmed == 12


def test_no_two_nodes_of_a_tree_stand_on_each_other():
    _, view = view_of(view="tree", data="made", min_support=0.1)
    x, y = laid_out(view.film.last.parent)
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == len(x)


def test_at_most_twelve_baskets_are_filmed_and_both_algorithms_agree_on_all():
    _, view = view_of(view="tree", data="made", min_support=0.05)
    assert len(view.baskets) == 12
    assert view.film_count == 2
    chosen, levels = view_of(view="levels", data="made", min_support=0.05)
    assert chosen.view == "levels"
    assert view.n_sets == levels.tally[3]
    assert view.n_candidates == levels.tally[2]


@pytest.mark.parametrize("view", ["levels", "tree", "chance"])
@pytest.mark.parametrize("data", ["typed", "made"])
def test_a_film_recorded_twice_has_the_same_bytes(view, data):
    chosen, answer = view_of(view=view, data=data, n_baskets=50, min_support=0.15)
    again = view_of(view=view, data=data, n_baskets=50, min_support=0.15)[1]
    one, two = (json.dumps(film(chosen, each)) for each in (answer, again))
    assert one == two


def film(chosen, answer):
    return encode(picture_of(chosen, answer))


def picture_of(chosen, answer):
    blocks = scene.draw(chosen, answer)
    return next(block for block in blocks if isinstance(block, Moving)).picture


def test_generators_of_frames_are_films_by_themselves():
    levels = tuple(apriori(bits_of(np.eye(3, dtype=bool)), 1, 3))
    assert record(moments(levels, 3)).last.kept == 3
    frames = list(tree_moments([(0, 1), (0,), ()], 1, 3))
    assert frames[0].count.tolist() == [0]
    assert frames[-1].n_found == 3


def test_a_click_takes_a_rule_in_hand_and_a_second_one_the_next_at_that_place():
    chosen, view = view_of(view="rules", min_lift=0.0)
    seen, rules = [], view.rules
    same = [
        i for i in range(len(rules))
        if (rules.n_both[i], rules.n_left[i]) == (rules.n_both[0], rules.n_left[0])
    ]  # fmt: skip
    for _ in range(len(same) + 1):
        click = type("Click", (), {"name": "rule", "index": 0, "x": 0.0, "y": 0.0})
        moved = scene.picked(chosen, view, click)
        seen.append(moved["rule"])
        chosen = replace(chosen, **moved)
        view = looked(chosen, mine(chosen))
    assert len(set(seen)) == len(same) > 1
    assert scene.picked(chosen, view, type("Click", (), {"name": "rule", "index": -1})) == {}


@pytest.mark.parametrize("view", ["levels", "tree", "rules", "chance"])
@pytest.mark.parametrize(
    "values",
    [
        {"baskets": "a\nb"},
        {"baskets": "a, b\na, b"},
        {"baskets": "\n".join(f"{i}, {i + 1}, x" for i in range(20)), "min_support": 0.01},
        {"data": "made", "n_baskets": 20, "min_support": 0.8},
        {"data": "made", "n_baskets": 5000, "min_support": 0.02},
    ],
)
def test_every_view_draws_whatever_baskets_there_are(view, values):
    chosen, answer = view_of(view=view, **values)
    for block in scene.draw(chosen, answer):
        if isinstance(block, Moving):
            encode(block.picture)
    assert scene.notice(chosen, answer)
