"""Regression metrics, each asked of scikit-learn; nan: not defined on these rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.evaluation.regression.lines import fitted
from core.stages.evaluation.regression.settings import (
    FIXED,
    SQUARES,
    CannotJudge,
    RegressionSettings,
    drawn,
    first_heights,
)
from core.tabular.shown import show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Plants:
    """Hours of sun, kilograms now and before any plant was moved, and the rule of the line.

    rule : the line is as good as can be by "mse", "mae" or "pinball"; before it was by "mse".
    held : it stays as it was.
    """

    sun: tuple[float, ...]
    harvest: tuple[float, ...]
    was: tuple[float, ...]
    rule: str
    held: bool
    quantile: float


def plants_of(settings: RegressionSettings) -> Plants:
    """Return what a learner judges."""
    points = drawn(settings.points)
    return Plants(
        tuple(point[0] for point in points),
        tuple(point[1] for point in points),
        first_heights(points),
        SQUARES if settings.line == FIXED else settings.line,
        settings.line == FIXED,
        settings.quantile,
    )


def example(settings: Plants) -> None:
    """Judge the line before and after; print every metric and whom squares and sizes blame."""
    x, y, was = (np.array(each) for each in (settings.sun, settings.harvest, settings.was))
    q = settings.quantile
    slope, height = fitted(x, was, SQUARES, q)
    show_metrics("Before: ", was, slope * x + height, q)
    if not settings.held:
        slope, height = fitted(x, y, settings.rule, q)
    predicted = slope * x + height
    show_metrics("", y, predicted, q)
    show_shares(y, predicted)


def on_rows(
    pipeline: Any,
    X_test: pd.DataFrame,
    y_train: NDArray[Any],
    y_test: NDArray[Any],
    *,
    quantile: float = 0.9,
) -> None:
    """Print every metric of the test rows, and of always saying one number of the training rows."""
    predicted = np.ravel(pipeline.predict(X_test)).astype("float64")
    show_metrics("", y_test, predicted, quantile)
    show_shares(y_test, predicted)
    for name, value in (("mean", np.mean(y_train)), ("median", np.median(y_train))):
        show_metrics(f"Always the {name}: ", y_test, np.full(len(y_test), value), quantile)


def show_metrics(name: str, y: Floats, predicted: Floats, quantile: float) -> None:
    """Print every metric."""
    from sklearn import metrics

    show(f"{name}MAE", metrics.mean_absolute_error(y, predicted))
    show(f"{name}MSE", metrics.mean_squared_error(y, predicted))
    show(f"{name}RMSE", metrics.root_mean_squared_error(y, predicted))
    show(f"{name}Median error", metrics.median_absolute_error(y, predicted))
    percent = metrics.mean_absolute_percentage_error(y, predicted) if np.all(y) else np.nan
    show(f"{name}MAPE", percent)
    show(f"{name}Pinball loss", metrics.mean_pinball_loss(y, predicted, alpha=quantile))
    show(f"{name}R²", metrics.r2_score(y, predicted) if np.ptp(y) > 0 else np.nan)


def show_shares(y: Floats, predicted: Floats) -> None:
    """Print which share of MSE and of MAE the largest error makes up."""
    sizes = np.abs(y - predicted)
    if sizes.any():
        show("Largest error's share of MSE", (sizes**2).max() / (sizes**2).sum())
        show("Largest error's share of MAE", sizes.max() / sizes.sum())


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the quantile. Raises `CannotJudge` for a class."""
    if scene.is_classification:
        raise CannotJudge("The target is a class. Predict a column of numbers.")
    return {"quantile": values["quantile"]}
