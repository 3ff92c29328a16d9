"""LIME for one row: a straight-line stand-in for the model, fitted to neighbours of the row.

Source: Ribeiro, Singh and Guestrin (2016), "Why should I trust you?", KDD; the `lime` library's
``LimeTabularExplainer`` with its defaults (quartiles, exponential kernel, ridge), all columns kept.
Neighbours z are drawn per column; each column becomes 1 where z agrees with the row (same quarter,
same level) and 0 elsewhere; a weight is the stand-in's coefficient: how much the explained number
rises, near this row, because the condition holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.tabular.explain.codes import Codec, codec_for
from core.tabular.explain.target import Explained, Tell, heard_columns, sample_rows

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

TRAIN_ROWS = 5000
"""LIME learns its quartiles and frequencies from at most so many training rows."""


@dataclass(frozen=True)
class LimeWeights:
    """LIME's stand-in for the model around one row, one weight per raw column.

    weights : (n_columns,) float64 of the first seed, in the unit of the explained number; 0 for a
    column that the model does not get, which LIME is not shown: it would give it a bar by chance.
    conditions : (n_columns,) what holds for the row, "" for such a column.
    intercept, local_prediction : the stand-in's.
    fidelity : the stand-in's weighted R², at most 1: how far it can be believed.
    by_seed : (n_seeds, n_columns), the weights of each seed, the first seed first.
    """

    columns: tuple[str, ...]
    conditions: tuple[str, ...]
    weights: NDArray[np.float64]
    intercept: float
    local_prediction: float
    fidelity: float
    by_seed: NDArray[np.float64]
    notes: tuple[str, ...]


def lime_weights(
    fitted: Fitted,
    explained: Explained,
    row: pd.DataFrame,
    *,
    n_samples: int = 2000,
    kernel_width: float | None = None,
    n_seeds: int = 5,
    seed: int = 0,
    tell: Tell = report,
) -> LimeWeights:
    """Run LIME for one raw ``row`` with seeds ``seed``, ``seed + 1``, … and return its weights.

    kernel_width : None means lime's own, 0.75 times the root of the number of columns.
    """
    train, _ = sample_rows(fitted.X_train, TRAIN_ROWS, seed)
    columns, shown = list(train.columns), heard_columns(fitted)
    codec = codec_for(train, row, shown)
    codes = codec.encode(train)
    places = [columns.index(name) for name in shown]
    answer, label = fitted.proba if fitted.classes else fitted.predict, explained.class_index
    runs = []
    for k in range(n_seeds):
        explainer = lime_explainer(
            codec, codes, class_names=fitted.classes, kernel_width=kernel_width, seed=seed + k
        )
        runs.append(straight_line(answer, label, explainer, codec, row, n_samples))
        tell(k + 1, n_seeds, f"LIME, seed {k + 1} of {n_seeds}")
    first, by_seed = runs[0], np.zeros((n_seeds, len(columns)))
    by_seed[:, places] = [run.weights for run in runs]
    conditions = {coder.name: coder.condition for coder in codec.coders}
    return LimeWeights(
        columns=tuple(columns),
        conditions=tuple(conditions.get(name, "") for name in columns),
        weights=by_seed[0],
        intercept=first.intercept,
        local_prediction=first.local_prediction,
        fidelity=first.fidelity,
        by_seed=by_seed,
        notes=codec.notes,
    )


def lime_explainer(
    codec: Codec,
    train_codes: NDArray[np.float64],
    *,
    class_names: Sequence[str] = (),
    kernel_width: float | None = None,
    seed: int = 0,
) -> Any:
    """Return the library's ``LimeTabularExplainer`` over encoded training rows.

    class_names : none for a number. kernel_width : by default 0.75 times the root of the columns.
    """
    from lime.lime_tabular import LimeTabularExplainer

    return LimeTabularExplainer(
        train_codes,
        mode="classification" if class_names else "regression",
        feature_names=[coder.name for coder in codec.coders],
        categorical_features=codec.categorical,
        class_names=list(class_names) or None,
        kernel_width=kernel_width,
        feature_selection="none",
        random_state=seed,
    )


@dataclass(frozen=True)
class Line:
    """A stand-in of LIME's: its weight for each of the codec's columns, and how good it is."""

    weights: NDArray[np.float64]
    intercept: float
    local_prediction: float
    fidelity: float


def straight_line(
    answer: Callable[[pd.DataFrame], NDArray[np.float64]],
    k: int | None,
    explainer: Any,
    codec: Codec,
    row: pd.DataFrame,
    n_samples: int,
) -> Line:
    """Fit LIME's straight line to ``n_samples`` made-up neighbours of ``row``.

    answer : raw rows -> numbers (n_rows,) or, of class ``k``, chances (n_rows, n_classes).
    """
    label = 1 if k is None else k  # lime's for a number
    explanation = explainer.explain_instance(
        codec.encode(row)[0],
        lambda codes: answer(codec.decode(codes)),
        labels=(label,),
        num_features=len(codec.coders),
        num_samples=n_samples,
    )
    weights = np.zeros(len(codec.coders))
    for column, weight in explanation.local_exp[label]:
        weights[column] = weight
    return Line(
        weights,
        float(explanation.intercept[label]),
        float(explanation.local_pred[0]),
        float(explanation.score),
    )
