"""The lesson of deep trouble."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.wording import in_words

COIN, LEARNT = 0.6, 0.9
"""Shares of points right below which a network guesses, and from which it has learnt."""


def _product(settings: Any, film: Any) -> str:
    """Return the gradient at the first layer as a product over the layers."""
    first = film.frames[0]
    if settings.view != "signals" or not 0 < first.first_gradient < math.inf:
        return ""
    power = settings.n_layers - 1
    return (
        rf"{first.last_gradient:.3g} \cdot {first.passed_back:.3f}^{{{power}}}"
        rf" = {_latex(first.first_gradient)}"
    )


def _latex(value: float) -> str:
    if 1e-3 <= value < 1e3:
        return f"{value:.3g}"
    power = math.floor(math.log10(value))
    return rf"{value / 10**power:.2f} \cdot 10^{{{power}}}"


def _first_gradient(_settings: Any, film: Any) -> float:
    return float(film.frames[0].first_gradient)


def _right(_settings: Any, film: Any) -> float:
    return float(film.last.accuracy)


def _right_and_passed(_settings: Any, film: Any) -> tuple[float, float]:
    return float(film.last.accuracy), float(film.frames[0].passed_back)


def _pushed(before: float, after: float) -> str:
    told = f"{_percent(before)} before, {_percent(after)} now."
    if after > before + 0.1:
        return f"{told} Here the gradient does arrive, and the rate was merely too low."
    return (
        f"{told} One rate serves all layers: what is too little for the first is far too much for "
        "the last."
    )


def _normed(before: tuple[float, float], after: tuple[float, float]) -> str:
    told = (
        f"{_percent(before[0])} before, {_percent(after[0])} now: a layer passed back "
        f"{before[1]:.2f} of a gradient and now {after[1]:.2f}."
    )
    if after[0] >= LEARNT:
        return f"{told} The task was never too hard, only the road back."
    return f"{told} It mends the road back; with these settings that alone is not enough."


def _level(right: float) -> int:
    """Return 0 for a guess, 1 for some of it, 2 for learnt."""
    return 0 if right < COIN else 1 if right < LEARNT else 2


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


LESSON = Lesson(
    idea=(
        "Training sends the blame for a mistake backwards through every layer, and every layer "
        "multiplies it by something. Think of a message whispered along a row: if each passes on a "
        "fifth, twelve people later nothing is left. Then the first layers get no correction and "
        "stay as they were drawn: the **vanishing gradient**. If each passes on twice as much, it "
        "explodes. Here a dot is one layer, the first on the left. The left picture is what the "
        "layers pass on, the right one the gradient that comes back, both on scales where each "
        "line is ten times the one below. Loss 0.693 with half of the points right is a coin toss. "
        "**Initialisation**, the choice of the first weights, ReLU and batch normalisation keep "
        "the factor near 1."
    ),
    formula=(
        r"\text{gradient at layer } 1 = \text{gradient at layer } L \cdot (\text{factor})^{L-1}"
    ),
    numbers=_product,
    words=("vanishing gradient", "initialisation"),
    tour=(
        Step(
            "Twelve layers of sigmoids before any training. Look at the right picture, from right "
            "to left: the gradient falls by about the same factor in each layer, so on this scale "
            "it is a straight line. Then press play: does it ever rise?",
            sets={"view": "signals", "activation": "sigmoid", "n_layers": 12, "batch_norm": False},
        ),
        Step(
            "Now twice as many layers, with all else as you have it.",
            "n_layers",
            {"view": "signals", "n_layers": 12},
            Prediction(
                "neural_networks.twice_as_deep",
                "What gradient will the first layer get before training?",
                (
                    "About half as large, or larger",
                    "Smaller, but not by a thousand",
                    "Less than a thousandth of it",
                ),
                {"n_layers": 24},
                _first_gradient,
                lambda before, after: (
                    None if before == 0
                    else 0 if after >= before / 3 else 1 if after >= 1e-3 * before else 2
                ),
                lambda before, after: (
                    f"It was {in_words(before)} with 12 layers and is {in_words(after)} with 24. "
                    "Layers multiply, they do not add: twelve more cost the factor twelve times."
                ),
                surprises=True,
                undecided="No gradient reaches the first layer at all: take other initial weights.",
            ),
        ),
        Step(
            "If so little arrives, make the steps longer: a learning rate a hundred times as high.",
            "learning_rate",
            {"view": "signals", "learning_rate": 0.1},
            Prediction(
                "neural_networks.push_harder",
                "How many of the points are right then?",
                ("Clearly more", "About as many", "Clearly fewer"),
                {"learning_rate": 10.0},
                _right,
                lambda before, after: (
                    0 if after > before + 0.1 else 2 if after < before - 0.1 else 1
                ),
                _pushed,
                surprises=True,
            ),
        ),
        Step(
            "Batch normalisation gives the sums of every layer mean 0 and spread 1 before the "
            "activation. Rate and depth stay as you have them.",
            "batch_norm",
            {"view": "signals", "learning_rate": 0.1, "batch_norm": False},
            Prediction(
                "neural_networks.norm_wakes_it",
                "How many of the points are right after the same number of steps?",
                ("About half, as a coin", "More, but not nine in ten", "Nine in ten or more"),
                {"batch_norm": True},
                _right_and_passed,
                lambda _before, after: _level(after[0]),
                _normed,
            ),
        ),
        Step(
            "Linear neurons have slope 1 everywhere: the gradient arrives nearly whole.",
            "activation",
            {
                "view": "signals", "activation": "sigmoid", "learning_rate": 0.1,
                "batch_norm": False, "init": "xavier_uniform",
            },
            Prediction(
                "neural_networks.arrives_and_yet",
                "How many of the points are right with them?",
                ("About half, as a coin", "More, but not nine in ten", "Nine in ten or more"),
                {"activation": "linear"},
                _right_and_passed,
                lambda _before, after: _level(after[0]),
                lambda _before, after: (
                    f"{_percent(after[0])}, though each layer passes back {after[1]:.2f} of its "
                    "gradient. All the layers together are one straight line, and no line parts "
                    "these points: a road is no use without somewhere to go."
                ),
                surprises=True,
                always="Linear layers, however many, are one straight line.",
            ),
        ),
        Step(
            "Your turn. Get nine in ten points right with twelve layers and without batch "
            "normalisation. The sentence below the picture says what was tried and worked.",
            "notice",
            {
                "view": "signals", "n_layers": 12, "activation": "sigmoid",
                "init": "xavier_uniform", "batch_norm": False, "learning_rate": 0.1,
            },
            until=lambda settings, film: (
                settings.view == "signals"
                and settings.n_layers >= 12
                and not settings.batch_norm
                and film.last.accuracy >= LEARNT
            ),
        ),
    ),
    traps=(
        Trap(
            "So many layers cannot be trained without batch normalisation.",
            "Depth does no harm while each layer passes back about as much as it gets: with ReLU "
            "and He's initial weights 24 layers get there.",
            {"view": "signals", "n_layers": 24, "activation": "relu", "init": "he_normal",
             "learning_rate": 0.1, "batch_norm": False},
            lambda _settings, film: film.last.accuracy >= LEARNT,
        ),
        Trap(
            "A unit that is dead at one step comes back with the next.",
            "A ReLU that is below zero at every point has slope 0 at every point: no gradient can "
            "ever move it again. One long step does that to many.",
            {"view": "signals", "activation": "relu", "init": "he_normal", "n_layers": 12,
             "learning_rate": 1.0, "batch_norm": False},
            lambda _settings, film: film.last.stuck > 0.5 > film.frames[0].stuck,
        ),
    ),
    on_the_job=(
        "When a deep model's loss rests at that of a guess, plot the gradient's size by layer "
        "before anything else: it tells in a minute whether to mend the start, the rate or the "
        "architecture."
    ),
    more=(
        Reading(
            "Glorot & Bengio (2010)",
            "Understanding the difficulty of training deep feedforward neural networks",
            "https://proceedings.mlr.press/v9/glorot10a.html",
        ),
        Reading(
            "He and others (2015)",
            "Delving Deep into Rectifiers",
            "https://arxiv.org/abs/1502.01852",
        ),
        Reading(
            "Michael Nielsen",
            "Why are deep neural networks hard to train?",
            "http://neuralnetworksanddeeplearning.com/chap5.html",
        ),
        Reading(
            "Ioffe & Szegedy (2015)",
            "Batch Normalization",
            "https://arxiv.org/abs/1502.03167",
        ),
    ),
)  # fmt: skip
