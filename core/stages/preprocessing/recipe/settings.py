"""What can be chosen of a recipe at work: how its steps are scored, and which is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import Declared, borrowed, control, controls, params
from core.tabular.experiment import Experiment
from core.tabular.judge.cross_validate import ValidationSettings


class EffectSettings(Declared):
    """One experiment and how its steps are scored."""

    experiment: Experiment
    metric: str = borrowed(ValidationSettings, "metric")
    n_folds: int = control("Folds", "Of the score after each step.", default=3, low=2, high=10)
    max_rows: int = control(
        "Rows",
        "The score is measured on at most so many training rows.",
        default=2_000, low=100, high=50_000, step=100, scale="log",
    )  # fmt: skip


@dataclass(frozen=True)
class RecipeView:
    """The recipe's effect, looked at one step: its position in the recipe, "" for none."""

    work: EffectSettings
    step: str = control(
        "Look at step", "Before and after of this step", default="", kind="choice", role="step"
    )


PARAMS = (
    *controls(RecipeView),
    *params(EffectSettings, "metric", "n_folds", "max_rows", advanced=True),
)
