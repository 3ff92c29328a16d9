"""Every set of a few items as a lattice: what is counted, what is closed without counting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Axis, Boxes, Dots, Layer, Panel, Segments, Spots, Texts
from core.stages.unsupervised.association_rules.apriori import Candidate, Items
from core.stages.unsupervised.association_rules.moments import JUDGE
from core.stages.unsupervised.association_rules.run import LevelsAnswer
from core.stages.unsupervised.association_rules.scene_parts import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    codes,
    joined,
)

MOST_ITEMS = 6
OPEN, CLOSED, WAITING, PRUNED, RARE, FREQUENT = range(6)
LOOKS = {
    OPEN: (GREY, 5, 4.0, ""),
    CLOSED: (GREY, 3, 3.0, "closed: holds a rare set"),
    WAITING: (ORANGE, 5, 7.0, "candidate"),
    PRUNED: (VERMILION, 3, 7.0, "pruned, never counted"),
    RARE: (VERMILION, 2, 6.0, "counted: too rare"),
    FREQUENT: (BLUE, 0, 8.0, "counted: frequent"),
}
"""Colour, symbol and size of a set's mark."""
TALL_PX = 350
LONGEST = 14
STAGGERED = 10
STEP = 0.2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def subsets(n: int) -> tuple[Items, ...]:
    """Return every set of ``n`` items but the empty one, the smaller first.

    >>> subsets(2)
    ((0,), (1,), (0, 1))
    """
    return tuple(items for size in range(1, n + 1) for items in combinations(range(n), size))


def candidates(answer: LevelsAnswer) -> list[tuple[int, int, Candidate]]:
    """Return every candidate with its level and its place there."""
    return [
        (level.size, place, found)
        for level in answer.levels
        for place, found in enumerate(level.candidates)
    ]


def verdicts(answer: LevelsAnswer) -> tuple[NDArray[np.int8], Ints]:
    """Return (n_frames, n_candidates) what is known of each, and (n_frames,) the last judged, -1.

    A candidate is not there yet (`OPEN`), waits, or was judged.
    """
    found = candidates(answer)
    level = np.array([one[0] for one in found])
    place = np.array([one[1] for one in found])
    final = np.array([_final(answer, one[2]) for one in found], np.int8)
    known = np.zeros((len(answer.film.frames), len(found)), np.int8)
    last = np.full(len(answer.film.frames), -1)
    for i, moment in enumerate(answer.film.frames):
        judged = (level < moment.level) | ((level == moment.level) & (place < moment.n_judged))
        known[i] = np.where(judged, final, np.where(level <= moment.level, WAITING, OPEN))
        if moment.doing == JUDGE:
            last[i] = np.flatnonzero(judged)[-1]
    return known, last


def _final(answer: LevelsAnswer, found: Candidate) -> int:
    if found.pruned:
        return PRUNED
    return FREQUENT if found.count >= answer.shop.min_count else RARE


def states(answer: LevelsAnswer) -> NDArray[np.int8]:
    """Return (n_frames, n_sets) what is known of every set, those that are closed among them."""
    sets = subsets(len(answer.shop.items))
    place_of = {items: place for place, items in enumerate(sets)}
    found, (known, _) = candidates(answer), verdicts(answer)
    state = np.zeros((len(known), len(sets)), np.int8)
    for i, (_, _, candidate) in enumerate(found):
        state[:, place_of[candidate.items]] = known[:, i]
    rare = np.isin(state, (RARE, PRUNED))
    holds = np.array([[set(a) < set(b) for b in sets] for a in sets])
    closed = (rare.astype(np.int64) @ holds.astype(np.int64)) > 0
    shut: NDArray[np.int8] = np.where(closed & (state == OPEN), CLOSED, state).astype(np.int8)
    return shut


def places(n: int) -> tuple[Floats, Floats]:
    """Return where the sets stand: those of a size on a line, wide lines staggered."""
    sets = subsets(n)
    x, y = np.zeros(len(sets)), np.zeros(len(sets))
    for size in range(1, n + 1):
        line = [place for place, items in enumerate(sets) if len(items) == size]
        many = len(line)
        x[line] = (np.arange(many) + 0.5) / many
        stagger = STEP * (np.arange(many) % 2) if many > STAGGERED else np.zeros(many)
        y[line] = size + stagger - stagger.mean()
    return x, y


def lattice(answer: LevelsAnswer) -> Panel:
    """Draw every set, its mark by what is known of it."""
    n = len(answer.shop.items)
    x, y = places(n)
    state = states(answer)
    layers: list[Layer] = [*_edges(answer, state, x, y)]
    for kind, (colour, symbol, size, name) in LOOKS.items():
        shown = np.where(state == kind, x, np.nan)
        layers.append(Dots(shown, y, colour, symbol, size, name))
    layers += [_in_hand(answer, x, y), *_words(answer, state, x, y), _told(answer, state, x, y)]
    return Panel(
        f"All {len(x)} sets of {n} items, the smallest below: which are frequent?",
        Axis("", 0.0, 1.0),
        Axis("", 0.55, n + 0.6),
        tuple(layers),
        width=12,
        height_px=TALL_PX if n > 4 else TALL_PX - 70,
        plain=True,
        pick="set",
        alt="Every set of the items as a mark, larger ones above; discs are frequent, triangles "
        "were counted and are too rare, large crosses were pruned, small ones are closed",
    )


def _edges(answer: LevelsAnswer, state: NDArray[np.int8], x: Floats, y: Floats) -> list[Segments]:
    """Draw which set is part of which: pale, blue where frequent, red to why it is pruned."""
    sets = subsets(len(answer.shop.items))
    place_of = {items: place for place, items in enumerate(sets)}
    ends = np.array([
        (place_of[part], place) for place, items in enumerate(sets) if len(items) > 1
        for part in combinations(items, len(items) - 1)
    ]).reshape(-1, 2)  # fmt: skip
    low, high = ends.T
    lit = (state[:, low] == FREQUENT) & (state[:, high] == FREQUENT)
    open_ = (state[:, low] != CLOSED) & (state[:, high] != CLOSED)
    at = x[low], y[low], x[high], y[high]
    why = np.zeros((len(state), len(ends)))
    for i, candidate in enumerate(_judged(answer)):
        if candidate is not None and candidate.pruned:
            part, whole = place_of[candidate.missing], place_of[candidate.items]
            why[i] = (low == part) & (high == whole)
    return [
        Segments(*at, np.where(lit | (why > 0), 0.0, np.where(open_, 0.2, 0.05)), 3.0, colour=9),
        Segments(*at, lit * 1.0, 2.5, colour=SKY),
        Segments(*at, why, 4.0, colour=VERMILION),
    ]


def _judged(answer: LevelsAnswer) -> list[Candidate | None]:
    """Return the candidate that each frame has just judged."""
    found, (_, last) = candidates(answer), verdicts(answer)
    return [found[place][2] if place >= 0 else None for place in last]


def _in_hand(answer: LevelsAnswer, x: Floats, y: Floats) -> Boxes:
    sets = subsets(len(answer.shop.items))
    corners = np.full((4, len(answer.film.frames), 2), np.nan)
    wide = 0.03
    for i, candidate in enumerate(_judged(answer)):
        for k, items in enumerate((candidate.items, candidate.missing) if candidate else ()):
            if items:
                p = sets.index(items)
                corners[:, i, k] = x[p] - wide, y[p] - 0.28, x[p] + wide, y[p] + 0.34
    return Boxes(corners[0], corners[1], corners[2], corners[3], ORANGE, 2.0)


def _words(
    answer: LevelsAnswer, state: NDArray[np.int8], x: Floats, y: Floats
) -> tuple[Texts, ...]:
    """Write the sets' names above their marks and the counts below, as far as they are known."""
    names, short = answer.shop.items, codes(answer.shop.items)
    sets = subsets(len(names))
    counts = {found.items: found.count for _, _, found in candidates(answer)}
    alone = tuple(_item(names[i], short[i]) for i in range(len(names)))
    called = (*alone, *(joined(short, items) for items in sets[len(names) :]))
    words = _where(state, called, [kind for kind in LOOKS if kind != CLOSED])
    held = _where(state, [str(counts.get(items, "")) for items in sets], [RARE, FREQUENT])
    room = 2 / max(np.bincount([len(items) for items in sets]).max(), 2)
    n = len(names)
    first, rest = ([row[:n] for row in words], [row[n:] for row in words])
    return (
        Texts(x[:n], y[:n] + 0.2, tuple(first), 11.5, INK, room=1 / n, halo=True),
        Texts(x[n:], y[n:] + 0.2, tuple(rest), 11.5, INK, room=float(room), halo=True),
        Texts(x, y - 0.2, held, 11.5, INK, bold=True, room=float(room), halo=True),
    )


def _item(name: str, short: str) -> str:
    """Return an item's name, with its short one where that is not how it begins."""
    told = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return told if name.casefold().startswith(short.casefold()) else f"{told} ({short})"


def _where(
    state: NDArray[np.int8], texts: Sequence[str], kinds: list[int]
) -> tuple[tuple[str, ...], ...]:
    """Return for each frame the texts of those sets that are of these kinds."""
    shown = np.isin(state, kinds)
    return tuple(
        tuple(text if on else "" for text, on in zip(texts, row, strict=True)) for row in shown
    )


def _told(answer: LevelsAnswer, state: NDArray[np.int8], x: Floats, y: Floats) -> Spots:
    """Tell a set's whole name and its count when it is hovered."""
    sets = subsets(len(answer.shop.items))
    counts = {found.items: found.count for _, _, found in candidates(answer)}
    value = np.array([float(counts.get(items, -1)) for items in sets])
    seen = np.where(np.isin(state, (RARE, FREQUENT)), value, np.nan)
    labels = tuple(answer.shop.named(items) for items in sets)
    return Spots(
        x - 0.02, y - 0.2, x + 0.02, y + 0.2, seen, labels, f"{answer.shop.one}s", name="sets"
    )
