"""The lesson of the boundary studio: every model has a way of its own to part points."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.supervised.boundary_studio.score import Score
from core.value import Value

SIX = "logistic, gaussian_nb, knn, svm_rbf, decision_tree, random_forest"
MOONS: dict[str, Value] = {
    "shape": "moons", "noise": 0.3, "n_points": 200, "test_share": 0.4, "models": SIX,
}  # fmt: skip
BLURRED: dict[str, Value] = {**MOONS, "noise": 0.8, "models": "knn 15, knn 100"}
COIN, GOOD = 0.7, 0.9


def _accuracy(_settings: Any, board: Any) -> str:
    if not board.ranked:
        return ""
    best = board.ranked[0].test
    return rf"\text{{accuracy}} = \frac{{{best.right}}}{{{best.n}}} = {best.share:.4g}"


def _first_of(model: str) -> Any:
    """Return a measure: of the first map of a model, right and all points in training and test."""

    def measure(_settings: Any, board: Any) -> tuple[int, int, int, int] | None:
        for one in board.maps:
            if one.player.id == model and not one.refused:
                return one.train.right, one.train.n, one.test.right, one.test.n
        return None

    return measure


def _train(measured: Any) -> Score:
    return Score(*measured[:2])


def _test(measured: Any) -> Score:
    return Score(*measured[2:])


def _coin(_before: Any, after: Any) -> int:
    share = _test(after).share
    return 2 if share < COIN else 0 if share >= GOOD else 1


def _trade(before: Any, after: Any) -> int | None:
    """Return what training and test scores did; None where one of them stood still."""
    train = _train(after).share - _train(before).share
    test = _test(after).share - _test(before).share
    if not train or not test:
        return None
    return {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[
        train > 0, test > 0
    ]


def _leaders(_settings: Any, board: Any) -> tuple[tuple[str, ...], int, int]:
    """Return who leads, how many test points that is, and of how many."""
    best = board.ranked[0].test
    names = tuple(one.player.label for one in board.ranked if one.test.right == best.right)
    return names, best.right, best.n


def _stays(before: Any, after: Any) -> int | None:
    (first, *others), now = before[0], after[0]
    if others:
        return None
    return 2 if first not in now else 0 if len(now) == 1 else 1


def _parts_them(settings: Any, board: Any) -> bool:
    """Whether points were drawn of which a test dot is right on one map and wrong on another."""
    from core.neural.data.dataset import DRAWN
    from core.stages.supervised.boundary_studio.settings import StudioSettings

    if settings.shape != DRAWN or settings.points == StudioSettings().points:
        return False
    right = [(one.said_test == board.data.y_test).tolist() for one in board.ranked]
    return any(len(set(dot)) > 1 for dot in zip(*right, strict=True))


LESSON = Lesson(
    idea=(
        "A classifier colours the whole plane: at each place it names a class, even where no point "
        "has ever been. Where the colour changes runs its **decision boundary**. Picture six "
        "people who each fence the same meadow between sheep and goats: one owns a single straight "
        "plank, one only level and upright boards, one asks the nearest animals. The same animals, "
        "six fences. Deep colour means sure, pale that it could be either. Filled dots are the "
        "**training rows** they saw, outlined ones **test rows** kept from them; ✕ marks a test "
        "dot on the wrong side. A fence that winds around single animals is right about those, and "
        "wrong about the next ones."
    ),
    words=("decision boundary", "training rows", "test rows"),
    formula=(
        r"\hat y(x) = \underbrace{\arg\max_c\ P(c \mid x)}"
        r"_{\text{the class that is most probable at place } x} \qquad "
        r"\text{accuracy} = \frac{\text{right}}{\text{test points}}"
    ),
    numbers=_accuracy,
    tour=(
        Step(
            "Six models, the same two moons. Point at a map: it tells the class and how probable "
            "it is there. Then click one to see it large, and look at what the border follows: "
            "the shape, or single dots?",
            sets={**MOONS, "large": "0"},
            until=lambda settings, _board: settings.large != "0",
        ),
        Step(
            "Logistic regression owns one straight border, and on the moons that goes rather well. "
            "You are about to give all six a disc inside a ring.",
            "shape",
            {**MOONS, "large": "0"},
            Prediction(
                "supervised.straight_through_a_ring",
                "How many test points will logistic regression get right?",
                ("Nine in ten or more", "Seven to nine in ten", "Fewer than seven in ten"),
                {"shape": "circles"},
                _first_of("logistic"),
                _coin,
                lambda before, after: (
                    f"{_test(after).percent}, after {_test(before).percent} on the moons. "
                    "Wherever the line lies, both sides of it hold some of the ring; and it is "
                    "pale all over, because the model knows that it does not know."
                ),
                always="No straight line has the disc on one side and the ring on the other.",
            ),
        ),
        Step(
            "Moons so blurred that they mix. At every place the nearest dots vote: 15 of them on "
            "the first map, 100 on the second, which heeds single dots least. You are about to let "
            "only one vote on the first, so that each place copies its nearest training dot; the "
            "second stays to compare with.",
            "models",
            BLURRED,
            Prediction(
                "supervised.one_vote",
                "What do the scores of the first map do?",
                (
                    "Training and test rise",
                    "Training rises, the test falls",
                    "Training falls, the test rises",
                    "Both fall",
                ),
                {"models": "knn 1, knn 100"},
                _first_of("knn"),
                _trade,
                lambda before, after: (
                    f"Training goes from {_train(before).percent} to {_train(after).percent}, the "
                    f"test from {_test(before).percent} to {_test(after).percent}. Each "
                    "training dot is its own nearest neighbour; the islands around strays are "
                    "noise learnt by heart."
                ),
                surprises=True,
                undecided="One of the scores stood still: take another seed.",
            ),
        ),
        Step(
            "Back to the six on the moons. The ★ above a map says who leads, the sentence below "
            "the maps by how many test points. You are about to blur the same moons three times as "
            "much.",
            "noise",
            {**MOONS, "large": "0"},
            Prediction(
                "supervised.same_winner_again",
                "Will the same model lead?",
                ("Yes, it leads alone", "It shares the lead", "No, another leads"),
                {"noise": 0.9},
                _leaders,
                _stays,
                lambda before, after: (
                    f"It was {before[0][0]} with {before[1]} of {before[2]} right, now it is "
                    f"{' with '.join(after[0])} with {after[1]}. Which border fits best is up to "
                    "the points, and a few of them make a winner."
                ),
                undecided="Nobody leads alone: draw other points first.",
            ),
        ),
        Step(
            "Now you. Draw dots until an outlined one, a test dot, is wrong (✕) on one map and "
            "right on another: click for a dot, drag to brush, and watch all borders follow.",
            "points",
            {**MOONS, "shape": "drawn"},
            until=_parts_them,
        ),
    ),
    traps=(
        Trap(
            "100 % in training is a good model.",
            "One neighbour gets it on any points, on classes that mean nothing, too.",
            {"shape": "random_labels", "models": "knn 1", "n_points": 200, "test_share": 0.4},
            lambda _settings, board: (
                board.maps[0].train.share == 1 and board.maps[0].test.share < COIN
            ),
        ),
        Trap(
            "The border that bends most is the better model.",
            "Where the truth is a line and the points are blurred, the line beats the forest, "
            "which bends around accidents.",
            {**MOONS, "shape": "linear", "noise": 1.0, "data_seed": 0},
            lambda _settings, board: board.maps[0].test.right > board.maps[-1].test.right,
        ),
    ),
    on_the_job=(
        "Nobody can draw forty columns, but each model bends there as it bends here. Who has seen "
        "a tree's steps, a forest's islands and a line's limits picks two or three candidates "
        "for a new table in a minute, and mistrusts a perfect training score."
    ),
    more=(
        Reading(
            "scikit-learn",
            "Classifier comparison",
            "https://scikit-learn.org/stable/auto_examples/classification/"
            "plot_classifier_comparison.html",
        ),
        Reading(
            "Hastie, Tibshirani and Friedman",
            "The Elements of Statistical Learning, chapter 2.3: least squares against neighbours",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
        Reading(
            "James, Witten, Hastie, Tibshirani and Taylor",
            "An Introduction to Statistical Learning with Python, chapter 4",
            "https://www.statlearning.com/",
        ),
    ),
)
