"""The lesson of One data set, five ways: what is told decides what can be learnt, at what price."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value
from core.wording import share

MOONS: dict[str, Value] = {
    "shape": "moons", "noise": 0.15, "n_labels": 3, "groups": "k_means", "pretext": "near",
}  # fmt: skip
RINGS: dict[str, Value] = {
    "shape": "rings", "noise": 0.05, "n_classes": 2, "groups": "single_linkage",
}  # fmt: skip
FOUND, LOST = 0.9, 0.7
CLOSE = 0.02
"""So near to each other two ways are as good."""


def _in_numbers(_settings: Any, answer: Any) -> str:
    whole, few, spread = (answer.ways[name] for name in ("all", "few", "spread"))
    return (
        rf"\text{{{few.cost} labels: }} {few.accuracy:.3f} \qquad "
        rf"\text{{{few.cost} labels and the rest: }} {spread.accuracy:.3f} \qquad "
        rf"\text{{{whole.cost} labels: }} {whole.accuracy:.3f}"
    )


def _shares_of(*names: str) -> Any:
    """Return a measure: the accuracy of some ways."""
    return lambda _settings, answer: tuple(answer.tally.shares[name] for name in names)


def _told(part: float) -> str:
    return share(part, 1)


def _matched(_before: Any, after: Any) -> int:
    return 0 if after[0] >= FOUND else 2 if after[0] < LOST else 1


def _gap(before: Any, after: Any) -> int | None:
    """Return what became of the lead of label spreading; None where it had none."""
    (spread_before, few_before), (spread, few) = before, after
    if spread_before - few_before <= CLOSE:
        return None
    if spread - few <= CLOSE:
        return 2
    return 1 if spread - few < spread_before - few_before else 0


def _riddle(_settings: Any, answer: Any) -> tuple[float, float, float, int, int, int]:
    shares, tally = answer.tally.shares, answer.tally
    return (
        shares["probe"], shares["raw"], shares["untrained"], tally.won, tally.lost,
        answer.n_repeats,
    )  # fmt: skip


def _pays(_before: Any, after: Any) -> int:
    won, lost, n = after[3:]
    return 0 if won == n else 2 if lost == n else 1


def _mistakes(_settings: Any, answer: Any) -> tuple[float, float]:
    return answer.tally.wrong, answer.tally.shares["bandit"]


def _more_wrong(before: Any, after: Any) -> int | None:
    if not before[0]:
        return None
    times = after[0] / before[0]
    return 0 if times <= 2 else 1 if times <= 3 else 2


LESSON = Lesson(
    idea=(
        "A **label** is somebody's answer to one example. Picture a crate of mushrooms. An expert "
        "names each one: **supervised learning**. Nobody says a word, and you sort them by looks: "
        "**unsupervised learning**. The expert names six, and likeness carries the names on: "
        "semi-supervised. You first set yourself a riddle, such as telling which mushrooms grew "
        "side by side, and ask for six names afterwards: self-supervised. Or you eat one at a "
        "time and learn from your stomach alone: a **contextual bandit**, the smallest case of "
        "reinforcement learning. The same crate, five prices. Whoever builds a model pays in "
        "labels, and must know which of the cheap ways holds for the data at hand."
    ),
    words=("label", "supervised learning", "unsupervised learning", "contextual bandit"),
    formula=(
        r"\text{accuracy(price)} = \frac{\text{held-out points that are right}}"
        r"{\text{held-out points}} \qquad \text{price} = \text{labels, or answers, that were told}"
    ),
    numbers=_in_numbers,
    tour=(
        Step(
            "Eight maps of the same points. Each shows only what its learner was told: all labels, "
            "none, a few with grey points around them. Point at a map for the class it names, then "
            "see in the chart on top what each price bought.",
            sets=MOONS,
        ),
        Step(
            "Two thin rings, and not one label. k-means would halve both; single linkage goes on "
            "from each point to its next, and finds them. You are about to blur the rings, so that "
            "strays stand between them.",
            "noise",
            RINGS,
            Prediction(
                "learning_types.a_bridge_between_rings",
                "What share of the held-out points will the groups without labels match?",
                ("Nine in ten or more", "Seven to nine in ten", "Fewer than seven in ten"),
                {"noise": 0.15},
                _shares_of("groups", "all"),
                _matched,
                lambda before, after: (
                    f"They match {_told(after[0])}, after {_told(before[0])}; all labels give "
                    f"{_told(after[1])}. Groups are what a method takes for one, chains or clumps. "
                    "A few strays can make one chain of two rings, and no label is there to object."
                ),
                surprises=True,
            ),
        ),
        Step(
            "Three labels of each moon. Alone they tell little; where the grey points hand them "
            "on from neighbour to neighbour, they fill their moon. You are about to pay for 20 "
            "labels of each.",
            "n_labels",
            MOONS,
            Prediction(
                "learning_types.labels_close_the_gap",
                "What becomes of the lead that label spreading has over the same labels alone?",
                ("It grows", "It shrinks", "It is gone: at most 2 points of percent"),
                {"n_labels": 20},
                _shares_of("spread", "few"),
                _gap,
                lambda before, after: (
                    f"Label spreading goes from {_told(before[0])} to {_told(after[0])}, the "
                    f"labels alone from {_told(before[1])} to {_told(after[1])}. Points "
                    "without labels stand in for labels: the more of these, the less is left to do."
                ),
                undecided="Label spreading has no lead here: take other points.",
            ),
        ),
        Step(
            "The riddle: bring neighbours together, push strangers apart. No label is seen; then "
            "a line is drawn through its features with three labels a class, and beside it one "
            "through the bare coordinates. Look who wins on the moons. You are about to "
            "ask the same of a disc inside a ring.",
            "pretext",
            MOONS,
            Prediction(
                "learning_types.riddle_on_a_ring",
                "Will its features beat the bare coordinates?",
                ("Yes, in every repeat", "Now one, now the other", "No, in none of the repeats"),
                {"shape": "circles"},
                _riddle,
                _pays,
                lambda before, after: (
                    f"{_told(after[0])} against {_told(after[1])}, better in {after[3]} and worse "
                    f"in {after[4]} of {after[5]} repeats; the net before training gets "
                    f"{_told(after[2])}. A line through the coordinates must be too little, and "
                    "what the riddle asks must be what the classes need."
                ),
                surprises=True,
            ),
        ),
        Step(
            "The bandit on two clumps. It is told 'right' or 'wrong', and with two classes 'wrong' "
            "gives the other one away. You are about to give it five.",
            "n_classes",
            {"shape": "blobs", "noise": 0.15, "n_classes": 2, "n_tries": 600},
            Prediction(
                "learning_types.five_to_choose_from",
                "How often will it name a wrong class on the way?",
                ("At most twice as often", "Two to three times", "More than three times"),
                {"n_classes": 5},
                _mistakes,
                _more_wrong,
                lambda before, after: (
                    f"{after[0]:.0f} times, after {before[0]:.0f} with two classes; it ends at "
                    f"{_told(after[1])}. A wrong guess now leaves four classes open, and each "
                    "exploration hits one time in five only."
                ),
                undecided="It never erred before: give it more tries.",
            ),
        ),
        Step(
            "Now you. Raise the noise of the moons until label spreading is no longer the best "
            "use of three labels a class: a bridge of strays is all it takes.",
            "noise",
            MOONS,
            until=lambda settings, answer: (
                settings.shape == "moons" and answer.tally.first != "spread"
            ),
        ),
    ),
    traps=(
        Trap(
            "As many groups as classes, so the groups are the classes.",
            "Groups are what lies together by the method's own measure. A ring and its disc share "
            "one middle, so k-means halves both.",
            {"shape": "circles", "noise": 0.1, "groups": "k_means"},
            lambda _settings, answer: answer.tally.shares["groups"] < LOST,
        ),
        Trap(
            "More data without labels can only help.",
            "A riddle can spend the features on what the classes do not need: here three labels "
            "get further on the bare coordinates.",
            MOONS,
            lambda _settings, answer: (
                answer.tally.shares["probe"] < answer.tally.shares["raw"]
            ),
        ),
        Trap(
            "'Right' or 'wrong' is as good as a label.",
            "With five classes 'wrong' leaves four of them: 100 answers get less far than 100 "
            "labels.",
            {"shape": "blobs", "n_classes": 5, "noise": 0.3, "n_tries": 100, "n_labels": 20},
            lambda _settings, answer: (
                answer.tally.shares["bandit"] < answer.tally.shares["few"] - CLOSE
            ),
        ),
    ),
    on_the_job=(
        "Scans wait for a doctor's name, clicks come by the million. Before you buy 10 000 labels, "
        "buy 100, hold some out, and let the cheap ways compete with a plain model on the rest: "
        "the baseline beside them decides, not their fame."
    ),
    more=(
        Reading(
            "Chapelle, Schölkopf and Zien",
            "Semi-Supervised Learning, chapter 1: what must hold for it to help",
            "https://mitpress.mit.edu/9780262514125/semi-supervised-learning/",
        ),
        Reading(
            "scikit-learn",
            "Semi-supervised learning",
            "https://scikit-learn.org/stable/modules/semi_supervised.html",
        ),
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning, chapter 2.9: contextual bandits",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Reading(
            "Balestriero and others",
            "A Cookbook of Self-Supervised Learning",
            "https://arxiv.org/abs/2304.12210",
        ),
    ),
)  # fmt: skip
