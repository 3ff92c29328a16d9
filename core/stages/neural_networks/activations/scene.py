"""Activations, softmax and losses: drag the input, the numbers follow in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving
from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
)
from core.figures.plain_formula import with_minus
from core.neural.net.units import ACTIVATIONS
from core.stages.neural_networks.activations.run import (
    DEEPEST,
    ActivationLook,
    Look,
    LossLook,
    SoftmaxLook,
)
from core.stages.neural_networks.activations.settings import LookSettings
from core.wording import in_words, told_apart

TALL_PX = 330
REST, MARK, WARN, STEP = -1, 4, 4, 2
"""Colours: the others grey, the place and saturated parts vermilion, a step green."""
TANGENT = 1.3


def draw(settings: LookSettings, answer: Look) -> tuple[Block, ...]:
    """Draw the curves of what is looked at as a film along the axis that is dragged."""
    return (Moving(_DRAWN[type(answer).__name__](settings, answer)),)


def notice(settings: LookSettings, answer: Look) -> str:
    """Say what happens at this input, with its numbers."""
    return with_minus(_SAID[type(answer).__name__](settings, answer))


def _film(
    settings: LookSettings,
    answer: Look,
    panels: tuple[Panel, ...],
    unit: str,
    alt: str,
    captions: tuple[str, ...],
    **more: Any,
) -> FilmPicture:
    return FilmPicture(
        f"look_{settings.view}",
        panels,
        np.round(answer.steps, 3),
        with_minus(alt),
        unit=unit,
        captions=tuple(with_minus(said) for said in captions),
        begin=answer.at,
        seconds=8.0,
        file_name=f"{settings.view}.html",
        title="Activations and losses",
        **more,
    )


# An activation


def _draw_activation(settings: LookSettings, answer: ActivationLook) -> FilmPicture:
    z, value, slope = answer.steps, answer.values[answer.chosen], answer.slopes[answer.chosen]
    name = ACTIVATIONS[answer.chosen].label
    flat = np.where(np.abs(slope) < settings.flat, 1.0, np.nan)
    at_tangent = z[:, None] + np.array([-TANGENT, TANGENT])
    tangent = value[:, None] + slope[:, None] * np.array([-TANGENT, TANGENT])
    values = (
        *_others(z, answer.values, answer.chosen),
        Line(z, value, 0, 4.0, name=name),
        Line(z, value * flat, WARN, 7.0, dash=True, name="saturated"),
        Line(at_tangent, tangent, STEP, 2.0, name="its slope here"),
        Dots(z[:, None], value[:, None], MARK, 0, 7.0),
    )
    slopes = (
        *_others(z, answer.slopes, answer.chosen),
        Line(z, slope, 0, 4.0),
        Line(z, slope * flat, WARN, 7.0, dash=True),
        Dots(z[:, None], slope[:, None], MARK, 0, 7.0),
    )
    axis = Axis("input z", float(z[0]), float(z[-1]))
    panels = (
        Panel("Value", axis, Axis("output f(z)", -2, 4), values, 5, TALL_PX, pick="input",
              scrub=True, alt=f"{name} over its input, the other activations in grey"),
        Panel("Slope", axis, Axis("slope f′(z)", -1.1, 1.4), slopes, 4, TALL_PX, pick="input",
              scrub=True, alt=f"The slope of {name} over its input"),
        _left_over(slope),
    )  # fmt: skip
    readouts = (Readout("value", value, 4), Readout("slope", slope, 4),
                Readout("left after 10 layers", np.abs(slope) ** DEEPEST, 6))  # fmt: skip
    captions = tuple(
        _activation_caption(name, settings.flat, *row) for row in zip(z, value, slope, strict=True)
    )
    alt = f"{name} at {settings.z:g}: value {answer.value:z.4f}, slope {answer.slope:z.4f}"
    return _film(settings, answer, panels, "z =", alt, captions, readouts=readouts)


def _others(x: Any, rows: Any, chosen: int) -> tuple[Dots | Line, ...]:
    """Return thin grey curves, and points too small to see that tell their names to a mouse."""
    rest = [i for i in range(len(rows)) if i != chosen]
    few = slice(None, None, 4)
    names = tuple(ACTIVATIONS[i].label for i in rest for _ in x[few])
    told = Dots(np.tile(x[few], len(rest)), rows[rest][:, few].ravel(), REST, 0, 0.3, labels=names)
    return told, *(Line(x, rows[i], REST, 1.2) for i in rest)


def _left_over(slope: Any) -> Panel:
    layers = np.arange(1, DEEPEST + 1)
    left = np.maximum(np.abs(slope)[:, None] ** layers, 1e-12)
    across = layers.astype(float)
    return Panel(
        "What gets through",
        Axis(
            "layers like this", 0.4, DEEPEST + 0.6, ticks=tuple((i, str(i)) for i in (1, 4, 7, 10))
        ),
        Axis("left of a gradient of 1 (log scale)", 1e-10, 10, log=True),
        (Line(across, left, 0, 2.0), Dots(across, left, 0, 0, 5.0)),
        3,
        TALL_PX,
        alt="What is left of a gradient behind one to ten layers with this slope",
    )


def _activation_caption(name: str, flat: float, z: float, value: float, slope: float) -> str:
    verdict = (
        f"below {flat:g} in size: saturated, hardly a weight behind it learns"
        if abs(slope) < flat
        else f"a gradient of 1 arrives as {slope:.3g}"
    )
    return f"At {z:z.1f}, {name} gives {value:z.4f}; its slope is {slope:z.4f}, {verdict}."


def _say_activation(settings: LookSettings, answer: ActivationLook) -> str:
    name = ACTIVATIONS[answer.chosen].label
    head = f"At {settings.z:z.1f} **{name}** gives {answer.value:z.4f} with a slope of "
    left = f"Ten layers like this leave {_left(answer.left_after_ten)} of a gradient of 1."
    if answer.saturated:
        steep = np.abs(answer.slopes[answer.chosen])
        once = np.count_nonzero(steep > steep.max() - 1e-12) == 1
        at = f"at {answer.steepest_at:z.1f}" if once else f"from {answer.steepest_at:z.1f} on"
        return (
            f"{head}{answer.slope:z.4f}, below {settings.flat:g}: it is **saturated**. {left} It "
            f"is steepest {at}, with {answer.steepest:.3f}."
        )
    return (
        f"{head}{answer.slope:z.4f}: it passes a gradient on. {left} It is saturated on "
        f"{100 * answer.flat_share:.0f} % of this axis."
    )


def _left(share: float) -> str:
    return in_words(share) if share else "nothing"


# Softmax


def _draw_softmax(settings: LookSettings, answer: SoftmaxLook) -> FilmPicture:
    temperature, shares = answer.steps, answer.shares
    names = [f"{name}: {score:g}" for name, score in zip("ABC", settings.logits, strict=True)]
    places = np.arange(3.0)
    shown = tuple(tuple(f"{100 * share:.1f} %" for share in row) for row in shares)
    bars = (
        Bars(places, shares, np.arange(3), 0.7),
        Texts(places, shares + 0.05, shown, 14, bold=True),
    )
    lines = tuple(
        Line(temperature, shares[:, i], i, 3.0, dash=i == 1, name=f"class {name}")
        for i, name in enumerate("ABC")
    )
    dots = Dots(np.repeat(temperature[:, None], 3, 1), shares, np.arange(3), np.arange(3), 7.0)
    ticks = tuple((float(i), name) for i, name in enumerate(names))
    panels = (
        Panel("Shares of the classes", Axis("class: its score", -0.6, 2.6, ticks=ticks),
              Axis("share", 0, 1.1), bars, 5, TALL_PX, alt="Three bars that add up to one"),
        Panel("Over the temperature", Axis("temperature (log scale)", 0.1, 10, log=True),
              Axis("share", 0, 1.1), (*lines, dots), 7, TALL_PX, pick="temperature", scrub=True,
              alt="Shares over the temperature: one class takes all where it is cold"),
    )  # fmt: skip
    captions = tuple(
        f"Scores over {t:g}, exponentials, divided by their sum: {', '.join(words)}. As undecided "
        f"as between {alive:.2f} equal classes."
        for t, words, alive in zip(temperature, shown, answer.classes_alive, strict=True)
    )
    alt = f"Softmax at temperature {settings.temperature:g}: shares {_listed(answer)}"
    return _film(settings, answer, panels, "T =", alt, captions)


def _listed(answer: SoftmaxLook) -> str:
    return ", ".join(f"{100 * share:.1f} %" for share in answer.share)


def _say_softmax(settings: LookSettings, answer: SoftmaxLook) -> str:
    scores = ", ".join(f"{score:g}" for score in settings.logits)
    return (
        f"At a temperature of {settings.temperature:g} the scores {scores} become "
        f"{_listed(answer)}: as undecided as between **{answer.alive:.2f}** equal classes. "
        f"{_leads(settings.logits, answer.winner)}"
    )


def _leads(logits: tuple[float, ...], winner: str) -> str:
    first = [name for name, score in zip("ABC", logits, strict=True) if score == max(logits)]
    if len(first) == 1:
        return f"Class {winner} leads at every temperature, only by how much changes."
    if len(first) == 3:
        return "Equal scores get equal shares at every temperature."
    return (
        f"Classes {' and '.join(first)} have the same score, so neither leads the other at any "
        "temperature."
    )


# A loss


def _draw_loss(settings: LookSettings, answer: LossLook) -> FilmPicture:
    x, loss, pull = answer.steps, answer.values[answer.chosen], answer.pulls[answer.chosen]
    name, numbers = answer.names[answer.chosen], settings.view == "numbers"
    word = "prediction − truth" if numbers else "sum of the output, before its sigmoid"
    axis = Axis(word, float(x[0]), float(x[-1]))
    top, steep = (8.0, 4.5) if numbers else (6.0, 1.3)
    after = np.clip(x - pull, x[0], x[-1])
    zero = np.zeros((len(x), 1))
    step = Segments(x[:, None], zero, after[:, None], zero, np.ones((len(x), 1)) * 0.5, 5.0,
                    arrow=True, colour=STEP, name="a step of rate 1")  # fmt: skip
    tangent = np.array([-TANGENT, TANGENT])
    losses: tuple[Layer, ...] = (
        *_coloured(answer, answer.values, named=True),
        Line(x[:, None] + tangent, loss[:, None] + pull[:, None] * tangent, STEP, 2.0),
        step,
        Dots(x[:, None], loss[:, None], MARK, 0, 7.0),
    )
    pulls: tuple[Layer, ...] = (
        *_coloured(answer, answer.pulls, named=False),
        Dots(x[:, None], pull[:, None], MARK, 0, 7.0),
    )
    panels = (
        Panel("Loss", axis, Axis("loss", -0.03 * top, top), losses, 6, TALL_PX, pick="prediction",
              scrub=True, alt=f"{name} and the other losses over the prediction"),
        Panel("Gradient: how hard it pulls", axis, Axis("gradient", -steep, steep), pulls, 6,
              TALL_PX, pick="prediction", scrub=True, alt="The gradient of each loss"),
    )  # fmt: skip
    captions = tuple(
        f"At {here:z.1f}, {name} is {a:z.4f} with a gradient of {b:z.4f}: a step at rate 1 goes to "
        f"{to:z.2f} (the arrow)."
        for here, a, b, to in zip(x, loss, pull, x - pull, strict=True)
    )
    readouts = (Readout("loss", loss, 4), Readout("gradient", pull, 4))
    alt = f"{name}: loss {answer.loss:z.4f}, gradient {answer.pull:z.4f}"
    unit = "miss" if numbers else "sum"
    return _film(settings, answer, panels, unit, alt, captions, readouts=readouts)


def _coloured(answer: LossLook, rows: Any, *, named: bool) -> tuple[Line, ...]:
    colours = (0, 1, 3)
    return tuple(
        Line(answer.steps, row, colours[i], 4.0 if i == answer.chosen else 1.8, dash=i == 1,
             name=answer.names[i] if named else "")
        for i, row in enumerate(rows)
    )  # fmt: skip


def _say_loss(settings: LookSettings, answer: LossLook) -> str:
    name, here = answer.names[answer.chosen], settings.sum
    where = f"The truth gets a probability of {100 * answer.probability:.1f} % at {here:z.1f}"
    if settings.view == "numbers":
        where = f"A miss of {settings.miss:z.1f}"
    pull, harder = told_apart(answer.pull, answer.strongest_pull)
    (loss,) = told_apart(answer.loss)
    text = f"{where}: **{name}** costs {loss} and its gradient is {pull}."
    if abs(answer.strongest_pull) <= abs(answer.pull):
        return f"{text} No other loss here pulls harder."
    return (
        f"{text} {answer.strongest} pulls harder, with {harder}: the same prediction, another "
        "lesson."
    )


_DRAWN: dict[str, Callable[[LookSettings, Any], FilmPicture]] = {
    "ActivationLook": _draw_activation,
    "SoftmaxLook": _draw_softmax,
    "LossLook": _draw_loss,
}
_SAID: dict[str, Callable[[LookSettings, Any], str]] = {
    "ActivationLook": _say_activation,
    "SoftmaxLook": _say_softmax,
    "LossLook": _say_loss,
}
