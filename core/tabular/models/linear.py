"""Models that draw lines and curves: sums of weighted columns, and one monotone curve."""

from __future__ import annotations

import math

from core.params import Choice, Param
from core.tabular.calls import Argument, Call, Case, P, call
from core.tabular.models.spec import ModelSpec, Rounds

_PENALTY = Param(
    "alpha", "Penalty", "float", 1.0, "Larger: smaller weights.", 1e-4, 1e4, scale="log"
)
_SMALL_PENALTY = Param(
    "alpha",
    "Penalty",
    "float",
    0.01,
    "Larger: fewer columns. The target counts in its standard deviations.",
    1e-4,
    1e3,
    scale="log",
)
_C = Param(
    "C",
    "C",
    "float",
    1.0,
    "How freely weights may grow. Smaller: smaller weights, a simpler model. Empty: no limit.",
    1e-4,
    1e4,
    scale="log",
    optional=True,
    switch="Penalty on the weights",
)
_LONGEST = "How long it may look for the best weights, at most."
_FINEST = 1e-13
"""Directions of scaled columns that spread less than this share of the widest are rounding."""


def scaled_columns(work: Call, *, with_mean: Argument = True) -> Call:
    """Give a model columns of mean 0 and standard deviation 1, so that no unit decides."""
    return call(
        "sklearn.pipeline:Pipeline",
        steps=(
            ("scale", call("sklearn.preprocessing:StandardScaler", with_mean=with_mean)),
            ("model", work),
        ),
    )


def scaled_target(regressor: Call) -> Call:
    """Wrap a regressor whose settings speak in the target's units, so that they need not."""
    return call(
        "sklearn.compose:TransformedTargetRegressor",
        regressor=regressor,
        transformer=call("sklearn.preprocessing:StandardScaler"),
    )


LEAST_SQUARES: tuple[ModelSpec, ...] = (
    ModelSpec(
        "linear",
        "Linear regression",
        "A weighted sum of the columns with the smallest squared error.",
        "linear",
        "Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, ch. 3.2",
        regressor=scaled_columns(
            call(
                "sklearn.linear_model:LinearRegression",
                fit_intercept=P("fit_intercept"),
                tol=_FINEST,
            ),
            with_mean=P("fit_intercept"),
        ),
        params=(
            Param(
                "fit_intercept",
                "Intercept",
                "bool",
                True,
                "Off: the line passes through zero, where every column it gets is 0.",
            ),
        ),
        needs=("scale",),
        least_squares=True,
    ),
    ModelSpec(
        "ridge",
        "Ridge",
        "A line whose weights are kept small; steady when columns repeat each other.",
        "linear",
        "Hoerl & Kennard (1970), Ridge regression",
        regressor=call("sklearn.linear_model:Ridge", alpha=P("alpha")),
        params=(_PENALTY,),
        needs=("scale",),
    ),
    ModelSpec(
        "lasso",
        "Lasso",
        "A line that sets the weights of columns it can do without to zero.",
        "linear",
        "Tibshirani (1996), Regression shrinkage and selection via the lasso",
        regressor=scaled_target(
            call("sklearn.linear_model:Lasso", alpha=P("alpha"), max_iter=10_000)
        ),
        params=(_SMALL_PENALTY,),
        needs=("scale",),
    ),
    ModelSpec(
        "elastic_net",
        "Elastic net",
        "Between lasso and ridge: fewer columns, and repeated ones share their weight.",
        "linear",
        "Zou & Hastie (2005), Regularization and variable selection via the elastic net",
        regressor=scaled_target(
            call(
                "sklearn.linear_model:ElasticNet",
                alpha=P("alpha"),
                l1_ratio=P("l1_ratio"),
                max_iter=10_000,
            )
        ),
        params=(
            _SMALL_PENALTY,
            Param("l1_ratio", "Share of L1", "float", 0.5, "1 is lasso.", 0.01, 1.0, step=0.01),
        ),
        needs=("scale",),
    ),
    ModelSpec(
        "bayesian_ridge",
        "Bayesian ridge",
        "Ridge that finds its own penalty from the data.",
        "bayes",
        "MacKay (1992), Bayesian interpolation",
        regressor=scaled_target(call("sklearn.linear_model:BayesianRidge", max_iter=P("max_iter"))),
        params=(Param("max_iter", "Rounds", "int", 300, _LONGEST, low=10, high=1000, step=10),),
        needs=("scale",),
    ),
)

ROBUST: tuple[ModelSpec, ...] = (
    ModelSpec(
        "huber",
        "Huber regression",
        "A line that outliers pull less: beyond a limit errors count once, not squared.",
        "linear",
        "Huber (1964), Robust estimation of a location parameter",
        regressor=scaled_target(
            call(
                "sklearn.linear_model:HuberRegressor",
                epsilon=P("epsilon"),
                alpha=P("alpha"),
                max_iter=1000,
            )
        ),
        params=(
            Param("epsilon", "Limit", "float", 1.35, "In scales of the error.", 1.0, 5.0, 0.05),
            Param(
                "alpha",
                "Penalty",
                "float",
                1e-4,
                "Larger: smaller weights.",
                1e-6,
                1e2,
                scale="log",
            ),
        ),
        needs=("scale",),
    ),
    ModelSpec(
        "quantile",
        "Quantile regression",
        "A line with a chosen share of the rows below it; 0.5 draws the median.",
        "linear",
        "Koenker & Bassett (1978), Regression quantiles",
        regressor=scaled_target(
            call(
                "sklearn.linear_model:QuantileRegressor",
                quantile=P("quantile"),
                alpha=P("alpha"),
                solver="highs",
            )
        ),
        params=(
            Param(
                "quantile",
                "Share below",
                "float",
                0.5,
                "Of the rows; 0.5 is the median.",
                0.05,
                0.95,
                0.05,
            ),
            Param(
                "alpha",
                "Penalty",
                "float",
                1e-3,
                "Larger: smaller weights.",
                1e-6,
                1e2,
                scale="log",
            ),
        ),
        needs=("scale",),
        max_rows=20_000,
    ),
    ModelSpec(
        "polynomial",
        "Polynomial ridge",
        "A line on powers and products of the columns: curves and interactions.",
        "linear",
        "Gergonne (1815); Hastie, Tibshirani & Friedman (2009), ch. 5",
        regressor=call(
            "sklearn.pipeline:Pipeline",
            steps=(
                ("scale", call("sklearn.preprocessing:StandardScaler")),
                ("powers", call("core.tabular.recipe.reducers:Powers", degree=P("degree"))),
                ("line", call("sklearn.linear_model:Ridge", alpha=P("alpha"))),
            ),
        ),
        params=(Param("degree", "Degree", "int", 2, "Highest power.", 1, 6), _PENALTY),
    ),
    ModelSpec(
        "isotonic",
        "Isotonic regression",
        "A staircase that only rises or only falls, along the one column that orders rows best.",
        "linear",
        "Barlow et al. (1972), Statistical inference under order restrictions",
        regressor=call("core.tabular.recipe.estimators:IsotonicAlongOne"),
    ),
)

CLASSIFIERS: tuple[ModelSpec, ...] = (
    ModelSpec(
        "logistic",
        "Logistic regression",
        "A weighted sum of the columns, turned into a probability.",
        "linear",
        "Cox (1958), The regression analysis of binary sequences",
        classifier=call(
            "sklearn.linear_model:LogisticRegression",
            C=Case("C", None, math.inf, P("C")),
            max_iter=P("max_iter"),
            class_weight=P("class_weight"),
        ),
        params=(_C, Param("max_iter", "Rounds", "int", 1000, _LONGEST, 10, 5000, 10)),
        needs=("scale",),
        class_weight=True,
    ),
    ModelSpec(
        "lda",
        "Linear discriminant analysis",
        "One bell of the same shape per class; the boundary between two bells is a line.",
        "linear",
        "Fisher (1936), The use of multiple measurements in taxonomic problems",
        classifier=call(
            "core.tabular.recipe.estimators:LinearDiscriminant", shrinkage=P("shrinkage")
        ),
        params=(Param("shrinkage", "Shrinkage", "float", 0.0, "1: round bells.", 0, 1, 0.05),),
    ),
    ModelSpec(
        "qda",
        "Quadratic discriminant analysis",
        "One bell per class, each with its own shape; the boundaries are curves.",
        "bayes",
        "Hastie, Tibshirani & Friedman (2009), ch. 4.3",
        classifier=scaled_columns(
            call(
                "sklearn.discriminant_analysis:QuadraticDiscriminantAnalysis",
                solver=Case("shrinkage", 0.0, "svd", "eigen"),
                shrinkage=Case("shrinkage", 0.0, None, P("shrinkage")),
                tol=1e-9,
            )
        ),
        params=(
            Param(
                "shrinkage",
                "Shrinkage",
                "float",
                0.1,
                "1: round bells. 0: plain ones, which columns that repeat each other forbid.",
                0.0,
                1,
                0.01,
            ),
        ),
    ),
    ModelSpec(
        "sgd",
        "Stochastic gradient descent",
        "A line learnt row by row; quick on very many rows.",
        "linear",
        "Robbins & Monro (1951); Bottou (2010)",
        classifier=call(
            "sklearn.linear_model:SGDClassifier",
            loss=P("loss"),
            alpha=P("alpha"),
            max_iter=P("max_iter"),
            class_weight=P("class_weight"),
            random_state=P("seed"),
        ),
        regressor=scaled_target(
            call(
                "sklearn.linear_model:SGDRegressor",
                alpha=P("alpha"),
                max_iter=P("max_iter"),
                random_state=P("seed"),
            )
        ),
        params=(
            Param(
                "loss",
                "Loss",
                "choice",
                "log_loss",
                "For classification.",
                choices=(
                    Choice("log_loss", "logistic"),
                    Choice("modified_huber", "modified Huber"),
                ),
            ),
            Param("alpha", "Penalty", "float", 1e-4, "", 1e-7, 1e1, scale="log"),
            Param("max_iter", "Passes", "int", 1000, _LONGEST, 5, 5000, scale="log"),
        ),
        needs=("scale",),
        class_weight=True,
        rounds=Rounds("printed", "max_iter", "pass", r"^-- Epoch \d+", inside="regressor"),
    ),
)

LINES: tuple[ModelSpec, ...] = (*LEAST_SQUARES, *ROBUST, *CLASSIFIERS)
