"""One slider moves confusion, ROC, precision-recall, gain, calibration and cost together."""

from __future__ import annotations

import math

import numpy as np
from plotly.graph_objects import Figure

from core.figures import evaluation
from core.figures import threshold as pictures
from core.figures.blocks import Block, Chart, Number, Numbers, Row, Stack, Words, escape, human
from core.figures.board import board
from core.learn.glossary import tooltip
from core.tabular.judge.threshold_view import ThresholdAnswer, ThresholdSettings

COST_UNIT = "Cost (your units)"
COST_HELP = "Misses and false alarms, each times what you say it costs."
CALIBRATION = (
    "The threshold does not move this one: of the rows that were given a probability, how many "
    "truly were of the class? On the dashed line you can take the model at its word."
)
GAP_PX = 16
WORDS = (("found", "missed"), ("false alarm", "left alone"))


def draw(settings: ThresholdSettings, answer: ThresholdAnswer) -> tuple[Block, ...]:
    """Draw six views that one threshold moves, then calibration, which it leaves alone."""
    counts = answer.counts
    return (
        Numbers(
            (
                Number("Recall", _share(counts.recall), "of them found", tooltip("recall")),
                Number("Precision", _share(counts.precision), "alarms right", tooltip("precision")),
                Number("F1", _number(counts.f1), "both in one", tooltip("F1 score")),
                Number("ROC-AUC", _number(answer.roc.area), "any threshold", tooltip("AUC")),
                Number("Cost", human(answer.cost), f"best {human(answer.best.cost)}", COST_HELP),
            )
        ),
        Row(
            (
                Stack((_outcomes(settings, answer), _confusion(settings, answer))),
                _curves(settings, answer),
            ),
            widths=(1, 2),
        ),
        Words(f"**Calibration.** {CALIBRATION}"),
        _calibration(answer),
    )


def _outcomes(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    one, c = answer.one, answer.counts
    figure = pictures.outcomes(one.score, one.positive, settings.threshold, settings.class_)
    alt = (
        f"Test rows by their probability of {settings.class_}, upwards if it is true: "
        f"{c.true_positives + c.true_negatives} on their own side of the threshold, "
        f"{c.false_negatives} missed, {c.false_positives} false alarms"
    )
    return Chart("outcomes", figure, alt)


def _confusion(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    c = answer.counts
    counts = np.array(
        [
            [c.true_positives, c.false_negatives],
            [c.false_positives, c.true_negatives],
        ]
    )
    names = (settings.class_, "the rest")
    figure = evaluation.confusion(
        counts, names, words=WORDS, height_px=pictures.SMALL_PX, title="Confusion matrix"
    )
    alt = (
        f"Confusion matrix: {c.true_positives} found, {c.false_negatives} missed, "
        f"{c.false_positives} false alarms, {c.true_negatives} left alone"
    )
    return Chart("confusion", figure, alt)


def _curves(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    """One dot on each of four curves, in one figure: a browser draws that sooner than four."""
    figures = (
        _cost(settings, answer),
        _roc(answer),
        _precision_recall(answer),
        _gain(answer),
    )
    alt = (
        "Cost of misses and false alarms at every threshold; ROC curve with area "
        f"{answer.roc.area:.3f}; precision-recall curve; gain, the share of the class found by "
        "taking the highest scores. Dots: this threshold"
    )
    return Chart("curves", board(figures, across=2, height_px=2 * pictures.SMALL_PX + GAP_PX), alt)


def _cost(settings: ThresholdSettings, answer: ThresholdAnswer) -> Figure:
    curve = answer.cost_curve
    return pictures.cost(curve.x, curve.y, settings.threshold, COST_UNIT)


def _roc(answer: ThresholdAnswer) -> Figure:
    return pictures.curve(
        (answer.roc.x, answer.roc.y),
        (answer.counts.false_positive_rate, answer.counts.recall),
        ("False positive rate", "Recall"),
        reference=((0, 1), (0, 1)),
        title="ROC",
    )


def _precision_recall(answer: ThresholdAnswer) -> Figure:
    return pictures.curve(
        (answer.precision_recall.x, answer.precision_recall.y),
        (answer.counts.recall, answer.counts.precision),  # no dot where precision is undefined
        ("Recall", "Precision"),
        reference=((0, 1), (answer.base_rate, answer.base_rate)),
        title="Precision–recall",
    )


def _gain(answer: ThresholdAnswer) -> Figure:
    counts = answer.counts
    return pictures.curve(
        (answer.gain.x, answer.gain.y),
        ((counts.true_positives + counts.false_positives) / counts.n, counts.recall),
        ("Share of rows taken", "Share found"),
        reference=((0, 1), (0, 1)),
        title="Gain",
    )


def _calibration(answer: ThresholdAnswer) -> Chart:
    bins = answer.calibration
    figure = pictures.calibration(bins.predicted, bins.observed, bins.rows)
    return Chart("calibration", figure, "Calibration: observed rate against predicted probability")


def _share(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.1%}"


def _number(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.3f}"


def notice(settings: ThresholdSettings, answer: ThresholdAnswer) -> str:
    """Say what this threshold finds, misses and costs, and where the cheapest one lies."""
    c, name = answer.counts, escape(settings.class_)
    positives = c.true_positives + c.false_negatives
    alarms = c.true_positives + c.false_positives
    text = (
        f"At {settings.threshold:.2f} you find {c.true_positives} of {positives} rows of "
        f"**{name}** and raise {alarms} alarms, {c.false_positives} of them false."
    )
    saved = answer.cost - answer.best.cost
    if saved <= 0:
        return f"{text} With these costs no other threshold is cheaper."
    if answer.best.threshold > 1:
        return f"{text} With these costs never raising an alarm would save {human(saved)}."
    where = "lower" if answer.best.threshold < settings.threshold else "higher"
    return (
        f"{text} A {where} threshold of {answer.best.threshold:.2f} would save {human(saved)}, "
        f"because a miss costs {human(settings.cost_miss)} and a false alarm "
        f"{human(settings.cost_alarm)}."
    )
