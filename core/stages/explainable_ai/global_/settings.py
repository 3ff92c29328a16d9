"""What can be chosen of a model's explanation over many rows: importances, SHAP or a curve."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.settings import Declared, borrowed, control, controls, param, params
from core.tabular.experiment import Experiment
from core.tabular.explain.pdp import PdpSettings
from core.tabular.explain.permutation import METRICS
from core.tabular.explain.shap import ShapSettings
from core.tabular.explain.target import ExplainSettings


class GlobalSettings(Declared):
    """Which importances of an experiment's model to compute, and how thoroughly.

    ``n_rows`` test rows are explained by SHAP against ``background`` training rows; ``class_`` is
    explained for classification.
    """

    experiment: Experiment
    permutation: bool = control(
        "Permutation importance",
        "How much worse the model does when a column is shuffled in the test rows.",
        default=True,
    )
    shap: bool = control(
        "SHAP values",
        "How far each column moves single predictions, averaged over rows.",
        default=True,
    )
    impurity: bool = control(
        "Impurity importance",
        "What trees say of themselves, counted on the rows they were grown on.",
        default=False,
    )
    drop_column: bool = control(
        "Drop-column importance",
        "Fits the model again without each column. Slow: one fit per column.",
        default=False,
    )
    metric: str = control(
        "Measured by",
        "What a column's loss costs the model is measured on the test rows with this.",
        ("auto", "automatic", "R² for numbers, ROC-AUC for classes."),
        *((metric.id, metric.label) for metric in METRICS),
        default="auto",
        role="metric",
    )
    n_repeats: int = control(
        "Repeats",
        "How often each column is shuffled; the spread comes from these.",
        default=5, low=1, high=50,
    )  # fmt: skip
    n_rows: int = control(
        "Rows explained by SHAP",
        "Test rows whose predictions are taken apart. Time grows with it.",
        default=100, low=1, high=1000,
    )  # fmt: skip
    background: int = borrowed(ShapSettings, "background")
    method: str = borrowed(ShapSettings, "method")
    n_permutations: int = borrowed(ShapSettings, "n_permutations")
    class_: str | None = borrowed(ExplainSettings, "class_")
    seed: int = borrowed(ExplainSettings, "seed")

    @property
    def asked(self) -> tuple[str, ...]:
        """The importances that are switched on, in the order in which they are computed."""
        return tuple(name for name in METHODS if getattr(self, name))


@dataclass(frozen=True)
class GlobalView:
    """What the worker computes, which view of it is open, and the column it looks at."""

    work: GlobalSettings | PdpSettings
    view: str = control(
        "Look at",
        "",
        ("importance", "Importance"),
        ("shap", "SHAP"),
        ("curve", "Curves"),
        default="importance",
    )
    column: str = control(
        "Column",
        "The column to look at",
        default="", kind="choice", role="feature", when=("view", ("shap", "curve")),
    )  # fmt: skip


METHODS = ("permutation", "shap", "impurity", "drop_column")
BARS, SWARM, CURVE = (("view", (name,)) for name in ("importance", "shap", "curve"))
SIZES = ("n_rows", "n_grid")
"""Sizes of a curve, which are called after it beside those of the importances."""

PARAMS = (
    *controls(GlobalView),
    param(GlobalSettings, "class_"),
    *params(GlobalSettings, *METHODS, when=BARS),
    param(GlobalSettings, "n_rows", when=("view", ("importance", "shap"))),
    *(replace(size, id=f"curve_{size.id}") for size in params(PdpSettings, *SIZES, when=CURVE)),
    *params(GlobalSettings, "metric", "n_repeats", when=BARS, advanced=True),
    *params(GlobalSettings, "background", "method", when=SWARM, advanced=True),
    param(GlobalSettings, "seed", advanced=True),
)
