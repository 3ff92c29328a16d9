"""The lesson of how it learns: a line rolls downhill, a tree asks, neighbours vote."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.supervised.how_it_learns.frames import number
from core.value import Value
from core.wording import counted

LINE: dict[str, Value] = {"algorithm": "line", "shape": "slope", "noise": 0.3}
DOWNHILL = {**LINE, "start_w": 0.0, "start_b": 0.0, "learning_rate": 0.03, "n_steps": 60}
TREE: dict[str, Value] = {"algorithm": "tree", "criterion": "gini"}
NEIGHBOURS: dict[str, Value] = {"algorithm": "knn", "n_points": 90}
HALF = 0.4
"""A share of wrong points from which a model is called a coin."""


def _in_numbers(settings: Any, film: Any) -> str:
    """Return the first step, the first cut or the vote at the place asked about in numbers."""
    rule = {"line": _step_in_numbers, "tree": _cut_in_numbers, "knn": _vote_in_numbers}
    told = rule.get(settings.algorithm)
    return "" if told is None or len(film.frames) < 2 else told(settings, film)


def _step_in_numbers(settings: Any, film: Any) -> str:
    first, second = film.frames[:2]
    return (
        rf"w = {first.w:.3g} - {settings.learning_rate:g} \cdot ({first.slope_w:.4g})"
        rf" = {second.w:.3f}"
    )


def _cut_in_numbers(settings: Any, film: Any) -> str:
    root, halves = film.frames[0], film.frames[1]
    if settings.criterion != "gini":
        return ""
    p, gain = float(root.share[0]), halves.gain
    return rf"G = 2 \cdot {p:.3f} \cdot (1 - {p:.3f}) = {2 * p * (1 - p):.3f},\ -{gain:.3f}"


def _vote_in_numbers(_settings: Any, film: Any) -> str:
    last = film.last
    return rf"\hat p = \frac{{{round(last.share * last.k)}}}{{{last.k}}} = {last.share:.2f}"


def _line_errors(settings: Any, film: Any) -> tuple[float, float, float]:
    """Return the loss at the beginning and the end, and the largest rate that comes to rest."""
    first, last = film.frames[0], film.last
    return first.train_error, last.train_error, last.fastest


def _large(value: float) -> str:
    """Return an error in words; one beyond a million has only its size."""
    return number(value) if value < 1e6 else f"more than {10 ** (len(f'{value:.0f}') - 1):,}"


def _explodes(before: Any, after: Any) -> int | None:
    if after[1] > after[0]:
        return 2
    change = after[1] - before[1]
    return 1 if abs(change) <= 0.02 * before[1] else 0 if change < 0 else None


def _both_errors(_settings: Any, film: Any) -> tuple[float, float]:
    """Return the shares of wrong training and test points at the end."""
    return film.last.train_error, film.last.test_error


def _test_to_training(_before: Any, after: Any) -> int:
    train, test = after
    return 0 if test <= train + 0.02 else 1 if test <= 2 * train else 2


def _first_cut(_settings: Any, film: Any) -> tuple[float, float, float]:
    """Return what the first cut takes away, and the shares of wrong points before and after it."""
    first, last = film.frames[:2] if len(film.frames) > 1 else (film.last, film.last)
    return last.gain, first.train_error, last.test_error


def _of_the_test(_before: Any, after: Any) -> int:
    wrong = after[2]
    return 0 if wrong <= 0.1 else 1 if wrong < HALF else 2


def _all_right(_before: Any, after: Any) -> int:
    train, test = after
    if train > 0:
        return 2
    return 0 if test <= 0.05 else 1


def _at_the_end(_settings: Any, film: Any) -> tuple[int, float]:
    return film.last.k, film.last.test_error


def _of_all(_before: Any, after: Any) -> int:
    return 0 if after[1] <= 0.1 else 1 if after[1] < HALF else 2


LESSON = Lesson(
    idea=(
        "To learn, a **model** follows a rule that makes its answers fit the points. Three rules "
        "to begin with. A line stands like a ball on a hillside "
        "of errors, feels which way is down and rolls one step: **gradient descent**. A "
        "**decision tree** plays twenty questions: it asks what best sorts the colours, then "
        "again within each half. **Neighbours** fit nothing, they remember: a place gets the "
        "colour that most of the k nearest points have. Each dot is a case, large ones for "
        "training, small ones for the test. In the picture of the loss one place is one whole "
        "line, and the darker it is, the more that line misses; elsewhere colour is what the "
        "model would say there."
    ),
    words=("model", "gradient descent", "decision tree"),
    formula=(
        r"w \leftarrow w - \eta\,\tfrac{\partial L}{\partial w} \qquad G = 2p(1-p) \qquad "
        r"\hat p = \tfrac{\text{votes}}{k}"
    ),
    numbers=_in_numbers,
    tour=(
        Step(
            "On the left the points and a line, on the right every line there could be: across "
            "its slope w, up its height b. Play, and watch its way to the cross. Then click "
            "far from it: does it find the same place?",
            sets=DOWNHILL,
            until=lambda settings, _film: (
                settings.algorithm == "line" and (settings.start_w, settings.start_b) != (0.0, 0.0)
            ),
        ),
        Step(
            "The **learning rate** says how far a step goes. It is 0.03; you will make it ten "
            "times as large.",
            "learning_rate",
            DOWNHILL,
            Prediction(
                "supervised.ten_times_the_rate",
                "Where will the line be at the end of its steps?",
                (
                    "Nearer to the best line",
                    "Where it was: it is there sooner",
                    "Further off than where it began",
                ),
                {"learning_rate": 0.3},
                _line_errors,
                _explodes,
                lambda before, after: (
                    f"Its error ends at {_large(after[1])} instead of {number(before[1])}. Every "
                    f"step jumps over the valley and lands higher: here that happens above a rate "
                    f"of {number(after[2])}."
                ),
                surprises=True,
                always="0.3 is above the largest rate that comes to rest on these points.",
            ),
        ),
        Step(
            "A tree on two moons, blurred so much that they mix. It may put six questions one "
            "below the other instead of two.",
            "max_depth",
            {**TREE, "shape": "moons", "noise": 1.0, "max_depth": 2},
            Prediction(
                "supervised.six_questions",
                "How many test points will be wrong, beside the training points?",
                (
                    "About as many, in percent",
                    "More, but at most twice as many",
                    "More than twice as many",
                ),
                {"max_depth": 6},
                _both_errors,
                _test_to_training,
                lambda before, after: (
                    f"Training {after[0]:.1%}, test {after[1]:.1%}; with two questions it was "
                    f"{before[0]:.1%} and {before[1]:.1%}. The small boxes fence in single points "
                    "that stand there by chance."
                ),
                surprises=True,
                always="Where the colours mix, six questions are enough to fence in single points.",
            ),
        ),
        Step(
            "A chessboard of four fields, XOR. The tree now has six questions, one below the "
            "other. Look at how little the first cut takes away.",
            "max_depth",
            {**TREE, "shape": "xor", "noise": 0.0, "max_depth": 6},
            Prediction(
                "supervised.one_question_for_xor",
                "With one question only, how many test points are wrong?",
                ("At most one in ten", "More, but fewer than four in ten", "Four in ten or more"),
                {"max_depth": 1},
                _first_cut,
                _of_the_test,
                lambda before, after: (
                    f"{after[2]:.0%} are wrong: the first cut takes only {number(after[0])} of "
                    "impurity away. No single question sorts these colours, yet two in a row do: "
                    "each cut is judged alone."
                ),
                always="Whatever one line leaves on a side is half of either colour.",
            ),
        ),
        Step(
            "Now neighbours, on the blurred moons again. With k = 1 every place copies its "
            "nearest training point, and the film ends there.",
            "max_k",
            {**NEIGHBOURS, "shape": "moons", "noise": 1.0, "max_k": 25},
            Prediction(
                "supervised.one_neighbour",
                "How many points are wrong with one neighbour?",
                (
                    "Hardly any, in training or test",
                    "None in training, more in the test",
                    "Some in both",
                ),
                {"max_k": 1},
                _both_errors,
                _all_right,
                lambda _before, after: (
                    f"Training {after[0]:.0%}, test {after[1]:.0%}. A training point is its own "
                    "nearest neighbour, so a perfect mark there says nothing."
                ),
                surprises=True,
                always="Each training point is nearest to itself.",
            ),
        ),
        Step(
            "The other end: few points, and so large a k that all of them vote at every place.",
            "max_k",
            {**NEIGHBOURS, "n_points": 20, "shape": "moons", "noise": 0.3, "max_k": 5},
            Prediction(
                "supervised.everybody_votes",
                "How many test points are wrong then?",
                ("At most one in ten", "More, but fewer than four in ten", "Four in ten or more"),
                {"max_k": 60},
                _at_the_end,
                _of_all,
                lambda before, after: (
                    f"{after[1]:.0%}, where {counted(before[0], 'neighbour')} left "
                    f"{before[1]:.0%}. If all {after[0]} vote, every place gets the same answer: "
                    "the more frequent colour."
                ),
                always="One answer for all places is right for one class only.",
            ),
        ),
    ),
    traps=(
        Trap(
            "If it trains long enough, the error goes to 0.",
            "It goes to the best that this kind of model can do, and points that are blurred keep "
            "their distance from any line.",
            {**DOWNHILL, "noise": 1.0, "n_steps": 400},
            lambda _settings, film: film.last.train_error > 0.99 * film.last.least > 1,
        ),
        Trap(
            "A cut that gains almost nothing is useless.",
            "On XOR the first cut gains almost nothing, and without it the next ones could not "
            "sort the colours.",
            {**TREE, "shape": "xor", "noise": 0.0, "max_depth": 6},
            lambda _settings, film: film.frames[1].gain < 0.1 and film.last.train_error < 0.05,
        ),
        Trap(
            "The best k is the one with the fewest wrong training points.",
            "That is always k = 1, which repeats every accident; here 25 do better on the test.",
            {**NEIGHBOURS, "shape": "moons", "noise": 1.0, "max_k": 25},
            lambda _settings, film: (
                film.frames[1].train_error == 0 and film.last.test_error < film.frames[1].test_error
            ),
        ),
    ),
    on_the_job=(
        "Gradient descent trains every neural network, boosted trees are the first choice for "
        "tables, and search engines find what is similar by neighbours. Who has watched them "
        "knows which knob to turn when one fails."
    ),
    more=(
        Reading(
            "Jared Wilber and others",
            "MLU-Explain: decision trees, linear regression and more",
            "https://mlu-explain.github.io/",
        ),
        Reading(
            "R2D3",
            "A visual introduction to machine learning",
            "http://www.r2d3.us/visual-intro-to-machine-learning-part-1/",
        ),
        Reading(
            "Hastie, Tibshirani and Friedman",
            "The Elements of Statistical Learning, chapters 2 and 9",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
    ),
)
