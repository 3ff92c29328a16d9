"""Missions of the playground search race."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice

TREE = {"model": ModelChoice("decision_tree")}
MANY: dict[str, Any] = {"budget": 36, "n_folds": 2, "methods": ("halving",), "n_seeds": 1}
WHOLE_RUN = 100_000


def _no_winner(settings: Any, film: Any) -> bool:
    """Whether the race of two methods or more is over and its lead within luck."""
    last = film.last
    return bool(last.over and last.n_seeds >= 3 and last.lead <= last.spread)


def _cheap(settings: Any, film: Any) -> bool:
    """Whether halving has tried five times as many candidates as the budget pays for whole."""
    last = film.last
    n_tried = int(((last.method == 2) & (last.seed == 0)).sum())
    return bool(n_tried >= 5 * settings.n_trials)


MISSIONS = (
    Mission(
        "tuning.no_winner",
        "Nobody won",
        "Let a race of at least two methods and three seeds come to its end with a lead that is "
        "no larger than what seeds make of it.",
        ("Most tables will do: press play and wait.", "A small budget makes the race shorter."),
        _no_winner,
        Attempt(
            {"budget": 12, "n_folds": 2, "methods": ("grid", "random")}, "iris", TREE,
            pictures=WHOLE_RUN,
        ),
        Attempt(
            {"budget": 12, "n_folds": 2, "methods": ("grid", "random"), "n_seeds": 2}, "iris",
            TREE, pictures=WHOLE_RUN,
        ),
    ),
    Mission(
        "tuning.many_for_little",
        "Many for little",
        "Have halving look at five times as many candidates, with the first seed, as its budget "
        "pays for on all rows.",
        (
            "It tries many on few rows first, and the fewer go on, the more can begin.",
            "More settings: let it keep one of four. It needs a few hundred rows.",
        ),
        _cheap,
        Attempt({**MANY, "factor": 4}, "vote_1996", TREE, pictures=WHOLE_RUN),
        Attempt(MANY, "vote_1996", TREE, pictures=WHOLE_RUN),
    ),
)  # fmt: skip
