"""Models made of many: forests, bagging, boosting."""

from __future__ import annotations

from core.params import Param
from core.tabular.calls import Argument, Call, P, call
from core.tabular.models.spec import ModelSpec, Rounds

_TREES = Param(
    "n_estimators", "Trees", "int", 100, "More: steadier, slower.", 5, 2000, 5, scale="log"
)
_FEWER_TREES = Param(
    "n_estimators", "Trees", "int", 50, "More: steadier, slower.", 5, 1000, 5, scale="log"
)
_ROUNDS = Param("n_estimators", "Rounds", "int", 100, "One tree each.", 5, 2000, 5, scale="log")
_RATE = Param(
    "learning_rate", "Learning rate", "float", 0.1, "Of each round.", 1e-3, 1.0, scale="log"
)
_DEPTH = Param(
    "max_depth", "Depth", "int", None, "Empty: as deep as the data asks.", 1, 50, optional=True
)
_LEAF = Param("min_samples_leaf", "Rows in a leaf", "int", 1, "At least.", 1, 500)
_LEAVES = Param("leaves", "Leaves", "int", 31, "Of each tree, at most.", 2, 255)
_SHARE = Param("subsample", "Share of rows", "float", 1.0, "For each tree.", 0.1, 1.0, 0.05)
_L2 = Param("l2", "L2 penalty", "float", 1.0, "On the leaves.", 0.0, 100.0, 0.1)

_FINEST = 1e-6
"""scikit-learn splits no node whose variance is below 2.2e-16."""

_FOREST_ROUNDS = Rounds("printed", "n_estimators", "tree", r"building tree \d+", verbose=2)


def _forest(name: str, **extra: Argument) -> Call:
    return call(
        f"sklearn.ensemble:{name}",
        n_estimators=P("n_estimators"),
        max_depth=P("max_depth"),
        min_samples_leaf=P("min_samples_leaf"),
        max_features=P("max_features"),
        n_jobs=1,
        random_state=P("seed"),
        **extra,
    )


def _tree(kind: str) -> Call:
    return call(f"sklearn.tree:DecisionTree{kind}", max_depth=P("max_depth"))


_COLUMNS = Param(
    "max_features", "Share of columns", "float", 0.3, "Tried at each split.", 0.05, 1.0, 0.05
)

FORESTS: tuple[ModelSpec, ...] = (
    ModelSpec(
        "random_forest",
        "Random forest",
        "Many trees, each on other rows and columns; their votes are averaged.",
        "ensemble",
        "Breiman (2001), Random forests",
        classifier=_forest("RandomForestClassifier", class_weight=P("class_weight")),
        regressor=_forest("RandomForestRegressor"),
        params=(_TREES, _DEPTH, _LEAF, _COLUMNS),
        class_weight=True,
        tree=True,
        finest_target=_FINEST,
        rounds=_FOREST_ROUNDS,
    ),
    ModelSpec(
        "extra_trees",
        "Extra trees",
        "A forest whose trees also split at random places: quicker and smoother.",
        "ensemble",
        "Geurts, Ernst & Wehenkel (2006), Extremely randomized trees",
        classifier=_forest("ExtraTreesClassifier", class_weight=P("class_weight")),
        regressor=_forest("ExtraTreesRegressor"),
        params=(_TREES, _DEPTH, _LEAF, _COLUMNS),
        class_weight=True,
        tree=True,
        finest_target=_FINEST,
        rounds=_FOREST_ROUNDS,
    ),
    ModelSpec(
        "bagging",
        "Bagged trees",
        "Trees on rows drawn with replacement; the average is steadier than one.",
        "ensemble",
        "Breiman (1996), Bagging predictors",
        classifier=call(
            "sklearn.ensemble:BaggingClassifier",
            estimator=_tree("Classifier"),
            n_estimators=P("n_estimators"),
            max_samples=P("subsample"),
            n_jobs=1,
            random_state=P("seed"),
        ),
        regressor=call(
            "sklearn.ensemble:BaggingRegressor",
            estimator=_tree("Regressor"),
            n_estimators=P("n_estimators"),
            max_samples=P("subsample"),
            n_jobs=1,
            random_state=P("seed"),
        ),
        params=(_FEWER_TREES, _DEPTH, _SHARE),
        finest_target=_FINEST,
        rounds=Rounds("printed", "n_estimators", "tree", r"^Building estimator \d+ of", verbose=2),
    ),
)

_STUMP = Param("max_depth", "Depth", "int", 2, "Of each small tree.", 1, 10)
_BOOSTED_DEPTH = Param("max_depth", "Depth", "int", 3, "Of each tree.", 1, 15)
_GRADIENT: dict[str, Argument] = {
    "n_estimators": P("n_estimators"),
    "learning_rate": P("learning_rate"),
    "max_depth": P("max_depth"),
    "subsample": P("subsample"),
    "random_state": P("seed"),
}
_HIST: dict[str, Argument] = {
    "max_iter": P("n_estimators"),
    "learning_rate": P("learning_rate"),
    "max_leaf_nodes": P("leaves"),
    "l2_regularization": P("l2"),
    "early_stopping": False,
    "random_state": P("seed"),
}
_XGBOOST: dict[str, Argument] = {
    **_GRADIENT,
    "reg_lambda": P("l2"),
    "tree_method": "hist",
    "n_jobs": 1,
    "verbosity": 0,
}
_LIGHTGBM: dict[str, Argument] = {
    "n_estimators": P("n_estimators"),
    "learning_rate": P("learning_rate"),
    "num_leaves": P("leaves"),
    "min_child_samples": P("min_samples_leaf"),
    "reg_lambda": P("l2"),
    "deterministic": True,
    "force_row_wise": True,
    "n_jobs": 1,
    "verbosity": -1,
    "random_state": P("seed"),
}

BOOSTING: tuple[ModelSpec, ...] = (
    ModelSpec(
        "ada_boost",
        "AdaBoost",
        "Small trees in a row; each looks harder at what the ones before got wrong.",
        "ensemble",
        "Freund & Schapire (1997); Drucker (1997) for regression",
        classifier=call(
            "sklearn.ensemble:AdaBoostClassifier",
            estimator=_tree("Classifier"),
            n_estimators=P("n_estimators"),
            learning_rate=P("learning_rate"),
            random_state=P("seed"),
        ),
        regressor=call(
            "sklearn.ensemble:AdaBoostRegressor",
            estimator=_tree("Regressor"),
            n_estimators=P("n_estimators"),
            learning_rate=P("learning_rate"),
            random_state=P("seed"),
        ),
        params=(
            _FEWER_TREES,
            Param(
                "learning_rate",
                "Learning rate",
                "float",
                1.0,
                "Of each round.",
                1e-3,
                2.0,
                scale="log",
            ),
            _STUMP,
        ),
        finest_target=_FINEST,
        rounds=Rounds("ada_boost", "n_estimators", "round"),
    ),
    ModelSpec(
        "gradient_boosting",
        "Gradient boosting",
        "Small trees in a row; each mends what is left of the error.",
        "ensemble",
        "Friedman (2001), Greedy function approximation: a gradient boosting machine",
        classifier=call("sklearn.ensemble:GradientBoostingClassifier", **_GRADIENT),
        regressor=call("sklearn.ensemble:GradientBoostingRegressor", **_GRADIENT),
        params=(_ROUNDS, _RATE, _BOOSTED_DEPTH, _SHARE),
        tree=True,
        finest_target=_FINEST,
        rounds=Rounds("printed", "n_estimators", "round", r"^\s+\d+\s+-?[\d.]", verbose=2),
    ),
    ModelSpec(
        "hist_gradient_boosting",
        "Histogram gradient boosting",
        "Gradient boosting on columns sorted into bins: quick on many rows.",
        "ensemble",
        "Ke et al. (2017), as built into scikit-learn",
        classifier=call(
            "sklearn.ensemble:HistGradientBoostingClassifier",
            class_weight=P("class_weight"),
            **_HIST,
        ),
        regressor=call("sklearn.ensemble:HistGradientBoostingRegressor", **_HIST),
        params=(_ROUNDS, _RATE, _LEAVES, _L2),
        class_weight=True,
        tree=True,
        rounds=Rounds("printed", "max_iter", "round", r"^\[\d+/\d+\]", verbose=2),
    ),
    ModelSpec(
        "xgboost",
        "XGBoost",
        "Gradient boosting with a penalty on leaves and second derivatives. A regression counts in "
        "the target's unit: splits that gain less than 0.000001 of it, squared, are not made.",
        "ensemble",
        "Chen & Guestrin (2016), XGBoost: a scalable tree boosting system",
        classifier=call("xgboost:XGBClassifier", **_XGBOOST),
        regressor=call("xgboost:XGBRegressor", **_XGBOOST),
        params=(
            _ROUNDS,
            _RATE,
            Param("max_depth", "Depth", "int", 6, "Of each tree.", 1, 15),
            _SHARE,
            _L2,
        ),
        needs=("array",),
        tree=True,
        finest_target=0.01,
        rounds=Rounds("xgboost", "n_estimators", "round"),
    ),
    ModelSpec(
        "lightgbm",
        "LightGBM",
        "Gradient boosting that grows the leaf that helps most, on binned columns.",
        "ensemble",
        "Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree",
        classifier=call("lightgbm:LGBMClassifier", class_weight=P("class_weight"), **_LIGHTGBM),
        regressor=call("lightgbm:LGBMRegressor", **_LIGHTGBM),
        params=(
            _ROUNDS,
            _RATE,
            _LEAVES,
            Param("min_samples_leaf", "Rows in a leaf", "int", 20, "At least.", 1, 500),
            _L2,
        ),
        needs=("array",),
        class_weight=True,
        tree=True,
        rounds=Rounds("lightgbm", "n_estimators", "round"),
    ),
)

ENSEMBLES: tuple[ModelSpec, ...] = (*FORESTS, *BOOSTING)
