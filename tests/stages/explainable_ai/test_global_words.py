"""The sentences of the global explanations say what their pictures show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.course import missions
from core.course.missions import Outcome, grade
from core.figures import explain
from core.stages.explainable_ai.global_ import scene as explain_global
from core.stages.explainable_ai.global_.run import GlobalAnswer, GlobalSettings
from core.stages.explainable_ai.global_.scene import GlobalView, notice
from core.tabular.explain.importance import Importance
from core.tabular.explain.pdp import PdpAnswer, PdpSettings, partial_dependence
from tests.pages.walk import facts, start
from tests.tabular.cases import experiment

CASE = experiment()


def curve(grid, pdp, kind="number", column="age", label="probability of yes"):
    pdp = np.array(pdp, dtype=float)
    answer = PdpAnswer(
        column=column, kind=kind, label=label, class_="yes", grid=grid, pdp=pdp,
        ice=np.tile(pdp, (3, 1)), own_values=grid[:3], own_predictions=pdp[:3],
        positions=np.arange(3), rug=None, shares=None, ale=None, lowest=int(np.argmin(pdp)),
        highest=int(np.argmax(pdp)), crossing=0.0, notes=(),
    )  # fmt: skip
    return notice(GlobalView(PdpSettings(CASE, column), "curve", column), answer)


def test_a_falling_curve_is_told_from_left_to_right():
    text = curve(pd.Series([20.0, 45.0, 72.0]), [0.428, 0.41, 0.402])
    assert text.startswith(
        "As **age** alone goes from 20 to 72, the mean prediction of probability of yes falls from "
        "0.428 to 0.402."
    )
    assert "rises from 0.402 to 0.428" in curve(pd.Series([20, 45, 72]), [0.402, 0.41, 0.428])


def test_a_curve_with_its_peak_inside_names_the_place():
    text = curve(pd.Series([20.0, 45.0, 72.0]), [0.2, 0.6, 0.3])
    assert "rises from 0.2 to 0.3, by way of 0.6 at 45, its highest." in text
    text = curve(pd.Series([20.0, 45.0, 60.0, 72.0]), [0.5, 0.1, 0.9, 0.5])
    assert "ends where it began, at 0.5, by way of 0.1 at 45, its lowest, and 0.9 at 60" in text
    assert "stays at 0.5." in curve(pd.Series([1, 2, 3]), [0.5, 0.5, 0.5])


def test_a_gap_is_no_end_of_the_curve():
    text = curve(pd.Series([20.0, 45.0, np.nan]), [0.3, 0.2, 0.9])
    assert "goes from 20 to 45, the mean prediction" in text
    assert "falls from 0.3 to 0.2. Without a value it is 0.9." in text


def test_levels_have_no_left_and_right():
    text = curve(pd.Series(["b", "a", None], dtype="str"), [0.3, 0.7, 0.5], "category", "town")
    assert text.startswith(
        "Setting **town** alone to “a” gives the highest mean prediction of probability of yes, "
        "0.7; “b” gives the lowest, 0.3."
    )
    text = curve(pd.Series(["b", "a", None], dtype="str"), [0.3, 0.7, 0.1], "category", "town")
    assert "0.7; leaving it empty gives the lowest, 0.1." in text
    text = curve(pd.Series(["b", "a", None], dtype="str"), [0.3, 0.2, 0.9], "category", "town")
    assert text.startswith("Leaving **town** empty gives the highest mean")
    text = curve(pd.Series(["b", "a"], dtype="str"), [0.5, 0.5], "category", "town")
    assert text.startswith("Whatever **town** is set to, the mean prediction of")
    dates = curve(pd.Series(pd.to_datetime(["2020-01-05", "2021-02-03"])), [0.1, 0.2], "date")
    assert "goes from 2020-01-05 to 2021-02-03," in dates


@pytest.mark.parametrize("column", ["age_years", "days_since_visit"])
def test_a_real_curve_is_told_as_it_runs(column):
    table, frame = facts("messy_customers")
    settings = PdpSettings(start(table), column, n_rows=60)
    answer = partial_dependence(settings, frame)
    text = notice(GlobalView(settings, "curve", column), answer)
    ends = answer.pdp[answer.grid.notna().to_numpy()]
    first, last = (f"{value:.3g}" for value in (ends[0], ends[-1]))
    assert ends[0] > ends[-1]
    assert f"falls from {first} to {last}" in text


def bars(values, label="permutation"):
    names = tuple("abcdefg"[: len(values)])
    spread = np.zeros(len(values))
    return Importance(label, label, "loss of R²", names, np.array(values, dtype=float), spread)


def told(*found):
    settings = GlobalSettings(CASE)
    answer = GlobalAnswer(
        found[0].columns, "y", None, "R²", 0.5, 40, found, pd.DataFrame(), None, ()
    )
    view = GlobalView(settings, "importance", "a")
    figure = explain_global.draw(view, answer)[0].figure
    return notice(view, answer), list(figure.data[0].y), (view, answer)


def test_bars_are_sorted_by_size_so_that_empty_columns_come_last():
    sizes = bars([0.0, -0.008, 0.126, 0.0, 0.02, -0.03])
    text, order, _ = told(sizes)
    assert order == ["c", "f", "e", "b", "a", "d"]
    assert [sizes.columns[i] for i in sizes.order] == order
    assert "puts **c** first, with 86% of all importance" in text
    assert text.endswith("without that column the score was even better, by chance.")
    assert "to the left" not in told(bars([0.3, 0.0, -1e-18]))[0]


def test_a_column_whose_loss_helps_by_chance_is_not_called_important():
    text, order, graded = told(bars([-0.03, 0.01, 0.0]), bars([0.5, 0.2, 0.0], "impurity"))
    assert order[0] == "a"
    assert "first" not in text.partition(".")[0]
    assert text.startswith(
        "Permutation: losing **a** moves R² most, and for the better, by 0.03. That is chance, so "
        "hardly any column helps this model on the test rows."
    )
    mission = missions.by_id("explainable_ai.disagree")
    view, answer = graded
    view = replace(view, work=replace(view.work, impurity=True))
    assert grade((mission,), view, answer)[mission.id] is Outcome.NOT_YET


def test_nothing_matters_where_every_bar_is_zero():
    text, _, _ = told(bars([0.0, 0.0, 0.0]))
    assert text.startswith("Permutation finds no column that matters.")


def test_a_tiny_score_is_not_shown_as_zero():
    settings = GlobalSettings(CASE)
    answer = GlobalAnswer(
        ("a", "b"), "y", None, "RMSE", 0.0000123, 40, (bars([1e-6, 0.0]),), pd.DataFrame(), None, ()
    )
    assert "RMSE on 40 test rows is 1.23e-05" in notice(
        GlobalView(settings, "importance", "a"), answer
    )


def test_all_pictures_of_columns_are_sorted_by_size():
    sizes = np.array([0.0, -0.5, 0.3, 1e-18, 0.1])
    names = list("abcde")
    importances = explain.importances(names, {"SHAP": (sizes, np.zeros(5))}, "x").data[0].y
    two = explain.two_explanations(names, sizes, sizes).data[0].y
    swarm = explain.beeswarm(names, np.tile(sizes, (2, 1)), np.full((2, 5), np.nan), "y")
    assert list(importances) == list(two) == list(swarm.layout.yaxis.ticktext)
    assert list(two)[:3] == ["b", "c", "e"]
