"""The lesson of the training loop."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

WHOLE: dict[str, Value] = {
    "train_mode": True, "shuffle": True, "zero_grad": True, "backward": True, "step": True,
    "eval_mode": True, "order": "right", "target": "right",
}  # fmt: skip
"""The loop with nothing missing."""


def _way(settings: Any, film: Any) -> str:
    """Return how far the weights went in the last epoch."""
    last = film.last
    rate, epoch = settings.learning_rate, last.epoch
    if not math.isfinite(last.moved):
        return ""
    return (
        rf"\eta = {rate:g}: \quad"
        rf" \lVert w_{{{epoch}}} - w_{{{epoch - 1}}} \rVert = {last.moved:.4g}"
    )


def _test_loss(_settings: Any, film: Any) -> float:
    """Return the test loss at the end, infinity where it left the numbers."""
    loss = float(film.last.test_loss)
    return loss if math.isfinite(loss) else math.inf


def _times(before: float, after: float) -> int:
    """Return 0 for about as low or lower, 1 for up to twice as high, 2 for more."""
    return 0 if after <= 1.1 * before else 1 if after <= 2 * before else 2


def _same(before: float, after: float) -> int:
    return 1 if after == before else 0 if after < before else 2


def _told(before: float, after: float) -> str:
    now = f"{after:.3f}" if math.isfinite(after) else "beyond all numbers"
    return f"The test loss ended at {before:.3f} and is {now} now"


LESSON = Lesson(
    idea=(
        "Every deep learning program has the same few lines at its heart: predict, measure the "
        "**loss**, hand the blame back, move the weights, wipe the slate, again. One round over a "
        "few points is a **batch**; over all of them an epoch. The switches are these lines: take "
        "one out and PyTorch runs the loop without it, as shown below the picture. Most broken "
        "loops raise no error: they train, only worse, and this is what you learn to see. Solid "
        "curves are the loss on the training points, dashed ones on test points; grey are the same "
        "two of a loop with nothing missing, or of a lettered patient to diagnose. The coloured "
        "plane is what the network says."
    ),
    formula=r"w \leftarrow w - \eta \, \nabla L(w)",
    numbers=_way,
    words=("loss", "batch"),
    tour=(
        Step(
            "Read the loop below the picture from top to bottom, and find each switch in it. "
            "All lines are in, so your curves lie on the grey ones.",
            sets=WHOLE,
        ),
        Step(
            "The line that makes the gradients, backward(), is out: nothing is learnt. You will "
            "put it back and leave out step(), which uses them, instead.",
            "backward",
            {**WHOLE, "backward": False},
            Prediction(
                "neural_networks.made_or_used",
                "Where does the test loss end, compared with now?",
                ("Lower, the gradients are there", "Exactly the same", "Higher"),
                {"backward": True, "step": False},
                _test_loss,
                _same,
                lambda before, after: (
                    f"{_told(before, after)}. Gradients that nobody uses and gradients that nobody "
                    "made leave the weights alike: as they were drawn."
                ),
                always="In both loops no weight ever moves.",
            ),
        ),
        Step(
            "Now zero_grad() goes out: each batch's gradient is added to those of all batches "
            "before it.",
            "zero_grad",
            WHOLE,
            Prediction(
                "neural_networks.old_notes",
                "Where does the test loss end?",
                ("About as low as before", "Up to twice as high", "More than twice as high"),
                {"zero_grad": False},
                _test_loss,
                _times,
                lambda before, after: (
                    f"{_told(before, after)}. Each step follows the sum of all gradients so far, "
                    "most of them long settled: momentum without friction, which finds no rest."
                ),
                surprises=True,
            ),
        ),
        Step(
            "A plain network, without dropout or batch norm. Both net.train() and net.eval() go "
            "out.",
            "eval_mode",
            {**WHOLE, "net": "plain"},
            Prediction(
                "neural_networks.switch_of_nothing",
                "And the test loss?",
                ("It ends lower", "Exactly the same", "It ends higher"),
                {"train_mode": False, "eval_mode": False},
                _test_loss,
                _same,
                lambda before, after: (
                    f"{_told(before, after)}. These two lines only tell dropout and batch norm how "
                    "to behave, and here is neither. With dropout chosen, eval() matters."
                ),
                surprises=True,
                always="Nothing in a plain network behaves differently in train() and eval().",
            ),
        ),
        Step(
            "Batch norm scales each batch by its own mean and spread. The points lie in the file "
            "one class after the other; you will no longer shuffle them.",
            "shuffle",
            {**WHOLE, "net": "batch_norm", "learning_rate": 0.1},
            Prediction(
                "neural_networks.never_shuffled",
                "Where does the test loss end?",
                ("About as low as before", "Up to twice as high", "More than twice as high"),
                {"shuffle": False},
                _test_loss,
                _times,
                lambda before, after: (
                    f"{_told(before, after)}. Each batch holds one class only, so batch norm "
                    "centres it on itself: what tells the classes apart is taken away."
                ),
                surprises=True,
                always="All batches, but one at most, hold a single class, and batch norm centres "
                "it away.",
            ),
        ),
        Step(
            "Here all lines are in, and yet nothing is learnt. Read the loop below the picture, "
            "find out why, and mend it.",
            "order",
            {**WHOLE, "order": "zero_late"},
            until=lambda _settings, film: film.last.gap == 0 and film.last.moved > 0,
        ),
    ),
    traps=(
        Trap(
            "The right loop has the lowest loss.",
            "Without train() dropout stays off after the first eval(), and here this small network "
            "does better without it: right means that the loop does what you think it does.",
            {**WHOLE, "net": "dropout", "learning_rate": 0.1, "train_mode": False},
            lambda _settings, film: film.last.test_loss < 0.9 * film.last.target_test,
        ),
        Trap(
            "zero_grad() must be the first line.",
            "It must stand anywhere between one step() and the next backward(): after step() gives "
            "the very same curve.",
            {**WHOLE, "order": "zero_last"},
            lambda _settings, film: film.last.gap == 0 and film.last.moved > 0,
        ),
    ),
    on_the_job=(
        "Before a long run, let the loop learn one batch by heart: if the loss does not go to "
        "nearly 0, a line is missing, and you have found it in a minute instead of a week."
    ),
    more=(
        Reading(
            "PyTorch",
            "Optimizing model parameters",
            "https://pytorch.org/tutorials/beginner/basics/optimization_tutorial.html",
        ),
        Reading(
            "Andrej Karpathy",
            "A Recipe for Training Neural Networks",
            "https://karpathy.github.io/2019/04/25/recipe/",
        ),
        Reading(
            "PyTorch",
            "Module.train and Module.eval",
            "https://pytorch.org/docs/stable/generated/torch.nn.Module.html",
        ),
    ),
)
