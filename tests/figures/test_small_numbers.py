"""A small number is never shown as 0, and two that are told apart never read the same."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.read import read_table
from core.figures import explain, folds, preparing
from core.figures.blocks import Grid, apart, measured
from core.figures.cells import cell
from core.stages.evaluation.metrics_by_hand import scene as metrics_by_hand
from core.stages.evaluation.metrics_by_hand.run import HandSettings, shown
from core.stages.evaluation.metrics_by_hand.settings import HandView
from core.stages.evaluation.metrics_by_hand.view import work_out
from core.stages.explainable_ai.local import scene as explain_local
from core.stages.explainable_ai.local.run import LocalSettings, _text, explain_row
from core.ui.blocks import _formats
from tests.pages import tables

ZERO = re.compile(r"(?<![\d.,])-?0\.0+(?![\d.e])")


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_what_is_measured_is_shown_to_three_digits_at_least(value):
    text = measured(value)
    found = float(text.replace(",", ""))
    assert (found == 0) == (value == 0)
    assert found == pytest.approx(value, rel=6e-3)


def test_scores_keep_their_usual_digits():
    said = [measured(value) for value in (0.7182, 0.5, 22403.12, 0.0000123, 0.0004, -0.0, 12.3456)]
    assert said == ["0.718", "0.500", "22,403", "1.23e-05", "0.0004", "0.000", "12.346"]


def test_two_numbers_that_differ_read_differently():
    assert apart(0.9501, 0.9499) == ("0.9501", "0.9499")
    assert apart(0.95, 0.95) == ("0.950", "0.950")
    assert apart(0.7, 0.9) == ("0.700", "0.900")


@pytest.mark.parametrize(
    "counts", [(1, 0, 999_999, 0), (1, 999_999, 0, 5), (3, 9, 900_000, 1_000_000), (1, 1, 1, 10**6)]
)
def test_metrics_of_rare_hits_are_not_told_as_zero(counts):
    view = HandView(HandSettings(*counts), "precision")
    answer = work_out(view, None)
    text = metrics_by_hand.notice(view, answer)
    assert not ZERO.search(text), text
    film = next(
        block for block in metrics_by_hand.draw(view, answer) if hasattr(block, "picture")
    ).picture
    caption = film.captions[film.begin]
    assert not ZERO.search(caption), caption


def test_a_formula_shows_small_values_in_powers_of_ten():
    assert shown(1e-6) == r"1.00 \cdot 10^{-6}"
    assert (shown(0.5), shown(0.0), shown(float("nan"))) == ("0.500", "0.000", r"\text{undefined}")
    assert shown(-0.0004) == r"-4.00 \cdot 10^{-4}"


def test_pictures_of_scores_in_small_units_show_them():
    scores = 1e-5 * np.array([1.2, 1.3])
    figure = folds.fold_scores(
        scores, ["fold 1", "fold 2"], "RMSE", np.array([]), (1.25e-5, 5e-7), 1.1e-5
    )
    assert figure.layout.annotations[-1].text == "mean 1.25e-05 ± 5e-07"
    step = preparing.score_by_step(["no step", "+ Median"], scores, scores / 10, "RMSE", None)
    for trace in (*figure.data, *step.data):
        assert ".4f" not in (trace.hovertemplate or "")


def test_a_row_of_small_numbers_is_explained_with_its_own_digits():
    assert [cell(value) for value in (0.0000332, 0.000236, 24)] == ["3.32e-05", "0.000236", "24"]
    fall = explain.waterfall(["conc"], [cell(0.0000332)], np.array([2e-6]), 1e-5, "rate").data[0]
    assert "conc = 3.32e-05" in fall.y
    assert list(fall.text) == ["1e-05", "+2e-06", "1.2e-05"]


def test_a_file_of_tiny_numbers_is_explained_without_a_zero_that_is_none():
    content = (Path(__file__).parents[1] / "faults" / "14_tiny_numbers.csv").read_bytes()
    frame = read_table("tiny.csv", content).frame
    case = tables.fresh(tables.known(frame, "conc", "regression"))
    settings = LocalSettings(case, n_samples=200, n_seeds=1, background=10)
    answer = explain_row(settings, frame)
    text = explain_local.notice(settings, answer)
    assert not ZERO.search(text), text
    numbers, fall, *_ = explain_local.draw(settings, answer)
    assert not ZERO.search(numbers.items[0].value + " " + numbers.items[0].note)
    shown = " ; ".join([*fall.figure.data[0].y, *fall.figure.data[0].text])
    assert not ZERO.search(shown), shown


def test_a_true_number_is_not_rounded_before_it_is_shown():
    assert _text(22403.56) == "22403.56"
    assert _text(0.1 + 0.2) == "0.3"


def test_columns_of_small_numbers_keep_their_digits_in_a_table():
    frame = pd.DataFrame({"conc": [3.32e-5, 2.39e-5], "temp": [24.5, 36.0], "zero": [0.0, 0.0]})
    formats = _formats(Grid("rows", frame))
    assert set(formats) == {"conc"}
    assert formats["conc"]["type_config"]["format"] == "%.5g"
