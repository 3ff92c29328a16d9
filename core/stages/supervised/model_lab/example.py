"""How good the model is, on rows that were not used in training.

Every metric beside the baseline's, on the training rows, class by class, and how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.tabular.judge.by_library import Score, interval, scores_of
from core.tabular.judge.evaluate import MOST_TRAINING_ROWS, shown_order
from core.tabular.judge.metrics import n_draws
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene

Array = NDArray[Any]


def chosen(scene: Scene, _values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the metrics of the task, the classes in the order of the page, and how many draws."""
    from sklearn.dummy import DummyClassifier, DummyRegressor

    classes = scene.prepared.classes
    order = shown_order(len(classes))
    return {
        "scores": scores_of(scene.experiment.task),
        "dummy": DummyClassifier() if classes else DummyRegressor(),
        "class_codes": {classes[code]: code for code in order},
        "n_draws": n_draws(len(scene.rows.test)),
    }


def example(
    pipeline: Any,
    X_train: pd.DataFrame,
    y_train: Array,
    X_test: pd.DataFrame,
    y_test: Array,
    seed: int,
    *,
    scores: Mapping[str, Score],
    dummy: Any,
    class_codes: Mapping[str, int],
    n_draws: int,
) -> None:
    """Print every score of the pipeline and of a baseline that looks at no column."""
    told = answers(pipeline, X_test)
    guessed = answers(dummy.fit(X_train, y_train), X_test)
    some = np.linspace(0, len(X_train) - 1, min(len(X_train), MOST_TRAINING_ROWS)).astype(int)
    recalled = answers(pipeline, X_train.iloc[some])
    for name, score in scores.items():
        show(name, score(y_test, *told))
        show(f"{name}, baseline", score(y_test, *guessed))
        show(f"{name}, training rows", score(y_train[some], *recalled))
        low, high = interval(score, y_test, told, seed=seed, n_draws=n_draws)
        show(f"{name}, 95 % from", low)
        show(f"{name}, 95 % to", high)
    if class_codes:
        show_classes(y_test, told[0], class_codes)


def show_classes(y: Array, predicted: Array, codes: Mapping[str, int]) -> None:
    """Print the matrix, true classes as rows, and what is right of each class."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    labels = list(codes.values())
    print(confusion_matrix(y, predicted, labels=labels))
    parts = precision_recall_fscore_support(y, predicted, labels=labels, zero_division=0)
    for part, values in zip(["precision", "recall", "f1", "rows"], parts, strict=True):
        for name, value in zip(codes, values, strict=True):
            show(f"{part} of {name}", value)
