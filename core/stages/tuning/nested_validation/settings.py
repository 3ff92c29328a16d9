"""What can be chosen: how many candidates, how folds are nested, and whether anything is there."""

from __future__ import annotations

from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment
from core.tabular.judge.cross_validate import ValidationSettings


class NestedSettings(Declared):
    """One experiment, whose model's settings are chosen by a score."""

    experiment: Experiment
    n_candidates: int = control(
        "Candidates",
        "So many settings of the model are drawn at random and tried; the best score wins.",
        default=30, low=1, high=60,
    )  # fmt: skip
    n_rows: int = control(
        "Rows",
        "At most so many training rows, drawn by the seed. On fewer rows a score is luckier.",
        default=200, low=40, high=5_000, step=20, scale="log",
    )  # fmt: skip
    n_outer: int = control(
        "Outer folds",
        "Each is put aside once, and no choice ever sees it.",
        default=4, low=2, high=8, step=1,
    )  # fmt: skip
    n_inner: int = control(
        "Inner folds",
        "Within the rest, so many folds choose the candidate.",
        default=4, low=2, high=8, step=1,
    )  # fmt: skip
    shuffled: bool = control(
        "Shuffle the target",
        "The same values of the target, dealt out to rows by chance: nothing can be learnt.",
        default=False,
    )  # fmt: skip
    metric: str = borrowed(ValidationSettings, "metric")
