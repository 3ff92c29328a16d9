"""One threshold moves confusion, ROC, precision-recall, gain, lift and cost together.

A film whose steps are the thresholds: it is dragged in the picture, and the page follows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.figures.blocks import Block, Moving, Words, escape, human, measured
from core.figures.curves import around
from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    Texts,
    bytes_of,
    still,
)
from core.figures.theme import CATEGORICAL, RIGHT, WRONG
from core.stages.evaluation.threshold.run import SAME_COST, Curve
from core.stages.evaluation.threshold.settings import ThresholdSettings
from core.stages.evaluation.threshold.sweep import Sweep
from core.stages.evaluation.threshold.view import ThresholdAnswer
from core.wording import counted

BLUE, ORANGE = CATEGORICAL.index(RIGHT), CATEGORICAL.index(WRONG)
GREY, MARK, BEST = -1, 1, 2
INK, ON_HEAT = -3, -4
TALL_PX, SMALL_PX = 270, 205
PALE = 0.6
"""Cells of the confusion matrix stay this pale at most, so that their numbers can be read."""
UNIT = ((0.0, "0"), (0.5, "0.5"), (1.0, "1"))
GUESSING = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
KEY = (
    "Blue rows are on their own side of the threshold, vermilion ones are not. Drag the line, in "
    "the rows or in the cost. **Gain** and **lift** take the surest rows first: how much of the "
    "class is found, and how many times as dense it lies there as in all. **Calibration** does not "
    "move: of the rows that were given a probability, how many truly were of the class? On the "
    "dashed line you can take the model at its word."
)


def draw(settings: ThresholdSettings, answer: ThresholdAnswer) -> tuple[Block, ...]:
    """Draw seven views that one threshold moves, and calibration, which it leaves alone."""
    return (Moving(_film(settings, answer)), Words(KEY))


def _film(settings: ThresholdSettings, answer: ThresholdAnswer) -> FilmPicture:
    swept, costs = answer.sweep, _costs(settings, answer)
    c = answer.counts
    return FilmPicture(
        "threshold",
        (
            _rows(settings, swept),
            _confusion(settings, swept),
            _cost(answer, swept, costs),
            _roc(answer, swept),
            _precision_recall(answer, swept),
            _gain(answer, swept),
            _lift(answer, swept),
            _calibration(answer),
        ),
        swept.thresholds,
        f"At a threshold of {_step(settings.threshold)}: {c.true_positives:,} found, "
        f"{c.false_negatives:,} missed, {counted(c.false_positives, 'false alarm')}, "
        f"{c.true_negatives:,} left alone",
        unit="threshold",
        readouts=(
            Readout("recall", swept.recall, 3, percent=True),
            Readout("precision", swept.precision, 3, percent=True),
            Readout("F1", swept.f1),
            Readout("cost (your units)", costs, _digits(costs)),
        ),
        seconds=10.0,
        begin=answer.at,
        file_name="threshold.html",
        title=f"A threshold on the probability of {settings.class_}",
    )


def _costs(settings: ThresholdSettings, answer: ThresholdAnswer) -> NDArray[np.float64]:
    return answer.sweep.cost(settings.cost_miss, settings.cost_alarm)


def _rows(settings: ThresholdSettings, swept: Sweep) -> Panel:
    """The test rows by probability, the class upwards, the rest downwards.

    Each side is a share of its own class, so that a rare one can be seen: blue above is recall,
    vermilion below the false positive rate.
    """
    who = settings.class_[:14]
    middles, width = swept.edges[:-1] + 0.5 / len(swept.positives), 0.92 / len(swept.positives)
    up, down = (1 / max(rows.sum(), 1) for rows in (swept.positives, swept.negatives))
    highest = float(max(swept.positives.max() * up, swept.negatives.max() * down))
    reach = 1.3 * highest
    at = swept.thresholds[:, None]
    counts = swept.counts.reshape(-1, 4).tolist()
    said = tuple(
        (f"found {a}", f"missed {b}", f"false alarms {c}", f"left alone {d}")
        for a, b, c, d in counts
    )
    layers: tuple[Layer, ...] = (
        Bars(middles, swept.positives * up, ORANGE, width),
        Bars(middles, swept.found * up, BLUE, width),
        Bars(middles, -swept.negatives * down, BLUE, width),
        Bars(middles, -swept.alarms * down, ORANGE, width),
        Line(still((0, 1)), still((0, 0)), GREY, 1.0),
        Line(at + np.zeros(2), still((-reach, reach)), MARK, 4.0),
        Texts(still((0.84, 0.16, 0.84, 0.16)), reach * still((0.88, 0.88, -0.88, -0.88)), said,
              14, INK, bold=True, halo=True),
    )  # fmt: skip
    ticks = tuple((sign * highest, f"{highest:.0%}") for sign in (-1, 1))
    return Panel(
        "Test rows: drag the line",
        Axis(f"probability of {who}", 0, 1, UNIT),
        Axis(f"share: rest ↓  {who} ↑", -reach, reach, (*ticks, (0.0, "0"))),
        layers, 7, TALL_PX, pick="threshold", scrub=True,
        alt="Test rows by their probability, of the class upwards, of the rest downwards",
    )  # fmt: skip


def _confusion(settings: ThresholdSettings, swept: Sweep) -> Panel:
    counts = swept.counts
    shares = counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)
    signed = PALE * shares * np.array([[1, -1], [-1, 1]])
    x, y = still((0, 1, 0, 1)), still((1, 1, 0, 0))
    numbers = tuple(tuple(f"{n:,}" for n in table) for table in counts.reshape(-1, 4).tolist())
    words = ("found", "missed", "false alarm", "left alone")
    who = settings.class_[:12]
    return Panel(
        "Confusion matrix",
        Axis("predicted class", -0.5, 1.5, ((0.0, who), (1.0, "the rest"))),
        Axis("true class", -0.5, 1.5, ((1.0, who), (0.0, "rest"))),
        (
            Heat(bytes_of(signed, -1, 1), (-0.5, 1.5, -0.5, 1.5), "diverging", -1 / PALE,
                 1 / PALE, "share of its row"),
            Texts(x, y + 0.1, numbers, 17, ON_HEAT, bold=True),
            Texts(x, y - 0.2, words, 13, ON_HEAT),
        ),
        5, TALL_PX, alt="Found and missed, false alarms and left alone",
    )  # fmt: skip


def _cost(answer: ThresholdAnswer, swept: Sweep, costs: NDArray[np.float64]) -> Panel:
    x, y = np.minimum(answer.cost_curve.x, 1), answer.cost_curve.y
    best = np.array([answer.cheapest.threshold]), np.array([answer.cheapest.cost])
    dot = Dots(*best, BEST, 4, 8.0, "cheapest that can be set")
    stairs = Line(np.r_[0, np.repeat(x, 2)[:-1]], np.repeat(y, 2), BLUE)
    return Panel(
        "Cost: drag to the cheapest",
        Axis("threshold", 0, 1, UNIT),
        Axis("cost (your units)", *around(y, 0.12)),
        (stairs, dot, _here(swept.thresholds, costs)),
        4, SMALL_PX, pick="threshold", scrub=True,
        alt="Total cost of misses and false alarms at every threshold",
    )  # fmt: skip


def _roc(answer: ThresholdAnswer, swept: Sweep) -> Panel:
    return _curve(
        f"ROC, area {measured(answer.roc.area)}", answer.roc,
        (swept.false_positive_rate, swept.recall), GUESSING,
        ("false positive rate: alarms / rest", "recall: found / class"),
    )  # fmt: skip


def _precision_recall(answer: ThresholdAnswer, swept: Sweep) -> Panel:
    base = still((answer.base_rate, answer.base_rate))
    return _curve(
        f"Precision–recall, area {measured(answer.precision_recall.area)}", answer.precision_recall,
        (swept.recall, swept.precision), (GUESSING[0], base),
        ("recall: found / class", "precision: found / taken"),
    )  # fmt: skip


def _gain(answer: ThresholdAnswer, swept: Sweep) -> Panel:
    return _curve(
        "Gain", answer.gain, (swept.taken, swept.recall), GUESSING,
        ("share of all rows taken", "recall: found / class"),
    )  # fmt: skip


def _lift(answer: ThresholdAnswer, swept: Sweep) -> Panel:
    """How much denser the class is among the rows taken than among all."""
    curve = answer.lift
    high = 1.1 * float(max(curve.y.max(initial=1.0), 1.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        here = swept.precision / answer.base_rate
    return _curve(
        "Lift", curve, (swept.taken, here), (GUESSING[0], still((1, 1))),
        ("share of all rows taken", "times as dense as in all"), high,
    )  # fmt: skip


def _curve(
    title: str,
    curve: Curve,
    here: tuple[NDArray[np.float64], NDArray[np.float64]],
    guess: tuple[NDArray[np.float64], NDArray[np.float64]],
    axes: tuple[str, str],
    high: float = 1.04,
) -> Panel:
    """A curve with this threshold's dot on it, and the dashed line that guessing would give."""
    ticks = UNIT if high < 1.5 else ()
    return Panel(
        title,
        Axis(axes[0], -0.02, 1.02, UNIT),
        Axis(axes[1], -0.02, high, ticks),
        (Line(*guess, GREY, 1.5, dash=True), Line(curve.x, curve.y, BLUE), _here(*here)),
        4, SMALL_PX, alt=f"{title}; a dot marks this threshold, the dashed line is guessing",
    )  # fmt: skip


def _here(x: NDArray[np.float64], y: NDArray[np.float64]) -> Dots:
    """The dot of each threshold; none where a rate is undefined."""
    return Dots(np.where(np.isfinite(y), x, np.nan)[:, None], y[:, None], MARK, 0, 7.0)


def _calibration(answer: ThresholdAnswer) -> Panel:
    bins = answer.calibration
    labels = tuple(counted(rows, "row") for rows in bins.rows.tolist())
    sizes = 3 + 6 * np.sqrt(bins.rows / max(bins.rows.max(initial=1), 1))
    dots = tuple(
        Dots(bins.predicted[i : i + 1], bins.observed[i : i + 1], BLUE, 0, float(size),
             labels=labels[i : i + 1])
        for i, size in enumerate(sizes)
    )  # fmt: skip
    return Panel(
        "Calibration: larger dots, more rows",
        Axis("predicted probability", -0.02, 1.02, UNIT),
        Axis("observed rate", -0.06, 1.08, UNIT),
        (Line(*GUESSING, GREY, 1.5, dash=True), Line(bins.predicted, bins.observed, BLUE, 1.0),
         *dots),
        4, SMALL_PX, alt="Observed rate against predicted probability",
    )  # fmt: skip


def notice(settings: ThresholdSettings, answer: ThresholdAnswer) -> str:
    """Say what this threshold finds, misses and costs, and where the cheapest one lies."""
    c, name = answer.counts, escape(settings.class_)
    positives = c.true_positives + c.false_negatives
    alarms = c.true_positives + c.false_positives
    return (
        f"At {_step(settings.threshold)} you find {c.true_positives:,} of "
        f"{counted(positives, 'row')} of **{name}** and raise {counted(alarms, 'alarm')}, "
        f"{c.false_positives:,} of them false. {_advice(settings, answer)}{_silence(answer)}"
    )


def _advice(settings: ThresholdSettings, answer: ThresholdAnswer) -> str:
    """Name the cheapest threshold that can be set and what setting it saves."""
    best = answer.cheapest.threshold
    if not answer.saving:
        return "With these costs no threshold that you can set is cheaper."
    where = "lower" if best < settings.threshold else "higher"
    why = (
        "it raises no alarm at all"
        if not (answer.one.score >= best).any()
        else f"a miss costs {human(settings.cost_miss)} and a false alarm "
        f"{human(settings.cost_alarm)}"
    )
    return f"A {where} threshold of {_step(best)} would save {human(answer.saving)}, because {why}."


def _silence(answer: ThresholdAnswer) -> str:
    """Say so where no alarm at all would be cheapest and cannot be set."""
    if answer.best.threshold <= 1 or answer.best.cost >= answer.cheapest.cost * (1 - SAME_COST):
        return ""
    return (
        f" Never raising an alarm would cost only {human(answer.best.cost)}, but a row with a "
        "probability of 1 is taken at every threshold."
    )


def _step(threshold: float) -> str:
    """Return a threshold to the slider's digits, one off its steps to its own."""
    two = f"{threshold:.2f}"
    return two if float(two) == threshold else f"{threshold:.12g}"


def _digits(costs: NDArray[np.float64]) -> int:
    """Return how many digits after the point tell these costs in full, at most four."""
    return next((n for n in range(4) if np.allclose(costs, costs.round(n), rtol=0, atol=1e-9)), 4)
