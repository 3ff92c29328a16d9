"""The lesson of the perceptron."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap


def _first_correction(settings: Any, film: Any) -> str:
    """Return the first correction of this run in numbers, "" where there was none."""
    from core.stages.neural_networks.perceptron.run import perceptron_points

    if film.last.mistakes == 0 or film.steps[1] != 1:
        return ""
    before, after, row = film.frames[0].weights, film.frames[1].weights, film.frames[1].point
    X, sides = perceptron_points(settings)
    (x1, x2), t, rate = X[row], sides[row], settings.learning_rate
    (w1, w2, _), (v1, v2, _) = before, after
    return (
        rf"({w1:.2f}, {w2:.2f}) {t * rate:+.3g} \cdot ({x1:.2f}, {x2:.2f})"
        rf" = ({v1:.2f}, {v2:.2f})"
    )


def _corrections(_settings: Any, film: Any) -> int:
    return int(film.last.mistakes)


def _wrong_left(_settings: Any, film: Any) -> int:
    return int(film.last.n_wrong)


def _passes_closely(settings: Any, film: Any) -> bool:
    """Whether the line is right everywhere, and leaves less than half of the gap it could."""
    import numpy as np

    from core.stages.neural_networks.perceptron.run import perceptron_points

    X, sides = perceptron_points(settings)
    lifted = sides[:, None] * np.column_stack([X, np.ones(len(X))])
    gap = float((lifted @ film.last.weights).min() / np.linalg.norm(film.last.weights))
    return bool(film.last.done and gap < film.last.margin / 2)


LESSON = Lesson(
    idea=(
        "A **perceptron** is one artificial **neuron**. It multiplies each input by a **weight**, "
        "adds them up with a bias and says +1 or −1: in a plane that is a straight line with one "
        "class on each side. Here discs are class −1 and squares class +1; the line is where the "
        "sum is 0, and its arrow, the direction of the weights, points to the side it calls +1. "
        "Picture the line as a rod and every point on its wrong side as a hand that pulls it over, "
        "a little, until nobody pulls any more. Look at one point and, only if the answer was "
        "wrong, move the weights: nothing else happens. What one line cannot part, such as two "
        "crossed pairs of clouds, is why networks have layers."
    ),
    formula=(
        r"w \leftarrow w + \eta\, t\, x, \;\; b \leftarrow b + \eta\, t"
        r" \quad\text{if}\quad t\,(w \cdot x + b) \le 0"
    ),
    numbers=_first_correction,
    words=("perceptron", "neuron", "weight"),
    tour=(
        Step(
            "Press play: every frame is one wrong point, ringed, and the line after it was "
            "corrected; the dashed line is the one before. On the right, the points still wrong "
            "come down while the corrections are counted.",
            sets={"shape": "linear", "start": "zero", "learning_rate": 1.0},
        ),
        Step(
            "The learning rate says how far one correction moves the line. You are about to make "
            "it ten times as large.",
            "learning_rate",
            {"shape": "linear", "noise": 0.0, "start": "zero", "learning_rate": 1.0},
            Prediction(
                "neural_networks.rate_from_zero",
                "How many corrections will it need now?",
                ("Fewer", "As many as before", "More"),
                {"learning_rate": 10.0},
                _corrections,
                lambda before, after: 1 + (after > before) - (after < before),
                lambda before, after: (
                    f"{before} before, {after} now. From a start at zero the rate only stretches "
                    "the weights; the line is where they are 0, and that does not move."
                ),
                surprises=True,
                always="From zero every weight is a multiple of the rate: that is the lesson.",
            ),
        ),
        Step(
            "Now the number of points: ten times as many.",
            "n_points",
            {"shape": "linear", "noise": 0.0, "start": "zero", "n_points": 40},
            Prediction(
                "neural_networks.ten_times_the_points",
                "And the corrections?",
                ("About ten times as many", "Two or three times at most", "Fewer than before"),
                {"n_points": 400},
                _corrections,
                lambda before, after: 2 if after < before else int(after <= 3 * before),
                lambda before, after: (
                    f"{before} for 40 points, {after} for 400. What counts is the gap between the "
                    "classes, not how many points stand far away from it."
                ),
                surprises=True,
            ),
        ),
        Step(
            "The dashed bound on the right is (R/γ)²: γ, the margin, is the gap that the best line "
            "leaves to the nearest point, R the distance of the farthest. Raise the noise, and "
            "draw other seeds, until no line parts the classes: then there is no gap and no bound.",
            "noise",
            {"shape": "linear", "noise": 0.0, "start": "zero", "n_points": 40},
            until=lambda _settings, film: film.last.margin != film.last.margin,
        ),
        Step(
            "Two crossed pairs of clouds: XOR. Look at how the line jumps and never rests. You "
            "will give it 200 passes instead of 20.",
            "shape",
            {"shape": "xor", "most_passes": 20, "n_points": 40},
            Prediction(
                "neural_networks.patience_with_xor",
                "How many of the 40 points are wrong in the end?",
                ("None", "One to five", "More than five"),
                {"most_passes": 200},
                _wrong_left,
                lambda _before, after: 0 if after == 0 else 1 if after <= 5 else 2,
                lambda before, after: (
                    f"{before} after 20 passes, {after} after 200. No line parts these classes, so "
                    "there is always a point that pulls."
                ),
                surprises=True,
                always="No straight line parts two crossed pairs of clouds, however long it turns.",
            ),
        ),
    ),
    traps=(
        Trap(
            "It ends with the best line, halfway between the classes.",
            "It ends with the first line that is right about every point, however closely that "
            "passes some of them: nobody is wrong, so nobody pulls.",
            {"shape": "linear", "noise": 0.0, "start": "zero", "n_points": 40},
            _passes_closely,
        ),
        Trap(
            "The bound tells how many corrections it takes.",
            "It tells how many it can never exceed: usually it needs far fewer.",
            {"shape": "linear", "noise": 0.0, "start": "zero"},
            lambda _settings, film: film.last.done and film.last.mistakes < film.last.bound / 5,
        ),
    ),
    on_the_job=(
        "Linear models are still the first to try on a wide table, and the same rule, one row at a "
        "time, trains spam filters on streams that fit into no memory."
    ),
    more=(
        Reading(
            "Michael Nielsen",
            "Neural Networks and Deep Learning, chapter 1",
            "http://neuralnetworksanddeeplearning.com/chap1.html",
        ),
        Reading(
            "scikit-learn",
            "User guide: Perceptron",
            "https://scikit-learn.org/stable/modules/linear_model.html#perceptron",
        ),
    ),
)
