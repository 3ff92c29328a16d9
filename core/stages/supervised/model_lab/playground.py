"""Model lab: what its page shows, and how."""

from __future__ import annotations

from core.export.leaderboard import leaderboard
from core.export.scores import model
from core.export.script import ExportSettings, order
from core.playground import Context, Playground, Source, Values
from core.stages.supervised.model_lab import scene as model_lab
from core.stages.supervised.model_lab.scene import LabView
from core.table_choices import choice, of, validation_offer
from core.tabular.judge.compare import COMPARE_PARAMS, CompareSettings, compare
from core.tabular.judge.evaluate import ModelLabSettings, train

ALL_MODELS = ("view", ("compare",))


LAB = (
    choice("view", "Look at", ("result", "Result"), ("rows", "Rows"), ("compare", "All models")),
    *of(COMPARE_PARAMS, "metric", when=ALL_MODELS),
    *of(COMPARE_PARAMS, "max_rows", when=ALL_MODELS, label="Training rows used"),
)


def _lab_settings(context: Context, values: Values) -> LabView:
    view = str(values["view"])
    if view == "compare":
        own = {name: values[name] for name in ("metric", "max_rows")}
        return LabView(view, CompareSettings(context.chosen, **own))  # type: ignore[arg-type]
    return LabView(view, ModelLabSettings(context.chosen))


def _lab_code(view: LabView, _answer: object) -> ExportSettings:
    return order(view.work, leaderboard if view.view == "compare" else model)


PLAYGROUND = Playground(
    params=LAB,
    edits=("target", "features", "model", "split"),
    offer=validation_offer,
    settings=_lab_settings,
    work={ModelLabSettings: train, CompareSettings: compare},
    work_settings=lambda view: view.work,
    draw=model_lab.draw,
    notice=model_lab.notice,
    code=_lab_code,
    operate=model_lab.operate,
    sources=(
        Source("Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning"),
        Source("Efron and Tibshirani (1993), An Introduction to the Bootstrap"),
        Source("Grinsztajn et al. (2022), Why do tree-based models still outperform"),
    ),
)
