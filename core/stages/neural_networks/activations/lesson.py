"""The lesson of activations and losses."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap


def _through_ten(settings: Any, answer: Any) -> str:
    """Return the slope to the tenth power, or the numbers of the loss or share looked at."""
    if settings.view == "activation":
        slope, left = answer.slope, answer.left_after_ten
        return rf"({slope:.4g})^{{10}} = {_power(left)}"
    if settings.view == "softmax":
        top, t = max(settings.logits), settings.temperature
        return rf"e^{{{top:g}/{t:.4g}}} / \textstyle\sum e^{{z/{t:.4g}}} = {max(answer.share):.4f}"
    return rf"L = {answer.loss:.4f},\; \partial L/\partial z = {answer.pull:.4f}"


def _power(value: float) -> str:
    """Return a small number as LaTeX."""
    if value == 0 or value >= 1e-4:
        return f"{value:.4g}"
    power = math.floor(math.log10(value))
    return rf"{value / 10**power:.3g} \cdot 10^{{{power}}}"


def _left(_settings: Any, answer: Any) -> float:
    return float(answer.left_after_ten)


def _share_of_leader(_settings: Any, answer: Any) -> float:
    return float(max(answer.share))


def _pull(_settings: Any, answer: Any) -> float:
    return abs(float(answer.pull))


def _pull_and_share(_settings: Any, answer: Any) -> tuple[float, float]:
    """Return the size of the gradient and the probability that the truth gets."""
    return abs(float(answer.pull)), float(answer.probability)


def _grown(one: tuple[float, float], two: tuple[float, float]) -> int:
    """Return 0 for a pull that grew, 1 for the same, 2 for a smaller one, 3 where under a tenth."""
    before, after = one[0], two[0]
    if after > 1.02 * before:
        return 0
    return 1 if after >= 0.98 * before else 2 if after >= 0.1 * before else 3


def _little(share: float) -> str:
    """Return a small share in words.

    >>> _little(0.25), _little(9.5e-7)
    ('0.25', '0.95 millionths')
    """
    return f"{share:.2g}" if share == 0 or share >= 1e-4 else f"{1e6 * share:.2g} millionths"


LESSON = Lesson(
    idea=(
        "An **activation** is what a neuron makes of its sum z: a curve. The left picture is that "
        "curve, the middle one its slope, and the dot is where you are; drag it. Vermilion marks "
        "where the curve is flat (**saturated**), grey lines are the other activations. The slope "
        "is what a correction must pass through on its way back, as through a volume knob: at "
        "slope 1 it goes through whole, at 0.1 a tenth, at 0 nothing. Ten layers multiply ten such "
        "numbers: the right picture. That is why deep networks left the sigmoid for **ReLU**, and "
        "why a loss is chosen by how hard it pulls when the network is badly wrong, not by its "
        "value."
    ),
    formula=r"\text{left of a gradient of } 1 \text{ after ten layers} = f'(z)^{10}",
    numbers=_through_ten,
    words=("activation", "saturated", "relu"),
    tour=(
        Step(
            "Drag the dot along the left curve. The green line is the slope there; where it lies "
            "flat, the dot in the middle picture is near 0 and the points on the right plunge.",
            sets={"view": "activation", "activation": "tanh", "z": 1.0},
        ),
        Step(
            "You will take the sigmoid at z = 0, its very steepest place, and send a correction of "
            "1 back through ten layers of it.",
            "activation",
            {"view": "activation", "activation": "tanh", "z": 1.0},
            Prediction(
                "neural_networks.sigmoid_at_its_best",
                "What is left of it?",
                ("About a half", "About a hundredth", "About a millionth"),
                {"activation": "sigmoid", "z": 0.0},
                _left,
                lambda _before, after: 0 if after > 0.1 else 1 if after > 1e-4 else 2,
                lambda _before, after: (
                    f"{_little(after)} of 1. The sigmoid's slope is 0.25 at most, and ten quarters "
                    "multiplied are next to nothing."
                ),
                surprises=True,
                always="The slope of the sigmoid at 0 is 1/4, whatever else is set.",
            ),
        ),
        Step(
            "Bring the correction through whole: find a place where at least 0.99 of it is left "
            "after ten layers. Move the input, or take another activation.",
            "z",
            {"view": "activation", "activation": "sigmoid", "z": 0.0},
            until=lambda settings, answer: (
                settings.view == "activation" and 0.99 <= answer.left_after_ten <= 1.01
            ),
        ),
        Step(
            "Three scores become shares: the bars. You will add 3 to every score.",
            "logit_a",
            {"view": "softmax", "logit_a": 2.0, "logit_b": 1.0, "logit_c": 0.5},
            Prediction(
                "neural_networks.softmax_shift",
                "What happens to the share of class A, which leads?",
                ("It grows", "It stays", "It shrinks"),
                {"logit_a": 5.0, "logit_b": 4.0, "logit_c": 3.5},
                _share_of_leader,
                lambda before, after: (
                    1 if math.isclose(before, after, rel_tol=1e-6) else 0 if after > before else 2
                ),
                lambda before, after: (
                    f"{100 * before:.1f} % before, {100 * after:.1f} % after: a softmax sees only "
                    "the gaps between scores, so a large score is no sign of being sure."
                ),
                surprises=True,
                always="The common factor e³ cancels, at any temperature.",
            ),
        ),
        Step(
            "The truth is yes, and the network leans towards no: its sum is −2. The thick loss is "
            "the squared error; the right picture is its gradient, how hard it pulls back. You "
            "will make the network far more wrong: −8.",
            "sum",
            {"view": "classes", "truth": "1", "class_loss": "squared_error", "sum": -2.0},
            Prediction(
                "neural_networks.more_wrong_more_pull",
                "How hard does the squared error pull now?",
                ("Harder", "As hard", "Less hard", "Hardly at all, under a tenth of it"),
                {"sum": -8.0},
                _pull_and_share,
                _grown,
                lambda before, after: (
                    f"Its gradient was {before[0]:.3g} in size and is {_little(after[0])} now: it "
                    "goes through the sigmoid's slope, which is flat out there. Cross-entropy "
                    f"would pull with {1 - after[1]:.4g}."
                ),
                surprises=True,
                always="Its gradient has the sigmoid's slope as a factor, and that is flat at −8.",
            ),
        ),
        Step(
            "Numbers instead of classes. The prediction misses by 2; you will let it miss by 4. "
            "Try this with each of the losses.",
            "number_loss",
            {"view": "numbers", "miss": 2.0},
            Prediction(
                "neural_networks.twice_the_miss",
                "How hard does the thick loss pull at twice the miss?",
                ("As hard as before", "Twice as hard", "Four times as hard"),
                {"miss": 4.0},
                _pull,
                lambda before, after: 0 if after < 1.5 * before else 1 if after < 3 * before else 2,
                lambda before, after: (
                    f"{before:g} before, {after:g} now. A squared loss grows fourfold, its "
                    "gradient twofold; an absolute one pulls alike from anywhere, so far points do "
                    "not command it."
                ),
            ),
        ),
    ),
    traps=(
        Trap(
            "A neuron whose value is near 1 works well and learns well.",
            "At z = 8 the sigmoid says 0.9997 and its slope is 0.0003: nothing that goes wrong "
            "there gets back.",
            {"view": "activation", "activation": "sigmoid", "z": 8.0},
            lambda _settings, answer: answer.value > 0.999 and answer.slope < 0.001,
        ),
        Trap(
            "A softmax share of 99 % means that the network is right 99 times in 100.",
            "Divide the same scores by a smaller temperature and the share jumps, though nothing "
            "was learnt: only a comparison with what came true tells how often it is right.",
            {"view": "softmax", "logit_a": 2.0, "logit_b": 1.0, "logit_c": 0.5, "temperature": 0.2},
            lambda _settings, answer: max(answer.share) > 0.99,
        ),
    ),
    on_the_job=(
        "Whether a classifier ends in a sigmoid, a softmax or raw scores must fit its loss: "
        "a softmax applied twice still trains, slowly, and nobody sees an error."
    ),
    more=(
        Reading(
            "Goodfellow, Bengio & Courville",
            "Deep Learning, chapter 6: Deep feedforward networks",
            "https://www.deeplearningbook.org/contents/mlp.html",
        ),
        Reading(
            "Stanford CS231n",
            "Neural networks, part 1: activation functions",
            "https://cs231n.github.io/neural-networks-1/",
        ),
        Reading(
            "PyTorch",
            "Non-linear activations and loss functions",
            "https://pytorch.org/docs/stable/nn.html",
        ),
    ),
)
