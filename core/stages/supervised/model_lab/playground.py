"""Model lab: what its page shows, and how."""

from __future__ import annotations

from core.export.script import ExportSettings, order
from core.playground import Playground, Source, Values
from core.stages.supervised.model_lab import scene as model_lab
from core.stages.supervised.model_lab.scene import LabView
from core.table_choices import choice, of, validation_offer
from core.tabular.experiment import Experiment
from core.tabular.judge.compare import COMPARE_PARAMS, CompareSettings, compare
from core.tabular.judge.evaluate import ModelLabSettings, train
from core.ui import lab_desk

ALL_MODELS = ("view", ("compare",))


LAB = (
    choice("view", "Look at", ("result", "Result"), ("rows", "Rows"), ("compare", "All models")),
    *of(COMPARE_PARAMS, "metric", when=ALL_MODELS),
    *of(COMPARE_PARAMS, "max_rows", when=ALL_MODELS, label="Training rows used"),
)


def lab_settings(experiment: Experiment, values: Values) -> LabView:
    view = str(values["view"])
    if view == "compare":
        own = {name: values[name] for name in ("metric", "max_rows")}
        return LabView(view, CompareSettings(experiment, **own))  # type: ignore[arg-type]
    return LabView(view, ModelLabSettings(experiment))


def lab_code(view: LabView, _answer: object) -> ExportSettings:
    return order(view.work, "compare" if view.view == "compare" else "model")


PLAYGROUND = Playground(
    params=LAB,
    edits=("target", "features", "model", "split"),
    offer=validation_offer,
    settings=lab_settings,
    work={ModelLabSettings: train, CompareSettings: compare},
    work_settings=lambda view: view.work,
    draw=model_lab.draw,
    notice=model_lab.notice,
    code=lab_code,
    after=lab_desk.show,
    sources=(
        Source("Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning"),
        Source("Efron and Tibshirani (1993), An Introduction to the Bootstrap"),
        Source("Grinsztajn et al. (2022), Why do tree-based models still outperform"),
    ),
)
