"""Models made of many: forests, bagging, boosting."""

from __future__ import annotations

from core.params import Param
from core.tabular.calls import Argument, Call, P, call
from core.tabular.model_spec import ModelSpec, Rounds

_TREES = Param("n_estimators", "Trees", "int", 100, low=5, high=2000, step=5, scale="log")
_DEPTH = Param(
    "max_depth", "Depth", "int", None, "Empty: as deep as the data asks.", 1, 50, optional=True
)
_LEAF = Param("min_samples_leaf", "Rows in a leaf", "int", 1, "At least.", low=1, high=200)
_FOREST = Rounds("printed", "n_estimators", "tree", r"building tree \d+", verbose=2)


def _forest(name: str, **extra: Argument) -> Call:
    return call(
        f"sklearn.ensemble:{name}",
        n_estimators=P("n_estimators"),
        max_depth=P("max_depth"),
        min_samples_leaf=P("min_samples_leaf"),
        n_jobs=1,
        random_state=P("seed"),
        **extra,
    )


ENSEMBLES: tuple[ModelSpec, ...] = (
    ModelSpec(
        "random_forest",
        "Random forest",
        "Many trees, each on other rows and columns; their votes are averaged.",
        "ensemble",
        "Breiman (2001), Random forests",
        classifier=_forest("RandomForestClassifier"),
        regressor=_forest("RandomForestRegressor"),
        params=(_TREES, _DEPTH, _LEAF),
        class_weight=True,
        tree=True,
        rounds=_FOREST,
    ),
)
