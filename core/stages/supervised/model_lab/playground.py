"""Model lab: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import ExportSettings, order
from core.playground import Context, Playground, Source, Values
from core.stages.supervised.model_lab import example_board
from core.stages.supervised.model_lab import scene as model_lab
from core.stages.supervised.model_lab.example import chosen, example
from core.stages.supervised.model_lab.settings import PARAMS, LabView
from core.tabular.judge.compare import CompareSettings, compare
from core.tabular.judge.evaluate import ModelLabSettings, train


def _settings(context: Context, values: Values) -> LabView:
    view, experiment = str(values["view"]), context.chosen
    if view == "compare":
        return LabView(CompareSettings.of(values, experiment=experiment), view)
    return LabView(ModelLabSettings(experiment), view)


RESULT = Ending(example, chosen)
BOARD = Ending(example_board.leaderboard, example_board.chosen, "leaderboard")


def _lab_code(view: LabView, _answer: object) -> ExportSettings:
    return order(view.work, BOARD if view.view == "compare" else RESULT)


PLAYGROUND = Playground(
    params=PARAMS,
    edits=("target", "features", "model", "split"),
    settings=_settings,
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
