"""Stage: supervised learning. Fit a model, see honestly how good it is, compare them all."""

from __future__ import annotations

from core.export.order import order
from core.export.script import ExportSettings
from core.figures.scenes import model_lab
from core.figures.scenes.how_it_learns import how_it_learns
from core.figures.scenes.model_lab import LabView
from core.how_it_learns.catalogue import ALGORITHMS
from core.how_it_learns.code import learning_script
from core.how_it_learns.controls import LEARN_PARAMS, learn_settings
from core.how_it_learns.data import COLUMNS
from core.how_it_learns.films import learning_film, with_points
from core.tabular.experiment import Experiment
from core.tabular.judge.compare import COMPARE_PARAMS, CompareSettings, compare
from core.tabular.judge.evaluate import ModelLabSettings, train
from core.ui import lab_desk, shell
from core.ui.playground import Playground, Source, Values
from core.ui.table_choices import choice, learn_offer, of, validation_offer

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


LEARN_SOURCES = tuple(Source(spec.source) for spec in ALGORITHMS)
PLAYGROUNDS = (
    Playground(
        id="model_lab",
        title="Model lab",
        question="How well does this model do on rows it has never seen?",
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
    ),
    Playground(
        id="how_it_learns",
        title="How it learns",
        question="What does a model do with your points, one step after the other?",
        params=LEARN_PARAMS,
        settings=lambda experiment, values: learn_settings(
            values, experiment.target if experiment else ""
        ),
        work=learning_film,
        draw=how_it_learns.draw,
        notice=how_it_learns.notice,
        pick=how_it_learns.asked,
        code=lambda settings, film: learning_script(with_points(settings, film)),
        needs_table="maybe",
        uses_table=lambda values: values["shape"] == COLUMNS,
        offer=learn_offer,
        sources=LEARN_SOURCES,
    ),
)

shell.page("supervised", PLAYGROUNDS)
