"""The lesson of one step by hand."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap


def _first(film: Any) -> dict[str, float]:
    """Return the numbers of the first step by name."""
    return {frame.name: frame.value for frame in film.frames if frame.step == 1}


def _one_weight(settings: Any, film: Any) -> str:
    """Return the step of weight 6, "" where the numbers ended before it."""
    old, found = dict(film.frames[0].known)["w6"], _first(film)
    if "w6" not in found:
        return ""
    rate, gradient, new = settings.learning_rate, found["dE_w6"], found["w6"]
    return rf"w_6' = {old:.4g} - {rate:g} \cdot ({gradient:.4g}) = {new:.5g}"


def _errors(_settings: Any, film: Any) -> tuple[float, ...] | None:
    """Return the error of each step, infinity where the numbers ran away; None without one."""
    found = tuple(frame.value for frame in film.frames if frame.name == "E")
    if film.last.ended:
        return (*found[:1], float("inf"))
    return found or None


def _left(errors: tuple[float, ...]) -> float | None:
    """Return which part of the first error is left in the end."""
    return errors[-1] / errors[0] if len(errors) > 1 and errors[0] > 0 else None


def _fall(_before: Any, after: tuple[float, ...]) -> int | None:
    left = _left(after)
    if left is None:
        return None
    return 3 if left > 1 else 0 if left <= 0.5 else 1 if left <= 0.95 else 2


def _then(_before: Any, after: tuple[float, ...]) -> int | None:
    left = _left(after)
    if left is None:
        return None
    return 0 if left > 1.05 else 1 if left > 0.8 else 2


def _told(after: tuple[float, ...]) -> str:
    now = f"{after[-1]:.3g}" if after[-1] < 1e6 else "more than a million"
    return f"The error was {after[0]:.3g} and is {now} after the step"


def _blame_of_inputs(_settings: Any, film: Any) -> float:
    """Return the largest gradient of the first four weights, by size."""
    found = _first(film)
    return max(abs(found[f"dE_w{place}"]) for place in range(1, 5))


def _unequal(_settings: Any, film: Any) -> bool:
    found = _first(film)
    return abs(found["dE_w6"]) > 100 * abs(found["dE_w1"])


def _wrong_but_still(_settings: Any, film: Any) -> bool:
    found = _first(film)
    most = max(abs(value) for name, value in found.items() if name.startswith("dE_w"))
    return found["E"] > 0.4 and most < 0.01


LESSON = Lesson(
    idea=(
        "A network learns in steps like this one. **Forward**: every box adds its inputs times "
        "their weights and its bias b (net), bends the sum with its **activation** (out), and the "
        "last boxes are compared with what they should say: that is the error E. **Backward**: the "
        "error is handed back along the same lines, and each box gets its share of the blame, "
        "written δ. A weight's blame, ∂E/∂w (its **gradient**), is the δ of the box it leads into "
        "times what came in. Then each weight moves a little against its gradient, by the learning "
        "rate η. Handing the blame back is **backpropagation**; every framework does just this. "
        "Here a line is a weight, thicker when larger, and the frame marks the newest number."
    ),
    formula=r"w' = w - \eta \, \frac{\partial E}{\partial w}",
    numbers=_one_weight,
    words=("gradient", "backpropagation"),
    tour=(
        Step(
            "Step forward with the film's buttons, one number at a time. First the sums run from "
            "left to right, then δ and ∂E come back from right to left; each number's formula "
            "stands beside the film. Stop when the first weight moves."
        ),
        Step(
            "Look at the error E. You will take the step and measure E again: the second step "
            "begins with the new weights.",
            "n_steps",
            {"n_steps": 1},
            Prediction(
                "neural_networks.one_step_helps",
                "How far does one step bring the error down?",
                (
                    "By half or more",
                    "By a twentieth to a half",
                    "By less than a twentieth",
                    "It rises",
                ),
                {"n_steps": 2},
                _errors,
                _fall,
                lambda _before, after: (
                    f"{_told(after)}. A gradient says which way is down, not how far down it goes: "
                    "training is thousands of such steps."
                ),
                surprises=True,
                undecided="There was no error to bring down: set another target.",
            ),
        ),
        Step(
            "Both inputs become 0. Think of what a weight's gradient is made of: the blame of the "
            "box it leads into, times what came in.",
            "i1",
            {"n_steps": 1},
            Prediction(
                "neural_networks.no_input_no_blame",
                "How far do weights 1 to 4, those behind the inputs, move now?",
                ("As far as before", "Less far", "Not at all"),
                {"i1": 0.0, "i2": 0.0},
                _blame_of_inputs,
                lambda before, after: 2 if after == 0 else 1 if after < before else 0,
                lambda before, after: (
                    f"Their largest gradient was {before:.3g} and is {after:.3g} now: whatever the "
                    "blame, times an input of 0 it is 0. What says nothing cannot be corrected."
                ),
                always="A weight's gradient is blame times input, and the inputs are 0.",
            ),
        ),
        Step(
            "A step twenty times as long: a rate of 10 instead of 0.5. Each neuron here ends in a "
            "**sigmoid**, a curve that squeezes any sum between 0 and 1 and is flat far from 0.",
            "learning_rate",
            {"activation": "sigmoid", "n_steps": 2, "learning_rate": 0.5},
            Prediction(
                "neural_networks.long_step_sigmoid",
                "Where is the error after this long step?",
                ("Higher than before it", "About where it was", "Lower by a fifth or more"),
                {"learning_rate": 10.0},
                _errors,
                _then,
                lambda _before, after: (
                    f"{_told(after)}. The step points downhill, and however long it is, a sigmoid "
                    "stays between 0 and 1: it cannot shoot far past its target."
                ),
                surprises=True,
                undecided="There was no error to bring down: set another target.",
            ),
        ),
        Step(
            "The same long step, but the neurons only add up: Linear. Nothing is flat any more.",
            "activation",
            {"activation": "sigmoid", "n_steps": 2, "learning_rate": 10.0},
            Prediction(
                "neural_networks.long_step_linear",
                "And now?",
                ("Higher than before the step", "About where it was", "Lower by a fifth or more"),
                {"activation": "linear"},
                _errors,
                _then,
                lambda _before, after: (
                    f"{_told(after)}. Nothing holds a linear output back: it shoots past its "
                    "target and ends further away on the other side than it began."
                ),
                always="Along an output weight this error is a parabola, and a step of rate 10 "
                "overshoots wherever the hidden outputs, squared, add up to more than a fifth.",
            ),
        ),
        Step(
            "Output 1 says about 0.75 and should say 0.01. Move Target 1 until the blame of o1, "
            "its δ, is practically 0 at the end of the film. What must the target be?",
            "t1",
            {
                "activation": "sigmoid", "n_steps": 1, "learning_rate": 0.5, "i1": 0.05,
                "i2": 0.1, "t1": 0.01,
            },
            until=lambda _settings, film: abs(_first(film)["d_o1"]) < 0.001,
        ),
    ),
    traps=(
        Trap(
            "One step moves all weights about alike.",
            "Each moves by its own gradient: weight 6 is blamed nearly 200 times as much as "
            "weight 1, whose input is small and whose neuron is further from the error.",
            {
                "activation": "sigmoid", "n_steps": 1, "learning_rate": 0.5, "i1": 0.05,
                "i2": 0.1, "t1": 0.01, "t2": 0.99,
            },
            _unequal,
        ),
        Trap(
            "The larger the error, the larger the correction.",
            "With an output bias of 8 the error is larger than before, but both outputs stand "
            "where the sigmoid is flat: hardly any blame gets through.",
            {"activation": "sigmoid", "n_steps": 1, "b2": 8.0},
            _wrong_but_still,
        ),
    ),
    on_the_job=(
        "A loss that does not move has a cause in these numbers: print the gradients of one batch, "
        "layer by layer, and look for the one that is 0, NaN or a thousand times the others."
    ),
    more=(
        Reading(
            "Matt Mazur",
            "A Step by Step Backpropagation Example",
            "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
        ),
        Reading(
            "Michael Nielsen",
            "How the backpropagation algorithm works",
            "http://neuralnetworksanddeeplearning.com/chap2.html",
        ),
        Reading(
            "Andrej Karpathy",
            "micrograd: backpropagation in a hundred lines",
            "https://github.com/karpathy/micrograd",
        ),
    ),
)  # fmt: skip
