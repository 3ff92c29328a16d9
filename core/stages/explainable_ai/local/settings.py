"""What can be chosen of one row's explanation, and of its values changed."""

from __future__ import annotations

from core.settings import Declared, borrowed, control, params
from core.tabular.experiment import Experiment
from core.tabular.explain.changed_row import Cell
from core.tabular.explain.shap import ShapSettings
from core.tabular.explain.target import ExplainSettings


class LocalSettings(Declared):
    """One test row of an experiment (by position), explained by SHAP and by LIME."""

    experiment: Experiment
    row: int = control(
        "Test row",
        "The position of the row among the test rows, from 0.",
        default=0, low=0, high=10_000_000, role="row",
    )  # fmt: skip
    class_: str | None = borrowed(ExplainSettings, "class_")
    background: int = borrowed(ShapSettings, "background")
    method: str = borrowed(ShapSettings, "method")
    n_permutations: int = borrowed(ShapSettings, "n_permutations")
    n_samples: int = control(
        "LIME neighbours",
        "Made-up rows around this one that LIME asks the model about.",
        default=2000, low=100, high=10_000, scale="log",
    )  # fmt: skip
    kernel_width: float | None = control(
        "LIME kernel width",
        "How far a neighbour still counts. Empty: 0.75 times the root of the columns.",
        default=None, kind="float", low=0.1, high=10.0, step=0.1, optional=True,
    )  # fmt: skip
    n_seeds: int = control(
        "LIME seeds",
        "LIME is run again with so many seeds to see whether it says the same.",
        default=5, low=1, high=20,
    )  # fmt: skip
    top_k: int = control(
        "Columns compared",
        "How many of each method's largest columns are compared.",
        default=3, low=1, high=10,
    )  # fmt: skip
    seed: int = borrowed(ExplainSettings, "seed")


class WhatIfSettings(Declared):
    """One test row by position with ``changed`` (column, value) pairs.

    A value is a number, True or False, text, an ISO date for a date column, or None for a gap.
    """

    experiment: Experiment
    row: int = borrowed(LocalSettings, "row")
    changed: tuple[tuple[str, Cell], ...] = ()
    class_: str | None = borrowed(ExplainSettings, "class_")


PARAMS = (
    *params(LocalSettings, "row", "class_", "top_k"),
    *params(LocalSettings, "n_samples", "n_seeds", "background", "method", "seed", advanced=True),
)
