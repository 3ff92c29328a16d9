"""Metrics by hand: four counts, every metric with its formula filled in.

A film over the share of the class: the same classifier where what it looks for is rarer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.blocks import Block, Grid, Moving, Words, apart, measured
from core.figures.film import (
    Axis,
    Band,
    Boxes,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Spots,
    Texts,
    bytes_of,
    still,
)
from core.figures.theme import CATEGORICAL, RIGHT, WRONG
from core.stages.evaluation.metrics_by_hand.base_rate import BaseRates
from core.stages.evaluation.metrics_by_hand.run import HandMetric
from core.stages.evaluation.metrics_by_hand.settings import HandView
from core.stages.evaluation.metrics_by_hand.view import HandAnswer
from core.wording import counted

BLUE, ORANGE = CATEGORICAL.index(RIGHT), CATEGORICAL.index(WRONG)
GREY, MARK = -1, 1
BESIDE = {"recall": 0, "precision": 2}
"""Metrics that stand beside the chosen one, by colour: one stays, one falls."""
INK, ON_HEAT = -3, -4
SMALL_PX, CURVE_PX, BARS_PX = 175, 195, 590
PALE = 0.6
"""Cells of the confusion matrix stay this pale at most, so that their numbers can be read."""
WORDS = ("found", "missed", "false alarm", "left alone")
CELLS = ("found (TP)", "missed (FN)", "false alarm (FP)", "left alone (TN)")
"""The cells of the matrix also by the names of the controls that set them."""
TICKS = tuple((percent, f"{percent:g}") for percent in (0.1, 1.0, 10.0, 50.0))
LAZY = "accuracy of always naming the more frequent class"
KEY = (
    "Click a bar to spell its metric out. **Drag the line**: the same classifier, which finds as "
    "large a share of the class and raises as large a share of false alarms, where the class is "
    "rarer or more frequent."
)
ONE_CLASS = (
    "Click a bar to spell its metric out. With rows of one class only there is nothing to carry "
    "over to other shares of it: give both classes a row, and a line to drag appears."
)


def picked(_view: HandView, answer: HandAnswer, click: Any) -> dict[str, str]:
    """Return the metric whose bar was clicked as the control that spells it out."""
    place = click.index
    return {"metric": answer.metrics[place].id} if 0 <= place < len(answer.metrics) else {}


def draw(view: HandView, answer: HandAnswer) -> tuple[Block, ...]:
    """Draw the spelled-out metric, the pictures that one share of the class moves, the tables."""
    return (
        Words(_formula(answer.metric(view.metric))),
        Moving(_film(view, answer)),
        Words(KEY if answer.rates.has_others else ONE_CLASS),
        Grid("metrics", _table(answer), "Every metric of these counts", "metrics.csv", 320),
        Grid("averages", _averages(answer), "Averaged over the two classes", "averages.csv"),
    )


def _film(view: HandView, answer: HandAnswer) -> FilmPicture:
    counts, rates = answer.counts, answer.rates
    sweep = (_curves(view, answer, rates),) if rates.has_others else ()
    return FilmPicture(
        "metrics_by_hand",
        (_matrix(rates), _bars(view, answer, rates), _areas(rates), *sweep),
        rates.percents,
        f"Confusion matrix: {counts.tp} true positives, {counts.fn} false negatives, "
        f"{counts.fp} false positives, {counts.tn} true negatives",
        unit="share of the class in %:",
        captions=tuple(_captions(rates)),
        readouts=tuple(
            Readout(answer.metric(name).label, rates.values[name], 3, percent=True)
            for name in ("recall", "specificity", "precision")
        ),
        seconds=8.0,
        begin=rates.own,
        file_name="metrics_by_hand.html",
        title="Metrics of four counts",
    )


def _cells(rates: BaseRates) -> NDArray[np.float64]:
    """Return the (n, 4) rows to expect: found, missed, false alarms, left alone."""
    return np.stack([rates.tp, rates.fn, rates.fp, rates.tn], axis=1)


def _rows(rows: float) -> str:
    """Return a number of rows: whole ones as they are, fractions to three digits."""
    whole = round(rows)
    return f"{whole:,}" if abs(rows - whole) < 1e-9 or rows >= 1000 else f"{rows:.3g}"


def _matrix(rates: BaseRates) -> Panel:
    cells = _cells(rates)
    of_row = np.repeat(np.stack([cells[:, :2].sum(1), cells[:, 2:].sum(1)], 1), 2, axis=1)
    shares = np.divide(cells, of_row, out=np.zeros_like(cells), where=of_row > 0)
    signed = PALE * shares * np.array([1, -1, -1, 1])
    x, y = still((0, 1, 0, 1)), still((1, 1, 0, 0))
    return Panel(
        f"Confusion matrix of {_rows(float(cells[0].sum()))} rows",
        Axis("predicted", -0.5, 1.5, ((0.0, "the class"), (1.0, "the rest"))),
        Axis("true", -0.5, 1.5, ((1.0, "class"), (0.0, "rest"))),
        (
            Heat(bytes_of(signed.reshape(-1, 2, 2), -1, 1), (-0.5, 1.5, -0.5, 1.5), "diverging",
                 -1 / PALE, 1 / PALE, "share of its row"),
            Texts(x, y + 0.12, tuple(tuple(map(_rows, row)) for row in cells), 17, ON_HEAT,
                  bold=True),
            Texts(x, y - 0.2, CELLS, 13, ON_HEAT),
        ),
        6, SMALL_PX, alt="True positives, false negatives, false positives, true negatives",
    )  # fmt: skip


def _areas(rates: BaseRates) -> Panel:
    """The same rows as areas: the width is the share of a class, the height what was said of it."""
    share = rates.percents[:, None] / 100
    zero, one = np.zeros_like(share), np.ones_like(share)
    recall, alarms = (
        np.nan_to_num(rates.values[name])[:, None] for name in ("recall", "false_positive_rate")
    )
    left, right = np.hstack([zero, share]), np.hstack([share, one])
    found, raised = np.hstack([recall, recall]), np.hstack([alarms, alarms])
    none, all_ = np.hstack([zero, zero]), np.hstack([one, one])
    shades: tuple[Layer, ...] = (
        Band(left, none, found, BLUE),
        Band(left, found, all_, ORANGE),
        Band(right, none, raised, ORANGE),
        Band(right, raised, all_, BLUE),
    )
    sides = np.hstack([zero, zero, share, share]), np.hstack([zero, recall, zero, alarms])
    ends = np.hstack([share, share, one, one]), np.hstack([recall, one, alarms, one])
    middles = (sides[0] + ends[0]) / 2, (sides[1] + ends[1]) / 2
    room = ((ends[0] - sides[0]) > 0.2) & ((ends[1] - sides[1]) > 0.09)
    return Panel(
        "The same rows as areas",
        Axis("share of all rows: class, rest", 0, 1, ((0.0, "0"), (0.5, "0.5"), (1.0, "1"))),
        Axis("taken for it ↓  left alone ↑", 0, 1, ((0.0, "0"), (1.0, "1"))),
        (
            *shades,
            Boxes(*sides, *ends, GREY, 1.0),
            Texts(np.where(room, middles[0], np.nan), middles[1], WORDS, 12, INK),
        ),
        6, SMALL_PX, alt="Found, missed, false alarms and left alone as areas of one square",
    )  # fmt: skip


def _bars(view: HandView, answer: HandAnswer, rates: BaseRates) -> Panel:
    """Every metric as a bar to the right, undefined ones as 0 / 0; the chosen one stands out."""
    labels = [metric.label for metric in answer.metrics]
    values = np.stack([rates.values[metric.id] for metric in answer.metrics], axis=1)
    n = len(labels)
    y = np.arange(n, 0, -1.0)
    chosen = np.array([metric.id == view.metric for metric in answer.metrics])
    low = min(float(np.nanmin(values, initial=0.0)), 0.0)
    left, right = low - 1.05, 1.28
    said = tuple(tuple("0 / 0" if math.isnan(v) else measured(v) for v in row) for row in values)
    lazy = n - next(i for i, metric in enumerate(answer.metrics) if metric.id == "accuracy")
    at = rates.lazy[:, None] + np.zeros(2)
    ends = np.nan_to_num(values)
    edges = still(np.full(n, left)), y - 0.5, still(np.full(n, right)), y + 0.5
    return Panel(
        "Every metric: click one",
        Axis("value", left, right),
        Axis("metric", 0.3, n + 0.7),
        (
            _sideways(ends, y, ~chosen, BLUE),
            _sideways(ends, y, chosen, MARK),
            Line(still((0, 0)), still((0.5, n + 0.5)), GREY, 1.0),
            Line(at, still((lazy - 0.5, lazy + 0.5)), GREY, 3.0,
                 name=LAZY),
            Texts(still(np.full(n, left + 0.5)), y, tuple(labels), 13, INK),
            Texts(still(np.full(n, 1.14)), y, said, 13, INK, bold=True),
            Spots(*edges, values, tuple(labels), "value", name="metrics"),
        ),
        6, BARS_PX, plain=True, pick="metric", rows=3,
        alt="A bar for each metric of the four counts",
    )  # fmt: skip


def _sideways(ends: NDArray[np.float64], y: NDArray[np.float64], which: NDArray[np.bool_],
              colour: int) -> Segments:  # fmt: skip
    """Thick pieces from 0 to the (n_frames, n) ``ends`` of those bars that are asked for."""
    weight = np.where(which & (ends != 0), 1.0, 0.0)
    return Segments(np.zeros_like(y), y, ends, y, weight, 16.0, colour=colour)


def _curves(view: HandView, answer: HandAnswer, rates: BaseRates) -> Panel:
    """The chosen metric over the share of the class, between two that stay and one that falls."""
    percents = rates.percents
    names = (*(name for name in BESIDE if name != view.metric), view.metric)
    low = min(0.0, *(float(np.nanmin(rates.values[name], initial=0.0)) for name in names))
    curves = tuple(
        Line(percents, rates.values[name], BESIDE[name], 2.0, name=name) for name in names[:-1]
    )
    label = next(metric.label for metric in answer.metrics if metric.id == view.metric)
    chosen = Line(percents, rates.values[view.metric], MARK, 4.0, name=label.lower())
    return Panel(
        "Were the class rarer: drag the line",
        Axis("share of the class in % (log scale)", percents[0], percents[-1], TICKS, log=True),
        Axis("value", 1.05 * low, 1.05),
        (
            Line(percents, rates.lazy, GREY, 1.5, dash=True, name=LAZY),
            *curves,
            chosen,
            Line(percents[:, None] + np.zeros(2), still((1.05 * low, 1.05)), GREY, 3.0),
        ),
        6, CURVE_PX, scrub=True,
        alt="Precision, recall and the chosen metric over the share of the class",
    )  # fmt: skip


def _captions(rates: BaseRates) -> Iterator[str]:
    cells = zip(rates.percents, rates.tp, rates.fp, rates.values["precision"], strict=True)
    for frame, (percent, tp, fp, precision) in enumerate(cells):
        whose = "Your counts" if frame == rates.own else "The same classifier"
        taken = f"{whose} at {percent:.3g} % of the class: {_rows(tp + fp)} rows taken for it"
        yield f"{taken}, " + (
            "so precision is undefined."
            if math.isnan(precision)
            else f"{_rows(tp)} of them rightly, a precision of {measured(precision)}."
        )


def _formula(metric: HandMetric) -> str:
    also = f" Also called {', '.join(metric.synonyms)}." if metric.synonyms else ""
    return (
        f"**{metric.label}.** {metric.says}{also}\n\n"
        f"$\\displaystyle {metric.symbols}$\n\n$\\displaystyle = {metric.filled}$"
    )


def _table(answer: HandAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": [metric.label for metric in answer.metrics],
            "value": [metric.value for metric in answer.metrics],
            "in words": [metric.says for metric in answer.metrics],
            "also called": [", ".join(metric.synonyms) for metric in answer.metrics],
        }
    )


def _averages(answer: HandAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": [found.label for found in answer.averages],
            "the class": [found.per_class[0] for found in answer.averages],
            "the rest": [found.per_class[1] for found in answer.averages],
            "macro": [found.macro for found in answer.averages],
            "micro": [found.micro for found in answer.averages],
            "weighted": [found.weighted for found in answer.averages],
        }
    )


def notice(view: HandView, answer: HandAnswer) -> str:
    """Compare accuracy with what always saying the more frequent class would reach."""
    counts = answer.counts
    n = counts.tp + counts.fn + counts.fp + counts.tn
    accuracy = answer.metric("accuracy").value
    lazy = answer.lazy_accuracy
    own = answer.metric(view.metric)
    said, other = apart(accuracy, lazy)
    text = f"**{own.label}** is {_shown(own.value)} on {counted(n, 'row')}."
    if accuracy <= lazy:
        text += (
            f" The accuracy of {said} is no better than always naming the more frequent "
            f"class, which reaches {other}: look at recall and precision instead."
        )
    else:
        text += (
            f" The accuracy of {said} beats always naming the more frequent class, which "
            f"reaches {other}."
        )
    return text + _rarer(answer)


def _rarer(answer: HandAnswer) -> str:
    """Say what a class that is ten times rarer does to precision."""
    if not answer.rarer > 0:
        return ""
    rarer, own = apart(answer.rarer, answer.metric("precision").value)
    return (
        " Were the class ten times rarer, the same classifier's **precision** would be "
        f"{rarer} instead of {own}."
    )


def _shown(value: float) -> str:
    return "undefined (0 / 0)" if math.isnan(value) else measured(value)
