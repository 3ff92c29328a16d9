"""What is looked at: which baskets, what counts as frequent, which rules are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.settings import Declared, control, param, params, part
from core.tabular.experiment import Experiment

LEVELS, TREE, RULES, CHANCE = "levels", "tree", "rules", "chance"
TYPED, MADE, COLUMNS, IDS = "typed", "made", "columns", "ids"
OWN = (COLUMNS, IDS)
"""Baskets out of the active table."""
JUDGED = (RULES, CHANCE)
FIRST_BASKETS = """bread, milk, butter
bread, butter, eggs
bread, milk, butter, eggs
bread, milk
bread, milk, beer
bread, butter, milk
bread, eggs, milk
bread, beer, nappies
bread, milk, butter, eggs
beer, nappies
bread, butter, eggs
milk, eggs"""
"""Twelve baskets: nearly everybody buys bread, and two buy beer with nappies."""
MOST_LINES = 40


class BasketSettings(Declared):
    """Which baskets. Equal settings and tables, equal baskets.

    baskets : a line for each, its items between commas. columns : of a table whose rows are
    baskets, () for those that suit. seed : draws baskets, rows of a long table, and the half of the
    baskets that is held out.
    """

    # fmt: off
    data: str = control(
        "Baskets", "What is searched for rules.",
        (TYPED, "Your list", "A few baskets that you write down."),
        (MADE, "Drawn by chance", "With rules planted, so that you know what is true. Or none."),
        (COLUMNS, "My table: a row each", "What a row says in some columns are its items."),
        (IDS, "My table: an item a row", "One column names the basket, another the item."),
        default=TYPED,
    )
    baskets: str = control(
        "Your baskets", "A line for each basket, commas between its items.",
        default=FIRST_BASKETS, lines=8, when=("data", (TYPED,)),
    )
    n_planted: int = control(
        "Rules planted", "0: everything is bought by chance alone.", default=3, low=0, high=4,
        when=("data", (MADE,)),
    )
    n_baskets: int = control(
        "How many baskets", "Drawn anew with every seed.", default=500, low=20, high=5000,
        scale="log", when=("data", (MADE,)),
    )
    columns: tuple[str, ...] = control(
        "Columns", "Each value is an item; numbers are cut into thirds, of yes and no only yes "
        "counts. None: those that suit.",
        default=(), kind="columns", role="columns", when=("data", (COLUMNS,)),
    )
    basket_column: str = control(
        "Column of the basket", "Rows with the same value here are one basket.", default="",
        kind="column", role="column", when=("data", (IDS,)),
    )
    item_column: str = control(
        "Column of the item", "What was bought.", default="", kind="column",
        role="second column", when=("data", (IDS,)),
    )
    seed: int = control(
        "Seed", "Draws the baskets, and which of them are held out.", default=0, low=0,
        high=9999, advanced=True,
    )
    # fmt: on


class RuleSettings(Declared):
    """Everything that is chosen. min_support in (0, 1], a share of all baskets."""

    # fmt: off
    view: str = control(
        "Watch", "From baskets to sets, from sets to rules, from rules to what is left of them.",
        (LEVELS, "Apriori: level by level", "Sets joined, pruned, counted."),
        (TREE, "FP-growth: the tree", "The same sets out of a tree of baskets."),
        (RULES, "Rules: what the sets say", "Five numbers on each rule."),
        (CHANCE, "Luck: rules on other baskets", "Rules measured where they were not found."),
        default=LEVELS,
    )
    shop: BasketSettings = part(BasketSettings)
    min_support: float = control(
        "Minimum support", "A set is frequent if this share of all baskets holds it.",
        default=0.25, low=0.01, high=0.8, step=0.01, unit="share",
    )
    max_size: int = control(
        "Largest set", "Sets of more items are not looked for.", default=5, low=2, high=6,
        advanced=True,
    )
    min_confidence: float = control(
        "Minimum confidence", "Of the baskets with the left side, the share with the right one.",
        default=0.0, low=0.0, high=1.0, step=0.05, unit="share", light=True,
        when=("view", JUDGED),
    )
    min_lift: float = control(
        "Minimum lift", "1: as often together as by chance. 0 shows all rules.", default=1.2,
        low=0.0, high=3.0, step=0.1, light=True, when=("view", JUDGED),
    )
    item: str = control(
        "Only rules with", "a word, such as milk.", default="", light=True,
        when=("view", JUDGED),
    )
    rule: str = control(
        "The rule in hand", "left -> right; a click into the picture sets it.", default="",
        light=True, advanced=True, when=("view", (RULES,)),
    )
    # fmt: on
    experiment: Experiment | None = None

    def work(self) -> RuleSettings:
        """Return what a worker needs: which rules are shown is settled without it."""
        names = ("min_confidence", "min_lift", "item", "rule")
        defaults: dict[str, Any] = {name: getattr(RuleSettings(), name) for name in names}
        return replace(self, experiment=None, **defaults)


PARAMS = (
    param(RuleSettings, "view"),
    *params(
        BasketSettings, "data", "baskets", "n_planted", "n_baskets", "columns", "basket_column",
        "item_column",
    ),
    *params(
        RuleSettings, "min_support", "min_confidence", "min_lift", "item", "max_size", "rule"
    ),
    param(BasketSettings, "seed"),
)  # fmt: skip


def rule_settings(
    values: Mapping[str, object], experiment: Experiment | None = None
) -> RuleSettings:
    """Return the settings of ``values``; what nothing reads stays at its default.

    experiment : the one of the active table, which a script reads the table by.
    """
    chosen = RuleSettings.of(values)
    own = experiment if chosen.shop.data in OWN else None
    return replace(chosen, shop=_read(chosen.shop), experiment=own)


def _read(shop: BasketSettings) -> BasketSettings:
    """Return the choice of baskets without what its kind does not look at."""
    readers = {param.id: param.when[1] for param in BasketSettings.PARAMS if param.when}
    plain = BasketSettings()
    idle: dict[str, Any] = {
        name: getattr(plain, name) for name, kinds in readers.items() if shop.data not in kinds
    }
    return replace(shop, **idle)
