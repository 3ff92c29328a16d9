"""Pictures that points and rows share: every metric against before, residuals, axes."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.figures.blocks import human, measured
from core.figures.film import Axis, Dots, Layer, Line, Panel, Segments, Spots, Texts, still
from core.stages.evaluation.regression.judged import Swept
from core.stages.evaluation.regression.scores import IDS
from core.stages.evaluation.regression.settings import METRIC_CHOICES

Floats: TypeAlias = NDArray[np.float64]

LABELS = dict(METRIC_CHOICES)
SQUARE, STICK, IN_HAND, MARK, MODEL = 0, 4, 2, 1, 3
GREY, INK = -1, -3
TALL_PX, LOW_PX, SMALL_PX = 390, 180, 215
BARS_PX = TALL_PX + 90
WIDE, NARROW, THIRD = 7, 5, 4
"""Widths in twelfths: the picture, the bars beside it, one of three."""
NAME_X, VALUE_X, CHANGE_X = -1.65, 2.6, 6.0
LEAST, MOST = -3.0, 7.0
"""Ends of the bars, as powers of two: an eighth of before, and 128 times."""
ROOM = 1.15
"""How much farther than the largest residual its axis goes."""
TICKS = ((-2.0, "¼ ×"), (0.0, "as before"), (2.0, "4 ×"), (4.0, "16 ×"), (6.0, "64 ×"))


def valued(metric: str, value: float, unit: str) -> str:
    """Return a metric with its unit: the target's, its square, percent or none.

    >>> valued("mse", 0.25, "kg"), valued("mape", 0.107, "kg"), valued("r2", 0.9, "kg")
    ('0.250 kg²', '10.7 %', '0.900')
    """
    if not isfinite(value):
        return "undefined"
    if metric == "mape":
        return f"{human(100 * value) if value >= 10 else measured(100 * value, 1)} %"
    sign = "−" if value < 0 else ""
    number = sign + measured(abs(value))
    if metric == "r2" or not unit:
        return number
    return f"{number} {unit}{squared(unit) if metric == 'mse' else ''}"


def squared(unit: str) -> str:
    """Return what a unit is followed by when it is squared: plain letters take the small 2."""
    return "²" if unit.isalpha() or unit in "€$%" else " squared"


def changed(metric: str, ratio: float, now: float, was: float) -> str:
    """Return by how much a metric changed: in percent, from twice on as a factor.

    >>> changed("mae", 1.124, 1.0, 1.0), changed("mse", 42.36, 1.0, 1.0)
    ('+12 %', '× 42')
    """
    if metric == "r2":
        step = now - was
        return (
            "" if not isfinite(step) else f"{step:+.2f}".replace("-", "−").replace("+0.00", "same")
        )
    if not isfinite(ratio):
        return ""
    if ratio >= 2:
        return f"× {human(round(ratio, 1) if ratio < 9.95 else round(ratio))}"
    percent = round(100 * (ratio - 1))
    return "same" if percent == 0 else f"{percent:+d} %".replace("-", "−")


def bars(swept: Swept, chosen: str, unit: str) -> Panel:
    """Return a bar for each metric: how many times as large it is as before, on powers of two.

    A ring stands where the dumb guess would be on the same rows.
    """
    n = len(IDS)
    rows = np.arange(n, 0, -1.0)
    ends = np.stack([_power(swept.ratio(name)) for name in IDS], axis=1)
    colours = (MARK if name == chosen else SQUARE for name in IDS)
    pieces = tuple(_bar(ends, rows, i, colour) for i, colour in enumerate(colours))
    edges = still(np.full(n, LEAST)), rows - 0.42, still(np.full(n, MOST)), rows + 0.42
    names = tuple(LABELS[name] for name in IDS)
    guess = np.stack([_power(swept.times(name, swept.dumb[name])) for name in IDS], axis=1)
    told = np.stack([swept.values[name] for name in IDS], axis=1)
    return Panel(
        "Which metric cares? Click one",
        Axis("times as large as before", LEAST - 0.2, MOST + 0.2, TICKS),
        Axis("metric", 0.1, n + 0.6),
        (
            Line(still((0, 0)), still((0.55, n + 0.45)), GREY, 1.5, dash=True),
            *pieces,
            Dots(guess, rows - 0.17, GREY, 5, 6.0, "dumb guess", names),
            Texts(still(np.full(n, NAME_X)), rows + 0.14, names, 13, INK, bold=True),
            Texts(still(np.full(n, VALUE_X)), rows + 0.14, tuple(_values(swept, unit)), 13, INK),
            Texts(still(np.full(n, CHANGE_X)), rows + 0.14, tuple(_changes(swept)), 13, INK,
                  bold=True),
            Texts(
                np.array([x for x, _ in TICKS]),
                still(np.full(len(TICKS), 0.28)),
                tuple(word for _, word in TICKS),
                11.5,
                INK,
            ),
            Spots(*edges, told, names, "now", name="metrics"),
        ),
        NARROW, BARS_PX, plain=True, pick="metric", rows=2,
        note="A ring: always saying one number. The bar of R² is that of 1 − R², what is left "
        "unexplained.",
        alt="A bar for each metric: how many times as large it is as before",
    )  # fmt: skip


def _power(ratio: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        power: Floats = np.log2(np.maximum(ratio, 0))
    return np.clip(power, LEAST, MOST)


def _bar(ends: Floats, rows: Floats, place: int, colour: int) -> Segments:
    end = ends[:, place : place + 1]
    y = np.full((1,), rows[place] - 0.17)
    known = np.where(np.isfinite(end) & (np.abs(end) > 0.01), 1.0, 0.0)
    return Segments(np.zeros(1), y, np.nan_to_num(end), y, known, 13.0, colour=colour)


def _values(swept: Swept, unit: str) -> Iterator[tuple[str, ...]]:
    """Yield for each frame the metrics with their units."""
    for now in zip(*(swept.values[name] for name in IDS), strict=True):
        yield tuple(valued(name, float(value), unit) for name, value in zip(IDS, now, strict=True))


def _changes(swept: Swept) -> Iterator[tuple[str, ...]]:
    """Yield for each frame by how much the metrics changed."""
    ratios = [swept.ratio(name) for name in IDS]
    values = [swept.values[name] for name in IDS]
    for ratio, now in zip(zip(*ratios, strict=True), zip(*values, strict=True), strict=True):
        yield tuple(
            changed(name, float(r), float(v), swept.before.of(name))
            for name, r, v in zip(IDS, ratio, now, strict=True)
        )


def residual_panel(
    title: str,
    x: Axis,
    places: Floats,
    errors: Floats,
    unit: str,
    more: tuple[Layer, ...] = (),
    labels: tuple[str, ...] = (),
    now: Floats | None = None,
) -> Panel:
    """Return residuals over something, with the line of no error. errors : ([n_frames,] n).

    now : (n,) those that the axis has room for; None: all.
    """
    sizes = np.abs(errors if now is None else now)
    reach = ROOM * float(sizes.max(initial=0.0)) or 1.0
    return Panel(
        title,
        x,
        Axis(f"true − predicted{f' ({unit})' if unit else ''}", -reach, reach),
        (
            Line(still((x.low, x.high)), still((0, 0)), GREY, 1.5, dash=True),
            Dots(places, errors, SQUARE, 0, 3.5, labels=labels),
            *more,
        ),
        THIRD, SMALL_PX, alt=f"{title}: a dot for each, the dashed line is no error",
    )  # fmt: skip


def around(values: Floats, room: float = 0.05) -> tuple[float, float]:
    """Return the ends of an axis that holds all ``values`` with room beside them."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    gap = room * (high - low or abs(high) or 1.0)
    return low - gap, high + gap
