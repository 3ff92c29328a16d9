"""A row on its way through the pipeline, printed after every step.

What scikit-learn calls ``pipeline[:i].transform(row)``, one step at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.tuning.pipeline_picture.settings import PictureSettings
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    from core.export.scene import Scene


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the row, and the second one. Raises as the page."""
    from core.tabular.explain.target import refuse_unknown_row

    settings = PictureSettings.of(values, experiment=scene.experiment)
    rows = [settings.row] if settings.other is None else [settings.row, settings.other]
    for row in rows:
        refuse_unknown_row(row, len(scene.rows.test))
    return {"rows": tuple(rows)}


def example(pipeline: Any, X_test: pd.DataFrame, *, rows: tuple[int, ...] = (0,)) -> None:
    """Print test rows, by their position, after every step, and what the model says of them."""
    X = X_test.iloc[list(rows)]
    show_values("raw", X)
    for name, step in pipeline.steps[:-1]:
        if not hasattr(step, "transform"):  # it changes which rows are learnt from, not these
            continue
        X = step.transform(X)
        show_values(name, pd.DataFrame(X))
    said = answers(pipeline, X_test.iloc[list(rows)])[-1]
    for row, numbers in zip(rows, said, strict=True):
        for place, number in enumerate(np.atleast_1d(numbers)):
            show(f"row {row}, answer {place}", number)
    if hasattr(pipeline, "decision_function"):
        for row, score in zip(rows, scores(pipeline, X_test.iloc[list(rows)]), strict=True):
            show(f"row {row}, score", score)


def scores(pipeline: Any, X: pd.DataFrame) -> NDArray[np.float64]:
    """Return the score of the second of two classes, of more that of the predicted one."""
    found = np.asarray(pipeline.decision_function(X))
    return found if found.ndim == 1 else found.max(axis=1)


def show_values(step: str, X: pd.DataFrame) -> None:
    """Print every column of the rows behind a step."""
    show(f"{step}, columns", X.shape[1])
    for name in X.columns:
        print(f"{step}, {name}:", *X[name])
