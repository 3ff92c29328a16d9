"""Explanations by shap and of scikit-learn's pipelines, for code that a learner takes away.

What is explained is one number for each raw row, through the whole recipe (`explained`). A route
of SHAP, ``route(pipeline, rows, background, k)``, returns the parts of each raw column (n_rows,
n_columns) and their base: ``base + parts.sum(axis=1)`` is that number. ``k`` is a class's code, as
the model counts them from 0, and None where a number is predicted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.explain.shap import route_of
from core.tabular.explain.target import Explained
from core.tabular.explain.tree import as_places, base_of_class, compare_places, parts_of_class

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Floats: TypeAlias = NDArray[np.float64]
Explain: TypeAlias = Callable[..., tuple[Floats, float]]
Origins: TypeAlias = Sequence[Sequence[Any]]
"""How many columns of the model are made of which raw ones, in its order: ``(4, "town")``."""


def output(pipeline: Any, rows: pd.DataFrame) -> Floats:
    """Return numbers (n_rows,), or the chances of classes (n_rows, n_classes)."""
    if hasattr(pipeline, "predict_proba"):
        return pipeline.predict_proba(rows).astype("float64")  # type: ignore[no-any-return]
    return np.ravel(pipeline.predict(rows)).astype("float64")


def explained(pipeline: Any, rows: pd.DataFrame, k: int | None = None) -> Floats:
    """Return the number that is explained: what is predicted, or the chance of class ``k``."""
    found = output(pipeline, rows)
    return found if k is None else found[:, k]


def prepared(pipeline: Any, rows: pd.DataFrame) -> Floats:
    """Return what the model gets of raw rows: (n_rows, n_prepared)."""
    ready = pipeline[:-1].transform(rows) if len(pipeline) > 1 else rows
    return np.asarray(ready, dtype="float64")


def raw_shares(origins: Origins, columns: Iterable[str]) -> Floats:
    """Return the share of each raw column in each column of the model: (n_prepared, n_raw).

    >>> raw_shares([(2, "town"), (1, "size", "town")], ["size", "town"]).tolist()
    [[0.0, 1.0], [0.0, 1.0], [0.5, 0.5]]
    """
    counts = [count for count, *_ in origins]
    shares = [[(name in raw) / len(raw) for name in columns] for _, *raw in origins]
    return np.repeat(np.array(shares), counts, axis=0)


def tree_shap(
    pipeline: Any,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    k: int | None,
    *,
    origins: Origins,
    model_output: str = "raw",
) -> tuple[Floats, float]:
    """Read the parts off the trees; those of all that is made of one raw column are added up."""
    import shap

    known = prepared(pipeline, background)
    explainer = shap.TreeExplainer(
        pipeline[-1],
        known,
        model_output=model_output,
        feature_perturbation="interventional",
    )
    cuts = compare_places(explainer, known)
    asked = as_places(explainer.model, cuts, prepared(pipeline, rows))
    parts = parts_of_class(explainer.shap_values(asked, check_additivity=False), k)
    base = base_of_class(np.ravel(explainer.expected_value), k)
    return parts @ raw_shares(origins, rows.columns), base


def coalition_shap(
    pipeline: Any, rows: pd.DataFrame, background: pd.DataFrame, k: int | None
) -> tuple[Floats, float]:
    """Try every coalition of the raw columns: exact, for any model."""
    import shap

    predict, known, asked = as_codes(pipeline, rows, background, k)
    masker = shap.maskers.Independent(known, max_samples=len(known))
    explainer = shap.ExactExplainer(predict, masker)
    parts = explainer(asked, max_evals=100_000, silent=True).values
    return without_rounding(parts), predict(known).mean()


def permutation_shap(
    pipeline: Any,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    k: int | None,
    *,
    n_permutations: int = 3,
    seed: int = 0,
) -> tuple[Floats, float]:
    """Switch the raw columns on and off in random orders: an estimate, for any model."""
    import shap

    predict, known, asked = as_codes(pipeline, rows, background, k)
    masker = shap.maskers.Independent(known, max_samples=len(known))
    explainer = shap.PermutationExplainer(predict, masker, seed=seed)
    parts = np.zeros(rows.shape)
    for row, codes in enumerate(asked):
        n_players = (known != codes).any(axis=0).sum()  # columns that differ from the background
        if n_players:
            n_tries = n_permutations * (2 * n_players + 1)
            parts[row] = explainer(codes[None], max_evals=n_tries, silent=True).values[0]
    return without_rounding(parts), predict(known).mean()


def as_codes(
    pipeline: Any, rows: pd.DataFrame, background: pd.DataFrame, k: int | None
) -> tuple[Callable[[Floats], Floats], Floats, Floats]:
    """Return the explained number as a function of codes; the background and the rows as codes.

    shap works on numbers: each value becomes its position in a list of its column's values.
    """
    pool = pd.concat([background, rows], ignore_index=True)
    levels = {name: pool[name].drop_duplicates().array for name in pool.columns}

    def predict(codes: Floats) -> Floats:
        columns = zip(levels.items(), codes.astype(int).T, strict=True)
        return explained(pipeline, pd.DataFrame({n: v.take(c) for (n, v), c in columns}), k)

    found = [pd.factorize(pool[name], use_na_sentinel=False)[0] for name in pool.columns]
    codes = np.column_stack(found).astype("float64")
    return predict, codes[: len(background)], codes[len(background) :]


def without_rounding(parts: Floats) -> Floats:
    """Return parts (n_rows, n_columns), those that are only rounding errors as 0."""
    sizes = np.abs(parts)
    return np.where(sizes < 1e-12 * sizes.max(axis=1, keepdims=True), 0.0, parts)


def route_chosen(
    fitted: Fitted,
    explained: Explained,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    *,
    method: str = "auto",
    n_permutations: int = 3,
    seed: int = 0,
) -> Explain:
    """Return the route that `core.tabular.explain.shap.shap_answer` takes; raise as it does."""
    taken = route_of(
        fitted, explained, rows, background, method=method, n_permutations=n_permutations
    ).method
    if taken == "exact":
        return coalition_shap
    if taken == "permutation":
        return partial(permutation_shap, n_permutations=n_permutations, seed=seed)
    stretched: dict[str, Any] = {"model_output": "probability"} if len(fitted.classes) == 2 else {}
    return partial(tree_shap, origins=origins_of(fitted), **stretched)


def class_chosen(fitted: Fitted, explained: Explained) -> dict[str, Any]:
    """Return the names of the classes and of the one that is explained; nothing for a number."""
    if explained.class_ is None:
        return {}
    return {"class_names": fitted.classes, "class_": explained.class_}


def origins_of(fitted: Fitted) -> Origins:
    """Return what the columns of the model are made of."""
    groups = groupby(fitted.provenance.values())
    return tuple((len(list(alike)), *raw) for raw, alike in groups)
