"""The lesson of the four libraries."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

RECORDED: dict[str, Value] = {
    "n_layers": 2, "width": 8, "activation": "tanh", "learning_rate": 0.2, "momentum": 0.5,
    "n_epochs": 200, "seed": 0,
}  # fmt: skip
"""Settings at which every library has numbers, run here or recorded."""
MOST_LAYERS_TOLD = 3


def _parameters(settings: Any, answer: Any) -> str:
    """Return the count of weights and biases, layer by layer."""
    sizes = settings.sizes
    terms = [rf"({n_in}\cdot {n_out} + {n_out})" for n_in, n_out in pairwise(sizes)]
    if len(terms) > MOST_LAYERS_TOLD:
        terms = [terms[0], rf"{len(terms) - 2} \cdot {terms[1]}", terms[-1]]
    return f"{' + '.join(terms)} = {answer.n_parameters}"


def _count(_settings: Any, answer: Any) -> int:
    return int(answer.n_parameters)


def _loss(_settings: Any, answer: Any) -> tuple[float, float]:
    """Return PyTorch's loss before the first step and after the last."""
    run = answer.run("pytorch")
    return float(run.losses[0]), float(run.last_loss)


def _loss_of_chosen(settings: Any, answer: Any) -> float:
    return float(answer.run(settings.library).last_loss)


def _grown(before: int, after: int) -> int:
    times = after / before
    return 0 if times < 1.5 else 1 if times < 2.5 else 2 if times <= 4 else 3


def _told_of_width(before: int, after: int) -> str:
    times = after / before
    told = f"{before} before, {after} now: {times:.1f} times."
    if times < 2.5:
        return f"{told} With one hidden layer only one side of each block of weights doubles."
    return (
        f"{told} Between two hidden layers both sides double, so those weights are four times as "
        "many; at the ends only one side does."
    )


def _further(before: tuple[float, float], after: tuple[float, float]) -> int:
    """Return 0 for above its start or lost, 1 for no lower than before, 2 for lower."""
    if not math.isfinite(after[1]) or after[1] > after[0]:
        return 0
    return 1 if after[1] > 0.9 * before[1] else 2


def _times(before: tuple[float, float], after: tuple[float, float]) -> int:
    return 0 if after[1] < 0.9 * before[1] else 1 if after[1] <= 1.3 * before[1] else 2


def _ends(before: tuple[float, float], after: tuple[float, float]) -> str:
    now = f"{after[1]:.4f}" if math.isfinite(after[1]) else "has left the numbers"
    return f"The training loss ended at {before[1]:.4f}, now at {now}"


def _all_alike(_settings: Any, answer: Any) -> bool:
    losses = [run.last_loss for run in answer.runs if run.losses.size]
    return len(losses) > 1 and max(losses) - min(losses) < 0.001


LESSON = Lesson(
    idea=(
        "PyTorch, Keras, TensorFlow and JAX are four languages for the same sentence: multiply, "
        "bend, measure, follow the gradient, repeat. Here one small net is written in each, with "
        "the same points and the same first weights, as one recipe in four kitchens. A line in the "
        "chart is the training loss of one library by epoch; where they lie on each other, the "
        "libraries agree to the last digit shown. A library without numbers is not installed here, "
        "and only settings that were recorded have any. The code of the chosen one stands below, "
        "then a phrase book. What the net has learnt is its **parameters**, all weights and "
        "biases: count them and you know its size in any library."
    ),
    formula=r"\text{parameters} = \sum_{\text{layers}} (n_{in} \cdot n_{out} + n_{out})",
    numbers=_parameters,
    words=("parameters",),
    tour=(
        Step(
            "Read the code below the chart once, and find the layer, the gradient and the step in "
            "it. The table at the bottom has the same three in the other libraries.",
            "library",
            {"library": "pytorch"},
        ),
        Step(
            "The chart shows PyTorch's net. You will choose JAX, which has neither layers nor an "
            "optimiser of its own: only arrays and a function that makes gradients.",
            "library",
            {**RECORDED, "library": "pytorch"},
            Prediction(
                "neural_networks.jax_for_pytorch",
                "Where does the training loss of the chosen library end?",
                ("Lower", "At the same value, to a thousandth", "Higher"),
                {"library": "jax"},
                _loss_of_chosen,
                lambda before, after: (
                    None if not (math.isfinite(before) and math.isfinite(after))
                    else 1 if abs(after - before) < 0.001 else 0 if after < before else 2
                ),
                lambda before, after: (
                    f"{before:.4f} and {after:.4f}. The same formulas with the same first weights "
                    "give the same numbers, whatever they are called."
                ),
                always="Same points, same first weights, same formulas: same numbers.",
                undecided="This library has no numbers for these settings: enter the step again.",
            ),
        ),
        Step(
            "Each hidden layer will have 16 neurons instead of 8.",
            "width",
            {"width": 8},
            Prediction(
                "neural_networks.twice_as_wide",
                "How many parameters has the net then?",
                (
                    "Less than half as many again",
                    "About twice as many",
                    "Three to four times as many",
                    "More than four times as many",
                ),
                {"width": 16},
                _count,
                _grown,
                _told_of_width,
                surprises=True,
            ),
        ),
        Step(
            "A learning rate ten times as high: 2 in place of 0.2. Every step sees all points.",
            "learning_rate",
            {"learning_rate": 0.2},
            Prediction(
                "neural_networks.ten_times_the_rate",
                "Where does PyTorch's training loss end?",
                ("Above where it began", "About where it ended before", "Lower than before"),
                {"learning_rate": 2.0},
                _loss,
                _further,
                lambda before, after: (
                    f"{_ends(before, after)}. Which rate is too high depends on the net, its "
                    "data and the momentum: only trying tells."
                ),
                surprises=True,
            ),
        ),
        Step(
            "Momentum keeps part of the step before. You will do without it.",
            "momentum",
            {"learning_rate": 0.2, "momentum": 0.5, "n_epochs": 200},
            Prediction(
                "neural_networks.without_momentum",
                "Where does PyTorch's training loss end?",
                ("Lower", "About the same", "Clearly higher"),
                {"momentum": 0.0},
                _loss,
                _times,
                lambda before, after: (
                    f"{_ends(before, after)}. A momentum of 0.5 adds up to steps twice as long "
                    "where the slope keeps its direction."
                ),
            ),
        ),
        Step(
            "Build the smallest net you can that is right on 95 % of the test points: it needs "
            "fewer than 60 parameters. Epochs and momentum may grow.",
            "n_layers",
            {"n_layers": 2, "width": 8, "n_epochs": 200, "momentum": 0.5, "learning_rate": 0.2},
            until=lambda _settings, answer: (
                answer.n_parameters < 60 and answer.run("pytorch").accuracy >= 0.95
            ),
        ),
    ),
    traps=(
        Trap(
            "One library learns better than another.",
            "Where all have numbers they end at the same loss: they differ in speed, in tools and "
            "in how a mistake announces itself.",
            RECORDED,
            _all_alike,
        ),
    ),
    on_the_job=(
        "You will read code in a library you did not choose: find forward pass, loss, gradient and "
        "step, and you can review it. When porting a model, compare the loss after each of ten "
        "steps."
    ),
    more=(
        Reading(
            "PyTorch",
            "Learn the basics",
            "https://pytorch.org/tutorials/beginner/basics/intro.html",
        ),
        Reading("Keras", "Getting started", "https://keras.io/getting_started/"),
        Reading("TensorFlow", "Basic training loops",
                "https://www.tensorflow.org/guide/basic_training_loops"),
        Reading("JAX", "Quickstart", "https://docs.jax.dev/en/latest/quickstart.html"),
        Reading("Zhang, Lipton, Li & Smola", "Dive into Deep Learning", "https://d2l.ai"),
    ),
)  # fmt: skip
