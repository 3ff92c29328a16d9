"""The lesson of the neural playground."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap

ENOUGH = 0.95
"""The share of points right from which a shape counts as learnt."""


def _one_neuron(settings: Any, film: Any) -> str:
    """Return the formula of the neuron that is looked into, or of the first."""
    from core.stages.neural_networks.playground.reading import neuron_latex

    at = settings.inspect
    layer, unit = (at.layer, at.unit) if at is not None else (0, 0)
    if layer >= len(film.last.weights) or film.last.weights[layer].shape[0] > 4:
        layer, unit = 0, 0
    if len(film.last.weights[layer]) > 4:
        return ""
    unit = min(unit, film.last.weights[layer].shape[1] - 1)
    return f"a = {neuron_latex(settings, film.last, layer, unit)}"


def _test_score(_settings: Any, film: Any) -> tuple[float, bool]:
    """Return accuracy or R² on the test points, and whether it is R²."""
    return float(film.last.test_score), bool(film.last.test_rmse >= 0)


def _scores(_settings: Any, film: Any) -> tuple[float, float]:
    return float(film.last.train_score), float(film.last.test_score)


def _better(one: tuple[float, bool], two: tuple[float, bool]) -> int:
    before, after = one[0], two[0]
    return 0 if after > before + 0.05 else 1 if after >= before - 0.05 else 2


def _told(one: tuple[float, bool], two: tuple[float, bool]) -> str:
    (before, is_r2), after = one, two[0]
    if is_r2:
        return f"R² on the test points was {before:.2f} and is {after:.2f} now"
    return f"{100 * before:.0f} % of the test points were right, now {100 * after:.0f} %"


LESSON = Lesson(
    idea=(
        "A network is many **neurons** in rows, its layers. Each one draws a soft line through the "
        "plane: high on one side, low on the other. The next layer takes these lines as its inputs "
        "and mixes them, and mixed lines make corners, stripes and rings. In the large picture ● "
        "are training points, ▲ test points, and the colour behind them is what the network would "
        "say there. In the net, each square is one neuron's own opinion of the same plane; a blue "
        "line is a positive weight, an orange one negative, a thick one strong. Training turns all "
        "lines at once until the two halves of the colour fit the points. One pass over the "
        "training points is an **epoch**."
    ),
    formula=r"a = f(w_1 x_1 + w_2 x_2 + \dots + b)",
    numbers=_one_neuron,
    words=("neuron", "epoch"),
    tour=(
        Step(
            "Press play. The squares of layer 1 stay soft lines, only turned; those of layer 2 are "
            "bent. Below, each layer's panel shows the training points as that layer passes them "
            "on: the last one has to part them with a straight cut.",
            sets={"shape": "circles", "layers": "4 tanh, 2 tanh", "n_epochs": 200},
        ),
        Step(
            "Click a square of layer 1. Its formula opens below the picture: two weights, a bias, "
            "and an activation around their sum. That is all a neuron is.",
            sets={"layers": "4 tanh, 2 tanh", "n_epochs": 200, "inspect": ""},
            until=lambda settings, _film: settings.inspect is not None,
        ),
        Step(
            "Six neurons that bend what they pass on (Tanh). You will get sixteen instead, in two "
            "layers, that only add up: Linear.",
            "layers",
            {"layers": "4 tanh, 2 tanh", "n_epochs": 200},
            Prediction(
                "neural_networks.sixteen_straight",
                "How good will it be on the test points?",
                ("Clearly better", "About as good", "Clearly worse"),
                {"layers": "8 linear, 8 linear"},
                _test_score,
                _better,
                lambda before, after: (
                    f"{_told(before, after)}. A sum of straight lines is a straight line, however "
                    "many layers add them: without a bend there is no depth."
                ),
                surprises=True,
            ),
        ),
        Step(
            "No hidden layer at all, but other inputs: instead of x₁ and x₂ the network is given "
            "their squares. The data are two rings.",
            "features",
            {
                "shape": "circles", "n_classes": 2, "noise": 0.1, "n_epochs": 200,
                "layers": "4 tanh, 2 tanh", "features": ("x1", "x2"),
            },
            Prediction(
                "neural_networks.squares_for_layers",
                "Can one output neuron part the rings now?",
                ("No, it is hardly better than a coin", "Partly", "Yes, nearly every point"),
                {"layers": "", "features": ("x1_squared", "x2_squared")},
                _test_score,
                lambda _before, after: 0 if after[0] < 0.7 else 1 if after[0] < ENOUGH else 2,
                lambda before, after: (
                    f"{_told(before, after)}. The two squares add up to the squared distance from "
                    "the middle, and a ring is a threshold on that: the input bends already."
                ),
                surprises=True,
                always="Rings around the middle differ in the sum of the squares, and nothing "
                "else.",
            ),
        ),
        Step(
            "Sixty points whose classes are tossed with a coin: there is nothing to learn. You "
            "will give the network 32 neurons and many epochs.",
            "shape",
            {"shape": "random_labels", "n_points": 60, "n_epochs": 300},
            Prediction(
                "neural_networks.coins_by_heart",
                "How many points will be right?",
                (
                    "About half, in training and test",
                    "Most in training, about half in the test",
                    "Most in both",
                ),
                {
                    "layers": "16 tanh, 16 tanh", "optimiser": "adam", "learning_rate": 0.03,
                    "l2": 0.0,
                },
                _scores,
                lambda _before, after: (
                    None if after[0] < 0.75 <= after[1]
                    else 0 if after[0] < 0.75 else 1 if after[1] < 0.75 else 2
                ),
                lambda _before, after: (
                    f"{100 * after[0]:.0f} % in training, {100 * after[1]:.0f} % in the test. "
                    "Enough neurons learn coin tosses by heart; only points the network never saw "
                    "tell whether there was a rule."
                ),
                surprises=True,
                always="A tossed class says nothing about the next point.",
            ),
        ),
        Step(
            "One layer of four: four soft lines that fence the inner ring. Take neurons away until "
            "fewer than nine in ten training points are right. Which fence still closes?",
            "layers",
            {
                "shape": "circles", "n_classes": 2, "n_points": 250, "noise": 0.1, "n_epochs": 200,
                "layers": "4 tanh", "features": ("x1", "x2"), "l2": 0.0, "optimiser": "sgd",
                "learning_rate": 0.03,
            },
            until=lambda settings, film: bool(settings.layers) and film.last.train_score < 0.9,
        ),
    ),
    traps=(
        Trap(
            "It only has to train longer.",
            "Without a hidden layer the network is one straight line; after 1,000 epochs it still "
            "cuts the rings through the middle. What it cannot say, it never learns.",
            {"shape": "circles", "layers": "", "n_epochs": 1000},
            lambda _settings, film: film.last.train_score < 0.75,
        ),
        Trap(
            "While more of the test points are right, training is going well.",
            "Look at both curves: the test loss may have turned upwards long before, because the "
            "network grows ever surer of what it gets wrong.",
            {"shape": "circles", "n_points": 30, "noise": 0.4, "layers": "16 tanh",
             "n_epochs": 300, "optimiser": "adam", "learning_rate": 0.05},
            lambda _settings, film: (
                film.last.test_loss > 1.5 * min(frame.test_loss for frame in film.frames)
            ),
        ),
    ),
    on_the_job=(
        "Before choosing a larger network, ask whether the inputs could say it more plainly: a "
        "ratio, a distance or a square by hand is often worth a layer."
    ),
    more=(
        Reading(
            "Smilkov, Carter and others",
            "A Neural Network Playground",
            "https://playground.tensorflow.org",
        ),
        Reading(
            "Christopher Olah",
            "Neural Networks, Manifolds, and Topology",
            "https://colah.github.io/posts/2014-03-NN-Manifolds-Topology/",
        ),
        Reading(
            "Zhang and others (2017)",
            "Understanding deep learning requires rethinking generalization",
            "https://arxiv.org/abs/1611.03530",
        ),
        Reading(
            "3Blue1Brown", "Neural networks", "https://www.3blue1brown.com/topics/neural-networks"
        ),
    ),
)  # fmt: skip
