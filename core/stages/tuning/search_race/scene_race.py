"""The race itself: every trial a dot, the best so far a line, and what winners score at last."""

from __future__ import annotations

import warnings

import numpy as np

from core.figures.film import Axis, Band, Dots, Layer, Line, Panel, Segments, Texts, still
from core.stages.tuning.search_race.frames import RaceFrame
from core.stages.tuning.search_race.scene_layout import Floats, Layout
from core.stages.tuning.search_race.settings import METHODS
from core.tabular.judge.defined import is_defined, mean_of

TALL_PX = 250
SYMBOLS, CROSS = (1, 0, 2, 4), 3
"""Square, circle, triangle, diamond; a cross is a trial that failed."""
REFERENCE = -1
ASIDE = 0.16
"""How far left the search score and right the test score stand from a method's middle."""


def race_panel(layout: Layout) -> Panel:
    """Score against fits: dots, best so far with its spread over seeds, the defaults."""
    last = layout.last
    low, high = layout.score_ends()
    names = ", ".join(METHODS[method].label for method in last.racing)
    return Panel(
        "Every trial, and the best so far",
        Axis("fits spent, of each method", 0, last.budget * 1.02),
        Axis(f"{last.metric_label}, mean of {last.n_folds} folds", low, high, layout.score_ticks()),
        (*_bands(layout), *_plain_line(layout), *_dots(layout, low, high), *_lines(layout)),
        width=6,
        height_px=TALL_PX,
        note=_edge_note(last, low, high),
        alt=f"Scores of {last.n_trials} trials against fits, a colour for each of {names}, with "
        "the best so far of each as a line and its spread over seeds as a band",
    )


def _edge_note(last: RaceFrame, low: float, high: float) -> str:
    known = last.score[np.isfinite(last.score)]
    n_out = int(((known < low) | (known > high)).sum())
    out = f"{n_out} worse trials lie at the edge. " if n_out else ""
    cheap = "Hollow: halving's trials on fewer rows, no records. " if 2 in last.racing else ""
    return f"{out}{cheap}" + ("Crosses: failed." if last.n_failed else "")


def _dots(layout: Layout, low: float, high: float) -> list[Layer]:
    last, found = layout.last, list[Layer]()
    y = np.clip(np.where(np.isfinite(last.score), last.score, _worst(last, low, high)), low, high)
    failed = np.isnan(last.score)
    for place, method in enumerate(METHODS):
        if place not in last.racing:
            continue
        mine = last.method == place
        for which, size, hollow in ((mine & last.whole, 4.5, False), (_cheap(last, mine), 3, True)):
            if which.any():
                found.append(_some(layout, which, y, place, SYMBOLS[place], size, hollow))
        if not (mine & last.whole).any():  # the legend has everyone from the start
            nowhere = still([np.nan])
            found.append(Dots(nowhere, nowhere, place, SYMBOLS[place], 4.5, name=method.label))
    if failed.any():
        found.append(_some(layout, failed, y, REFERENCE, CROSS, 4.5, hollow=False))
    return found


def _worst(last: RaceFrame, low: float, high: float) -> float:
    return low if last.better == "higher" else high


def _cheap(last: RaceFrame, mine: Floats) -> Floats:
    return mine & (last.rows < last.n_rows) & np.isfinite(last.score)  # type: ignore[no-any-return, operator]


def _some(
    layout: Layout, which: Floats, y: Floats, colour: int, symbol: int, size: float, hollow: bool
) -> Dots:
    """Return dots of the trials picked, which are there from when they are done."""
    cheap = hollow or colour == REFERENCE
    return Dots(
        layout.when_done(layout.last.spent, which),  # type: ignore[arg-type]
        still(y[which]),  # type: ignore[index]
        colour,
        symbol,
        size,
        name="" if cheap else METHODS[colour].label,
        labels=tuple(layout.label(int(trial)) for trial in np.flatnonzero(which)),
        hollow=hollow,
        bare=True,
    )


def _over_seeds(values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return mean, lowest, highest and number over the axis of seeds, NaN where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        count = np.isfinite(values).sum(axis=-2)
        return np.nanmean(values, axis=-2), np.nanmin(values, axis=-2), np.nanmax(
            values, axis=-2
        ), count  # fmt: skip


def _bands(layout: Layout) -> list[Layer]:
    x, best = layout.best_so_far(done=True)
    _, low, high, count = _over_seeds(best)
    low, high = (np.where(count > 1, layout.clipped(ends), np.nan) for ends in (low, high))
    return [
        Band(x, low[:, i], high[:, i], int(method)) for i, method in enumerate(layout.last.racing)
    ]


def _lines(layout: Layout) -> list[Layer]:
    """Return the mean over the seeds that are through, and thinner the one under way."""
    x, best = layout.best_so_far(done=True)
    mean = layout.clipped(_over_seeds(best)[0])
    now = layout.clipped(_over_seeds(layout.best_so_far(done=False)[1])[0])
    return [
        layer
        for i, method in enumerate(layout.last.racing)
        for layer in (
            Line(x, mean[:, i], int(method), 3.0),
            Line(x, now[:, i], int(method), 1.5),
        )
    ]


def _plain_line(layout: Layout) -> list[Layer]:
    means = np.array([mean_of(frame.plain.scores) for frame in layout.film.frames])
    ends = np.repeat(means[:, None], 2, axis=1)
    x = still([0, layout.last.budget * 1.02])
    return [Line(x, ends, REFERENCE, 2.0, dash=True, name="defaults, no search")]


def test_panel(layout: Layout) -> Panel:
    """What winners promised and what they score on rows that no search saw."""
    last = layout.last
    names = [METHODS[method].label for method in last.racing]
    ticks = tuple(enumerate([*names, "none"]))
    return Panel(
        "Winners where nobody searched",
        Axis("who searched", -0.6, len(names) + 0.6, tuple((float(i), name) for i, name in ticks)),
        Axis(last.metric_label, *layout.test_ends(), layout.score_ticks()),
        (*_judged(layout), *_awaited(layout, len(names))),
        width=6,
        height_px=TALL_PX,
        note="Ring: search score. Filled: on test rows; the best winner's with its 95 % range.",
        alt="Search score and test score of each method's winner with each seed, and of the "
        "defaults",
    )


test_panel.__test__ = False  # type: ignore[attr-defined]  # not a test, whatever pytest thinks


def _awaited(layout: Layout, n_methods: int) -> tuple[Layer, ...]:
    """Say in the empty picture when there will be something to see."""
    low, high = layout.test_ends()
    shown = np.array([not frame.winners for frame in layout.film.frames])
    x, y = still([(n_methods - 1) / 2]), still([low + 0.9 * (high - low)])
    return (Texts(x, y, ("Winners come at the end of a seed.",), halo=True, shown=shown),)


def _judged(layout: Layout) -> list[Layer]:
    last, found = layout.last, list[Layer]()
    known = np.array([len(frame.winners) for frame in layout.film.frames])
    for i, method in enumerate(last.racing):
        mine = [(n, w) for n, w in enumerate(last.winners) if w.method == method]
        if not mine:
            continue
        there = np.array([n for n, _ in mine])[None] < known[:, None]
        ends = np.array([(w.score, w.test.value) for _, w in mine])
        left, right = (np.where(there, i + side, np.nan) for side in (-ASIDE, ASIDE))
        x0, x1 = np.full(len(mine), i - ASIDE), np.full(len(mine), i + ASIDE)
        weight = np.where(there, 0.3, 0.0)
        told = [f"{METHODS[method].label}, seed {w.seed + 1}" for _, w in mine]
        search = tuple(
            f"{t}: search score {w.score:.4f}" for t, (_, w) in zip(told, mine, strict=True)
        )
        tested = tuple(
            f"{t}: on test rows {w.test.value:.4f}" for t, (_, w) in zip(told, mine, strict=True)
        )
        found += [
            Segments(x0, ends[:, 0], x1, ends[:, 1], weight, 3.0, colour=int(method)),
            Dots(left, ends[:, 0], int(method), 5, 5.0, labels=search, bare=True),
            Dots(right, ends[:, 1], int(method), SYMBOLS[method], 5.5, labels=tested, bare=True),
        ]
    return [*_intervals(layout), *found, *_plain_marks(layout)]


def _intervals(layout: Layout) -> list[Layer]:
    last, found = layout.last, list[Layer]()
    seen = np.array([len(frame.winners) for frame in layout.film.frames])
    for i, method in enumerate(last.racing):
        winner = last.champion(int(method))
        if winner is None or not is_defined(winner.test.low):
            continue
        there = last.winners.index(winner) < seen
        weight = np.where(there, 0.5, 0.0)[:, None]
        x = still([i + ASIDE])
        ends = still([winner.test.low]), still([winner.test.high])
        found.append(Segments(x, ends[0], x, ends[1], weight, 3.0, colour=int(method)))
    return found


def _plain_marks(layout: Layout) -> list[Layer]:
    last = layout.last
    place = len(last.racing)
    means = np.array([[mean_of(frame.plain.scores)] for frame in layout.film.frames])
    found: list[Layer] = [
        Dots(still([place - ASIDE]), means, REFERENCE, 5, 5.0,
             labels=(f"Defaults by folds: {mean_of(last.plain.scores):.4f}",), bare=True)
    ]  # fmt: skip
    if last.plain.test is not None and is_defined(last.plain.test.value):
        there = [[0.0 if frame.plain.test is None else 1.0] for frame in layout.film.frames]
        x = np.where(np.array(there) > 0, place + ASIDE, np.nan)
        y = still([last.plain.test.value])
        told = (f"Defaults on test rows: {last.plain.test.value:.4f}",)
        found.append(Dots(x, y, REFERENCE, 0, 5.5, labels=told, bare=True))
    return found
