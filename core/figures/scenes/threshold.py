"""One slider moves confusion, ROC, precision-recall, gain, calibration and cost together."""

from __future__ import annotations

import math

import numpy as np

from core.figures import evaluation
from core.figures.blocks import Block, Chart, Number, Numbers, Row, escape, human
from core.tabular.judge.threshold_view import ThresholdAnswer, ThresholdSettings

COST_UNIT = "your units"


def draw(settings: ThresholdSettings, answer: ThresholdAnswer) -> tuple[Block, ...]:
    """Draw all views of one threshold."""
    counts = answer.counts
    return (
        Numbers(
            (
                Number("Recall", _share(counts.recall), "of the class found"),
                Number("Precision", _share(counts.precision), "of alarms are right"),
                Number("F1", _number(counts.f1)),
                Number("ROC AUC", _number(answer.roc.area), "any threshold"),
                Number("Cost", human(answer.cost), f"cheapest {human(answer.best.cost)}"),
            )
        ),
        Row((_scores(settings, answer), _confusion(settings, answer))),
        Row((_roc(answer), _precision_recall(answer))),
        Row((_gain(answer), _calibration(answer), _cost(settings, answer))),
    )


def _scores(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    one = answer.one
    by_class = {
        f"not {settings.class_}": one.score[~one.positive],
        settings.class_: one.score[one.positive],
    }
    figure = evaluation.scores(by_class, settings.threshold, settings.class_)
    return Chart("scores", figure, "How the predicted probabilities of the true classes overlap")


def _confusion(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    c = answer.counts
    counts = np.array(
        [
            [c.true_positives, c.false_negatives],
            [c.false_positives, c.true_negatives],
        ]
    )
    names = (settings.class_, "the rest")
    figure = evaluation.confusion(counts, names, height_px=evaluation.SMALL_PX)
    return Chart("confusion", figure, "Confusion matrix at this threshold")


def _roc(answer: ThresholdAnswer) -> Chart:
    at = (answer.counts.false_positive_rate, answer.counts.recall)
    figure = evaluation.curve(
        (answer.roc.x, answer.roc.y),
        at,
        ("False positive rate", "Recall"),
        reference=((0, 1), (0, 1)),
    )
    return Chart("roc", figure, f"ROC curve with area {answer.roc.area:.3f}; dot: this threshold")


def _precision_recall(answer: ThresholdAnswer) -> Chart:
    precision = answer.counts.precision
    at = (answer.counts.recall, 1.0 if math.isnan(precision) else precision)
    figure = evaluation.curve(
        (answer.precision_recall.x, answer.precision_recall.y),
        at,
        ("Recall", "Precision"),
        reference=((0, 1), (answer.base_rate, answer.base_rate)),
    )
    return Chart("pr", figure, "Precision-recall curve; dot: this threshold")


def _gain(answer: ThresholdAnswer) -> Chart:
    counts = answer.counts
    taken = (counts.true_positives + counts.false_positives) / counts.n
    figure = evaluation.curve(
        (answer.gain.x, answer.gain.y),
        (taken, counts.recall),
        ("Share of rows taken", "Share found"),
        reference=((0, 1), (0, 1)),
    )
    return Chart("gain", figure, "Gain: share of the class found by taking the highest scores")


def _calibration(answer: ThresholdAnswer) -> Chart:
    bins = answer.calibration
    figure = evaluation.calibration(bins.predicted, bins.observed, bins.rows)
    return Chart("calibration", figure, "Calibration: observed rate against predicted probability")


def _cost(settings: ThresholdSettings, answer: ThresholdAnswer) -> Chart:
    curve = answer.cost_curve
    figure = evaluation.cost(curve.x, curve.y, settings.threshold, COST_UNIT)
    return Chart("cost", figure, "Cost of misses and false alarms at every threshold")


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
