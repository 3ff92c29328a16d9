"""The lesson of the tabular net."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap


def _stop(settings: Any, answer: Any) -> str:
    """Return when the net stopped: its best epoch and the patience after it."""
    net, patience = answer.net, settings.patience
    if not settings.stop:
        return ""
    end = net.best + patience
    return (
        f"{net.best} + {patience} = {end}"
        if end == net.n_done
        else rf"{net.best} + {patience} > {net.n_done}"
    )


def _score_of(answer: Any, who: str) -> Any:
    return getattr(answer, who).metric("accuracy" if answer.classes else "r2")


def _net_score(_settings: Any, answer: Any) -> tuple[float, int, int]:
    """Return the net's score on the test rows, its best epoch and how many it took."""
    return float(_score_of(answer, "net").value), int(answer.net.best), int(answer.net.n_done)


def _used_loss(_settings: Any, answer: Any) -> float:
    """Return the held-out loss of the net that is used."""
    return float(answer.net.losses[answer.net.used - 1, 1])


def _best_epoch(_settings: Any, answer: Any) -> int:
    return int(answer.net.best)


def _score_moved(before: tuple[float, int, int], after: tuple[float, int, int]) -> int | None:
    if not (math.isfinite(before[0]) and math.isfinite(after[0])):
        return None
    return 1 if abs(after[0] - before[0]) < 0.001 else 0 if after[0] > before[0] else 2


def _told_of_score(before: tuple[float, int, int], after: tuple[float, int, int]) -> str:
    told = f"It took {after[2]} epochs instead of {before[2]} and scores {after[0]:.3f}"
    if before[1] == after[1]:
        return (
            f"{told}, {before[0]:.3f} before. Its best epoch is still {after[1]}, and it goes "
            "back there: the longer wait was spent for nothing."
        )
    return (
        f"{told}, {before[0]:.3f} before. The longer wait found a better epoch, {after[1]} in "
        f"place of {before[1]}."
    )


def _told_of_the_end(before: float, after: float) -> str:
    told = f"{before:.3f} at its best epoch, {after:.3f} at the last."
    if after > 1.15 * before:
        return (
            f"{told} The loss on the rows it learns from falls on and on; on rows it never saw it "
            "turned long before."
        )
    return f"{told} With these settings it has hardly begun to learn by heart when it ends."


def _told_of_size(before: int, after: int) -> str:
    told = f"Epoch {after} instead of {before}."
    if after < before:
        return (
            f"{told} With more weights each step changes more of what the net says: it fits the "
            "rule sooner, and the noise as well."
        )
    return f"{told} Usually a larger net is there sooner; here it needed the time to get going."


def _no_winner(_settings: Any, answer: Any) -> bool:
    """Whether the scores differ and their intervals overlap."""
    net, trees = _score_of(answer, "net"), _score_of(answer, "trees")
    apart = net.low > trees.high or trees.low > net.high
    return bool(net.value != trees.value and not apart)


LESSON = Lesson(
    idea=(
        "A net and **boosted trees** learn from the same rows of your table. Some rows are held "
        "out: nobody learns from them, they only tell when to stop. In the two charts the solid "
        "line is the loss on the rows learnt from, the dashed one on the held-out rows, over the "
        "epochs of the net and the rounds of the trees; the diamond is where the dashed line was "
        "lowest. Picture revising for an exam: at first you understand more, later you only know "
        "the old exercises by heart. **Early stopping** waits a while for a new best, its "
        "**patience**, then goes back to the diamond. The scores above come from a third part, "
        "test rows that neither has seen. Of 100 ranges like the one below "
        "a score, about 95 hold the true value."
    ),
    formula=r"\text{last epoch} = \text{best epoch} + \text{patience}",
    numbers=_stop,
    words=("boosted trees", "early stopping", "patience"),
    tour=(
        Step(
            "Find the diamond in each chart. Left of it both lines fall; right of it the solid "
            "one goes on falling while the dashed one rises: from there on the net learns the "
            "rows, not the rule.",
            sets={"stop": True},
        ),
        Step(
            "The net gives up after 10 epochs without a new best. You will give it 50.",
            "patience",
            {"stop": True, "patience": 10},
            Prediction(
                "neural_networks.more_patience",
                "What does the net score on the test rows then?",
                ("More", "The same", "Less"),
                {"patience": 50},
                _net_score,
                _score_moved,
                _told_of_score,
                surprises=True,
                always="Stopped early it goes back to its best epoch: waiting longer seldom finds "
                "a better one, and that is the lesson.",
                undecided="This table's score is not defined on so few test rows.",
            ),
        ),
        Step(
            "Early stopping goes off: the net trains to the last epoch, and the last is used.",
            "stop",
            {"stop": True, "patience": 10},
            Prediction(
                "neural_networks.to_the_end",
                "What happens to its loss on the held-out rows?",
                ("It ends lower", "It hardly changes", "It ends clearly higher"),
                {"stop": False},
                _used_loss,
                lambda before, after: (
                    0 if after < 0.98 * before else 1 if after <= 1.15 * before else 2
                ),
                _told_of_the_end,
                surprises=True,
            ),
        ),
        Step(
            "A far larger net: four layers of 128 instead of two of 32.",
            "width",
            {"stop": True, "patience": 10, "width": 32, "n_layers": 2},
            Prediction(
                "neural_networks.large_net_best",
                "When will it be at its best?",
                ("Earlier", "In the same epoch", "Later"),
                {"width": 128, "n_layers": 4},
                _best_epoch,
                lambda before, after: 1 + (after > before) - (after < before),
                _told_of_size,
                surprises=True,
            ),
        ),
        Step(
            "The best epoch is no property of your table. Move the learning rate until the net "
            "is at its best in epoch 25 or later. Is its score any better?",
            "learning_rate",
            {"stop": True, "patience": 10, "learning_rate": 0.1},
            until=lambda _settings, answer: answer.net.best >= 25,
        ),
    ),
    traps=(
        Trap(
            "The higher number has won.",
            "Look at the ranges below both scores: while they overlap widely, another draw of test "
            "rows could turn the order round.",
            {"stop": True, "patience": 10},
            _no_winner,
        ),
        Trap(
            "The training loss says how good the net is.",
            "Without early stopping the loss on the rows it learns from goes on falling while the "
            "one on held-out rows climbs.",
            {"stop": False, "dropout": 0.0, "n_epochs": 80},
            lambda _settings, answer: (
                answer.net.losses[-1, 0] < answer.net.losses[answer.net.best - 1, 0]
                and answer.net.last_loss > 1.2 * answer.net.best_loss
            ),
        ),
    ),
    on_the_job=(
        "On tables of a few thousand rows try boosted trees first: they need less tuning and are "
        "hard to beat. A net earns its place with texts, pictures or millions of rows beside the "
        "columns."
    ),
    more=(
        Reading(
            "Grinsztajn, Oyallon & Varoquaux (2022)",
            "Why do tree-based models still outperform deep learning on tabular data?",
            "https://arxiv.org/abs/2207.08815",
        ),
        Reading(
            "Goodfellow, Bengio & Courville",
            "Deep Learning, chapter 7: Regularization (early stopping)",
            "https://www.deeplearningbook.org/contents/regularization.html",
        ),
        Reading(
            "scikit-learn",
            "User guide: Histogram-based gradient boosting",
            "https://scikit-learn.org/stable/modules/ensemble.html"
            "#histogram-based-gradient-boosting",
        ),
    ),
)
