"""Global: what its page shows, and how."""

from __future__ import annotations

from collections.abc import Callable

from core.export.ending import Ending
from core.export.script import ExportSettings, order
from core.playground import Context, Playground, Source, Values
from core.stages.explainable_ai.global_ import example, example_curve
from core.stages.explainable_ai.global_ import scene as explain_global
from core.stages.explainable_ai.global_.run import global_importances
from core.stages.explainable_ai.global_.settings import (
    METHODS,
    PARAMS,
    SIZES,
    GlobalSettings,
    GlobalView,
)
from core.tabular.experiment import Experiment
from core.tabular.explain.pdp import PdpSettings, partial_dependence


def _settings(context: Context, values: Values) -> GlobalView:
    view = str(values["view"])
    work = _WORK[view](values, experiment=context.chosen)
    return GlobalView(work, view, str(values["column"]))


def _shap(values: Values, experiment: Experiment) -> GlobalSettings:
    only = {name: name == "shap" for name in METHODS}
    return GlobalSettings.of({**values, **only}, experiment=experiment)


def _curve(values: Values, experiment: Experiment) -> PdpSettings:
    sizes = {name: values[f"curve_{name}"] for name in SIZES}
    return PdpSettings.of({**values, **sizes}, experiment=experiment)


_WORK: dict[str, Callable[..., GlobalSettings | PdpSettings]] = {
    "importance": GlobalSettings.of,
    "shap": _shap,
    "curve": _curve,
}


_ENDINGS = {
    "importance": Ending(example.importances, example.chosen, "importances"),
    "shap": Ending(example.shap_values, example.chosen_shap, "shap"),
    "curve": Ending(example_curve.curve, example_curve.chosen, "curve"),
}


def _global_code(view: GlobalView, _answer: object) -> ExportSettings:
    return order(view.work, _ENDINGS[view.view])


PLAYGROUND = Playground(
    params=PARAMS,
    edits=("model",),
    settings=_settings,
    work={GlobalSettings: global_importances, PdpSettings: partial_dependence},
    work_settings=lambda view: view.work,
    draw=explain_global.draw,
    notice=explain_global.notice,
    code=_global_code,
    sources=(
        Source("Breiman (2001), Random forests", "https://doi.org/10.1023/A:1010933404324"),
        Source("Friedman (2001), Greedy function approximation (partial dependence)"),
        Source("Goldstein et al. (2015), Peeking inside the black box (ICE)"),
        Source(
            "Apley and Zhu (2020), Visualizing the effects of predictor variables (ALE)",
            "https://doi.org/10.1111/rssb.12377",
        ),
        Source(
            "Lundberg and Lee (2017), A unified approach (SHAP)",
            "https://arxiv.org/abs/1705.07874",
        ),
        Source("Fisher, Rudin and Dominici (2019), All models are wrong, JMLR 20"),
    ),
)
