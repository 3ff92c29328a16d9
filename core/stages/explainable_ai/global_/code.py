"""The numbers of Global: importances by each method that was asked for, and SHAP's summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.export.explained import drawn, fitted_of, own, settings_of, write_explained
from core.export.scene import Scene, filled_list
from core.stages.explainable_ai.global_.code_shap import ShapOrder, write_shap
from core.stages.explainable_ai.global_.run import PERMUTATION_ROWS
from core.stages.explainable_ai.global_.settings import GlobalSettings
from core.tabular.explain.permutation import metric_for
from core.tabular.explain.refit import NoImportance, impurity_importance
from core.value import Value

SCORES = {
    "r2": ("r2_score", "r2_score(y, np.ravel(model.predict(X)))"),
    "rmse": (
        "root_mean_squared_error",
        "-root_mean_squared_error(y, np.ravel(model.predict(X)))",
    ),
    "accuracy": ("accuracy_score", "accuracy_score(y, model.predict(X))"),
    "log_loss": (
        "log_loss",
        '-log_loss(y, model.predict_proba(X).astype("float64"), labels=range(len(classes)))',
    ),
    "roc_auc": ("roc_auc_score", "roc_auc_score(y, chances(model, X), **several)"),
}
"""scikit-learn's function for each metric that importances are measured by; more is better."""

_CHANCES = [
    'several = {} if len(classes) == 2 else {"multi_class": "ovr", "labels": range(len(classes))}',
    "",
    "",
    "def chances(model, X):",
    '    found = model.predict_proba(X).astype("float64")',
    "    return found[:, 1] if len(classes) == 2 else found",
    "",
    "",
]


def importances(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the importances that are switched on in ``values`` (`GlobalSettings`)."""
    settings = settings_of(GlobalSettings, scene, values)
    explained = write_explained(scene, settings.class_)
    _write_rows(scene, settings)
    if settings.permutation:
        _write_permutation(scene, settings)
    if settings.shap:
        write_shap(scene, ShapOrder.of(settings), explained, settings.n_rows)
    if settings.impurity:
        _write_impurity(scene)
    if settings.drop_column:
        scene.section(
            "Not here: drop-column importance",
            "It plans and fits the recipe again without each column; the page does that.",
            [],
        )


def shap(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the SHAP values of the chosen rows and their mean size per column."""
    settings = settings_of(GlobalSettings, scene, values)
    explained = write_explained(scene, settings.class_)
    write_shap(scene, ShapOrder.of(settings), explained, settings.n_rows)


def _write_rows(scene: Scene, settings: GlobalSettings) -> None:
    metric = metric_for(settings.metric, scene.experiment.task)
    function, formula = SCORES[metric.id]
    scene.names(f"sklearn.metrics:{function}")
    scene.section(
        "What a loss is measured by",
        "More is better: an error counts as negative.",
        [
            *(_CHANCES if metric.id == "roc_auc" else []),
            "def quality(model, X, y):",
            f"    return {formula}",
            "",
            "",
            f"some, places = {drawn(scene, 'X_test', PERMUTATION_ROWS, settings.seed)}",
            f'show("{metric.label}", {metric.sign} * quality(pipeline, some, y_test[places]))',
        ],
    )


def _write_permutation(scene: Scene, settings: GlobalSettings) -> None:
    scene.names("sklearn.inspection:permutation_importance")
    scene.section(
        "Permutation importance",
        "How much worse the model does when one raw column is shuffled.",
        [
            "shuffled = permutation_importance(",
            "    pipeline,",
            "    some,",
            "    y_test[places],",
            "    scoring=quality,",
            f"    n_repeats={settings.n_repeats},",
            f"    random_state={settings.seed},",
            ")",
            "for name, losses in zip(features, shuffled.importances):",
            '    show(f"{name}, permutation", losses.mean())',
            '    show(f"{name}, permutation, spread", losses.std())',
        ],
    )


def _write_impurity(scene: Scene) -> None:
    fitted = fitted_of(scene)
    heading = "Impurity importance"
    try:
        impurity_importance(fitted, tuple(fitted.X_train.columns))
    except NoImportance as reason:
        scene.section(heading, str(reason), [])
        return
    found = own(scene, "core.tabular.explain.refit:prepared_importances")
    scene.section(
        heading,
        "What the trees say of themselves, counted on training rows.",
        [
            *source_lines(scene, list(fitted.provenance.values())),
            "shares = np.zeros(len(features))",
            f"for share, raw in zip({found}(pipeline[-1]), sources):",
            "    shares[raw] += share / len(raw)",
            "for name, share in zip(features, shares / shares.sum()):",
            '    show(f"{name}, impurity", share)',
        ],
    )


def source_lines(scene: Scene, raw: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines that say which raw columns each column of the model is made of."""
    places = {name: place for place, name in enumerate(scene.prepared.X.columns)}
    items = [str([places[name] for name in names]) for names in raw]
    return [
        "# for each column that the model gets, the positions of the raw columns it is made of",
        f"sources = {filled_list(items, 'sources')}",
    ]
