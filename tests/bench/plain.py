"""The plain library calls, in a process of their own with one BLAS thread: ``serve`` for a peer.

Reads one line ``TASK SEED`` at a time and answers the seconds it took. What each task does is what
the suite's answer needs, written as a data scientist would in a notebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any

from core.compute.cluster import THREADS
from tests.bench.wide import BACKGROUND, EXPLAINED, FOLDS, ROUNDS, TARGET, wide_frame


class Peer:
    """``with Peer() as peer: peer.seconds("fit", 0)``."""

    def __enter__(self) -> Peer:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.plain"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **THREADS},
            text=True,
        )
        return self

    def seconds(self, task: str, seed: int) -> float:
        """Run a task there and return its seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{task} {seed}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()


def _divided(seed: int) -> tuple[Any, Any, Any, Any]:
    from sklearn.model_selection import train_test_split

    frame = wide_frame()
    X, y = frame.drop(columns=TARGET), frame[TARGET].to_numpy()
    return tuple(train_test_split(X, y, test_size=0.25, random_state=seed))  # type: ignore[return-value]


def _model(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        max_iter=ROUNDS, l2_regularization=1.0, early_stopping=False, random_state=seed
    )


def fit(data: Any, seed: int) -> None:
    """Split, fit, predict the test rows, three metrics."""
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    X_train, X_test, y_train, y_test = _divided(seed)
    said = _model(seed).fit(X_train, y_train).predict(X_test)
    for measure in (r2_score, root_mean_squared_error, mean_absolute_error):
        measure(y_test, said)


def shap(data: Any, seed: int) -> None:
    """Explain test rows against background rows with the trees' own explainer."""
    import shap as library

    model, (X_train, X_test, *_) = data
    background = X_train.sample(BACKGROUND, random_state=seed)
    explainer = library.TreeExplainer(model, background, feature_perturbation="interventional")
    explainer.shap_values(X_test.sample(EXPLAINED, random_state=seed))


def cross_validate(data: Any, seed: int) -> None:
    """Score the model on folds of the training rows."""
    from sklearn.model_selection import KFold, cross_val_score

    X_train, _, y_train, _ = data[1]
    folds = KFold(FOLDS, shuffle=True, random_state=seed)
    cross_val_score(_model(seed), X_train, y_train, cv=folds, scoring="r2")


def _direct(kind: str, data: Any, seed: int) -> None:
    """The suite's own function, without a call."""
    from tests.bench.overhead import CALLS

    function, settings = CALLS[kind](seed)
    function(settings, wide_frame())


TASKS: dict[str, Callable[[Any, int], None]] = {
    "fit": fit,
    "shap": shap,
    "cross_validate": cross_validate,
    "direct-fit": partial(_direct, "fit"),
    "direct-shap": partial(_direct, "shap"),
    "direct-cross_validate": partial(_direct, "cross_validate"),
}


def serve() -> None:
    """Answer every line with the seconds that its task took."""
    warnings.simplefilter("ignore")
    divided = _divided(0)
    data = _model(0).fit(divided[0], divided[2]), divided
    for line in sys.stdin:
        task, seed = line.split()
        start = time.perf_counter()
        TASKS[task](data, int(seed))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    serve()
