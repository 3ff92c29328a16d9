"""Frequent sets by Apriori (Agrawal and Srikant, 1994), level by level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from core.stages.unsupervised.association_rules.apriori import (
    Items,
    apriori,
    bits_of,
    frequent_sets,
    least_count,
)
from core.stages.unsupervised.association_rules.data import typed
from core.stages.unsupervised.association_rules.fp_growth import grow, tree_of
from core.stages.unsupervised.association_rules.own import check_ids, items_of, suiting
from core.stages.unsupervised.association_rules.settings import COLUMNS, TYPED, RuleSettings
from core.unlabelled.baskets import Flags, draw_baskets, planted_rules
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

FEW = 12
"""So many sets and rules are printed."""
Named: TypeAlias = tuple[Sequence[str], Flags]


@dataclass(frozen=True)
class Study:
    """Baskets, and what is looked for in them.

    draw : ``draw()`` returns the names of the items, and (n_baskets, n_items) which holds which.
    """

    draw: Callable[[], Named]
    min_support: float
    max_size: int
    min_confidence: float = 0.0
    min_lift: float = 0.0
    seed: int = 0


def study_of(settings: RuleSettings) -> Study:
    """Return what a learner looks for, in typed or drawn baskets."""
    shop = settings.shop
    draw: Callable[[], Named] = partial(drawn, shop.n_baskets, shop.n_planted, shop.seed)
    if shop.data == TYPED:
        found = typed(shop.baskets)
        names = np.array(found.items)
        draw = partial(listed, tuple(", ".join(names[row].tolist()) for row in found.has))
    return Study(
        draw, settings.min_support, settings.max_size, settings.min_confidence,
        settings.min_lift, shop.seed,
    )  # fmt: skip


def listed(lines: Iterable[str]) -> Named:
    """Return baskets written as lines, commas between the items."""
    baskets = [{name.strip() for name in line.split(",")} for line in lines]
    names = sorted(set[str]().union(*baskets))
    return names, np.array([[name in basket for name in names] for basket in baskets])


def drawn(n: int, n_planted: int, seed: int) -> Named:
    """Return baskets drawn by chance, with rules planted in them."""
    found = draw_baskets(np.random.default_rng([seed, 1]), n, planted_rules(n_planted))
    return found.items, found.has


def example(settings: Study) -> None:
    """Print every level of Apriori, the first set that is too rare, and those that are not."""
    names, has = settings.draw()
    count = least_count(settings.min_support, len(has))
    levels = list(apriori(bits_of(has), count, settings.max_size))
    for level in levels:
        print(f"sets of {level.size}: joined, pruned, counted, frequent: {level.tally}")
    rare = [one for level in levels for one in level.counted if one.count < count]
    for one in rare[:1]:
        show("too rare", names, one.items, one.count, len(has))
    show_sets(names, frequent_sets(levels), len(has))


def grown(settings: Study) -> None:
    """Print the size of the tree of all baskets, and the sets that FP-growth reads off it."""
    names, has = settings.draw()
    count = least_count(settings.min_support, len(has))
    tree = tree_of([(tuple(np.flatnonzero(row).tolist()), 1) for row in has], count)
    found = list(grow(tree, count, settings.max_size))
    print(f"nodes of the tree: {len(tree.nodes) - 1}")
    print(f"conditional trees: {sum(one.tree is not None for one in found)}")
    show_sets(names, {tuple(sorted(one.items)): one.count for one in found}, len(has))


def show_sets(names: Sequence[str], sets: dict[Items, int], n: int) -> None:
    """Print how many sets are frequent, and those that are it most."""
    print(f"frequent sets: {len(sets)}")
    for items, count in sorted(sets.items(), key=lambda one: (-one[1], one[0]))[:FEW]:
        show("frequent", names, items, count, n)


def show(what: str, names: Sequence[str], items: Items, count: int, n: int) -> None:
    """Print one set and how many baskets hold it."""
    print(f"{what}: {said(names, items)}, {count} baskets, {100 * count / n:.6g} %")


def said(names: Sequence[str], items: Iterable[int]) -> str:
    """Return a set by its names."""
    return ", ".join(names[item] for item in items)


def judged(settings: Study) -> None:
    """Print the rules of the highest lift, each with its five numbers."""
    names, has = settings.draw()
    sets = frequent(has, least_count(settings.min_support, len(has)), settings.max_size)
    for left, right in rules(has, sets, settings)[:FEW]:
        print(f"{said(names, left)} -> {said(names, right)}:")
        for name, value in numbers(has, left, right).items():
            print(f"  {name} {value:.6g}")


def held_out(settings: Study) -> None:
    """Find rules in one half of the baskets and test them on the other; print what is left."""
    has = settings.draw()[1]
    order = np.random.default_rng([settings.seed, 3]).permutation(len(has))
    half = (len(has) + 1) // 2
    mined, other = has[order[:half]], has[order[half:]]
    sets = frequent(mined, least_count(settings.min_support, half), settings.max_size)
    found = rules(mined, sets, settings)
    before, after = (
        np.array([numbers(part, *rule)["lift"] for rule in found]) for part in (mined, other)
    )
    naive = np.array([fisher(mined, *rule) for rule in found])
    chance = np.sort([fisher(other, *rule) for rule in found])  # NaN last
    known = np.isfinite(chance).sum()
    corrected = np.maximum.accumulate(chance[:known] * np.arange(known, 0, -1))  # Holm
    print(f"rules found: {len(found)}, mean lift {before.mean():.6g}")
    print(f"p <= 0.05 where they were found: {(naive <= 0.05).sum()}")
    print(f"mean lift on held-out baskets: {np.nanmean(after):.6g}")
    print(f"pass there, corrected by Holm: {(corrected <= 0.05).sum()}")


def frequent(has: Flags, count: int, max_size: int) -> dict[Items, int]:
    """Return every frequent set and its count: each is a frequent one with a later item more."""
    found: dict[Items, int] = {}
    level: dict[Items, Flags] = {(): np.ones(len(has), bool)}
    for _ in range(max_size):
        longer = {
            (*items, item): held & has[:, item]
            for items, held in level.items()
            for item in range(items[-1] + 1 if items else 0, has.shape[1])
        }
        level = {items: held for items, held in longer.items() if held.sum() >= count}
        found |= {items: int(held.sum()) for items, held in level.items()}
    return found


def rules(has: Flags, sets: dict[Items, int], settings: Any) -> list[tuple[Items, Items]]:
    """Return the rules that reach the minimum lift and confidence, the highest lift first."""
    pairs = [
        (left, tuple(item for item in items if item not in left))
        for items in sets
        for left in sets
        if set(left) < set(items)
    ]
    lift, confidence = settings.min_lift - 1e-9, settings.min_confidence - 1e-9
    known = [(numbers(has, *pair), pair) for pair in pairs]
    kept = [(n["lift"], p) for n, p in known if n["lift"] >= lift and n["confidence"] >= confidence]
    return [pair for _, pair in sorted(kept, key=lambda one: -one[0])]


def counts(has: Flags, left: Items, right: Items) -> tuple[int, int, int, int]:
    """Return how many baskets there are, hold the left side, the right side, both."""
    a, c = has[:, list(left)].all(axis=1), has[:, list(right)].all(axis=1)
    return len(has), int(a.sum()), int(c.sum()), int((a & c).sum())


def numbers(has: Flags, left: Items, right: Items) -> dict[str, float]:
    """Return the five numbers of a rule; NaN where a side never occurs."""
    n, a, c, both = counts(has, left, right)
    confidence = both / a if a else np.nan
    chance, wrong = 1 - c / n, 1 - confidence
    always = np.inf if chance else np.nan
    return {
        "support": both / n,
        "confidence": confidence,
        "lift": confidence / (c / n) if c else np.nan,
        "leverage": both / n - a / n * c / n,
        "conviction": always if wrong == 0 else chance / wrong,
    }


def on_table(
    frame: pd.DataFrame,
    *,
    columns: Sequence[str] = (),
    basket: str = "",
    item: str = "",
    min_support: float = 0.25,
    max_size: int = 5,
    min_confidence: float = 0.0,
    min_lift: float = 1.2,
) -> None:
    """Print the frequent sets of a table's rows, or of its baskets, and the rules they make."""
    names, has = of_columns(frame, columns) if columns else of_ids(frame, basket, item)
    study = Study(lambda: (names, has), min_support, max_size, min_confidence, min_lift)
    show_sets(names, frequent(has, least_count(min_support, len(has)), max_size), len(has))
    judged(study)


def of_columns(frame: pd.DataFrame, columns: Sequence[str]) -> Named:
    """Return what each row says in some columns as its items."""
    items = [one for name in columns for one in items_of(frame[name]) if one[1].any()]
    return [name for name, _ in items], np.column_stack([rows for _, rows in items])


def of_ids(frame: pd.DataFrame, basket: str, item: str) -> Named:
    """Return the items of rows with the same value in one column as one basket."""
    import pandas as pd

    found = pd.crosstab(frame[basket], frame[item]) > 0
    return [str(name) for name in found.columns], found.to_numpy()


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the arguments of `on_table`; raise as reading the table does."""
    found = dict(values)
    data = found.pop("data")
    if data == COLUMNS:
        columns: Any = found["columns"] or suiting(scene.frame)
        return found | {"columns": tuple(columns), "basket": "", "item": ""}
    check_ids(str(found["basket"]), str(found["item"]), scene.frame)
    return found | {"columns": ()}


def values_of(settings: RuleSettings) -> tuple[tuple[str, Value], ...]:
    """Return what a script of a table depends on."""
    shop = settings.shop
    names = ("min_support", "max_size", "min_confidence", "min_lift")
    return (
        ("data", shop.data), ("columns", shop.columns), ("basket", shop.basket_column),
        ("item", shop.item_column), *((name, getattr(settings, name)) for name in names),
    )  # fmt: skip


def fisher(has: Flags, left: Items, right: Items) -> float:
    """Return the chance of as many baskets with both sides, were they independent."""
    from scipy.stats import fisher_exact

    n, a, c, both = counts(has, left, right)
    if min(a, c, n - a, n - c) == 0:
        return np.nan
    table = [[both, a - both], [c - both, n - a - c + both]]
    return float(fisher_exact(table, alternative="greater").pvalue)
