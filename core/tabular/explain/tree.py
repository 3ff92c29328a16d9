"""The tree route of SHAP: exact interventional values of the trees, summed per raw column.

Source: Lundberg et al. (2020), "From local explanations to global understanding with explainable
AI for trees", Nature Machine Intelligence 2; shap's ``TreeExplainer``. Two boosted classes: the
trees add up log-odds m, not probabilities p, so for each background row z the values of m are
stretched by (p(x) - p(z)) / (m(x) - m(z)). They add up to the probability but are no longer exact
Shapley values of it; `TreeRoute.exact` says so.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.errors import PlaygroundError
from core.tabular.explain.shapley import Shapley
from core.tabular.explain.target import Explained, Tell, quantity_function
from core.tabular.recipe.pipeline import borrowing
from core.wording import listed

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

CHUNKS = 10
"""The rows are explained in about so many parts, so that progress shows."""

TOLERANCE = 1e-5
"""The largest additivity error that is accepted, relative to |base| + Σ|φ| (XGBoost: float32)."""


class NoTreeRoute(PlaygroundError):
    """SHAP's tree route does not hold for this model or recipe; the message says why."""


def load_shap() -> ModuleType:
    """Import shap (worker only) without the warnings of the plotting library it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap
    return shap  # type: ignore[no-any-return]


@dataclass(frozen=True)
class TreeRoute:
    """shap's explainer over the prepared columns of a fitted tree model.

    sources : for each prepared column the position of its raw column. exact : whether the values
    are Shapley values of the explained number, not stretched log-odds. cuts : for each prepared
    column the thresholds that any tree compares it with, ascending; see `compare_places`.
    """

    explainer: Any
    sources: list[int]
    exact: bool
    cuts: list[NDArray[np.float64]]


def tree_route(fitted: Fitted, explained: Explained, background: pd.DataFrame) -> TreeRoute:
    """Return the way to explain this model by its trees; raise `NoTreeRoute` if there is none."""
    sources = _sources(fitted, list(background.columns))
    reference = _prepare(fitted, background)
    explainer = _explainer(fitted, explained, reference)
    exact = explained.class_index is None or explainer.model.tree_output == "probability"
    return TreeRoute(explainer, sources, exact, compare_places(explainer, reference))


def tree_shapley(
    fitted: Fitted,
    explained: Explained,
    rows: pd.DataFrame,
    route: TreeRoute,
    *,
    tell: Tell = report,
) -> Shapley:
    """Return tree SHAP values (n_rows, n_columns) of raw columns; raise `NoTreeRoute`.

    The result is checked against the pipeline's own predictions, so a model whose trees shap
    misreads is refused rather than explained wrongly.
    """
    explainer = route.explainer
    X = as_places(explainer.model, route.cuts, _prepare(fitted, rows))
    phi = np.empty(X.shape)
    size = max(len(X) // CHUNKS, 1)
    for start in range(0, len(X), size):
        part = slice(start, start + size)
        found = explainer.shap_values(X[part], check_additivity=False)
        phi[part] = parts_of_class(found, explained.class_index)
        done = min(start + size, len(X))
        tell(done, len(X), f"SHAP, row {done} of {len(X)}")
    base = base_of_class(np.ravel(explainer.expected_value), explained.class_index)
    values = np.zeros(rows.shape)
    np.add.at(values.T, route.sources, phi.T)
    return _checked(fitted, explained, rows, Shapley(values, base, np.empty(0)))


def _sources(fitted: Fitted, columns: list[str]) -> list[int]:
    """Return, for each prepared column, the position of the one raw column it comes from."""
    borrowed = borrowing(fitted.steps, fitted.prepared.gaps)
    if borrowed is not None:
        raise NoTreeRoute(
            f"'{borrowed.spec.label}' fills a gap in one column from the others, so shares of "
            "trees cannot be given back to single columns."
        )
    sources = []
    for name, raw in fitted.provenance.items():
        if len(raw) != 1:
            raise NoTreeRoute(
                f"The recipe mixes {listed(raw)} into {name}, so shares of trees cannot "
                "be given back to single columns."
            )
        sources.append(columns.index(raw[0]))
    return sources


def _prepare(fitted: Fitted, raw: pd.DataFrame) -> NDArray[np.float64]:
    return np.ascontiguousarray(fitted.transform(raw), dtype=np.float64)


def _explainer(fitted: Fitted, explained: Explained, background: NDArray[np.float64]) -> Any:
    shap = load_shap()
    output = "probability" if len(fitted.classes) == 2 else "raw"
    try:
        explainer = shap.TreeExplainer(
            fitted.model, background, model_output=output, feature_perturbation="interventional"
        )
    except Exception as error:  # shap raises a bare Exception for a model it cannot read
        raise NoTreeRoute(
            "This is not a tree model that SHAP can read, so the model is asked instead."
        ) from error
    trees = explainer.model
    if len(fitted.classes) > 2 and trees.tree_output != "probability":
        raise NoTreeRoute(
            "With more than two classes the probability depends on all boosted trees at once, so "
            "the model is asked instead."
        )
    return explainer


def compare_places(explainer: Any, background: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Have shap's tree explainer compare whole numbers, and return the cuts that they count.

    Its C code compares in float32, so 7.1 may go the wrong way at a threshold of 7.1. It is given
    `as_places` instead: the k-th threshold becomes k, a value the number of cuts below it.
    """
    trees = explainer.model
    cuts = tree_cuts(trees, background.shape[1])
    explainer.data = as_places(trees, cuts, background)
    replace_thresholds(trees, cuts)
    return cuts


def as_places(
    trees: Any, cuts: list[NDArray[np.float64]], X: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (n_rows, n_prepared) places among the cuts; gaps stay NaN."""
    seen = X.astype(trees.input_dtype).astype("float64")  # as the trees do
    columns = [np.searchsorted(cut, seen[:, j]) for j, cut in enumerate(cuts)]
    return np.where(np.isnan(seen), np.nan, np.column_stack(columns))


def tree_cuts(trees: Any, n_prepared: int) -> list[NDArray[np.float64]]:
    """Return the thresholds that any of shap's ``trees`` compares each column with, ascending."""
    inner = trees.children_left >= 0  # (n_trees, n_nodes)
    return [
        np.unique(trees.thresholds[inner & (trees.features == j)]).astype(np.float64)
        for j in range(n_prepared)
    ]


def replace_thresholds(trees: Any, cuts: list[NDArray[np.float64]]) -> None:
    """Put in place of every threshold of shap's ``trees`` its position among its column's cuts."""
    inner = trees.children_left >= 0
    for j, cut in enumerate(cuts):
        here = inner & (trees.features == j)
        trees.thresholds[here] = np.searchsorted(cut, trees.thresholds[here])


def parts_of_class(values: NDArray[np.float64], k: int | None) -> NDArray[np.float64]:
    """Return (n_rows, n_prepared) for class ``k``; one output is the second class's."""
    if values.ndim == 3:
        return values[:, :, k]
    return -values if k == 0 else values


def base_of_class(expected: NDArray[np.float64], k: int | None) -> float:
    """Return what the parts of class ``k`` are added to; of one output, the second class's."""
    if len(expected) > 1:
        return float(expected[k])
    return float(1.0 - expected[0] if k == 0 else expected[0])


def _checked(fitted: Fitted, explained: Explained, rows: pd.DataFrame, found: Shapley) -> Shapley:
    predictions = quantity_function(fitted, explained)(rows)
    found = Shapley(found.values, found.base, predictions)
    if found.additivity_error > TOLERANCE:
        raise NoTreeRoute(
            "SHAP's reading of these trees does not add up to the model's own predictions, so the "
            "model is asked instead."
        )
    return found
