"""The lesson of the association rules."""

from __future__ import annotations

from typing import Any, NamedTuple

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.unsupervised.association_rules.scene_formulas import in_latex
from core.value import Value

SHOP: dict[str, Value] = {"view": "levels", "data": "typed", "min_support": 0.25}
RULES: dict[str, Value] = {
    "view": "rules",
    "data": "typed",
    "min_support": 0.25,
    "min_lift": 0.0,
    "min_confidence": 0.0,
    "item": "",
}
LUCK: dict[str, Value] = {
    "view": "chance",
    "data": "made",
    "n_planted": 3,
    "n_baskets": 500,
    "min_support": 0.05,
    "min_lift": 1.2,
    "min_confidence": 0.0,
    "item": "",
}


class Found(NamedTuple):
    """How many rules, their mean lift where they were found and on other baskets, who passes."""

    n: int
    before: float
    after: float
    n_pass: int


class InHand(NamedTuple):
    """One rule: its confidence, its lift, the baskets behind it and those with its left side."""

    confidence: float
    lift: float
    n_both: int
    n_left: int


class Pair(NamedTuple):
    """Two sides by name, and of n baskets those with A, with C, with both."""

    left: str
    right: str
    n: int
    a: int
    c: int
    both: int


def _pair(view: Any) -> Pair | None:
    """Return the rule or pair in hand."""
    if not hasattr(view, "rules"):
        return _best_pair(view)
    if not len(view.rules):
        return None
    place = max(getattr(view, "hand", 0), 0)
    left, right = (view.shop.named(side) for side in view.rules.pairs[place])
    sides = (view.rules.n_left, view.rules.n_right, view.rules.n_both)
    a, c, both = (int(side[place]) for side in sides)
    return Pair(left, right, view.rules.n, a, c, both)


def _best_pair(view: Any) -> Pair | None:
    """Return the two items whose lift is highest among the frequent sets."""
    if hasattr(view, "levels"):
        n = view.shop.n_baskets
        sets = {found.items: found.count for level in view.levels for found in level.frequent}
    else:
        n = len(view.baskets)
        sets = {tuple(sorted(found.items)): found.count for found in view.found}
    pairs = [
        Pair(view.shop.named(items[:1]), view.shop.named(items[1:]), n,
             sets[items[:1]], sets[items[1:]], both)
        for items, both in sets.items() if len(items) == 2
    ]  # fmt: skip
    return max(pairs, key=lambda one: one.both / (one.a * one.c), default=None)


def _lift(_settings: Any, view: Any) -> str:
    """Return the lift of the rule in hand with its numbers, and which A and C these are."""
    found = _pair(view)
    if found is None:
        return ""
    left, right, n, a, c, both = found
    return (
        rf"\text{{A: {in_latex(left)}, C: {in_latex(right)}: }} "
        rf"\frac{{{both} \cdot {n}}}{{{a} \cdot {c}}} = {both * n / (a * c):.3f}"
    )


def _counted(_settings: Any, view: Any) -> tuple[int, int] | None:
    return (view.tally[2], view.tally[3]) if hasattr(view, "levels") else None


def _more_counted(before: tuple[int, int], after: tuple[int, int]) -> int:
    return 0 if after[0] <= before[0] else 1 if after[0] < 2 * before[0] else 2


def _nodes(_settings: Any, view: Any) -> tuple[int, int]:
    return getattr(view, "n_items", 0), getattr(view, "n_filmed", 0)


def _shared(_before: Any, after: tuple[int, int]) -> int | None:
    n_items, n_nodes = after
    if not n_items:
        return None
    return 0 if 2 * n_nodes >= n_items else 1 if 3 * n_nodes >= n_items else 2


def _in_hand(_settings: Any, view: Any) -> InHand | None:
    one = getattr(view, "in_hand", None)
    if one is None:
        return None
    return InHand(
        float(one.confidence[0]), float(one.lift[0]), int(one.n_both[0]), int(one.n_left[0])
    )


def _milk_to_bread(settings: Any, view: Any) -> InHand | None:
    found = _in_hand(settings, view)
    wanted = settings.rule in ("", "milk -> bread") and settings.shop.data == "typed"
    return found if wanted else None


def _highest(_settings: Any, view: Any) -> tuple[float, int] | None:
    if not hasattr(view, "hand") or not len(view.rules):
        return None
    return float(view.rules.lift[0]), int(view.rules.n_both[0])


def _found(_settings: Any, view: Any) -> Found | None:
    if not hasattr(view, "n_pass"):
        return None
    return Found(len(view.rules), view.before, view.after, view.n_pass)


def _how_many(_before: Found, after: Found) -> int:
    return 0 if after.n == 0 else 1 if after.n <= 10 else 2


def _washed_out(before: Found, after: Found) -> int | None:
    if before.n < 5:
        return None
    ratio = after.n / before.n
    return 0 if ratio > 1.5 else 1 if ratio >= 0.5 else 2


def _told(found: Found) -> str:
    if not found.n:
        return "no rule at all"
    return f"{found.n} rules, their lift {found.before:.2f} on average"


def _empty_promise(_settings: Any, view: Any) -> bool:
    found = _in_hand(_settings, view)
    return bool(found and found.confidence >= 0.85 and found.lift < 1.1)


def _two_baskets(_settings: Any, view: Any) -> bool:
    found = _in_hand(_settings, view)
    return bool(found and found.lift >= 4 and found.n_both == 2)


def _both_ways(_settings: Any, view: Any) -> bool:
    """Whether the rule in hand has the lift of its planted opposite."""
    if getattr(view, "in_hand", None) is None:
        return False
    left, right = ([view.shop.items[i] for i in side] for side in view.in_hand.pairs[0])
    opposite = any([rule.right] == left and [rule.left] == right for rule in view.shop.planted)
    return bool(opposite and view.in_hand.lift[0] > 2)


LESSON = Lesson(
    idea=(
        "What is bought together? An **association rule** says: whoever has A has C as well. Six "
        "items make 63 sets, sixty make more than you could ever count. **Apriori** counts few of "
        "them, for a set can be in many baskets only if each of its parts is: one rare item closes "
        "every set that holds it, as a closed road closes all trips along it. **Support** is the "
        "share of baskets with both sides; *confidence* how often C follows A; **lift** compares "
        "that with how often C is there anyway, and 1 is chance. Among thousands of rules some "
        "look good by luck, so the last view asks other baskets. Shops, clinics and streaming "
        "services mine their logs this way."
    ),
    formula=r"\text{lift} = \frac{P(A \text{ and } C)}{P(A)\,P(C)} = \frac{n_{AC}\;n}{n_A\;n_C}",
    numbers=_lift,
    words=("association rule", "Apriori", "support", "lift"),
    tour=(
        Step(
            "Twelve baskets, and every set of their six items. Play: when *nappies* turns out to "
            "be too rare, half of the picture closes without a single count.",
            sets=SHOP,
        ),
        Step(
            "A larger shop: 100 baskets drawn by chance, twelve items, 4,095 sets there could be. "
            "A set must be in a quarter of the baskets; you are about to ask for 15%.",
            "min_support",
            {"view": "levels", "data": "made", "n_baskets": 100, "min_support": 0.25},
            Prediction(
                "unsupervised.lower_support",
                "How many sets will Apriori count?",
                ("No more than now", "More, but less than twice as many", "Twice as many or more"),
                {"min_support": 0.15},
                _counted,
                _more_counted,
                lambda before, after: (
                    f"{before[0]} sets were counted for {before[1]} frequent ones, {after[0]} for "
                    f"{after[1]} now: each item that survives opens every pair it is in."
                ),
            ),
        ),
        Step(
            "Your twelve baskets again. FP-growth builds no candidates: it sorts each basket by "
            "how common its items are and lays it into a tree, where equal beginnings are shared.",
            "view",
            {"view": "levels", "data": "typed", "min_support": 0.25},
            Prediction(
                "unsupervised.shared_nodes",
                "How many nodes will the tree have?",
                (
                    "Half as many as there are items in the baskets, or more",
                    "Between a third and half of that",
                    "Less than a third of that",
                ),
                {"view": "tree"},
                _nodes,
                _shared,
                lambda _before, after: (
                    f"{after[0]} items lie in {after[1]} nodes. What most baskets hold stands at "
                    "the top and is shared by all of them."
                ),
                always="All baskets are sorted alike, so what most of them hold meets at the top.",
                undecided="No basket holds a frequent item. Lower the minimum support.",
            ),
        ),
        Step(
            "Now rules. Each mark is one; the rule in hand is spelled out below. Next comes *milk "
            "→ bread*, right in 7 of 8 baskets.",
            sets={**RULES, "rule": ""},
            predict=Prediction(
                "unsupervised.milk_and_bread",
                "What is the lift of milk → bread?",
                ("Above 1.5", "Between 1.1 and 1.5", "About 1: chance"),
                {"rule": "milk -> bread", "min_lift": 0.0},
                _milk_to_bread,
                lambda _before, after: 0 if after.lift > 1.5 else 1 if after.lift > 1.1 else 2,
                lambda _before, after: (
                    f"{after.n_both} of {after.n_left} is a confidence of {after.confidence:.3f}, "
                    f"and yet the lift is {after.lift:.3f}: nearly every basket holds bread."
                ),
                surprises=True,
                always="Ten of the twelve baskets hold bread: no rule to it can go above 1.2.",
            ),
        ),
        Step(
            "Luck has its own view: rules found in one half of 500 baskets, measured again on the "
            "other. Three rules were planted. Now none will be: all is bought by chance.",
            "n_planted",
            LUCK,
            Prediction(
                "unsupervised.rules_of_nothing",
                "How many rules with the minimum lift will be found?",
                ("None", "A few, up to 10", "More than 10"),
                {"n_planted": 0},
                _found,
                _how_many,
                lambda before, after: (
                    f"With planted rules {_told(before)}; without any {_told(after)} where found "
                    f"and {after.after:.2f} on other baskets; {after.n_pass} of them pass the test."
                ),
                surprises=True,
            ),
        ),
        Step(
            "Still nothing planted. You are about to draw ten times as many baskets.",
            "n_baskets",
            {**LUCK, "n_planted": 0},
            Prediction(
                "unsupervised.ten_times_the_baskets",
                "What happens to the rules with the minimum lift?",
                ("More: there is more to find", "About as many", "Less than half are left"),
                {"n_baskets": 5000},
                _found,
                _washed_out,
                lambda before, after: (
                    f"{_told(before)} of 500 baskets; {_told(after)} of 5000. A lift by luck "
                    "shrinks as baskets come in, a true one stays."
                ),
                always="What is luck alone goes towards a lift of 1 with every basket more.",
                undecided="Hardly a rule was there before. Lower the minimum support or lift.",
            ),
        ),
    ),
    traps=(
        Trap(
            "A rule that is right nine times in ten is a good rule.",
            "Milk → bread is right in 7 of 8 baskets because nearly everybody buys bread: its lift "
            "is about 1. Confidence must be compared with how common the right side is.",
            {**RULES, "rule": "milk -> bread"},
            _empty_promise,
        ),
        Trap(
            "The higher the lift, the better the rule.",
            "Nappies → beer has a lift of 4 here, and two baskets behind it. Rare items make large "
            "lifts by luck: ask how many baskets, and ask other baskets.",
            {**RULES, "min_support": 0.15, "rule": "nappies -> beer"},
            _two_baskets,
        ),
        Trap(
            "A rule says what causes what.",
            "Here sauce is bought because of pasta, planted so. Sauce → pasta has the same lift to "
            "the last digit: lift knows no direction, and confidence is only counting.",
            {**RULES, "data": "made", "n_planted": 3, "n_baskets": 500, "min_support": 0.05,
             "rule": "sauce -> pasta"},
            _both_ways,
        ),
    ),
    on_the_job=(
        "Shelves, bundles, fraud rings, drugs taken together, alarms that fire together: mined "
        "rules are cheap hypotheses. Before anybody acts on one, count its baskets, test it on "
        "data it was not found in, and try it out."
    ),
    more=(
        Reading(
            "Agrawal and Srikant",
            "Fast algorithms for mining association rules (1994)",
            "https://www.vldb.org/conf/1994/P487.PDF",
        ),
        Reading(
            "Tan, Steinbach, Karpatne and Kumar",
            "Introduction to Data Mining, chapter on association analysis (free online)",
            "https://www-users.cse.umn.edu/~kumar001/dmbook/index.php",
        ),
        Reading(
            "Webb",
            "Discovering significant patterns (2007)",
            "https://doi.org/10.1007/s10994-007-5006-x",
        ),
        Reading(
            "Raschka",
            "mlxtend: frequent patterns and association rules",
            "https://rasbt.github.io/mlxtend/user_guide/frequent_patterns/association_rules/",
        ),
    ),
)  # fmt: skip
