"""The numbers of Local: one row's SHAP values beside LIME's weights, and how far they agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.export.explained import drawn, fitted_of, own, settings_of, write_explained
from core.export.scene import Scene, filled_list
from core.export.source import quoted
from core.stages.explainable_ai.global_.code_shap import ShapOrder, write_values
from core.stages.explainable_ai.local.settings import LocalSettings
from core.tabular.explain.lime import TRAIN_ROWS
from core.tabular.explain.target import heard_columns, refuse_unknown_row, unheard_columns
from core.value import Value

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


def local(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write SHAP and LIME for one test row (`LocalSettings`). Raises as the page does."""
    settings = settings_of(LocalSettings, scene, values)
    fitted = fitted_of(scene)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    row = fitted.X_test.iloc[[settings.row]]
    explained = write_explained(scene, settings.class_, row)
    scene.section(
        "The row",
        "By its position among the test rows.",
        [f"rows = X_test.iloc[[{settings.row}]]", 'show("Prediction", predict(rows)[0])'],
    )
    write_values(scene, ShapOrder.of(settings), explained, row)
    scene.section(
        "What SHAP says",
        "The base plus all parts is the prediction.",
        [
            "phi = phi[0]",
            'show("Base", base)',
            "for name, part in zip(features, phi):",
            '    show(f"{name}, SHAP", part)',
        ],
    )
    _write_lime(scene, settings, fitted)
    _write_agreement(scene, settings)


def _write_lime(scene: Scene, settings: LocalSettings, fitted: Fitted) -> None:
    scene.names("lime.lime_tabular:LimeTabularExplainer")
    codec = own(scene, "core.tabular.explain.codes:codec_for")
    several = scene.is_classification
    width = settings.kernel_width
    scene.section(
        "LIME",
        "A straight line fitted to made-up neighbours of the row. It sees numbers only, so\n"
        "texts, levels and gaps are handed to it as codes and turned back for the model.",
        [
            f"learnt, _ = {drawn(scene, 'X_train', TRAIN_ROWS, settings.seed)}",
            *_heard(fitted),
            f"codec = {codec}(learnt, rows, heard)",
            "",
            "",
            "def answer(codes):",
            f"    return {_ASKS[scene.experiment.task]}",
            "",
            "",
            "def lime_weights(seed):",
            '    """Return a weight for each column, and LIME\'s explanation."""',
            "    explainer = LimeTabularExplainer(",
            "        codec.encode(learnt),",
            f'        mode="{scene.experiment.task}",',
            "        feature_names=heard,",
            "        categorical_features=codec.categorical,",
            *(["        class_names=class_names,"] if several else []),
            *([f"        kernel_width={width!r},"] if width is not None else []),
            '        feature_selection="none",',
            "        random_state=seed,",
            "    )",
            "    told = explainer.explain_instance(",
            "        codec.encode(rows)[0],",
            "        answer,",
            f"        labels=({'k' if several else 1},),",
            "        num_features=len(heard),",
            f"        num_samples={settings.n_samples},",
            "    )",
            "    weights = np.zeros(len(features))",
            f"    for column, weight in told.local_exp[{'k' if several else 1}]:",
            "        weights[features.index(heard[column])] = weight",
            "    return weights, told",
        ],
    )
    scene.section(
        "What LIME says",
        "Other seeds draw other neighbours: does it say the same?",
        [
            f"seeds = range({settings.seed}, {settings.seed + settings.n_seeds})",
            "told = [lime_weights(seed_here) for seed_here in seeds]",
            "weights = told[0][0]",
            f'show("LIME, intercept", told[0][1].intercept[{"k" if several else 1}])',
            'show("LIME, prediction", told[0][1].local_pred[0])',
            'show("LIME, fidelity", told[0][1].score)',
            "for name, weight in zip(features, weights):",
            '    show(f"{name}, LIME", weight)',
        ],
    )


def _heard(fitted: Fitted) -> list[str]:
    if not unheard_columns(fitted):
        return ["heard = features"]
    names = [quoted(name) for name in heard_columns(fitted)]
    told = "# what the model gets; LIME is shown nothing else"
    return [told, f"heard = {filled_list(names, 'heard')}"]


def _write_agreement(scene: Scene, settings: LocalSettings) -> None:
    correlation, dust, largest, overlap = (
        own(scene, f"core.tabular.explain.importance:{name}")
        for name in ("rank_correlation", "without_dust", "largest", "overlap")
    )
    top = min(settings.top_k, scene.prepared.X.shape[1])
    scene.section(
        "Do the two agree?",
        "They need not: SHAP compares with the average row, LIME with the row's neighbours.",
        [
            f"real = {dust}(phi, base)",
            f"agreed = {correlation}(real, weights)",
            'show("Rank correlation", np.nan if agreed is None else agreed)',
            f'show("Overlap", {overlap}({largest}(real, {top}), {largest}(weights, {top})))',
            f"tops = [{largest}(weights_here, {top}) for weights_here, _ in told]",
            f"overlaps = [{overlap}(a, b) for i, a in enumerate(tops) for b in tops[i + 1 :]]",
            'show("Stability", np.mean(overlaps) if overlaps else np.nan)',
        ],
    )


_ASKS = {
    "classification": 'pipeline.predict_proba(codec.decode(codes)).astype("float64")',
    "regression": "predict(codec.decode(codes))",
}
