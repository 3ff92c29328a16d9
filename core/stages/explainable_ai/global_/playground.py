"""Global: what its page shows, and how."""

from __future__ import annotations

from dataclasses import replace

from core.export.script import ExportSettings, order
from core.playground import Context, Playground, Source, Values
from core.stages.explainable_ai.global_ import scene as explain_global
from core.stages.explainable_ai.global_.code import importances, shap
from core.stages.explainable_ai.global_.code_curve import curve
from core.stages.explainable_ai.global_.run import GLOBAL_PARAMS, GlobalSettings, global_importances
from core.stages.explainable_ai.global_.scene import GlobalView
from core.table_choices import CLASS, COLUMN, choice, explain_offer, of
from core.tabular.explain.pdp import PDP_PARAMS, PdpSettings, partial_dependence

METHODS = ("permutation", "shap", "impurity", "drop_column")


BARS, SWARM, CURVE = (("view", (name,)) for name in ("importance", "shap", "curve"))


GLOBAL = (
    choice("view", "Look at", ("importance", "Importance"), ("shap", "SHAP"), ("curve", "Curves")),
    replace(COLUMN, when=("view", ("shap", "curve"))),
    CLASS,
    *of(GLOBAL_PARAMS, *METHODS, when=BARS),
    *of(GLOBAL_PARAMS, "n_rows", when=("view", ("importance", "shap"))),
    *(replace(p, id=f"curve_{p.id}", when=CURVE) for p in of(PDP_PARAMS, "n_rows", "n_grid")),
    *of(GLOBAL_PARAMS, "metric", "n_repeats", when=BARS, advanced=True),
    *of(GLOBAL_PARAMS, "background", "method", when=SWARM, advanced=True),
    *of(GLOBAL_PARAMS, "seed", advanced=True),
)


def _global_settings(context: Context, values: Values) -> GlobalView:
    view, column = str(values["view"]), str(values["column"])
    class_ = values.get("class_")
    if view == "curve":
        sizes = {name: values[f"curve_{name}"] for name in ("n_grid", "n_rows")}
        curve = PdpSettings(context.chosen, column, class_, seed=values["seed"], **sizes)  # type: ignore[arg-type]
        return GlobalView(view, column, curve)
    names = (*METHODS, "metric", "n_repeats", "n_rows", "background", "method", "seed")
    own = {name: values[name] for name in names}
    if view == "shap":
        own |= {name: name == "shap" for name in METHODS}
    return GlobalView(view, column, GlobalSettings(context.chosen, class_=class_, **own))  # type: ignore[arg-type]


def _global_code(view: GlobalView, _answer: object) -> ExportSettings:
    parts = {"importance": importances, "shap": shap, "curve": curve}
    return order(view.work, parts[view.view])


PLAYGROUND = Playground(
    params=GLOBAL,
    edits=("model",),
    offer=explain_offer,
    settings=_global_settings,
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
