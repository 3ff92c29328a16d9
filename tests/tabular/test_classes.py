"""Classes: what a control offers is what the model calls them, whatever the target holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.data.spelling import class_names, spelled
from core.export.ending import Ending
from core.export.script import ExportSettings, experiment_script
from core.settings import params
from core.stages.supervised.how_it_learns.columns import read_columns
from core.stages.supervised.how_it_learns.settings import DataSettings
from core.stages.supervised.model_lab.example import chosen, example
from core.table_choices import offered as filled
from core.tabular.classes import class_settings, left_classes
from core.tabular.experiment import Step
from core.tabular.explain.target import ExplainSettings, explained_quantity
from core.tabular.fit import fit
from core.tabular.judge.evaluate import ModelLabSettings, train
from core.tabular.prepare import prepare
from core.tabular.recipe.table_steps import change_types
from tests.export.alone import run_alone
from tests.pages import tables

FAULTS = Path(__file__).parents[1] / "faults"
N = 120
CLASS = params(ExplainSettings, "class_")


def read(name: str) -> pd.DataFrame:
    return read_table(name, (FAULTS / name).read_bytes()).frame


def offered(frame: pd.DataFrame, target: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """What the control offers and starts with, and what the model calls its classes."""
    table = tables.known(frame, target, "classification")
    experiment = tables.fresh(table)
    (found,) = filled(CLASS, table, experiment)
    classes = prepare(experiment, frame).classes
    return tuple(choice.id for choice in found.choices), str(found.default), classes


@pytest.mark.parametrize(
    ("name", "target", "classes", "first"),
    [
        ("01b_dose.csv", "dose", ("0.5", "1"), "1"),
        (
            "01_half_stars.csv",
            "stars",
            ("0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"),
            "0.5",
        ),
        ("25_release_dates.csv", "release", ("2023-01-05", "2023-04-05", "2023-09-20"), ""),
    ],
)
def test_the_classes_of_fractions_and_dates_are_those_of_the_model(name, target, classes, first):
    frame = read(name)
    ids, default, of_the_model = offered(frame, target)
    assert ids == of_the_model == classes
    assert default == (first or classes[0])


def cycled(values: list[object], dtype: str) -> pd.Series:
    return pd.Series(values * (N // len(values))).astype(dtype)


TARGETS = {
    "fractions": cycled([0.1 + 0.2, 0.3, 1e-12], "float64"),
    "whole numbers with gaps": cycled([1.0, np.nan, 2.0], "float64"),
    "minus nought": cycled([-0.0, 0.0, 1.0], "float64"),
    "beyond int64": cycled([1e20, -1e20, 0.5], "float64"),
    "infinite": cycled([np.inf, -np.inf, 0.5], "float64"),
    "large whole numbers": cycled([2**53, 2**53 + 1, 2**53 + 2], "int64"),
    "two numbers out of the order of their texts": cycled([9, 10], "int64"),
    "truth values": cycled([True, False], "bool"),
    "days and hours": cycled(["2024-01-01", "2024-01-01T12:00"], "datetime64[us]"),
    "words like gaps": cycled(["nan", "None", "NaN"], "str"),
    "names like numbers": cycled(["1", "1.0", "01"], "str"),
    "sixty names": cycled([f"level {i}" for i in range(60)], "str"),
    "sixty numbers": cycled([i / 4 for i in range(60)], "float64"),
    "sixty days": cycled(list(np.arange(60).astype("datetime64[D]")), "datetime64[us]"),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_every_kind_of_class_is_offered_as_the_model_calls_it(kind):
    frame = pd.DataFrame({"x": np.arange(float(N)), "y": TARGETS[kind]})
    ids, default, classes = offered(frame, "y")
    assert ids == classes
    assert default == (classes[1] if len(classes) == 2 else classes[0])
    assert len(set(classes)) == TARGETS[kind].nunique()


def test_of_two_numbers_the_larger_is_explained_whatever_their_texts_order():
    frame = pd.DataFrame({"x": np.arange(float(N)), "y": cycled([9, 10], "int64")})
    table = tables.known(frame, "y", "classification")
    fitted = fit(tables.fresh(table), frame)
    assert offered(frame, "y")[1] == explained_quantity(fitted, "y").class_ == "10"


def test_a_value_is_spelled_by_itself_whatever_stands_beside_it():
    alone, beside = pd.Series([1.0, 2.0]), pd.Series([1.0, 2.0, 0.5, np.nan])
    assert list(spelled(alone)) == list(spelled(beside))[:2] == ["1", "2"]
    assert spelled(beside).isna().tolist() == [False, False, False, True]


def test_more_classes_than_can_be_told_apart_are_not_listed():
    assert len(class_names(pd.Series(range(100)))) == 100
    assert class_names(pd.Series(range(101))) == ()


def test_a_target_made_a_category_keeps_the_names_of_its_classes():
    half = pd.DataFrame({"y": [0.5, 1.0, np.nan, 1e20]})
    made = change_types(half, to="category", columns=["y"], chosen=True)
    assert made["y"].tolist()[:2] == ["0.5", "1"]
    assert made["y"].isna().tolist() == [False, False, True, False]
    assert class_names(made["y"]) == ("0.5", "1", "1e+20")


def test_how_it_learns_calls_the_classes_of_a_table_the_same():
    frame = pd.DataFrame({"a": range(8), "b": [1, 3, 2, 5, 4, 7, 6, 8], "y": [0.5, 1.0] * 4})
    settings = DataSettings(shape="table", x1="a", x2="b", target="y")
    _, names = read_columns(settings, frame, classes=True)
    assert (names.class_0, names.class_1) == ("class 0: 0.5", "class 1: 1")


def test_a_class_that_a_table_step_took_away_is_not_offered():
    frame = pd.DataFrame(
        {
            "x": [*np.arange(80.0), *[np.nan] * 40],
            "y": pd.Series(["b"] * 40 + ["c"] * 40 + ["a"] * 40, dtype="str"),
        }
    )
    table = tables.known(frame, "y", "classification")
    experiment = replace(tables.fresh(table), recipe=(Step("filled_rows", (), ("x",)),))
    left = left_classes(class_settings(experiment), frame)
    (found,) = filled(CLASS, replace(table, classes=left), experiment)
    assert left == prepare(experiment, frame).classes == ("b", "c")
    assert (tuple(choice.id for choice in found.choices), found.default) == (("b", "c"), "c")


def test_the_script_of_a_target_made_a_category_prints_the_same_numbers(tmp_path):
    frame = read("01b_dose.csv")
    table = tables.known(frame, "dose", "classification")
    recipe = (Step("types", (("to", "category"),), ("dose",)),)
    experiment = replace(tables.fresh(table), recipe=recipe)
    answer = train(ModelLabSettings(experiment), frame)
    code = experiment_script(ExportSettings(experiment, Ending(example, chosen)), frame).code
    said = run_alone(tmp_path, {experiment.table_name: frame}, {"dose": code})["dose"].numbers
    assert said["recall of 0.5"] == pytest.approx(answer.per_class.loc["0.5", "recall"])
