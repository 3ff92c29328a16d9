"""What every example of a table prints with, and the plainest of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def show(name: str, value: float) -> None:
    """Print one number, with more digits than the page has."""
    print(f"{name}: {value:.10g}")


def answers(pipeline: Any, X: Any) -> tuple[NDArray[Any], ...]:
    """Ask for numbers (n_rows,), or for classes (n_rows,) and their chances (n_rows, n_classes)."""
    predicted = np.ravel(pipeline.predict(X))
    if hasattr(pipeline, "predict_proba"):
        return predicted, pipeline.predict_proba(X).astype("float64")
    return (predicted.astype("float64"),)


def predictions(pipeline: Any, X_test: pd.DataFrame) -> None:
    """Print the answer for each test row, by its row in the table."""
    for row, numbers in zip(X_test.index, np.c_[answers(pipeline, X_test)[-1]], strict=True):
        print(f"{row}:", *(f"{number:.10g}" for number in numbers))
