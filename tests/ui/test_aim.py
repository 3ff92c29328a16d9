"""The line that says what is learnt from what, counted again from the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.ui.aim import sentence
from tests.pages.walk import facts, start


@pytest.mark.parametrize(
    ("sample", "answers"),
    [
        ("messy_customers", "no or yes"),
        ("iris", "setosa, versicolor or virginica"),
        ("digits", "one of 10 classes"),
        ("tips", "a number"),
    ],
)
def test_it_names_the_target_its_answers_and_what_the_table_has(sample, answers):
    table, frame = facts(sample)
    experiment = start(table)
    n_rows, n_columns = frame.shape
    target = experiment.target.replace("_", r"\_")
    assert sentence(experiment, table).replace(r"\_", "_") == (
        f"From {n_columns - 1} facts about a case guess **{target}** ({answers}): "
        f"{n_rows:,} rows, one case each."
    ).replace(r"\_", "_")


def test_columns_that_were_taken_away_do_not_count():
    table, _ = facts("iris")
    experiment = replace(start(table), features=("petal_width_cm",))
    assert sentence(experiment, table).startswith("From 1 fact about a case guess ")


def test_classes_that_the_recipe_took_away_are_not_named():
    table, _ = facts("iris")
    left = replace(table, classes=("setosa", "virginica"))
    assert "(setosa or virginica)" in sentence(start(table), left)
