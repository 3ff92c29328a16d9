"""What the pipeline picture says: its table, its captions and its sentence, for every kind."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core.errors import PlaygroundError
from core.figures.blocks import Grid, Moving, Numbers
from core.figures.deeds import RowForm, inside
from core.stages.tuning.pipeline_picture import scene, scene_table
from core.stages.tuning.pipeline_picture.learnt import How
from core.stages.tuning.pipeline_picture.run import Journey, pipeline_picture, walk_changed
from core.stages.tuning.pipeline_picture.scene_map import boxes_of
from core.stages.tuning.pipeline_picture.scene_words import filled, step_numbers
from core.stages.tuning.pipeline_picture.settings import ChangedSettings, PictureSettings
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.models.catalogue import model_spec
from tests.pages.tables import known, plain
from tests.tabular.cases import quick

FRAME = plain(60).assign(town=["Ulm", "Bonn", "Kiel"] * 20).astype({"town": "str"})
RECIPE = (Step("drop_iqr"), Step("standard"), Step("one_hot"))


def own(task: str, model: str) -> Experiment:
    target = "y" if task == "regression" else "group"
    params = tuple(sorted(quick(model_spec(model)).items()))
    choice = ModelChoice(model, params)
    features = ("one", "two", "noise", "town")
    return Experiment("sample:own", "own", target, task, features, RECIPE, choice)


@cache
def walked(task: str, model: str, other: int | None = 1) -> tuple[PictureSettings, Journey]:
    settings = PictureSettings(own(task, model), 0, other, "town")
    return settings, pipeline_picture(settings, FRAME)


def picture_of(task: str, model: str, other: int | None = 1):
    blocks = scene.draw(*walked(task, model, other))
    return next(block.picture for block in blocks if isinstance(block, Moving))


KINDS = [
    ("regression", "linear"),
    ("classification", "logistic"),
    ("classification", "gaussian_nb"),
    ("classification", "decision_tree"),
    ("regression", "decision_tree"),
    ("classification", "knn"),
    ("regression", "random_forest"),
    ("classification", "random_forest"),
    ("regression", "ada_boost"),
    ("classification", "gradient_boosting"),
    ("classification", "svm_rbf"),
    ("regression", "isotonic"),
]


@pytest.mark.parametrize(("task", "model"), KINDS)
def test_every_kind_of_model_has_a_table_a_caption_and_a_sentence(task, model):
    settings, journey = walked(task, model)
    picture = picture_of(task, model)
    assert len(picture.captions) == len(journey.stops) + 1 == len(picture.steps)
    assert all(picture.captions)
    sentence = scene.notice(settings, journey)
    assert "Test row 0 sets out with 4 columns and reaches the model with 6." in sentence
    assert "nan" not in sentence
    if journey.verdict.loudest_part:
        assert f"**{journey.verdict.loudest}**" in sentence.replace("\\", "")


def test_a_row_alone_and_a_row_with_another_beside_it():
    alone, two = picture_of("regression", "linear", None), picture_of("regression", "linear")
    names = [
        [layer.name for layer in p.panels[0].layers if layer.kind == "dots"] for p in (alone, two)
    ]
    assert "this row" in names[0]
    assert "the second row" not in names[0]
    assert "the second row" in names[1]


def test_a_sum_in_which_no_column_speaks_names_none_as_the_loudest():
    settings, journey = walked("classification", "logistic")
    silent = replace(journey, verdict=replace(journey.verdict, loudest_part=0.0))
    sentence = scene.notice(settings, silent)
    assert "no column speaks" in sentence
    assert "loudest" not in sentence


def test_equal_rows_are_said_to_be_equal():
    sentence = scene.notice(*walked("regression", "linear", 0))
    assert sentence.endswith("It and test row 0 hold the same values: choose another row.")


def test_a_probability_that_moves_is_named():
    settings, journey = walked("classification", "svm_rbf")
    of = f"moves the probability of {journey.verdict.class_name} by "
    assert of in scene.notice(settings, journey)


def test_a_column_that_the_recipe_leaves_out_is_neither_asked_nor_called_unseen():
    frame = FRAME.assign(id=[f"C{i}" for i in range(len(FRAME))]).astype({"id": "str"})
    experiment = replace(own("classification", "svm_rbf"), features=("one", "two", "town", "id"))
    journey, notes = walk_changed(ChangedSettings(experiment, 0, (("id", "hello"),)), frame)
    assert "id" not in [term.name for term in journey.verdict.terms]
    assert notes == ("The recipe leaves id out: its value changes nothing at the model.",)


def test_shares_of_votes_bear_no_sign_and_distances_do():
    votes = scene_table._verdict(walked("classification", "random_forest")[1], "")
    assert votes.head[3] == "share"
    assert not any(line.after.startswith(("+", "-", "−")) for line in votes.lines)
    trees = scene_table._verdict(walked("regression", "random_forest")[1], "")
    assert trees.head[3] == "off the answer"


def test_a_step_has_the_number_it_has_in_the_recipe():
    frame = FRAME.assign(id=[f"C{i}" for i in range(len(FRAME))]).astype({"id": "str"})
    experiment = replace(own("regression", "linear"), features=("one", "two", "town", "id"))
    journey = pipeline_picture(PictureSettings(experiment, 0), frame)
    labels = [stop.label for stop in journey.stops]
    numbers = dict(zip(labels, step_numbers(journey), strict=True))
    assert numbers["Leave columns out"] == ""
    assert (numbers["Standard"], numbers["One-hot"]) == ("2", "3")


def test_each_box_stands_on_the_lanes_of_its_columns():
    _, journey = walked("regression", "linear")
    lanes = {name: place for place, lane in enumerate(journey.lanes) for name in lane.names}
    assert lanes["one"] == lanes["two"] != lanes["town"]
    by_label = {stop.label: place for place, stop in enumerate(journey.stops)}
    assert boxes_of(journey, by_label["Standard"]) == [(2, lanes["one"], lanes["one"])]
    assert boxes_of(journey, by_label["One-hot"]) == [(3, lanes["town"], lanes["town"])]
    assert boxes_of(journey, 0) == [(0, 0, len(journey.lanes) - 1)]


def test_a_step_on_training_rows_says_that_the_row_passes_it_by():
    _, journey = walked("regression", "linear")
    place = next(i for i, stop in enumerate(journey.stops) if stop.kind == "rows")
    assert "a row to predict passes it by" in picture_of("regression", "linear").captions[place]


def test_the_trap_names_the_number_with_the_test_rows_beside_the_learnt_one():
    _, journey = walked("regression", "linear")
    (grid,) = (
        block for block in scene.draw(*walked("regression", "linear")) if isinstance(block, Grid)
    )
    row = grid.frame[(grid.frame["column"] == "one") & (grid.frame["learnt"] == "mean")].iloc[0]
    stop = next(stop for stop in journey.stops if stop.label == "Standard")
    mean = next(line for line in stop.lines if line.name == "one").facts[0]
    assert row["from the training rows"] == scene.number(mean.value)
    assert row["had it seen the test rows"] == scene.number(mean.seen)
    assert mean.value != mean.seen


def test_a_quotient_of_years_is_told_with_digits_that_come_to_it():
    how = How("({} − {}) / {}", (2023.0, 2023.4866666666667, 0.49982219060604166), exact=True)
    x, rest = filled(how).strip("(").split(" − ")
    mean, spread = rest.split(") / ")
    assert (float(x) - float(mean)) / float(spread) == pytest.approx(-0.9737, abs=0.01)


def test_a_changed_row_is_led_beside_itself():
    experiment = own("regression", "linear")
    journey, notes = walk_changed(ChangedSettings(experiment, 0, (("town", "Rome"),)), FRAME)
    assert journey.row["town"][0] == "Rome"
    assert journey.other_row["town"][0] != "Rome"
    assert journey.stops[0].differ == 1
    assert notes == ("The model never saw town = 'Rome'.",)
    blocks = scene._changed((journey, notes))
    assert any(isinstance(block, Numbers) for block in blocks)


def test_the_form_below_asks_for_the_changed_row():
    settings, journey = walked("regression", "linear")
    (fold,) = scene.operate(settings, journey, known(FRAME, "y", "regression"))
    (form,) = (block for block in inside((fold,)) if isinstance(block, RowForm))
    work, asked = form.ask((("one", 3.0),))
    found, _ = work(asked, FRAME)
    assert found.row["one"][0] == 3.0
    with pytest.raises(PlaygroundError, match="cannot hold"):
        walk_changed(ChangedSettings(settings.experiment, 0, (("one", "far"),)), FRAME)


def test_dots_are_on_every_lane_until_it_ends_and_meet_at_the_prediction():
    _, journey = walked("regression", "linear")
    picture = picture_of("regression", "linear", None)
    walk = next(layer for layer in picture.panels[0].layers if getattr(layer, "glides", False))
    assert walk.x.shape == (len(journey.stops) + 1, len(journey.lanes))
    assert len(np.unique(walk.y[-1])) == 1
