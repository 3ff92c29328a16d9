"""The lesson of semi-supervised learning: points without a label can help, and can mislead."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

MOONS: dict[str, Value] = {
    "view": "film", "shape": "moons", "noise": 0.1, "n_points": 100, "n_labels": 1, "marks": "",
}  # fmt: skip
SPREAD: dict[str, Value] = {
    "method": "spreading", "graph": "knn", "n_neighbours": 10, "alpha": 0.9, "base": "gp",
}  # fmt: skip
TEACH: dict[str, Value] = {"method": "self_training", "base": "gp", "takes": "k_best", "k_best": 10}
CLOSE = 0.03
"""Shares of the hidden points no further apart than this are told as much the same."""


def _in_numbers(settings: Any, film: Any) -> str:
    """Return the last step of the point without a label that most has come to, for its class."""
    if settings.view != "film" or settings.method != "spreading" or len(film.frames) < 2:
        return ""
    from core.stages.learning_types.semi_supervised.run import matrix_of

    last, before = film.frames[-1], film.frames[-2]
    if int(film.steps[-1]) - int(film.steps[-2]) != 1:
        return ""
    come = [row.sum() if free else 0.0 for row, free in zip(last.raw, film.hidden, strict=True)]
    place = max(range(len(come)), key=lambda i: come[i])
    if last.said[place] < 0:
        return ""
    code = int(last.said[place])
    mean = float(matrix_of(settings, film.points.X)[place] @ before.raw[:, code])
    own = float(film.given[place] == code)
    alpha = settings.alpha
    return (
        rf"\text{{point }} {place + 1}: F \leftarrow {alpha:g} \cdot {mean:.3g} "
        rf"+ {1 - alpha:.2g} \cdot {own:g} = {last.raw[place, code]:.3g}"
    )


def _both(_settings: Any, film: Any) -> tuple[int, int, int, int] | None:
    """Return the hidden points, how many are right, by the model alone, and with no wrong label."""
    if not hasattr(film, "given") or not film.n_hidden or not film.n_given:
        return None
    return film.n_hidden, film.last.right, film.alone_right, film.corrected


def _share(measured: Any) -> float:
    return float(measured[1] / measured[0])


def _moved(before: Any, after: Any) -> int:
    change = _share(after) - _share(before)
    return 0 if change > CLOSE else 1 if change >= -CLOSE else 2


def _damage(_before: Any, after: Any) -> int | None:
    if after[3] < 0:
        return None
    lost = after[3] - after[1]
    return 0 if lost <= 1 else 1 if lost <= after[0] / 10 else 2


def _gain(measured: Any) -> int:
    return int(measured[1] - measured[2])


def _sign(_before: Any, after: Any) -> int:
    gain = _gain(after)
    return 0 if gain > 0 else 1 if gain == 0 else 2


def _shrinks(before: Any, after: Any) -> int:
    one, other = _gain(before) / before[0], _gain(after) / after[0]
    return 0 if other > one + 0.01 else 1 if other >= one - 0.01 else 2


def _left_to_tell(before: Any, after: Any) -> str:
    if _gain(before) > 0 and _shrinks(before, after) == 2:
        return "The more labels there are, the less is left for other points to tell."
    return "Where other points told little or misled, more labels do not make them worth less."


def _percent(right: int, n: int) -> str:
    return f"{100 * right / n:.1f} %"


def _told(measured: Any) -> str:
    return f"{_percent(measured[1], measured[0])} of {measured[0]}"


LESSON = Lesson(
    idea=(
        "Two of these points have a label; nobody has looked at the others. A **supervised** model "
        "throws them away. **Semi-supervised learning** asks them, too: not for a class, but for "
        "the shape they make together. In **label spreading** each point gives its colour to its "
        "nearest neighbours, again and again, as ink runs along wet paper and stops at a dry gap. "
        "In **self-training** a model labels what it is surest of, and learns from that. "
        "Both trust that points which lie close together belong together. Where that is true, a "
        "handful of labels does the work of hundreds; where it is not, the other points lead "
        "astray. An engineer with a million pictures and money for a thousand labels must know "
        "which."
    ),
    words=("semi-supervised learning", "label spreading", "self-training"),
    formula=(
        r"\underbrace{F}_{\text{colour}} \leftarrow "
        r"\alpha\, \underbrace{S F}_{\text{of neighbours}} + "
        r"(1 - \alpha)\, \underbrace{Y}_{\text{label given}}"
    ),
    numbers=_in_numbers,
    tour=(
        Step(
            "No point has a label, and all are grey. Click three points: each tells its class, and "
            "its colour runs from neighbour to neighbour. A second click takes a label away.",
            sets={**MOONS, **SPREAD, "n_labels": 0, "click": "true"},
            until=lambda settings, film: settings.view == "film" and film.n_given >= 3,
        ),
        Step(
            "One label in each moon, and each point listens to its 10 nearest, itself counted. "
            "Play it: colour follows the moons around the bend.",
            "n_neighbours",
            {**MOONS, **SPREAD},
            Prediction(
                "learning_types.many_neighbours",
                "Each point will listen to its 40 nearest. How many hidden points will be right?",
                ("More", "Much the same", "Fewer"),
                {"n_neighbours": 40},
                _both,
                _moved,
                lambda before, after: (
                    f"{_told(after)} instead of {_told(before)}: with more neighbours colour "
                    "comes sooner to every point, but edges also reach across a gap."
                ),
            ),
        ),
        Step(
            "Labels are somebody's answers, and somebody errs. Here all labels are true. The "
            "ringed point is point 7, of class 0; it has no label yet.",
            "marks",
            {**MOONS, **SPREAD, "hand": 7},
            Prediction(
                "learning_types.one_wrong_label",
                "Point 7 is of class 0, and will be called class 1. How many of the points without "
                "a label will that cost?",
                ("One at most", "Up to a tenth of them", "More than a tenth"),
                {"marks": "7=1"},
                _both,
                _damage,
                lambda before, after: (
                    f"{after[1]} of {after[0]} are right. Called by its true class the same point "
                    f"would leave {after[3]} right: one more label of class 0 moves the border, "
                    "too, and the rest is the error's. A wrong label flows as well as a true one: "
                    "how far depends on the true labels near it."
                ),
                surprises=True,
                undecided="Point 7 is no point of class 0 here: take a shape from the list.",
            ),
        ),
        Step(
            "Now **self-training**: a Gaussian process is sure near labels only. Each round it "
            "labels the ten points it is surest of, and grows along the moons.",
            "base",
            {**MOONS, **TEACH},
            Prediction(
                "learning_types.straight_teacher",
                "Logistic regression is the surer the further from its straight border. Will its "
                "own labels help it?",
                ("Yes, more will be right", "Nothing changes", "No, fewer will be right"),
                {"base": "logistic"},
                _both,
                _sign,
                lambda before, after: (
                    f"{after[1]} of {after[0]} are right after self-training, and {after[2]} from "
                    "the labels alone. What it takes over wrongly it never gives back, and learns "
                    "as if it were true."
                ),
                surprises=True,
            ),
        ),
        Step(
            "With one label of each class the other points are worth a lot: compare both lines.",
            "n_labels",
            {**MOONS, **SPREAD},
            Prediction(
                "learning_types.more_labels",
                "With 20 labels of each class, what will the points without a label add to what "
                "the model alone gets right?",
                ("More than with one", "About as much", "Less than with one"),
                {"n_labels": 20},
                _both,
                _shrinks,
                lambda before, after: (
                    f"They changed the count by {_gain(before):+d} of {before[0]}, now by "
                    f"{_gain(after):+d} of {after[0]}. {_left_to_tell(before, after)}"
                ).replace("-", "−"),
            ),
        ),
    ),
    traps=(
        Trap(
            "Points without a label can do no harm.",
            "Here the model alone has 115 of the 146 right. With 40 neighbours colour crosses from "
            "the disc to the ring, and 81 are right.",
            {
                "shape": "circles",
                "noise": 0.1,
                "n_points": 150,
                "n_labels": 2,
                "n_neighbours": 40,
                "method": "spreading",
                "graph": "knn",
                "alpha": 0.9,
                "base": "gp",
                "marks": "",
            },
            lambda _settings, film: (film.alone_right, film.last.right) == (115, 81),
        ),
        Trap(
            "Colour comes to every point in the end.",
            "With 3 neighbours the graph falls into islands: no label comes to 134 points, however "
            "long it flows.",
            {
                "shape": "moons",
                "noise": 0.1,
                "n_points": 150,
                "n_labels": 1,
                "n_neighbours": 3,
                "method": "spreading",
                "graph": "knn",
                "alpha": 0.9,
                "marks": "",
            },
            lambda _settings, film: int((film.last.said < 0).sum()) == 134,
        ),
        Trap(
            "A model that is sure is right.",
            "A nearest neighbour is always sure. It takes over all points at once, 27 of them "
            "wrongly.",
            {
                "shape": "moons",
                "noise": 0.1,
                "n_points": 150,
                "n_labels": 1,
                "marks": "",
                "method": "self_training",
                "base": "knn",
                "takes": "threshold",
                "threshold": 0.9,
            },
            lambda _settings, film: film.last.n_wrong == 27,
        ),
    ),
    on_the_job=(
        "Radiologists label a hundred scans of a hundred thousand, shops a few reviews, linguists "
        "a few words. Before you trust what the others add, hide some labels and measure both "
        "ways, as here."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: semi-supervised learning",
            "https://scikit-learn.org/stable/modules/semi_supervised.html",
        ),
        Reading(
            "Chapelle, Schölkopf and Zien",
            "Semi-Supervised Learning (MIT Press, 2006)",
            "https://mitpress.mit.edu/9780262514125/semi-supervised-learning/",
        ),
        Reading(
            "Zhu",
            "Semi-supervised learning literature survey",
            "https://pages.cs.wisc.edu/~jerryzhu/pub/ssl_survey.pdf",
        ),
    ),
)
