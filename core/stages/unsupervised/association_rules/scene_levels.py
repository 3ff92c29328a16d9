"""Apriori on the screen: the lattice or a wall of candidates, the baskets, the counts by level."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, Number, Numbers, human
from core.figures.film import (
    Axis,
    Bars,
    Boxes,
    Dots,
    FilmPicture,
    Layer,
    Panel,
    Readout,
    Spots,
    Texts,
    still,
)
from core.stages.unsupervised.association_rules.apriori import Candidate
from core.stages.unsupervised.association_rules.moments import END, JOIN, JUDGE, START, Moment
from core.stages.unsupervised.association_rules.run import LevelsAnswer, Shop
from core.stages.unsupervised.association_rules.scene_lattice import (
    CLOSED,
    FREQUENT,
    LOOKS,
    MOST_ITEMS,
    OPEN,
    PRUNED,
    RARE,
    WAITING,
    candidates,
    lattice,
    verdicts,
)
from core.stages.unsupervised.association_rules.scene_parts import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    codes,
)
from core.wording import counted, share

LOW_PX = 215
WALL_PX = 420
ACROSS = 48
MOST_CELLS, MOST_TOLD = 1_900, 700
MOST_ROWS = 400


def draw(answer: LevelsAnswer) -> tuple[Block, ...]:
    """Draw the film and every set that was frequent."""
    return (
        Moving(_film(answer)),
        Numbers(_numbers(answer)),
        Grid("sets", sets_table(answer), "Every frequent set", "frequent_sets.csv", 240),
    )


def _film(answer: LevelsAnswer) -> FilmPicture:
    small = len(answer.shop.items) <= MOST_ITEMS
    panels = (lattice(answer), *_baskets(answer)) if small else (_wall(answer),)
    levels = _levels(answer, 12 if not small else 12 - sum(p.width for p in panels[1:]))
    frames = answer.film.frames
    return FilmPicture(
        "apriori",
        (*panels, levels),
        answer.film.steps,
        f"Apriori on {counted(answer.shop.n_baskets, answer.shop.one)}: "
        f"{counted(answer.tally[3], 'set')} frequent",
        captions=tuple(_caption(answer, i, moment) for i, moment in enumerate(frames)),
        readouts=tuple(
            Readout(label, np.array([getattr(moment, name) for moment in frames], float), 0)
            for label, name in (("joined", "joined"), ("pruned", "pruned"),
                                ("counted", "counted"), ("frequent", "kept"))
        ),
        seconds=min(max(6.0, 0.55 * len(frames)), 26.0),
        file_name="apriori.html",
        title="Apriori, level by level",
    )  # fmt: skip


def _numbers(answer: LevelsAnswer) -> tuple[Number, ...]:
    joined, pruned, seen, kept = answer.tally
    grown = f"the first and {answer.n_trees:,} grown from it" if answer.n_trees else "the first"
    return (
        Number("Sets there could be", human(answer.n_possible), "2 to the number of items, − 1"),
        Number("Counted by Apriori", f"{seen:,}", f"of {joined:,} joined, {pruned:,} pruned"),
        Number("Frequent", f"{kept:,}", f"in {counted(answer.passes, 'pass', 'passes')}"),
        Number("FP-growth", counted(answer.n_trees + 1, "tree"),
               f"{grown}, in 2 passes for the same sets"),
    )  # fmt: skip


def sets_table(answer: LevelsAnswer) -> pd.DataFrame:
    """Return a row for each frequent set, the most frequent first."""
    found = [one for level in answer.levels for one in level.frequent]
    found = sorted(found, key=lambda one: (-one.count, len(one.items), one.items))[:MOST_ROWS]
    return pd.DataFrame(
        {
            "set": [answer.shop.named(one.items) for one in found],
            "items": [len(one.items) for one in found],
            f"{answer.shop.one}s": [one.count for one in found],
            "support": [one.count / answer.shop.n_baskets for one in found],
        }
    )


# The baskets, one by one


def _baskets(answer: LevelsAnswer) -> tuple[Panel, ...]:
    """Draw the baskets as a table of dots; those that hold the set in hand are framed."""
    shop = answer.shop
    if not len(shop.shown):
        return ()
    rows, cols = np.nonzero(shop.shown)
    n, k = shop.shown.shape
    found, (_, last) = candidates(answer), verdicts(answer)
    hit = np.zeros((len(last), len(rows)), bool)
    frame = np.full((len(last), n), np.nan)
    for i, place in enumerate(last.tolist()):
        if place >= 0 and not found[place][2].pruned:
            items = found[place][2].items
            holds = np.asarray(shop.shown[:, list(items)].all(axis=1))
            hit[i] = holds[rows] & np.isin(cols, items)
            frame[i, holds] = np.arange(n)[holds]
    y = -rows.astype(float)
    ends = (np.where(np.isnan(frame), np.nan, v) for v in (-0.45, k - 0.55))
    x0, x1 = ends
    return (
        Panel(
            f"The {shop.one}s: which hold the set in hand?",
            Axis(
                "item", -0.6, k - 0.4, tuple((float(i), c) for i, c in enumerate(codes(shop.items)))
            ),
            Axis(shop.one, -n + 0.4, 0.6, tuple((-float(i), str(i + 1)) for i in _ticks(n))),
            (
                Dots(np.where(hit, np.nan, cols), y, GREY, 0, 3.5),
                Dots(np.where(hit, cols, np.nan), y, BLUE, 0, 5.0, "item of the set in hand"),
                Boxes(x0, -frame - 0.42, x1, -frame + 0.42, ORANGE, 1.5),
            ),
            width=5,
            height_px=LOW_PX,
            alt="A row for each basket, a dot for each item in it; baskets with the set in hand "
            "are framed",
        ),
    )


def _ticks(n: int) -> range:
    return range(0, n, max(n // 6, 1))


# Counts by level


def _levels(answer: LevelsAnswer, width: int) -> Panel:
    """Draw how many sets of each size there could be, were joined, counted and kept."""
    sizes = _sizes(answer)
    known, _ = verdicts(answer)
    of = np.array([one[0] for one in candidates(answer)])

    def sums(*kinds: int) -> Any:
        held = np.isin(known, kinds)
        return np.stack([held[:, of == size].sum(axis=1) for size in sizes], axis=1).astype(float)

    n = len(answer.shop.items)
    possible = still([comb(n, size) for size in sizes])
    joined = sums(WAITING, PRUNED, RARE, FREQUENT)
    seen, kept = sums(RARE, FREQUENT), sums(FREQUENT)
    top = float(max(joined.max(), possible[possible <= 4 * joined.max()].max(initial=0)))
    x = still(sizes)
    layers: list[Layer] = []
    texts = ((possible, -0.3, GREY, "there could be"), (joined, -0.1, ORANGE, "joined"),
             (seen, 0.1, 5, "counted"), (kept, 0.3, BLUE, "frequent"))  # fmt: skip
    for values, shift, colour, name in texts:
        height = np.minimum(values, 1.12 * top)
        told = [[f"{v:,.0f}" if v else "" for v in row] for row in np.atleast_2d(values)]
        words = tuple(map(tuple, told))
        layers += [
            Bars(x + shift, height, colour, 0.18, name),
            Texts(x + shift, height + 0.05 * top, words if values.ndim > 1 else words[0], 11, INK),
        ]
    return Panel(
        "Sets of each size",
        Axis("items in a set", 0.4, max(sizes) + 0.6, tuple((float(s), str(s)) for s in sizes)),
        Axis("sets", 0.0, 1.22 * top),
        tuple(layers),
        width=width,
        height_px=LOW_PX,
        alt="For each size of set: how many there could be, were joined, counted and frequent",
    )


def _sizes(answer: LevelsAnswer) -> range:
    """Return the sizes of sets: all there could be where the lattice shows them, else the levels'.

    Beside 63 sets in a lattice, sizes that add up to 56 would leave the reader looking for seven.
    """
    n = len(answer.shop.items)
    return range(1, (n if n <= MOST_ITEMS else answer.levels[-1].size) + 1)


# Many candidates: a wall of marks


def _wall(answer: LevelsAnswer) -> Panel:
    """Draw a mark for every candidate, level above level, as many to a line as fit."""
    found, (known, _) = candidates(answer), verdicts(answer)
    x, y = np.zeros(len(found)), np.zeros(len(found))
    ticks, line = [], 0.0
    for level in answer.levels:
        own = np.array([i for i, one in enumerate(found) if one[0] == level.size])
        x[own], y[own] = np.arange(len(own)) % ACROSS, line + np.arange(len(own)) // ACROSS
        ticks.append((line + (y[own].max() - line) / 2, f"{level.size}"))
        line = float(y[own].max()) + 2.0
    step = max(-(-len(found) // MOST_CELLS), 1)
    some = np.arange(0, len(found), step)
    layers: list[Layer] = []
    size = float(np.clip(90 / max(line, 1), 2.0, 6.0))
    for kind, (colour, symbol, _, name) in LOOKS.items():
        own = some[np.isin(known[-1, some], kind) | (kind == WAITING)]
        shown = np.where(known[:, own] == kind, x[own], np.nan)
        if kind not in (OPEN, CLOSED) and np.isfinite(shown).any():
            layers.append(Dots(shown, y[own], colour, symbol, size, name))
    labels = tuple(answer.shop.named(found[i][2].items) for i in some)
    counts = np.array([found[i][2].count for i in some], float)
    seen = np.where(np.isin(known[:, some], (RARE, FREQUENT)), counts, np.nan)
    if len(some) <= MOST_TOLD:
        spot = x[some] - 0.45, y[some] - 0.45, x[some] + 0.45, y[some] + 0.45
        layers.append(Spots(*spot, seen, labels, f"{answer.shop.one}s", name="sets"))
    every = "Every candidate" if step == 1 else f"One candidate in {step}"
    return Panel(
        f"{every}, a line for {ACROSS} of them",
        Axis("candidates, in the order they were joined", -1.0, ACROSS, ((0.0, ""),)),
        Axis("items in a set", -1.0, line - 1.0, tuple(ticks)),
        tuple(layers),
        width=12,
        height_px=int(np.clip(60 + 15 * line, 200, WALL_PX)),
        pick="set",
        alt="A mark for every candidate, larger sets above: discs are frequent, triangles too "
        "rare, crosses pruned",
    )


# What happens, in words


def _caption(answer: LevelsAnswer, frame: int, moment: Moment) -> str:
    shop = answer.shop
    need = f"{counted(shop.min_count, shop.one)} of {shop.n_baskets:,}"
    if moment.doing == START:
        return f"A set is frequent if {need} hold it. Nothing has been counted yet."
    level = answer.levels[moment.level - 1]
    joined, pruned, seen, kept = level.tally
    if moment.doing == JOIN:
        if moment.level == 1:
            return f"Level 1: each of the {joined} items is a candidate."
        return (
            f"Level {moment.level}: {counted(joined, 'candidate')}, joined of two frequent "
            f"sets of {moment.level - 1} that differ in their last item alone."
        )
    if moment.doing == JUDGE:
        return _verdict(shop, level.candidates[moment.n_judged - 1])
    said = (
        f"Level {moment.level}: of {joined:,} joined, {pruned:,} pruned, {seen:,} counted, "
        f"{kept:,} frequent."
    )
    if moment.doing == END:
        return f"{said} {moment.ended}"
    return f"{said} No set that holds a rare one is looked at again."


def _verdict(shop: Shop, found: Candidate) -> str:
    name = shop.named(found.items)
    if found.pruned:
        return (
            f"{name}: pruned without counting, for its part {shop.named(found.missing)} is not "
            "frequent. Whoever holds the whole holds the part."
        )
    part = share(found.count, shop.n_baskets)
    held = f"{name}: in {counted(found.count, shop.one)}, {part}"
    if found.count >= shop.min_count:
        return f"{held}: frequent, kept."
    return f"{held}: too rare, {shop.min_count:,} are needed. Every larger set with it is closed."
