"""The script of a shared-out row prints the worths and the shares of the page."""

from __future__ import annotations

import pytest

from core.export.script import experiment_script
from core.stages.explainable_ai.shapley.playground import PLAYGROUND
from core.stages.explainable_ai.shapley.run import play_row
from core.stages.explainable_ai.shapley.settings import RowSettings
from core.tabular.explain.target import UnknownRow
from tests.export.alone import run_alone
from tests.export.cases import house, messy

FOREST = {"model": "random_forest", "n_estimators": 10}
ROWS = {
    "classes": (house("band", **FOREST), {"row": 3, "players": ("size", "town", "age")}),
    "averaged": (
        house("price", model="linear", features=("size", "town", "age", "sold")),
        {"row": 1, "background": 8, "seed": 5, "rest": "averaged", "players": ("sold", "town")},
    ),
    "two classes": (
        house("dear", model="knn", features=("size", "garden", "town", "comment")),
        {"class_": "no", "background": 6},
    ),
}


def asked(case, values):
    return RowSettings.of(values, experiment=case)


@pytest.mark.slow
def test_the_script_prints_what_the_page_shows_of_a_row(tmp_path):
    answers = {name: play_row(asked(*given), messy()) for name, given in ROWS.items()}
    codes = {
        name: experiment_script(PLAYGROUND.code(asked(*given), answers[name]), messy()).code
        for name, given in ROWS.items()
    }
    said = run_alone(tmp_path, {"messy": messy()}, codes)
    for name, answer in answers.items():
        printed = said[name].numbers
        worths = [value for label, value in printed.items() if label.startswith("v(")]
        assert worths == pytest.approx(answer.game.worths, rel=1e-7), name
        shares = [printed[column] for column in answer.game.names]
        assert shares == pytest.approx(answer.values, rel=1e-6, abs=1e-9), name


def test_what_the_page_refuses_has_no_code():
    case = house("dear", model="logistic")
    answer = play_row(asked(case, {"background": 4}), messy())
    order = PLAYGROUND.code(asked(case, {"row": 9999}), answer)
    with pytest.raises(UnknownRow, match="no test row 9999"):
        experiment_script(order, messy())
