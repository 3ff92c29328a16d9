"""Why one row got its prediction: SHAP's parts, LIME's weights, and how far the two agree.

They need not: SHAP compares with the average row, LIME with made-up neighbours of this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.explainable_ai.local.settings import LocalSettings
from core.tabular.explain.by_library import Explain, class_chosen, explained, output, route_chosen
from core.tabular.explain.codes import Codec, codec_for
from core.tabular.explain.importance import largest, overlap, rank_correlation, without_dust
from core.tabular.explain.lime import TRAIN_ROWS, Line, lime_explainer, straight_line
from core.tabular.explain.target import (
    explained_quantity,
    heard_columns,
    quantity_function,
    refuse_constant,
    refuse_unknown_row,
    sample_rows,
    unheard_columns,
)
from core.tabular.shown import show
from core.value import Value

if TYPE_CHECKING:
    from core.export.scene import Scene
    from core.tabular.fit import Fitted

Floats: TypeAlias = NDArray[Any]

AS_THEY_ARE = ("n_samples", "kernel_width", "n_seeds", "top_k", "seed")
"""The settings that the example takes by their own names."""


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the row, the route to SHAP values, the class and the sizes. Raises as the page."""
    from core.tabular.fit import fit

    settings = LocalSettings.of(values, experiment=scene.experiment)
    fitted = fit(scene.experiment, scene.frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    row = fitted.X_test.iloc[[settings.row]]
    told = explained_quantity(fitted, scene.experiment.target, settings.class_, row)
    refuse_constant(quantity_function(fitted, told), fitted.X_test, told)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    route = route_chosen(
        fitted,
        told,
        row,
        background,
        method=settings.method,
        n_permutations=settings.n_permutations,
        seed=settings.seed,
    )
    number = {"row": settings.row, **class_chosen(fitted, told)}
    sizes = {name: getattr(settings, name) for name in AS_THEY_ARE}
    shap = {"explain": route, "n_background": settings.background}
    return {**number, **shap, **_heard(fitted), **sizes}


def _heard(fitted: Fitted) -> dict[str, Any]:
    """Return the columns that LIME is shown, where the model does not get all of them."""
    return {"heard": heard_columns(fitted)} if unheard_columns(fitted) else {}


def example(
    pipeline: Any,
    X_train: pd.DataFrame,
    X_test: pd.DataFrame,
    *,
    row: int,
    class_names: Sequence[str] = (),
    class_: str = "",
    explain: Explain,
    n_background: int = 50,
    heard: Sequence[str] | None = None,
    n_samples: int = 2000,
    kernel_width: float | None = None,
    n_seeds: int = 5,
    top_k: int = 3,
    seed: int = 0,
) -> None:
    """Print the prediction of a test row, by its position, and both explanations of it.

    heard : what the model gets; LIME is shown nothing else.
    """
    k = class_names.index(class_) if class_names else None  # the model counts classes from 0
    one = X_test.iloc[[row]]
    show("Prediction", explained(pipeline, one, k)[0])
    background, _ = sample_rows(X_train, n_background, seed)
    (parts,), base = explain(pipeline, one, background, k)
    show_shap(X_test.columns, parts, base)
    train, _ = sample_rows(X_train, TRAIN_ROWS, seed)
    codec = codec_for(train, one, heard)
    known, answer = codec.encode(train), partial(output, pipeline)
    lines = []
    for place in range(n_seeds):
        explainer = lime_explainer(
            codec, known, class_names=class_names, kernel_width=kernel_width, seed=seed + place
        )
        lines.append(straight_line(answer, k, explainer, codec, one, n_samples))
    weights = [weights_of(line, codec) for line in lines]
    show_lime(X_test.columns, weights[0], lines[0])
    show_agreement(without_dust(parts, base), weights, min(top_k, len(parts)))


def weights_of(line: Line, codec: Codec) -> Floats:
    """Return LIME's weight of each raw column, 0 for one that it was not shown."""
    weights = pd.Series(line.weights, [coder.name for coder in codec.coders])
    return weights.reindex(codec.row.columns, fill_value=0.0).to_numpy()


def show_shap(columns: pd.Index, parts: Floats, base: float) -> None:
    """Print what SHAP says: the base plus all parts is the prediction."""
    show("Base", base)
    for name, part in zip(columns, parts, strict=True):
        show(f"{name}, SHAP", part)


def show_lime(columns: pd.Index, weights: Floats, line: Line) -> None:
    """Print what LIME says with the first seed, and how well its line fits the neighbours."""
    show("LIME, intercept", line.intercept)
    show("LIME, prediction", line.local_prediction)
    show("LIME, fidelity", line.fidelity)
    for name, weight in zip(columns, weights, strict=True):
        show(f"{name}, LIME", weight)


def show_agreement(parts: Floats, weights: Sequence[Floats], top_k: int) -> None:
    """Print how far both order the columns alike, and how far LIME agrees with itself.

    weights : LIME's by seed; other seeds draw other neighbours.
    """
    agreed = rank_correlation(parts, weights[0])
    show("Rank correlation", np.nan if agreed is None else agreed)
    show("Overlap", overlap(largest(parts, top_k), largest(weights[0], top_k)))
    tops = [largest(by_seed, top_k) for by_seed in weights]
    overlaps = [overlap(first, second) for first, second in combinations(tops, 2)]
    show("Stability", float(np.mean(overlaps)) if overlaps else np.nan)
