"""Text that scripts without an example share: a metric's call, a printed number, the class."""

from __future__ import annotations

from core.export.scene import Scene
from core.export.source import quoted
from core.tabular.judge.metric_formulas import ROUNDING

_MACRO = 'average="macro", zero_division=0'

FORMULAS: dict[str, tuple[str, str]] = {
    "accuracy": ("accuracy_score", "accuracy_score(y, predicted)"),
    "balanced_accuracy": ("balanced_accuracy_score", "balanced_accuracy_score(y, predicted)"),
    "precision": ("precision_score", f"precision_score(y, predicted, {_MACRO})"),
    "recall": ("recall_score", f"recall_score(y, predicted, {_MACRO})"),
    "f1": ("f1_score", f"f1_score(y, predicted, {_MACRO})"),
    "roc_auc": ("roc_auc_score", "ranking(roc_auc_score, y, probabilities)"),
    "average_precision": (
        "average_precision_score",
        "ranking(average_precision_score, y, probabilities)",
    ),
    "log_loss": ("log_loss", "log_loss(y, probabilities, labels=range(len(classes)))"),
    "brier": (
        "brier_score_loss",
        "brier_score_loss(y, probabilities, labels=range(len(classes)))",
    ),
    "mae": ("mean_absolute_error", "mean_absolute_error(y, predicted)"),
    "rmse": ("root_mean_squared_error", "root_mean_squared_error(y, predicted)"),
    "r2": (
        "r2_score",
        f"r2_score(y, predicted) if np.ptp(y) > {ROUNDING} * np.abs(y).max() else np.nan",
    ),
    "mape": (
        "mean_absolute_percentage_error",
        "mean_absolute_percentage_error(y, predicted) if (y != 0).all() else np.nan",
    ),
    "median_ae": ("median_absolute_error", "median_absolute_error(y, predicted)"),
}
"""scikit-learn's function for each metric of `core.tabular.judge.metrics`, and its call."""

RANKING = [
    "def ranking(score, y, probabilities):",
    '    """Score each class against the rest and average; of two classes, take the second."""',
    "    chosen = [1] if len(classes) == 2 else range(len(classes))",
    "    both = all(0 < (y == k).sum() < len(y) for k in chosen)",
    "    if not both:  # a class without rows has no ranking",
    "        return np.nan",
    "    return np.mean([score(y == k, probabilities[:, k]) for k in chosen])",
    "",
    "",
]

SHOW = [
    "def show(name, value):",
    '    """Print one number, with more digits than the page has."""',
    '    print(f"{name}: {value:.10g}")',
]


def ask(scene: Scene, rows: str, predicted: str, probabilities: str) -> list[str]:
    """Return the lines that ask the pipeline about ``rows``."""
    if scene.is_classification:
        return [
            f"{predicted} = pipeline.predict({rows})",
            f'{probabilities} = pipeline.predict_proba({rows}).astype("float64")',
        ]
    return [f'{predicted} = np.ravel(pipeline.predict({rows})).astype("float64")']


def write_class(scene: Scene, chosen: str) -> None:
    """Write the classes' names and the position ``k`` of the chosen one."""
    names = ", ".join(quoted(name) for name in scene.prepared.classes)
    scene.section(
        "The class",
        "The model counts classes from 0, in this order.",
        [f"class_names = [{names}]", f"k = class_names.index({quoted(chosen)})"],
    )
