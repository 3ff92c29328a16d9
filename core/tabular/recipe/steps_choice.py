"""Steps that choose columns (selection), directions (reduction) and rows (balance)."""

from __future__ import annotations

from core.data.task import Task
from core.params import Choice, Param
from core.tabular.calls import Call, P, Ref, call
from core.tabular.models.linear import scaled_target
from core.tabular.recipe.step_spec import StepSpec

_NUMERIC = ("numeric",)
_ONLY_CLASSES: tuple[Task, ...] = ("classification",)
_SHARE = Param("share", "Share kept", "float", 0.5, "Of the columns.", 0.05, 1.0, 0.05)
_PERCENT = Param("percentile", "Percent kept", "int", 50, "Of the columns.", 5, 100, 5)


def _line(work: Call) -> Call:
    """Return a pipeline that scales first, so that weights can be compared."""
    return call(
        "sklearn.pipeline:Pipeline",
        steps=(("scale", call("sklearn.preprocessing:StandardScaler")), ("line", work)),
    )


def _rfe(line: Call) -> Call:
    return call(
        "sklearn.feature_selection:RFE",
        estimator=_line(line),
        n_features_to_select=P("share"),
        step=0.2,
        importance_getter="named_steps.line.coef_",
    )


def _from_trees(kind: str) -> Call:
    return call(
        "sklearn.feature_selection:SelectFromModel",
        estimator=call(
            f"sklearn.ensemble:ExtraTrees{kind}",
            n_estimators=50,
            min_samples_leaf=3,
            n_jobs=1,
            random_state=P("seed"),
        ),
        threshold=P("threshold"),
    )


SELECTION: tuple[StepSpec, ...] = (
    StepSpec(
        "variance",
        "Drop flat columns",
        "Drops columns whose variance on the training rows is at most the limit.",
        "transform",
        "selection",
        call("sklearn.feature_selection:VarianceThreshold", threshold=P("threshold")),
        (Param("threshold", "Limit", "float", 0.0, "In squared units.", 0.0, 10.0, 0.01),),
        columns=_NUMERIC,
        outputs="fewer",
        takes_gaps=True,
    ),
    StepSpec(
        "correlation",
        "Drop repeated columns",
        "Of two columns that move together, keeps the first.",
        "transform",
        "selection",
        call("core.tabular.recipe.reducers:Uncorrelated", limit=P("limit")),
        (Param("limit", "Limit", "float", 0.95, "Absolute correlation.", 0.3, 1.0, 0.01),),
        columns=_NUMERIC,
        outputs="fewer",
        takes_gaps=True,
    ),
    StepSpec(
        "best_columns",
        "Keep the most related",
        "Keeps the columns that move most with the target in a straight line (F-test).",
        "transform",
        "selection",
        call(
            "sklearn.feature_selection:SelectPercentile",
            score_func=Ref("sklearn.feature_selection:f_classif"),
            percentile=P("percentile"),
        ),
        (Param("percentile", "Percent kept", "int", 10, "Of the columns.", 1, 100),),
        columns=_NUMERIC,
        regression=call(
            "sklearn.feature_selection:SelectPercentile",
            score_func=Ref("sklearn.feature_selection:f_regression"),
            percentile=P("percentile"),
        ),
        outputs="fewer",
        source="Fisher (1925), Statistical Methods for Research Workers",
    ),
    StepSpec(
        "mutual_information",
        "Keep the most informative",
        "Keeps columns that tell most about the target, each on its own (at most 5,000 rows).",
        "transform",
        "selection",
        call(
            "sklearn.feature_selection:SelectPercentile",
            score_func=Ref("core.tabular.recipe.reducers:information_on_class"),
            percentile=P("percentile"),
        ),
        (_PERCENT,),
        columns=_NUMERIC,
        regression=call(
            "sklearn.feature_selection:SelectPercentile",
            score_func=Ref("core.tabular.recipe.reducers:information_on_number"),
            percentile=P("percentile"),
        ),
        outputs="fewer",
        source="Kraskov, Stögbauer & Grassberger (2004), Estimating mutual information",
    ),
    StepSpec(
        "rfe",
        "Drop the weakest again and again",
        "Fits a line, drops the columns with the smallest weights, and repeats (RFE).",
        "transform",
        "selection",
        _rfe(call("sklearn.linear_model:LogisticRegression", max_iter=200)),
        (_SHARE,),
        columns=_NUMERIC,
        regression=_rfe(call("sklearn.linear_model:Ridge")),
        outputs="fewer",
        source="Guyon et al. (2002), Gene selection for cancer classification",
    ),
    StepSpec(
        "l1",
        "Keep what a lasso keeps",
        "Fits a line with an L1 penalty and drops the columns whose weight is zero.",
        "transform",
        "selection",
        call(
            "sklearn.feature_selection:SelectFromModel",
            estimator=_line(
                call(
                    "sklearn.linear_model:SGDClassifier",
                    loss="log_loss",
                    penalty="l1",
                    alpha=P("alpha"),
                    random_state=P("seed"),
                )
            ),
            threshold=1e-8,
            importance_getter="named_steps.line.coef_",
        ),
        (Param("alpha", "Penalty", "float", 0.01, "Larger: fewer.", 1e-4, 1.0, scale="log"),),
        columns=_NUMERIC,
        regression=call(
            "sklearn.feature_selection:SelectFromModel",
            estimator=_line(scaled_target(call("sklearn.linear_model:Lasso", alpha=P("alpha")))),
            threshold=1e-8,
            importance_getter="named_steps.line.regressor_.coef_",
        ),
        outputs="fewer",
        source="Tibshirani (1996), Regression shrinkage and selection via the lasso",
    ),
    StepSpec(
        "from_model",
        "Keep what a forest uses",
        "Fits a small forest and keeps the columns it uses more than the others.",
        "transform",
        "selection",
        _from_trees("Classifier"),
        (
            Param(
                "threshold",
                "Limit",
                "choice",
                "median",
                choices=(Choice("median", "more than half of them"), Choice("mean", "the mean")),
            ),
        ),
        columns=_NUMERIC,
        regression=_from_trees("Regressor"),
        outputs="fewer",
        source="Breiman (2001), Random forests",
    ),
)

REDUCTION: tuple[StepSpec, ...] = (
    StepSpec(
        "pca",
        "PCA",
        "Replaces columns by the few directions that hold most of their variance; scale first.",
        "transform",
        "reduction",
        call("sklearn.decomposition:PCA", n_components=P("variance"), svd_solver="full"),
        (
            Param(
                "variance", "Variance kept", "float", 0.95, "Share of the spread.", 0.1, 0.999, 0.01
            ),
        ),
        columns=_NUMERIC,
        outputs="mixed",
        source="Pearson (1901), On lines and planes of closest fit",
    ),
    StepSpec(
        "svd",
        "Truncated SVD",
        "Like PCA without subtracting the mean; made for counts of words.",
        "transform",
        "reduction",
        call(
            "core.tabular.recipe.reducers:BoundedSVD",
            n_components=P("n_components"),
            random_state=P("seed"),
        ),
        (Param("n_components", "Directions", "int", 5, "At most.", 1, 100),),
        columns=_NUMERIC,
        outputs="mixed",
        source="Halko, Martinsson & Tropp (2011); Deerwester et al. (1990) for text",
    ),
)

IMBALANCE: tuple[StepSpec, ...] = (
    StepSpec(
        "class_weights",
        "Class weights",
        "A mistake on a rare class costs the model as much as all mistakes on a frequent one.",
        "rows",
        "imbalance",
        call("builtins:dict", class_weight="balanced"),
        outputs="none",
        takes_gaps=True,
        tasks=_ONLY_CLASSES,
        sets_model=(("class_weight", "balanced"),),
        source="King & Zeng (2001), Logistic regression in rare events data",
    ),
    StepSpec(
        "random_over",
        "Repeat rare rows",
        "Draws rows of the rarer classes again until all classes have as many training rows.",
        "rows",
        "imbalance",
        call("imblearn.over_sampling:RandomOverSampler", random_state=P("seed")),
        outputs="none",
        takes_gaps=True,
        tasks=_ONLY_CLASSES,
    ),
    StepSpec(
        "random_under",
        "Drop frequent rows",
        "Drops training rows of the frequent classes until all classes have as few.",
        "rows",
        "imbalance",
        call("imblearn.under_sampling:RandomUnderSampler", random_state=P("seed")),
        outputs="none",
        takes_gaps=True,
        tasks=_ONLY_CLASSES,
    ),
    StepSpec(
        "smote",
        "SMOTE",
        "Invents training rows between neighbours of the rarer classes.",
        "rows",
        "imbalance",
        call("imblearn.over_sampling:SMOTE", k_neighbors=P("k_neighbors"), random_state=P("seed")),
        (Param("k_neighbors", "Neighbours", "int", 5, "Between which to invent.", 1, 20),),
        outputs="none",
        needs_all_numeric=True,
        takes_gaps=True,
        tasks=_ONLY_CLASSES,
        source="Chawla et al. (2002), SMOTE: synthetic minority over-sampling technique",
    ),
)

CHOICE: tuple[StepSpec, ...] = (*SELECTION, *REDUCTION, *IMBALANCE)
