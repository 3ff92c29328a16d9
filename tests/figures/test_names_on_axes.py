"""Names that look like numbers, dates or nothing keep their places in every picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.read import read_table
from core.figures import evaluation, explain, folds, preparing
from core.figures.axes import level_labels
from core.figures.preparing import Bars
from core.stages.explainable_ai.global_ import scene as explain_global
from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances
from core.stages.explainable_ai.global_.scene import GlobalView
from core.stages.preprocessing.recipe import scene as recipe
from core.stages.preprocessing.recipe.run import EffectSettings, recipe_effect
from core.stages.preprocessing.recipe.scene import RecipeView
from core.tabular.experiment import ModelChoice, Step
from core.tabular.explain.pdp import PdpSettings, partial_dependence
from tests.figures.names import assert_names_have_places
from tests.pages import tables

FILES = Path(__file__).parents[1] / "faults"
ODD = ("0", "1", "2", "3+", "2024-01", "2024-01-31", "1e5", "True", "nan", "", "01067", "04109",
       "missing", "None", "12:30", "0x10", "1,5", "<b>", "Infinity", "-", " ")  # fmt: skip
LONG = tuple(f"{number:030d}" for number in (100, 101, 200))
SIZES = np.linspace(-1.0, 1.0, len(ODD))


def loans():
    frame = read_table("loans.csv", (FILES / "02_loan_dependents.csv").read_bytes()).frame
    return frame, tables.fresh(tables.known(frame, "approved"))


@pytest.mark.parametrize("names", [ODD, LONG, ("1",), ("1", "2")], ids=("odd", "long", "1", "2"))
def test_every_picture_gives_every_name_a_place(names):
    n, sizes, no_spread = len(names), np.linspace(-1, 1, len(names)), np.zeros(len(names))
    counts = np.arange(n, dtype=np.int64)
    figures = [
        explain.importances(names, {"SHAP": (sizes, no_spread)}, "Importance"),
        explain.importances(names, {"a": (sizes, no_spread), "b": (sizes, no_spread)}, "share"),
        explain.two_explanations(names, sizes, sizes),
        explain.waterfall(names, names, sizes, 0.5, "y"),
        explain.dependence(pd.Series(names * 2, dtype="str"), np.tile(sizes, 2), "column", "y"),
        explain.partial_dependence(
            list(names), sizes, np.tile(sizes, (3, 1)), "column", "y", ordered=False
        ),
        evaluation.confusion(np.eye(n, dtype=np.int64), names),
        evaluation.intervals(names, (sizes, sizes - 1, sizes + 1), 0.0, "score"),
        folds.fold_scores(sizes, names, "score", np.array([0.1]), (0.0, 1.0), 0.2),
        preparing.score_by_step(names, sizes, no_spread, "score", 0),
        preparing.before_after("column", Bars(names, counts, 3), Bars(names[:1], counts[:1], 2)),
        preparing.before_after("column", Bars(names, counts, 3), Bars((1.0, 2.0), counts[:2], 2)),
    ]
    for figure in figures:
        assert_names_have_places(figure)


def test_the_gap_is_not_the_level_of_its_name():
    labels = level_labels(["missing", None, "a", float("nan"), pd.NaT, "nan", "a"], 20)
    assert labels == ["missing (2)", "missing", "a", "missing", "missing", "nan", "a"]


def test_levels_of_a_column_that_look_like_numbers_all_stand_in_the_shap_picture():
    frame, experiment = loans()
    settings = GlobalSettings(experiment, permutation=False, n_rows=40, background=5)
    answer = global_importances(settings, frame)
    for column in ("dependents", "district"):
        chart = explain_global.draw(GlobalView(settings, "shap", column), answer)[1]
        assert chart.key == "dependence"
        assert_names_have_places(chart.figure)
        rows = answer.shap.rows[column]
        assert chart.figure.layout.xaxis.type == "category"
        assert set(chart.figure.data[0].x) == {
            "missing" if pd.isna(value) else value for value in rows
        }
    chart = explain_global.draw(GlobalView(settings, "shap", "income"), answer)[1]
    assert chart.figure.layout.xaxis.type == "linear"


def test_gaps_stand_beside_levels_that_look_like_numbers_in_the_recipes_bars():
    frame, experiment = loans()
    tree = ModelChoice("decision_tree")
    experiment = replace(experiment, recipe=(Step("mode"),), model=tree, features=("dependents",))
    settings = EffectSettings(experiment, n_folds=2, max_rows=60)
    blocks = recipe.draw(RecipeView(settings, "0"), recipe_effect(settings, frame))
    charts = [item for block in blocks if hasattr(block, "items") for item in block.items]
    figure = next(item.figure for item in charts if getattr(item, "key", "") == "change_dependents")
    assert_names_have_places(figure)
    drawn = {name for trace in figure.data for name in trace.x}
    assert drawn == {"0", "1", "2", "3+", "missing"}


def test_a_gap_in_a_curve_of_levels_is_called_missing():
    frame, experiment = loans()
    settings = PdpSettings(experiment, "dependents", n_rows=20)
    answer = partial_dependence(settings, frame)
    figure = explain_global.draw(GlobalView(settings, "curve", "dependents"), answer)[0].figure
    assert_names_have_places(figure)
    for trace in figure.data:
        assert sorted(trace.x) == ["0", "1", "2", "3+", "missing"]


def test_numbers_and_dates_keep_their_scales():
    numbers = explain.dependence(pd.Series([1.0, 2.0, None]), np.zeros(3), "a", "y")
    assert numbers.layout.xaxis.type == "linear"
    dates = explain.dependence(pd.Series(pd.to_datetime(["2024-01-01"])), np.zeros(1), "a", "y")
    assert dates.layout.xaxis.type == "date"
    truth = explain.dependence(pd.Series([True, False]), np.zeros(2), "a", "y")
    assert truth.layout.xaxis.type == "category"
