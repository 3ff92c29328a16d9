"""Models that are one thing: lines, neighbours, kernels, Bayes, a tree, a net."""

from __future__ import annotations

from core.params import Choice, Param
from core.tabular.calls import Call, P, call
from core.tabular.model_spec import ModelSpec

_ESL = "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed. (2009)"
_ALPHA = Param("alpha", "Penalty", "float", 1.0, "Larger: smaller weights.", 1e-4, 1e4, scale="log")
_C = Param("C", "C", "float", 1.0, "Smaller: stronger penalty.", 1e-4, 1e4, scale="log")
_L1 = Param("l1_ratio", "Share of L1", "float", 0.5, "1 is lasso, 0 is ridge.", 0.0, 1.0, step=0.05)
_KERNEL_ROWS = 20_000


def _scaled_target(regressor: Call) -> Call:
    """Wrap a regressor whose settings speak in the target's units."""
    return call(
        "sklearn.compose:TransformedTargetRegressor",
        regressor=regressor,
        transformer=call("sklearn.preprocessing:StandardScaler"),
    )


def _with_probabilities(classifier: Call) -> Call:
    """Wrap a classifier that has scores only: Platt's sigmoid, fitted on three folds."""
    return call(
        "sklearn.calibration:CalibratedClassifierCV",
        estimator=classifier,
        ensemble=False,
        cv=3,
    )


def _svc(kernel: str, **extra: P) -> Call:
    return _with_probabilities(
        call("sklearn.svm:SVC", kernel=kernel, C=P("C"), class_weight=P("class_weight"), **extra)
    )


def _svr(kernel: str, **extra: P) -> Call:
    return _scaled_target(
        call("sklearn.svm:SVR", kernel=kernel, C=P("C"), epsilon=P("epsilon"), **extra)
    )


_EPSILON = Param(
    "epsilon",
    "Tube",
    "float",
    0.1,
    "Errors up to this cost nothing, in the target's standard deviations. Regression only.",
    low=0.0,
    high=2.0,
    step=0.05,
)
_GAMMA = Param(
    "gamma",
    "Reach (gamma)",
    "choice",
    "scale",
    "How far one row reaches.",
    choices=(Choice("scale", "by spread"), Choice("auto", "by number of columns")),
)

LINEAR: tuple[ModelSpec, ...] = (
    ModelSpec(
        "linear",
        "Linear regression",
        "A weighted sum of the columns with the smallest squared error.",
        "linear",
        f"{_ESL}, ch. 3.2",
        regressor=call("sklearn.linear_model:LinearRegression"),
        needs=("scale",),
    ),
    ModelSpec(
        "ridge",
        "Ridge",
        "A line whose weights are kept small; steady when columns repeat each other.",
        "linear",
        "Hoerl & Kennard (1970), Ridge regression",
        regressor=call("sklearn.linear_model:Ridge", alpha=P("alpha")),
        params=(_ALPHA,),
        needs=("scale",),
    ),
)

LOGISTIC: tuple[ModelSpec, ...] = (
    ModelSpec(
        "logistic",
        "Logistic regression",
        "A weighted sum of the columns, turned into a probability.",
        "linear",
        "Cox (1958), The regression analysis of binary sequences",
        classifier=call(
            "sklearn.linear_model:LogisticRegression",
            C=P("C"),
            max_iter=1000,
            class_weight=P("class_weight"),
        ),
        params=(_C,),
        needs=("scale",),
        class_weight=True,
    ),
)

SINGLE: tuple[ModelSpec, ...] = (*LINEAR, *LOGISTIC)
