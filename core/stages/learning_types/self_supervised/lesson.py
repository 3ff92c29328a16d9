"""The lesson of self-supervised learning: a task without labels, and what it is worth."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

QUICK: dict[str, Value] = {
    "n_steps": 120, "n_draws": 3, "width": 256, "size": 64, "labels": "20", "seed": 0,
}  # fmt: skip
TWINS: dict[str, Value] = {**QUICK, "pretext": "contrast", "shift": 1, "noise": 0.2}
PLACES = {10: 0, 20: 1, 50: 2, 100: 3, 300: 4}
CLOSE = 0.02
MOVED = (
    "The net was behind, led astray by its task: labels pick out what is still of use in it.",
    "Labels serve both alike.",
    "With labels enough, pixels say by themselves what the task had taught.",
)
"""What becomes of the lead of features over pixels with more labels: grown, the same, shrunk."""


def _blind(settings: Any, film: Any) -> str:
    """Return the loss of the task as it is, and of knowing nothing."""
    last = film.last
    if settings.pretext != "contrast":
        return rf"\mathcal{{L}} = {last.loss:.3f} \quad \text{{(guessing: }}{last.study.blind:.3f})"
    return (
        rf"\mathcal{{L}} = {last.loss:.3f}, \quad \tau = {settings.temperature:g}, \quad "
        rf"n = {settings.batch_size}"
    )


def _worth(settings: Any, film: Any) -> tuple[float, float, float]:
    """Return the probe on the features and on pixels, and how often the task is right."""
    place, last = PLACES[settings.labels], film.last
    return float(last.probe[place]), float(last.study.raw[place]), float(last.right)


def _behind(last: Any) -> float:
    """Return how far the probe with 20 labels is behind raw pixels."""
    return float(last.study.raw[PLACES[20]] - last.probe[PLACES[20]])


def _against_pixels(_before: Any, after: Any) -> int:
    gap = after[0] - after[1]
    return 1 if abs(gap) <= CLOSE else 0 if gap > 0 else 2


def _up_or_down(before: Any, after: Any) -> int:
    gap = after[0] - before[0]
    return 1 if abs(gap) <= CLOSE else 0 if gap > 0 else 2


def _ahead(before: Any, after: Any) -> int:
    moved = (after[0] - after[1]) - (before[0] - before[1])
    return 1 if abs(moved) <= 0.01 else 0 if moved > 0 else 2


def _told_of_turns(before: Any, after: Any) -> str:
    return (
        f"The turn is told right for {after[2]:.1%} of the digits, and with it the probe reaches "
        f"{after[0]:.1%}; raw pixels {after[1]:.1%}, contrast before {before[0]:.1%}. Which way is "
        "up is another question than which digit: a 6 turned twice is a 9."
    )


def _told_of_equal(before: Any, after: Any) -> str:
    return (
        f"The probe goes from {before[0]:.1%} to {after[0]:.1%}, and twins found from "
        f"{before[2]:.1%} to {after[2]:.1%}. Equal pictures have equal features in any net: there "
        "is nothing to learn to overlook."
    )


def _told_of_labels(before: Any, after: Any) -> str:
    told = (
        f"With 10 labels {before[0]:.1%} on the features and {before[1]:.1%} on pixels, with 300 "
        f"{after[0]:.1%} and {after[1]:.1%}."
    )
    return f"{told} {MOVED[_ahead(before, after)]}"


LESSON = Lesson(
    idea=(
        "Labels cost money; pictures are free. In **self-supervised learning** a net sets itself a "
        "riddle whose answer lies in the picture: a **pretext task**. Here: which two of many "
        "altered pictures are one digit, by how much was it turned, what stood under the grey? "
        "Nobody cares for the answers; what is wanted are the **features**, the numbers that the "
        "net makes of a digit on the way. A **linear probe** tells what they are worth: the net is "
        "frozen, and a plain linear model learns digits from them with ten labels or three "
        "hundred. Beside it stands the same model on raw pixels. Think of a child that sorts "
        "pebbles for fun, and then needs each kind named only once."
    ),
    formula=(
        r"\mathcal{L} = -\frac{1}{2n} \sum_i \ln \frac{e^{\cos(z_i, z_{t(i)}) / \tau}}"
        r"{\sum_{j \ne i} e^{\cos(z_i, z_j) / \tau}} \quad t(i): \text{ the twin}"
    ),
    numbers=_blind,
    words=("self-supervised learning", "pretext task", "linear probe"),
    tour=(
        Step(
            "Play the film. On the left 500 digits drift apart by kind, though the net sees no "
            "name; on the right each row looks for its twin, and the diagonal turns blue. Then "
            "click a dot of the map: who is near it?",
            sets={"pretext": "contrast", "labels": "20", "held": 8},
            until=lambda settings, _film: settings.held != 8,
        ),
        Step(
            "A shorter run of contrast, with 20 labels in the probe. You are about to ask the net "
            "by how much a digit was turned instead.",
            "pretext",
            TWINS,
            Prediction(
                "learning_types.turns_against_pixels",
                "How will 20 labels on its features do against 20 on raw pixels?",
                ("Better", f"Level, within {CLOSE:.0%}", "Worse"),
                {"pretext": "rotation"},
                _worth,
                _against_pixels,
                _told_of_turns,
                surprises=True,
                always="A net that attends to which way is up throws away what pixels still hold.",
            ),
        ),
        Step(
            "Contrast again. Each view is shifted by up to a pixel and has noise of its own. You "
            "are about to take both away: twins become equal.",
            "shift",
            TWINS,
            Prediction(
                "learning_types.equal_twins",
                "What will the probe with 20 labels do?",
                ("Rise: the task is easier", f"Stay, within {CLOSE:.0%}", "Fall"),
                {"shift": 0, "noise": 0.0},
                _worth,
                _up_or_down,
                _told_of_equal,
                surprises=True,
                always="Equal pictures have equal features in any net: there is nothing to learn.",
            ),
        ),
        Step(
            "Ten labels now, one of each digit, and the task that is set at the left; try another "
            "afterwards. You are about to give the probe 300 labels, on the features and on raw "
            "pixels alike.",
            "labels",
            {**QUICK, "labels": "10", "shift": 1, "noise": 0.2, "mask": 0.5},
            Prediction(
                "learning_types.gap_with_labels",
                "What happens to the lead of the features over raw pixels?",
                ("It grows", "It stays within a point", "It shrinks"),
                {"labels": "300"},
                _worth,
                _ahead,
                _told_of_labels,
            ),
        ),
    ),
    traps=(
        Trap(
            "A task that is solved has taught the net a lot.",
            "Equal twins are nearly all found, and the features are worth less than raw pixels.",
            {**TWINS, "shift": 0, "noise": 0.0},
            lambda _settings, film: film.last.right > 0.98 and _behind(film.last) > 0,
        ),
        Trap(
            "Features of a trained net beat raw pixels.",
            "Rotation leaves a probe with 20 labels far behind the same probe on raw pixels.",
            {**QUICK, "pretext": "rotation"},
            lambda _settings, film: _behind(film.last) > 0.1,
        ),
    ),
    on_the_job=(
        "Scans, log lines or recordings by the million and a few hundred labels: train on the "
        "heap without labels first, then fit a small model. Always run the plain baseline beside "
        "it: as you see here, a task that does not fit the question costs more than it brings."
    ),
    more=(
        Reading("Weng, L.", "Self-supervised representation learning",
                "https://lilianweng.github.io/posts/2019-11-10-self-supervised/"),
        Reading("Balestriero et al.", "A cookbook of self-supervised learning",
                "https://arxiv.org/abs/2304.12210"),
        Reading("Chen et al.", "A simple framework for contrastive learning (SimCLR)",
                "https://arxiv.org/abs/2002.05709"),
    ),
)  # fmt: skip
