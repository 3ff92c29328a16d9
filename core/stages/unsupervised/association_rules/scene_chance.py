"""Rules on baskets that they were not found in: how much of each lift was luck."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, Number, Numbers, Words, notes
from core.figures.curves import Curve, growing
from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    Spots,
    Texts,
    still,
)
from core.stages.unsupervised.association_rules.scene_empty import nothing_shown
from core.stages.unsupervised.association_rules.scene_parts import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    VERMILION,
)
from core.stages.unsupervised.association_rules.scene_rules import MOST_DRAWN, MOST_LISTED
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.stages.unsupervised.association_rules.view import LEVEL, ChanceView, called
from core.tabular.judge.defined import told
from core.wording import counted

TALL_PX, LOW_PX = 345, 200
HIGHEST = 5.0
HOW = (
    "**The test**: half of the baskets, drawn by the seed, are held out. The rules are found in "
    "the other half, then each is asked of the held-out baskets alone: *Fisher's exact test*, one-"
    "sided, how likely so many baskets with both sides are if left and right are independent. "
    "*Holm's correction* makes that chance larger for every rule that was tried beside it; at "
    f"{LEVEL:g} or less a rule passes. To test them where they were found would be to ask the "
    "baskets that chose them."
)


def draw(settings: RuleSettings, view: ChanceView) -> tuple[Block, ...]:
    """Draw the rules' lifts in both halves, and how many are left."""
    if not len(view.rules):
        words = Words(nothing_shown(settings, view))
        return (*_candidates(view), words, *notes(*view.shop.note))
    return (
        Moving(_film(settings, view)),
        Numbers(_numbers(view)),
        Words(HOW.replace("basket", view.shop.one)),
        Grid("held_out", held_out_table(view), "Each rule in both halves", "held_out.csv", 300),
        *notes(*view.shop.note),
    )


def _candidates(view: ChanceView) -> tuple[Moving, ...]:
    """Draw all rules where none passes the filters: how near to chance they are is the point."""
    every = view.unfiltered
    if every is None:
        return ()
    means = _means(every)
    said = f"All {counted(len(every.rules), 'candidate')}, none of which passes the filters"
    captions = (
        f"After {counted(int(n), f'held-out {view.shop.one}')}: {said[0].lower()}{said[1:]}, have "
        f"a mean lift of {told(float(mean), '.2f')} there ({every.before:.2f} where found)."
        for n, mean in zip(every.n, means, strict=True)
    )
    return (
        Moving(
            FilmPicture(
                "candidates", (replace(_lifts(every), width=12),), every.n, said,
                unit=f"held-out {view.shop.one}s:", captions=tuple(captions),
                readouts=(Readout("mean lift, held out", means, 2),),
                seconds=9.0, file_name="candidates.html", title="Candidates on held-out baskets",
            )
        ),
    )  # fmt: skip


def _numbers(view: ChanceView) -> tuple[Number, ...]:
    spurious = f"{view.n_spurious:,} with a true lift of 1" if view.shop.known else "in one half"
    false = f"{view.n_false:,} of them luck" if view.shop.known else "Fisher's test, by Holm"
    return (
        Number("Rules found", f"{len(view.rules):,}", spurious),
        Number("“Significant” there", f"{view.n_naive:,}", f"p ≤ {LEVEL:g}, uncorrected"),
        Number("Mean lift there", told(view.before, ".2f"),
               f"held out, at the end: {told(view.after, '.2f')}"),
        Number("Pass, held out, at the end", f"{view.n_pass:,}", false),
    )  # fmt: skip


def _film(settings: RuleSettings, view: ChanceView) -> FilmPicture:
    above = np.nan_to_num(view.lift, nan=0.0) >= max(settings.min_lift, 1.0) - 1e-9
    return FilmPicture(
        "held_out",
        (_lifts(view), _left(view, above), _bars(view, above)),
        view.n,
        f"{counted(len(view.rules), 'rule')} measured again on {int(view.n[-1])} held-out "
        f"{view.shop.one}s",
        unit=f"held-out {view.shop.one}s:",
        captions=tuple(_caption(view, look, above) for look in range(len(view.n))),
        readouts=(
            Readout("mean lift, held out", _means(view), 2),
            Readout("pass so far", view.passing.sum(axis=1).astype(float), 0),
        ),
        seconds=9.0,
        file_name="held_out.html",
        title="Rules on held-out baskets",
    )


def _means(view: ChanceView) -> Any:
    known = np.isfinite(view.lift)
    n = known.sum(axis=1)
    sums = np.where(known, view.lift, 0.0).sum(axis=1)
    return np.divide(sums, n, out=np.full(len(n), np.nan), where=n > 0)


def _lifts(view: ChanceView) -> Panel:
    """Draw each rule: to the right its lift where it was found, upwards on held-out baskets."""
    some = slice(0, MOST_DRAWN)
    x, y, passing = view.rules.lift[some], view.lift[:, some], view.passing[:, some]
    low, high = 0.97 * float(x.min()), 1.03 * float(np.quantile(x, 0.98)) + 0.05
    top = min(max(1.15 * float(np.nanmax(view.lift[-1], initial=1.0)), high), HIGHEST)
    known = np.isfinite(y)
    real = view.true[some] != 1
    shown = np.where(known, x, np.nan)
    height = np.nan_to_num(y, nan=0.0)
    found = "a planted rule behind it" if view.shop.known else "rule"
    layers: list[Layer] = [
        Line(still((low, high)), still((low, high)), GREY, 1.5, dash=True, name="kept its lift"),
        Line(still((low, high)), still((1.0, 1.0)), ORANGE, 2.0, name="chance: lift 1"),
    ]
    for which, colour, symbol, size, name in (
        (passing, GREEN, 4, 8.5, "passes the test"),
        (real[None, :], BLUE, 0, 4.5, found),
        (~real[None, :], VERMILION, 3, 4.0, "true lift 1: luck"),
    ):
        if which.any():
            hollow = which is passing
            layers.append(
                Dots(np.where(which, shown, np.nan), height, colour, symbol, size, name,
                     hollow=hollow)
            )  # fmt: skip
    labels = tuple(called(view.shop, pair) for pair in view.rules.pairs[some])
    dx, dy = 0.012 * (high - low), 0.016 * top
    layers.append(
        Spots(shown - dx, height - dy, shown + dx, height + dy, height, labels,
              f"lift on held-out {view.shop.one}s", name="rules")
    )  # fmt: skip
    return Panel(
        f"Each rule: its lift where it was found, and on other {view.shop.one}s",
        Axis("lift where it was found", low, high),
        Axis(f"lift on held-out {view.shop.one}s", 0.0, top),
        tuple(layers),
        width=7,
        height_px=TALL_PX,
        alt="A mark for each rule: on the dashed line its lift is the same on held-out baskets, on "
        "the orange line it is that of chance",
    )


def _left(view: ChanceView, above: Any) -> Panel:
    """Draw how many rules are left, over ever more held-out baskets."""
    x = view.n.astype(float)
    top = 1.08 * max(len(view.rules), 1)
    found = Line(still((x[0], x[-1])), still((len(view.rules),) * 2), GREY, 1.5, dash=True,
                 name="found")  # fmt: skip
    return Panel(
        "How many are left",
        Axis(f"held-out {view.shop.one}s", float(x[0]), float(max(x[-1], x[0] + 1))),
        Axis("rules", 0.0, top),
        (
            found,
            *growing(
                x,
                Curve(above.sum(axis=1).astype(float), "still above the minimum lift", ORANGE,
                      dash=True, mark=4.0),
                Curve(view.passing.sum(axis=1).astype(float), "pass the test", GREEN, mark=4.0),
            ),
        ),
        width=5,
        height_px=TALL_PX,
        alt="How many rules keep the minimum lift and pass the test on ever more held-out baskets",
    )  # fmt: skip


def _bars(view: ChanceView, above: Any) -> Panel:
    """Draw four counts: found, "significant" there, still above, passing."""
    n, k = len(view.n), len(view.rules)
    heights = np.stack([
        np.full(n, k), np.full(n, view.n_naive), above.sum(axis=1), view.passing.sum(axis=1)
    ], axis=1).astype(float)  # fmt: skip
    x = np.arange(4.0)
    names = ("found", "p ≤ 0.05 where found", "lift again so far", "pass so far")
    words = tuple(tuple(f"{v:,.0f}" for v in row) for row in heights)
    return Panel(
        "From what looks like a rule to what is left of it",
        Axis(
            "what is asked of them",
            -0.6,
            3.6,
            tuple((float(i), name) for i, name in enumerate(names)),
        ),
        Axis("rules", 0.0, 1.2 * max(k, 1)),
        (
            Bars(x, heights, np.array([GREY, VERMILION, ORANGE, GREEN]), 0.6),
            Texts(x, heights + 0.08 * k, words, 13, INK, bold=True),
        ),
        width=12,
        height_px=LOW_PX,
        alt="Rules found, significant where found, with the lift again, passing the test",
    )


def _caption(view: ChanceView, look: int, above: Any) -> str:
    n, k = int(view.n[look]), len(view.rules)
    known = int(np.isfinite(view.lift[look]).sum())
    mean = _means(view)[look]
    said = (
        f"After {counted(n, f'held-out {view.shop.one}')}: {int(above[look].sum()):,} of {k:,} "
        f"rules reach the minimum lift again, {int(view.passing[look].sum()):,} pass the test"
    )
    if known < k:
        said += f"; {k - known:,} have no lift yet, for a side has not occurred"
    return f"{said}. Their mean lift is {told(float(mean), '.2f')} ({view.before:.2f} where found)."


def held_out_table(view: ChanceView) -> pd.DataFrame:
    """Return a row for each rule in both halves."""
    rules = view.rules.kept(np.arange(min(len(view.rules), MOST_LISTED)))
    some = slice(0, len(rules))
    found: dict[str, Any] = {
        "rule": [called(view.shop, pair) for pair in rules.pairs],
        f"{view.shop.one}s": rules.n_both,
        "lift where found": rules.lift,
        "lift held out": view.lift[-1][some],
        "chance, corrected": view.corrected[-1][some],
        "passes": np.where(view.passing[-1][some], "yes", "no"),
    }
    if view.shop.known:
        found["true lift"] = view.true[some]
    return pd.DataFrame(found)
