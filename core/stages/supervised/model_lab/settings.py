"""What can be chosen of the model lab: which view is open, and how all models are compared."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import control, controls, param
from core.tabular.judge.compare import CompareSettings
from core.tabular.judge.evaluate import ModelLabSettings


@dataclass(frozen=True)
class LabView:
    """What the worker computes, and which view of it is open."""

    work: ModelLabSettings | CompareSettings
    view: str = control(
        "Look at",
        "",
        ("result", "Result"),
        ("rows", "Rows"),
        ("compare", "All models"),
        default="result",
    )


ALL_MODELS = ("view", ("compare",))
PARAMS = (
    *controls(LabView),
    param(CompareSettings, "metric", when=ALL_MODELS),
    param(CompareSettings, "max_rows", when=ALL_MODELS, label="Training rows used"),
)
