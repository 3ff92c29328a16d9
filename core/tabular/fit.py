"""Fit an experiment in a worker: plan on training rows, fit on training rows, keep the last few."""

from __future__ import annotations

import contextlib
import sys
import time
import warnings
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from weakref import ref

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.tabular.cautions import cautions, unsettled
from core.tabular.commentary import listening
from core.tabular.experiment import Experiment
from core.tabular.models.catalogue import ModelSpec, model_spec
from core.tabular.prepare import Prepared, prepare
from core.tabular.recipe.pipeline import build, facts_of, provenance
from core.tabular.recipe.plan import PlannedStep, plan
from core.tabular.recipe.steps import step_spec
from core.tabular.split import SplitRows, split_rows

MOST_KEPT = 4
MOST_KEPT_BYTES = 400_000_000


class FitFailed(PlaygroundError):
    """The library refused to fit."""


class TooManyRows(PlaygroundError):
    """The model would not end in reasonable time or memory."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted experiment; lives in the worker only.

    ``pipeline`` maps raw feature columns to predictions; for classification it speaks in codes
    into ``classes``, while ``predict``, ``y_train`` and ``y_test`` speak in class names.
    ``X_train``/``X_test``: raw features, indexed by row position in the table.
    ``steps``: what is in the pipeline, the suite's own steps marked as added.
    ``provenance``: for each column the model gets, the raw columns it is made of.
    """

    experiment: Experiment
    pipeline: Any
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: NDArray[Any]
    y_test: NDArray[Any]
    classes: tuple[str, ...]
    steps: tuple[PlannedStep, ...]
    provenance: dict[str, tuple[str, ...]]
    prepared: Prepared
    rows: SplitRows
    notes: tuple[str, ...]
    fit_seconds: float

    @property
    def model(self) -> Any:
        """The fitted model behind the transforms."""
        return self.pipeline.steps[-1][1]

    @property
    def model_columns(self) -> tuple[str, ...]:
        """Names of the columns the model gets, in order."""
        return tuple(self.provenance)

    def predict(self, X: Any, *, prepared: bool = False) -> NDArray[Any]:
        """Return (n_rows,) class names or numbers for raw features ``X``.

        prepared : ``X`` is what `transform` gives, as an array (n_rows, n_model_columns).
        """
        if self.classes:
            return self.prepared.labels(self.predict_codes(X, prepared=prepared))
        return np.asarray(self._ask("predict", X, prepared), dtype=np.float64).ravel()

    def predict_codes(self, X: Any, *, prepared: bool = False) -> NDArray[np.int64]:
        """Return (n_rows,) codes into ``classes`` for raw (or ``prepared``) features ``X``."""
        return np.asarray(self._ask("predict", X, prepared)).astype(np.int64).ravel()

    def proba(self, X: Any, *, prepared: bool = False) -> NDArray[np.float64]:
        """Return (n_rows, n_classes) probabilities; raises FitFailed for regression."""
        if not self.classes:
            raise FitFailed("A regression has no classes, so it has no probabilities.")
        return np.asarray(self._ask("predict_proba", X, prepared), dtype=np.float64)

    def _ask(self, method: str, X: Any, prepared: bool) -> Any:
        with refusing(model_spec(self.experiment.model.id).label):
            if prepared:
                return getattr(self.model, method)(X)
            return getattr(self.pipeline, method)(X[self.X_train.columns])

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return what the model gets for raw features ``X``: (n_rows, n_model_columns)."""
        changed = X[self.X_train.columns]
        with refusing(model_spec(self.experiment.model.id).label):
            for _, step in self.pipeline.steps[:-1]:
                if hasattr(step, "transform"):
                    changed = step.transform(changed)
        return pd.DataFrame(np.asarray(changed), X.index, list(self.model_columns))

    @property
    def codes_test(self) -> NDArray[Any]:
        """``y_test`` as the pipeline speaks: codes, or numbers."""
        return self.prepared.y[self.rows.test]

    @property
    def codes_train(self) -> NDArray[Any]:
        """``y_train`` as the pipeline speaks: codes, or numbers."""
        return self.prepared.y[self.rows.train]


def fit(experiment: Experiment, frame: pd.DataFrame) -> Fitted:
    """Fit ``experiment`` on ``frame`` (the table as read; it must never be changed in place).

    Nothing is learnt from test rows. Reports progress. The last few answers are kept, by
    experiment and frame. Raises subclasses of `PlaygroundError` with the reason.
    """
    kept = _KEPT.get(experiment, frame)
    if kept is not None:
        return kept
    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    fitted = fit_prepared(experiment, prepared, rows)
    _KEPT.put(experiment, frame, fitted)
    return fitted


def split_prepared(experiment: Experiment, prepared: Prepared) -> SplitRows:
    """Return the training and test rows of ``prepared``. Raises `ImpossibleSplit`."""
    return split_rows(
        experiment.split,
        prepared.y,
        classes=prepared.classes,
        order=prepared.order,
        seed=experiment.seed,
    )


def fit_prepared(experiment: Experiment, prepared: Prepared, rows: SplitRows) -> Fitted:
    """Fit on the training rows of one division, which may also be a fold. Nothing is kept."""
    X_train, y_train = prepared.X.iloc[rows.train], prepared.y[rows.train]
    spec = model_spec(experiment.model.id)
    refuse_too_many(spec, len(X_train))
    planned = plan(experiment, facts_of(X_train, prepared.gaps))
    pipeline = build(planned)
    started = time.perf_counter()
    said = fit_pipeline(pipeline, spec, X_train, y_train)
    seconds = time.perf_counter() - started
    fitted = Fitted(
        experiment,
        pipeline,
        X_train,
        prepared.X.iloc[rows.test],
        prepared.labels(y_train),
        prepared.labels(prepared.y[rows.test]),
        prepared.classes,
        planned.steps,
        provenance(pipeline, planned, list(X_train.columns)),
        prepared,
        rows,
        (*prepared.notes, *planned.notes, *said),
        seconds,
    )
    return replace(fitted, notes=(*fitted.notes, *cautions(fitted)))


def refuse_too_many(spec: ModelSpec, n_rows: int) -> None:
    """Raise `TooManyRows` if ``spec`` cannot learn from ``n_rows`` in reasonable time."""
    if spec.max_rows is not None and n_rows > spec.max_rows:
        raise TooManyRows(
            f"{spec.label} takes time and memory that grow with the square of the rows: at most "
            f"{spec.max_rows:,} training rows here, and there are {n_rows:,}. Choose another "
            "model or a larger test share."
        )


def fit_pipeline(
    pipeline: Any, spec: ModelSpec, X: pd.DataFrame, y: NDArray[Any]
) -> tuple[str, ...]:
    """Fit ``pipeline`` with progress; return sentences about what the library warned of."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        done = 0
        try:
            with listening(pipeline, spec.rounds) as count:
                try:
                    pipeline.fit(X, y, **count.parameters)
                finally:
                    done = count.steps_done
        except library_errors() as error:
            raise FitFailed(_refusal(_at_work(pipeline, done, spec), error)) from error
    return unsettled(spec, pipeline, warned)


@contextlib.contextmanager
def refusing(label: str) -> Iterator[None]:
    """Make the library's refusals ours, and keep its warnings to itself. Raises `FitFailed`.

    label : of what is at work inside.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except library_errors() as error:
            raise FitFailed(_refusal(label, error)) from error


def library_errors() -> tuple[type[Exception], ...]:
    """Return what the libraries raise when data does not suit them."""
    lightgbm = sys.modules.get("lightgbm")
    extra = () if lightgbm is None else (lightgbm.basic.LightGBMError,)
    return (ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError, *extra)


def _at_work(pipeline: Any, steps_done: int, spec: ModelSpec) -> str:
    """Return the label of the step, or of the model, that was being fitted."""
    name = pipeline.steps[steps_done][0]
    return spec.label if name == "model" else f"'{step_spec(name.partition('_')[2]).label}'"


def _refusal(label: str, error: Exception) -> str:
    words = " ".join(str(error).split())
    for part, sentence in _PLAINER:
        if part in words:
            return sentence
    short = words.rstrip(".") + "." if len(words) <= 200 else words[:199] + "…"
    return f"{label} cannot work with this: {short} Change the recipe or the model's settings."


_NO_COLUMN = "The recipe leaves no column to learn from. Take a selection step out or loosen it."
_PLAINER = (
    (
        "Expected n_neighbors <= n_samples_fit",
        "There are fewer training rows (SMOTE: of the smallest class) than neighbours are asked "
        "for. Ask for fewer neighbours.",
    ),
    (
        "covariance is ill defined",
        "A class has only one training row, and a bell needs at least two. Choose another model "
        "or a target with more rows in each class.",
    ),
    (
        "is not full rank",
        "Some columns repeat each other within a class, as one-hot columns do, so plain bells "
        "have no shape. Set the shrinkage above 0, or leave such columns out.",
    ),
    (
        "No feature in X meets the variance threshold",
        "No column varies more than the limit, so none is left. Lower the limit.",
    ),
    (
        "'NoneType' object is not subscriptable",
        "The solver found no solution. Scale the columns, or choose another model.",
    ),
    (
        "contains infinity or a value too large",
        "A step makes numbers too large to hold. Scale the columns before it, or take it out.",
    ),
    ("Found array with 0 feature", _NO_COLUMN),
    ("at least one array or dtype is required", _NO_COLUMN),
    (
        "while a minimum of 2 is required",
        "Only one column reaches a step that needs at least two. Take that step out, or choose "
        "more features.",
    ),
    (
        "Found array with 0 sample",
        "The recipe leaves no training row. Take a step that drops rows out or loosen it.",
    ),
)


class _Kept:
    """The last few fitted experiments, bounded by count and rough bytes."""

    def __init__(self) -> None:
        self._items: OrderedDict[tuple[str, int], tuple[Any, Fitted, int]] = OrderedDict()

    def get(self, experiment: Experiment, frame: pd.DataFrame) -> Fitted | None:
        key = (experiment.digest, id(frame))
        found = self._items.get(key)
        if found is None or found[0]() is not frame:
            return None
        self._items.move_to_end(key)
        return found[1]

    def put(self, experiment: Experiment, frame: pd.DataFrame, fitted: Fitted) -> None:
        self._items[experiment.digest, id(frame)] = (ref(frame), fitted, _rough_bytes(fitted))
        while len(self._items) > MOST_KEPT or (
            len(self._items) > 1 and self._bytes() > MOST_KEPT_BYTES
        ):
            self._items.popitem(last=False)

    def clear(self) -> None:
        self._items.clear()

    def _bytes(self) -> int:
        return sum(size for _, _, size in self._items.values())


def _rough_bytes(fitted: Fitted) -> int:
    frames = (fitted.X_train, fitted.X_test, fitted.prepared.X)
    return sum(int(frame.memory_usage().sum()) for frame in frames) + _model_bytes(fitted.model)


def _model_bytes(model: Any) -> int:
    trees = np.ravel(np.asarray(getattr(model, "estimators_", ()), dtype=object))
    nodes = sum(getattr(getattr(tree, "tree_", None), "node_count", 0) for tree in trees)
    return int(nodes) * 100


_KEPT = _Kept()


def forget() -> None:
    """Drop every kept answer."""
    _KEPT.clear()
