"""Models that are one thing and no line: neighbours, kernels, Bayes, a tree, a net."""

from __future__ import annotations

from core.params import Choice, Param
from core.tabular.calls import Argument, Call, P, Repeat, call
from core.tabular.models.linear import scaled_columns, scaled_target
from core.tabular.models.spec import ModelSpec, Rounds

_KERNEL_ROWS = 20_000
_C = Param("C", "C", "float", 1.0, "Smaller: a wider, softer margin.", 1e-3, 1e3, scale="log")
_TUBE = Param(
    "epsilon",
    "Tube",
    "float",
    0.1,
    "Regression: errors up to this cost nothing; in the target's standard deviations.",
    low=0.0,
    high=2.0,
    step=0.05,
)
_GAMMA = Param(
    "gamma",
    "Reach of a row",
    "choice",
    "scale",
    "Gamma: how quickly a row's influence fades.",
    choices=(Choice("scale", "by spread"), Choice("auto", "by number of columns")),
)


def _with_probabilities(classifier: Call) -> Call:
    """Wrap a classifier that only has scores: Platt's sigmoid, learnt on three folds."""
    return call(
        "sklearn.calibration:CalibratedClassifierCV", estimator=classifier, ensemble=False, cv=3
    )


def _svc(**kernel: Argument) -> Call:
    template = call("sklearn.svm:SVC", C=P("C"), class_weight=P("class_weight"), **kernel)
    return _with_probabilities(template)


def _svr(**kernel: Argument) -> Call:
    return scaled_target(call("sklearn.svm:SVR", C=P("C"), epsilon=P("epsilon"), **kernel))


BAYES: tuple[ModelSpec, ...] = (
    ModelSpec(
        "gaussian_nb",
        "Gaussian naive Bayes",
        "One bell per class and column, as if columns knew nothing of each other.",
        "bayes",
        "Hand & Yu (2001), Idiot's Bayes - not so stupid after all?",
        classifier=scaled_columns(
            call("sklearn.naive_bayes:GaussianNB", var_smoothing=P("var_smoothing"))
        ),
        params=(
            Param(
                "var_smoothing",
                "Smoothing",
                "float",
                1e-9,
                "Widens narrow bells.",
                1e-12,
                1.0,
                scale="log",
            ),
        ),
    ),
    ModelSpec(
        "multinomial_nb",
        "Multinomial naive Bayes",
        "Made for counts of words; takes no negative numbers.",
        "bayes",
        "McCallum & Nigam (1998), A comparison of event models for naive Bayes",
        classifier=call("sklearn.naive_bayes:MultinomialNB", alpha=P("alpha")),
        params=(
            Param(
                "alpha",
                "Smoothing",
                "float",
                1.0,
                "As if each word was seen so often.",
                1e-3,
                100.0,
                scale="log",
            ),
        ),
        needs=("nonnegative",),
    ),
    ModelSpec(
        "gaussian_process",
        "Gaussian process",
        "Every smooth curve at once, weighed by how well it fits; knows how sure it is.",
        "bayes",
        "Rasmussen & Williams (2006), Gaussian Processes for Machine Learning",
        classifier=call(
            "sklearn.gaussian_process:GaussianProcessClassifier",
            kernel=call("sklearn.gaussian_process.kernels:RBF", length_scale=P("length_scale")),
            random_state=P("seed"),
        ),
        regressor=call(
            "sklearn.gaussian_process:GaussianProcessRegressor",
            kernel=call(
                "sklearn.gaussian_process.kernels:Sum",
                k1=call("sklearn.gaussian_process.kernels:RBF", length_scale=P("length_scale")),
                k2=call("sklearn.gaussian_process.kernels:WhiteKernel"),
            ),
            normalize_y=True,
            random_state=P("seed"),
        ),
        params=(
            Param(
                "length_scale", "First reach", "float", 1.0, "Then fitted.", 0.01, 100, scale="log"
            ),
        ),
        needs=("scale",),
        max_rows=2_000,
    ),
)

NEIGHBOURS: tuple[ModelSpec, ...] = (
    ModelSpec(
        "knn",
        "k nearest neighbours",
        "Asks the k most similar training rows.",
        "neighbours",
        "Cover & Hart (1967), Nearest neighbor pattern classification",
        classifier=call(
            "sklearn.neighbors:KNeighborsClassifier",
            n_neighbors=P("n_neighbors"),
            weights=P("weights"),
            p=P("p"),
            n_jobs=1,
        ),
        regressor=call(
            "sklearn.neighbors:KNeighborsRegressor",
            n_neighbors=P("n_neighbors"),
            weights=P("weights"),
            p=P("p"),
            n_jobs=1,
        ),
        params=(
            Param(
                "n_neighbors", "Neighbours", "int", 5, "How many rows vote. Fewer: wilder.", 1, 100
            ),
            Param(
                "weights",
                "Votes",
                "choice",
                "uniform",
                choices=(Choice("uniform", "equal"), Choice("distance", "nearer counts more")),
            ),
            Param("p", "Distance", "int", 2, "1: along the axes, 2: straight.", 1, 2),
        ),
        needs=("scale",),
        max_rows=200_000,
    ),
)

KERNELS: tuple[ModelSpec, ...] = (
    ModelSpec(
        "svm_linear",
        "Linear SVM",
        "The line with the widest margin between the classes.",
        "kernel",
        "Cortes & Vapnik (1995), Support-vector networks",
        classifier=_with_probabilities(
            call(
                "sklearn.svm:LinearSVC",
                C=P("C"),
                max_iter=5_000,
                class_weight=P("class_weight"),
                random_state=P("seed"),
            )
        ),
        regressor=scaled_target(
            call(
                "sklearn.svm:LinearSVR",
                C=P("C"),
                epsilon=P("epsilon"),
                max_iter=5_000,
                random_state=P("seed"),
            )
        ),
        params=(_C, _TUBE),
        needs=("scale",),
        class_weight=True,
    ),
    ModelSpec(
        "svm_rbf",
        "SVM with RBF kernel",
        "A margin around regions of any shape.",
        "kernel",
        "Boser, Guyon & Vapnik (1992), A training algorithm for optimal margin classifiers",
        classifier=_svc(kernel="rbf", gamma=P("gamma")),
        regressor=_svr(kernel="rbf", gamma=P("gamma")),
        params=(_C, _GAMMA, _TUBE),
        needs=("scale",),
        class_weight=True,
        max_rows=_KERNEL_ROWS,
    ),
    ModelSpec(
        "svm_poly",
        "SVM with polynomial kernel",
        "A margin whose boundary is a polynomial.",
        "kernel",
        "Boser, Guyon & Vapnik (1992), A training algorithm for optimal margin classifiers",
        classifier=_svc(kernel="poly", degree=P("degree"), coef0=1.0, gamma=P("gamma")),
        regressor=_svr(kernel="poly", degree=P("degree"), coef0=1.0, gamma=P("gamma")),
        params=(_C, Param("degree", "Degree", "int", 3, "Highest power.", 2, 6), _GAMMA, _TUBE),
        needs=("scale",),
        class_weight=True,
        max_rows=_KERNEL_ROWS,
    ),
)

_NET: dict[str, Argument] = {
    "hidden_layer_sizes": Repeat(P("width"), P("layers")),
    "alpha": P("alpha"),
    "learning_rate_init": P("learning_rate_init"),
    "max_iter": P("max_iter"),
    "random_state": P("seed"),
}

TREE_AND_NET: tuple[ModelSpec, ...] = (
    ModelSpec(
        "decision_tree",
        "Decision tree",
        "A series of yes-or-no questions about single columns.",
        "tree",
        "Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees",
        classifier=call(
            "sklearn.tree:DecisionTreeClassifier",
            max_depth=P("max_depth"),
            min_samples_leaf=P("min_samples_leaf"),
            class_weight=P("class_weight"),
            random_state=P("seed"),
        ),
        regressor=call(
            "sklearn.tree:DecisionTreeRegressor",
            max_depth=P("max_depth"),
            min_samples_leaf=P("min_samples_leaf"),
            random_state=P("seed"),
        ),
        params=(
            Param("max_depth", "Depth", "int", 5, "Empty: no limit.", 1, 50, optional=True),
            Param("min_samples_leaf", "Rows in a leaf", "int", 1, "At least.", 1, 500),
        ),
        class_weight=True,
        finest_target=1e-6,
        tree=True,
    ),
    ModelSpec(
        "mlp",
        "Neural network",
        "Layers of small units, each a bent line, learnt together by gradient descent.",
        "net",
        "Rumelhart, Hinton & Williams (1986); Kingma & Ba (2015), Adam",
        classifier=call("sklearn.neural_network:MLPClassifier", **_NET),
        regressor=scaled_target(call("sklearn.neural_network:MLPRegressor", **_NET)),
        params=(
            Param("width", "Units a layer", "int", 32, "More: bendier.", 1, 256),
            Param("layers", "Layers", "int", 1, "Between input and answer.", 1, 4),
            Param(
                "alpha",
                "Penalty",
                "float",
                1e-4,
                "Larger: smaller weights.",
                1e-7,
                10.0,
                scale="log",
            ),
            Param(
                "learning_rate_init",
                "Rate",
                "float",
                1e-3,
                "The length of each step.",
                1e-5,
                1.0,
                scale="log",
            ),
            Param(
                "max_iter",
                "Passes",
                "int",
                200,
                "How often it may see all training rows, at most.",
                5,
                2000,
                scale="log",
            ),
        ),
        needs=("scale",),
        rounds=Rounds("printed", "max_iter", "pass", r"^Iteration \d+", inside="regressor"),
    ),
)

SINGLE: tuple[ModelSpec, ...] = (*NEIGHBOURS, *BAYES, *KERNELS, *TREE_AND_NET)
