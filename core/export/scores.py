"""The model lab's numbers: every metric, the dumb baseline's, the interval, by library calls."""

from __future__ import annotations

from collections.abc import Mapping

from core.export.layout import call as expression
from core.export.layout import sequence, text_of
from core.export.scene import Scene, write_fit
from core.export.source import quoted
from core.tabular.judge.metric_formulas import ROUNDING
from core.tabular.judge.metrics import INTERVAL, METRICS, MetricSpec, n_draws
from core.value import Value

MOST_TRAINING_ROWS = 5_000

_MACRO = 'average="macro", zero_division=0'

FORMULAS: dict[str, tuple[str, str]] = {
    "accuracy": ("accuracy_score", "accuracy_score(y, predicted)"),
    "balanced_accuracy": ("balanced_accuracy_score", "balanced_accuracy_score(y, predicted)"),
    "precision": ("precision_score", f"precision_score(y, predicted, {_MACRO})"),
    "recall": ("recall_score", f"recall_score(y, predicted, {_MACRO})"),
    "f1": ("f1_score", f"f1_score(y, predicted, {_MACRO})"),
    "roc_auc": ("roc_auc_score", "ranking(roc_auc_score, y, probabilities)"),
    "average_precision": (
        "average_precision_score",
        "ranking(average_precision_score, y, probabilities)",
    ),
    "log_loss": ("log_loss", "log_loss(y, probabilities, labels=range(len(classes)))"),
    "brier": (
        "brier_score_loss",
        "brier_score_loss(y, probabilities, labels=range(len(classes)))",
    ),
    "mae": ("mean_absolute_error", "mean_absolute_error(y, predicted)"),
    "rmse": ("root_mean_squared_error", "root_mean_squared_error(y, predicted)"),
    "r2": (
        "r2_score",
        f"r2_score(y, predicted) if np.ptp(y) > {ROUNDING} * np.abs(y).max() else np.nan",
    ),
    "mape": (
        "mean_absolute_percentage_error",
        "mean_absolute_percentage_error(y, predicted) if (y != 0).all() else np.nan",
    ),
    "median_ae": ("median_absolute_error", "median_absolute_error(y, predicted)"),
}
"""scikit-learn's function for each metric of `core.tabular.judge.metrics`, and its call."""

RANKING = [
    "def ranking(score, y, probabilities):",
    '    """Score each class against the rest and average; of two classes, take the second."""',
    "    chosen = [1] if len(classes) == 2 else range(len(classes))",
    "    both = all(0 < (y == k).sum() < len(y) for k in chosen)",
    "    if not both:  # a class without rows has no ranking",
    "        return np.nan",
    "    return np.mean([score(y == k, probabilities[:, k]) for k in chosen])",
    "",
    "",
]

SHOW = [
    "def show(name, value):",
    '    """Print one number, with more digits than the page has."""',
    '    print(f"{name}: {value:.10g}")',
]


def specs_of(scene: Scene) -> tuple[MetricSpec, ...]:
    """Return the metrics of the scene's task."""
    return tuple(spec for spec in METRICS if spec.task == scene.experiment.task)


def model(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the fit, every metric beside the baseline's, and the intervals."""
    write_fit(scene)
    write_scores(scene)
    scene.section("How good it is", "On rows that were not used in training.", _judge(scene))
    _baseline(scene)
    _training(scene)
    if scene.is_classification:
        _classes(scene)
    _intervals(scene)


def write_scores(scene: Scene) -> None:
    """Write ``show`` and the function ``scores`` that returns every metric by its name."""
    specs = specs_of(scene)
    scene.names(*(f"sklearn.metrics:{FORMULAS[spec.id][0]}" for spec in specs))
    rows = [f"        {quoted(spec.label)}: {FORMULAS[spec.id][1]}," for spec in specs]
    chances = ", probabilities" if scene.is_classification else ""
    scene.section(
        "The metrics",
        "All of them from scikit-learn.",
        [
            *SHOW,
            "",
            "",
            *(RANKING if scene.is_classification else []),
            f"def scores(y, predicted{chances}):",
            '    """Return every metric by its name."""',
            "    return {",
            *rows,
            "    }",
        ],
    )


def ask(scene: Scene, rows: str, predicted: str, probabilities: str) -> list[str]:
    """Return the lines that ask the pipeline about ``rows``."""
    if scene.is_classification:
        return [
            f"{predicted} = pipeline.predict({rows})",
            f'{probabilities} = pipeline.predict_proba({rows}).astype("float64")',
        ]
    return [f'{predicted} = np.ravel(pipeline.predict({rows})).astype("float64")']


def _given(scene: Scene, y: str, predicted: str, probabilities: str) -> str:
    more = f", {probabilities}" if scene.is_classification else ""
    return f"scores({y}, {predicted}{more})"


def _judge(scene: Scene) -> list[str]:
    return [
        *ask(scene, "X_test", "predicted", "probabilities"),
        f"for name, value in {_given(scene, 'y_test', 'predicted', 'probabilities')}.items():",
        "    show(name, value)",
    ]


def _baseline(scene: Scene) -> None:
    kind, strategy = _DUMMIES[scene.experiment.task]
    scene.names(f"sklearn.dummy:{kind}")
    built = text_of(expression(kind, [("strategy=", quoted(strategy))]))
    asked = "dummy.predict(X_test)"
    chances = "dummy.predict_proba(X_test)"
    scene.section(
        "The baseline",
        "It looks at no column: a model that is no better has learnt nothing.",
        [
            f"dummy = {built}.fit(X_train, y_train)",
            f"for name, value in {_given(scene, 'y_test', asked, chances)}.items():",
            '    show(f"{name}, baseline", value)',
        ],
    )


_DUMMIES = {
    "classification": ("DummyClassifier", "prior"),
    "regression": ("DummyRegressor", "mean"),
}


def _training(scene: Scene) -> None:
    n_train = len(scene.rows.train)
    lines = []
    rows, truth = "X_train", "y_train"
    if n_train > MOST_TRAINING_ROWS:
        lines = [f"some = np.linspace(0, {n_train - 1}, {MOST_TRAINING_ROWS}).astype(int)"]
        rows, truth = "X_train.iloc[some]", "y_train[some]"
    scene.section(
        "On the training rows",
        "Much better here than on the test rows: the model has learnt rows by heart.",
        [
            *lines,
            *ask(scene, rows, "recalled", "recalled_chances"),
            f"for name, value in {_given(scene, truth, 'recalled', 'recalled_chances')}.items():",
            '    show(f"{name}, training rows", value)',
        ],
    )


def _classes(scene: Scene) -> None:
    from core.tabular.judge.evaluate import shown_order

    scene.names(
        "sklearn.metrics:confusion_matrix", "sklearn.metrics:precision_recall_fscore_support"
    )
    classes = scene.prepared.classes
    order = shown_order(len(classes))
    names = text_of(sequence([quoted(classes[code]) for code in order]), before=14)
    codes = "range(len(classes))" if order == sorted(order) else str(order)
    scene.section(
        "Class by class",
        "Rows of the matrix are true classes, columns predicted ones.",
        [
            f"class_names = {names}",
            f"codes = {codes}",
            "print(confusion_matrix(y_test, predicted, labels=codes))",
            "parts = precision_recall_fscore_support(",
            "    y_test, predicted, labels=codes, zero_division=0",
            ")",
            'for part, values in zip(["precision", "recall", "f1", "rows"], parts):',
            "    for name, value in zip(class_names, values):",
            '        show(f"{part} of {name}", value)',
        ],
    )


def _intervals(scene: Scene) -> None:
    draws = n_draws(len(scene.rows.test))
    edge = (1 - INTERVAL) / 2
    chances = ", probabilities[rows]" if scene.is_classification else ""
    scene.section(
        "How sure the numbers are",
        "Test rows drawn with replacement: where 95 of 100 such draws fall (takes seconds).",
        [
            "random = np.random.default_rng(seed)",
            "draws = []",
            'with warnings.catch_warnings(action="ignore"):  # a draw may lack a class',
            f"    for _ in range({draws}):",
            "        rows = random.integers(0, len(X_test), len(X_test))",
            f"        draws.append(scores(y_test[rows], predicted[rows]{chances}))",
            f"whole = {_given(scene, 'y_test', 'predicted', 'probabilities')}",
            "for name, values in pd.DataFrame(draws).items():",
            "    if not np.isfinite(whole[name]):",
            "        values = values * np.nan  # no value, no interval",
            f'    for side, edge in (("from", {edge:.3g}), ("to", {1 - edge:.3g})):',
            '        show(f"{name}, 95 % {side}", values.quantile(edge))',
        ],
    )
    scene.writer.use("import warnings")


def write_class(scene: Scene, chosen: str) -> None:
    """Write the classes' names and the position ``k`` of the chosen one."""
    names = ", ".join(quoted(name) for name in scene.prepared.classes)
    scene.section(
        "The class",
        "The model counts classes from 0, in this order.",
        [f"class_names = [{names}]", f"k = class_names.index({quoted(chosen)})"],
    )
