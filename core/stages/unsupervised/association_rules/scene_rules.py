"""Rules on the screen: all of them as dots to click, one of them spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, Row, Words, escape, notes
from core.figures.film import (
    Axis,
    Band,
    Boxes,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Spots,
    Texts,
    still,
)
from core.stages.unsupervised.association_rules.rules import Rules
from core.stages.unsupervised.association_rules.scene_empty import nothing_shown
from core.stages.unsupervised.association_rules.scene_formulas import formulas, table
from core.stages.unsupervised.association_rules.scene_parts import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    SKY,
    VERMILION,
)
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.stages.unsupervised.association_rules.view import RulesView, called, written
from core.wording import counted

MOST_DRAWN, MOST_LISTED = 400, 1_000
TALL_PX = 345
CLASSES = (
    (-np.inf, 0.9, VERMILION, 3, "lift below 0.9: avoid each other"),
    (0.9, 1.1, GREY, 5, "0.9 to 1.1: as by chance"),
    (1.1, 1.5, SKY, 2, "1.1 to 1.5"),
    (1.5, np.inf, BLUE, 0, "1.5 and more: seek each other"),
)
"""Lifts from, below, and how a rule of them looks."""
REACH = 0.016


def draw(settings: RuleSettings, view: RulesView) -> tuple[Block, ...]:
    """Draw the rules and the one in hand, with its formulas and its table of four counts."""
    one = view.in_hand
    if one is None:
        return (Words(nothing_shown(settings, view)), *notes(*view.shop.note))
    pair = one.pairs[0]
    left, right = (escape(view.shop.named(side)) for side in pair)
    return (
        Moving(_picture(view, one)),
        Words(f"**{left} → {right}**: A is {left}, C is {right}. Click another dot to read it."),
        Row((Words(formulas(one)), Words(table(one, view.shop.one))), widths=(2, 1)),
        Grid("rules", rules_table(view), _listed(view), "rules.csv", 300),
        *_planted(view),
        *notes(*view.shop.note),
    )


def _listed(view: RulesView) -> str:
    n = len(view.rules)
    most = f", the first {MOST_LISTED:,} listed" if n > MOST_LISTED else ""
    return f"{n:,} of {view.n_rules:,} rules pass{most}; click a heading to sort"


def _picture(view: RulesView, one: Rules) -> FilmPicture:
    return FilmPicture(
        "rules",
        (_scatter(view), _mosaic(view, one)),
        np.array([0]),
        f"{counted(len(view.rules), 'rule')} by support and confidence",
        begin="start",
        file_name="rules.html",
        title="Association rules",
    )


# All rules


def drawn(view: RulesView) -> Rules:
    """Return the rules that are drawn: those of the highest lift, the one in hand among them."""
    places = np.arange(min(len(view.rules), MOST_DRAWN))
    if view.hand >= MOST_DRAWN:
        places[-1] = view.hand
    return view.rules.kept(places)


def _scatter(view: RulesView) -> Panel:
    rules = drawn(view)
    x, y, lift = 100 * rules.support, 100 * rules.confidence, rules.lift
    top = 1.12 * float(x.max())
    layers: list[Layer] = []
    for low, high, colour, symbol, name in CLASSES:
        which = (lift >= low) & (lift < high)
        if which.any():
            layers.append(Dots(x[which], y[which], colour, symbol, 4.5, name))
    if view.shop.planted:
        real = view.true[: len(x)] > 1 if view.hand < MOST_DRAWN else np.zeros(len(x), bool)
        layers.append(Dots(x[real], y[real], GREEN, 4, 6.5, "a planted rule stands behind it",
                           hollow=True))  # fmt: skip
    dx, dy = REACH * top, 100 * REACH * 1.25
    hand = view.in_hand
    if hand is not None:
        at = 100 * hand.support, 100 * hand.confidence
        layers.append(Boxes(at[0] - 1.4 * dx, at[1] - 1.4 * dy, at[0] + 1.4 * dx, at[1] + 1.4 * dy,
                            ORANGE, 3.0, name="in hand"))  # fmt: skip
    labels = tuple(called(view.shop, pair) for pair in rules.pairs)
    layers.append(Spots(x - dx, y - dy, x + dx, y + dy, lift, labels, "lift", name="rules"))
    return Panel(
        f"{_number(view)}: click one",
        Axis(f"support: share of {view.shop.one}s with both sides (%)", 0.0, top),
        Axis("confidence (%)", 0.0, 106.0),
        tuple(layers),
        width=7,
        height_px=TALL_PX,
        pick="rule",
        alt="A mark for each rule, to the right the more baskets it holds in, above the more often "
        "its right side follows; discs have the highest lift, crosses less than chance",
    )


def _number(view: RulesView) -> str:
    n = len(view.rules)
    if n > MOST_DRAWN:
        return f"The {MOST_DRAWN} rules of the highest lift"
    return "The one rule that passes" if n == 1 else f"{n} rules"


def picked(view: RulesView, click: Any) -> dict[str, str]:
    """Return the rule that was clicked; a second click at one place takes the next one there."""
    rules = drawn(view)
    if click.name != "rule" or not 0 <= click.index < len(rules):
        return {}
    same = (rules.n_both == rules.n_both[click.index]) & (rules.n_left == rules.n_left[click.index])
    here = np.flatnonzero(same).tolist()
    texts = [written(view.shop, rules.pairs[place]) for place in here]
    now = "" if view.hand < 0 else written(view.shop, view.rules.pairs[view.hand])
    after = (texts.index(now) + 1) % len(texts) if now in texts else here.index(click.index)
    return {"rule": texts[after]}


# The baskets of one rule


def _mosaic(view: RulesView, one: Rules) -> Panel:
    """Draw the baskets as areas: as wide as the left side is frequent, as high as the right is."""
    n, a, c, both = (int(v) for v in (one.n, one.n_left[0], one.n_right[0], one.n_both[0]))
    share, base = a / n, c / n
    inside, outside = both / a, (c - both) / (n - a) if n > a else 0.0
    left, right = still((0.0, share)), still((share, 1.0))
    layers: list[Layer] = [
        Band(left, still((0, 0)), still((inside,) * 2), BLUE, name="with the right side"),
        Band(left, still((inside,) * 2), still((1, 1)), GREY),
        Band(right, still((0, 0)), still((outside,) * 2), BLUE),
        Band(right, still((outside,) * 2), still((1, 1)), GREY),
        Line(still((0, 1)), still((base,) * 2), ORANGE, 2.5, dash=True,
             name=f"all {view.shop.one}s: {100 * base:.0f}%"),
        Line(still((share,) * 2), still((0, 1)), INK, 1.5),
    ]  # fmt: skip
    texts, x, y = [], [], []
    for middle, wide, high, count, rest in (
        (share / 2, share, inside, both, a - both),
        ((1 + share) / 2, 1 - share, outside, c - both, n - a - (c - both)),
    ):
        for at, size, number in ((high / 2, high, count), ((1 + high) / 2, 1 - high, rest)):
            if size > 0.07 and wide > 0.06:
                texts.append(f"{number:,}")
                x.append(middle)
                y.append(at)
    layers.append(Texts(still(x), still(y), tuple(texts), 15, INK, bold=True, halo=True))
    ticks = tuple(
        (at, name)
        for at, name, wide in ((share / 2, "with left", share), ((1 + share) / 2, "without",
                                                                 1 - share))
        if wide > 0.22
    )  # fmt: skip
    return Panel(
        f"Right side: {inside:.0%} with the left, {outside:.0%} without",
        Axis(f"{view.shop.one}s", 0.0, 1.0, ticks),
        Axis("share with the right side", 0.0, 1.0, ((0.0, "0%"), (0.5, "50%"), (1.0, "100%"))),
        tuple(layers),
        width=5,
        height_px=TALL_PX,
        alt=f"Of {a} {view.shop.one}s with the left side {both} hold the right one, of the other "
        f"{n - a} {c - both} do",
    )


# Lists


def rules_table(view: RulesView) -> pd.DataFrame:
    """Return a row for each rule that passes, the highest lift first."""
    rules = view.rules.kept(np.arange(min(len(view.rules), MOST_LISTED)))
    found: dict[str, Any] = {
        "left": [view.shop.named(left) for left, _ in rules.pairs],
        "right": [view.shop.named(right) for _, right in rules.pairs],
        f"{view.shop.one}s": rules.n_both,
        "support": rules.support,
        "confidence": rules.confidence,
        "lift": rules.lift,
        "leverage": rules.leverage,
        "conviction": rules.conviction,
    }
    if view.shop.known:
        found["true lift"] = view.true[: len(rules)]
    return pd.DataFrame(found)


def _planted(view: RulesView) -> tuple[Grid, ...]:
    """Return what was planted, and whether it was found."""
    if not view.shop.planted:
        return ()
    return (Grid("planted", pd.DataFrame(list(_each_planted(view))), "What was planted"),)


def _each_planted(view: RulesView) -> Iterator[dict[str, Any]]:
    texts = {written(view.shop, pair): place for place, pair in enumerate(view.rules.pairs)}
    lift = view.rules.lift
    for rule in view.shop.planted:
        place = texts.get(f"{rule.left} -> {rule.right}")
        yield {
            "planted": f"{rule.left} → {rule.right}",
            "true lift": rule.lift,
            "lift found": float("nan") if place is None else float(lift[place]),
            "among the rules": "yes" if place is not None else "no",
        }
