"""What can be chosen of a threshold: where it stands, for which class, and what errors cost."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import Declared, borrowed, control, params
from core.tabular.experiment import Experiment
from core.tabular.explain.target import ExplainSettings


@dataclass(frozen=True)
class ScoreSettings:
    """What the worker needs; class, threshold and costs are light."""

    experiment: Experiment


class ThresholdSettings(Declared):
    """One class against the rest at a threshold in [0, 1], with what the two errors cost."""

    experiment: Experiment
    class_: str = borrowed(ExplainSettings, "class_", kind="choice", default="", optional=False)
    threshold: float = control(
        "Threshold",
        "Rows with at least this probability count as the class.",
        default=0.5, low=0.0, high=1.0, step=0.01, light=True,
    )  # fmt: skip
    cost_miss: float = control(
        "Cost of a miss",
        "A row of the class that is not found.",
        default=5.0, low=0.0, high=1000.0, step=0.5, light=True,
    )  # fmt: skip
    cost_alarm: float = control(
        "Cost of a false alarm",
        "A row that is taken for the class and is not.",
        default=1.0, low=0.0, high=1000.0, step=0.5, light=True,
    )  # fmt: skip

    @property
    def scores(self) -> ScoreSettings:
        """What the worker needs of these."""
        return ScoreSettings(self.experiment)


PARAMS = params(ThresholdSettings, "threshold", "class_", "cost_miss", "cost_alarm")
