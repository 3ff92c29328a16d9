"""What the regression page draws and says: picks, captions, sentences, formulas, its script."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.export.script import experiment_script
from core.figures.encoding import encode
from core.figures.film import Band, Dots, Spots, Texts
from core.playground import load
from core.stages.evaluation.regression import scene, scene_words, scene_words_points
from core.stages.evaluation.regression.lesson import LESSON
from core.stages.evaluation.regression.rows import judge_rows
from core.stages.evaluation.regression.run import judge_points
from core.stages.evaluation.regression.scene_parts import VALUE_X, changed, valued
from core.stages.evaluation.regression.scores import IDS, scores
from core.stages.evaluation.regression.settings import (
    START,
    RegressionSettings,
    drawn,
    moved,
    points_of,
)
from core.ui.player import Pick
from tests.figures.test_scenes_of_odd_tables import assert_blocks, assert_markdown
from tests.pages import tables
from tests.pages.walk import defaults, walk
from tests.stages.test_examples import told_alone
from tests.tabular.cases import experiment, messy

POINTS = drawn(START)


def points(**changes):
    settings = replace(RegressionSettings(), **changes)
    return settings, judge_points(points_of(settings))


def own_rows(frame=None, **changes):
    settings = replace(
        RegressionSettings(judged="rows", experiment=experiment("regression", "linear")), **changes
    )
    return settings, judge_rows(settings.work_settings, messy() if frame is None else frame)


def film_of(settings, answer):
    return scene.draw(settings, answer)[0].picture


def test_a_plant_that_is_let_go_moves_in_the_text_and_a_bar_is_spelled_out():
    settings, answer = points()
    let_go = scene.picked(settings, answer, Pick("point", 0, 9.84, 1, "grip", 4))
    assert let_go == {"held": 5, "points": moved(POINTS, 4, 9.8)}
    beyond = scene.picked(settings, answer, Pick("point", 0, 99.0, 1, "grip", 4))
    assert drawn(beyond["points"])[4][1] == 10
    taken = scene.picked(settings, answer, Pick("point", 0, POINTS[2][1], 1, "grip", 2))
    assert taken == {"held": 3, "points": START}
    assert scene.picked(settings, answer, Pick("metric", 0, 0, 1, "metrics", 6)) == {"metric": "r2"}
    for odd in (-1, 15, 999):
        assert scene.picked(settings, answer, Pick("point", 0, 1, 1, "grip", odd)) == {}
    assert scene.picked(settings, answer, Pick("metric", 0, 0, 1, "metrics", 7)) == {}


def test_the_picture_moves_the_plant_in_hand_and_no_other():
    settings, answer = points(held=3)
    picture = film_of(settings, answer)
    plane = picture.panels[0]
    assert (plane.scrub, plane.grip, plane.pick) == (True, 2, "point")
    dots = next(
        layer for layer in plane.layers if isinstance(layer, Dots) and layer.name == "plant"
    )
    moves = np.ptp(dots.y, axis=0)
    assert np.flatnonzero(moves).tolist() == [2]
    spots = next(layer for layer in plane.layers if isinstance(layer, Spots))
    np.testing.assert_allclose((spots.y0 + spots.y1) / 2, dots.y)
    assert picture.steps[picture.begin] == POINTS[2][1]
    assert len(encode(picture)["blob"]) < 150_000, "a drag sends a film each time it is let go"


def test_squares_have_the_errors_as_sides():
    settings, answer = points(held=1)
    band = next(x for x in film_of(settings, answer).panels[0].layers if isinstance(x, Band))
    frame = answer.at
    across = (band.x[frame, 1::3] - band.x[frame, 0::3]).round(9)
    up = (band.high[frame, 0::3] - band.low[frame, 0::3]).round(9)
    np.testing.assert_allclose(across, up)
    assert (up**2).sum() / 15 == pytest.approx(answer.judged.now.mse)


def test_the_sentence_says_what_the_move_did_and_why():
    settings, answer = points(points=moved(POINTS, 5, 9.9))
    said = scene.notice(settings, answer)
    assert "You moved 1 of 15 plants" in said
    assert "**RMSE** from 0.352 to 2.293 kg (× 6.5)" in said
    assert "**MAE** from 0.340 to 0.907 kg (× 2.7)" in said
    assert "median error from 0.322 to 0.335 kg (+4 %)" in said
    assert "98 % of MSE and 65 % of MAE, because squares weigh an error more" in said
    assert "**R²** is −0.150, below 0" in said


IN_HAND = re.compile(
    r"Plant \d+ alone makes up ([\d.]+) % of MSE and ([\d.]+) % of MAE, because squares weigh an "
    r"error (more|less) than lengths do (?:once|while) it is (above|below) MSE / MAE, here "
    r"([\d.]+) kg, and it is ([\d.]+) kg off"
)
HEIGHTS = st.floats(0, 10).map(lambda value: round(value, 1))
LINES = ("fixed", "mse", "mae", "pinball")


@settings(max_examples=150, deadline=None)
@given(
    drags=st.lists(st.tuples(st.integers(1, 15), HEIGHTS), min_size=1, max_size=4),
    line=st.sampled_from(LINES),
    quantile=st.sampled_from([0.05, 0.5, 0.9]),
)
def test_the_reason_for_the_shares_holds_for_every_drag(drags, line, quantile):
    text = START
    for place, height in drags:
        text = moved(drawn(text), place - 1, height)
    settings_, answer = points(points=text, held=drags[-1][0], line=line, quantile=quantile)
    said = scene.notice(settings_, answer)
    sizes = np.abs(answer.judged.errors)
    own = sizes[answer.held]
    shares = own**2 / (sizes**2).sum(), own / sizes.sum()
    if not answer.n_moved:
        return
    if own == 0:
        assert f"Plant {answer.held + 1} lies on the line and makes up nothing" in said
        return
    squares, lengths, more, above, limit, told = IN_HAND.search(said).groups()
    assert (float(squares), float(lengths)) == pytest.approx([100 * x for x in shares], abs=0.5)
    assert (more == "more") == (above == "above") == (shares[0] > shares[1])
    assert (float(squares) > float(lengths)) == (float(told) > float(limit)) == (more == "more")
    assert float(limit) == pytest.approx((sizes**2).sum() / sizes.sum(), abs=5e-3)
    assert float(told) == pytest.approx(own, abs=5e-3)


def test_the_second_worst_plant_is_not_said_to_be_close_to_the_line():
    text = moved(drawn(moved(POINTS, 5, 10.0)), 2, 0.0)
    said = scene.notice(*points(points=text, held=3, line="mae"))
    assert "31.8 % of MSE and 32.0 % of MAE, because squares weigh an error less" in said
    assert "it is 5.98 kg off" in said


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("height", [0, 5])
def test_where_no_plant_is_off_nobody_is_blamed(line, height):
    flat = ";".join(f"{x:g},{height},0" for x, _, _ in POINTS)
    settings_, answer = points(points=flat, line=line)
    said = scene.notice(settings_, answer)
    if line == "fixed":
        assert answer.judged.now.mae > 1
    else:
        assert answer.judged.now.mae == 0
        assert "Every plant lies on the line, so nobody makes up any of it." in said
        assert "because" not in said.split("R²")[0]
    other = ";".join(f"{i},{height},0" for i in range(1, 6))
    assert "no error, so nobody is to blame" in scene.notice(*points(points=other, line=line))


def test_a_plant_that_alone_is_off_has_all_of_both():
    on_a_line = ";".join(f"{i},{9 if i == 4 else 5},0" for i in range(1, 8))
    _, answer = points(points=on_a_line, line="mae", held=4)
    was_elsewhere = replace(answer, was=answer.was - 1)
    said = scene_words_points.of_points(was_elsewhere, "mae")
    assert "Plant 4 alone makes up 100 % of MSE and as much of MAE, because no other" in said


def test_how_much_more_rmse_is_and_why_follows_their_ratio():
    assert "3 % more, because the errors are of much the same size" in scene.notice(*points())
    low = scene.notice(*points(line="pinball", quantile=0.05))
    assert "RMSE** is 0.608 kg, 23 % more, against 25 % for bell-shaped errors" in low
    assert re.search(r"1[2-5] of 15 plants lie above it\.", low)
    high = scene.notice(*points(line="pinball", quantile=0.9))
    assert "stick out" not in high
    assert re.search(r"1[2-5] of 15 plants lie below it\.", high)
    one_far = ";".join(f"{i / 2},{9 if i == 8 else 1},0" for i in range(1, 20))
    far = scene.notice(*points(points=one_far))
    assert "because some errors are far larger than others" in far


def test_a_line_fitted_to_another_metric_says_what_it_pays_in_squares():
    for line in ("mae", "pinball"):
        settings, answer = points(line=line)
        assert answer.n_moved == 0
        assert answer.ratios[line] < 1 < answer.ratios["mse"]
        said = scene.notice(settings, answer)
        assert "Of all lines it has the least" in said
        assert changed("mse", answer.ratios["mse"], 0, 0) in said


def test_what_has_no_value_is_said_with_its_reason():
    settings, answer = points(points=moved(POINTS, 5, 0.0), metric="mape")
    assert "MAPE is not defined here, because a true value there is 0." in scene.notice(
        settings, answer
    )
    assert "undefined" in scene.draw(settings, answer)[2].text
    legend = [layer.name for layer in film_of(settings, answer).panels[2].layers]
    assert "share of MSE" in legend
    assert "share of MAPE" not in legend
    defined = film_of(*points(points=moved(POINTS, 5, 0.1), metric="mape")).panels[2].layers
    assert "share of MAPE" in [layer.name for layer in defined]
    flat = ";".join(f"{i},5,0" for i in range(1, 6))
    settings, answer = points(points=flat)
    said = scene.notice(settings, answer)
    assert "R² is not defined here, because all their true values are equal." in said
    assert "nan" not in said
    assert not any("nan" in caption for caption in film_of(settings, answer).captions)


@pytest.mark.parametrize("metric", IDS)
@pytest.mark.parametrize("line", ["fixed", "mse", "mae", "pinball"])
def test_every_metric_is_spelled_out_with_its_own_value(metric, line):
    settings, answer = points(metric=metric, line=line)
    text = scene.draw(settings, answer)[2].text
    value = answer.judged.now.of(metric)
    assert f"{value:.3f}" in text
    assert text.count("{") == text.count("}")
    assert "Its unit" in text


def test_units_and_changes_are_told_as_people_write_them():
    assert valued("mse", 2.0, "US$") == "2.000 US$ squared"
    assert valued("mse", 2.0, "kg") == "2.000 kg²"
    assert valued("mape", 15.94, "kg") == "1,594 %"
    assert valued("r2", -0.15, "kg") == "−0.150"
    assert changed("mae", 0.5, 0, 0) == "−50 %"
    assert changed("mae", 1.0, 0, 0) == "same"
    assert changed("r2", 9, 0.1, 0.5) == "−0.40"
    assert changed("mae", float("nan"), 0, 0) == ""


def test_a_model_that_is_worse_than_the_median_is_said_to_be_with_how_much():
    settings_, answer = own_rows()
    now = replace(answer.judged.now, mae=1089.27)
    for dumb, said in (
        (501.0275, "worse than always saying the training median, which is off by 501.027"),
        (1089.27, "just as far as always saying the training median"),
        (2000.0, "better than always saying the training median, which is off by 2,000"),
        (0.0, "worse than always saying the training median, which is never off"),
    ):
        scores = answer.judged.dumb_scores | {"mae": dumb}
        judged = replace(answer.judged, now=now, dumb_scores=scores)
        told = scene.notice(settings_, replace(answer, judged=judged))
        assert said in told
        assert "no better" not in told
        assert ("(× 2.2)" in told) == (dumb == 501.0275)


def test_every_metric_is_written_in_one_way_with_its_unit():
    settings_, answer = points(points=moved(POINTS, 5, 0.1), metric="mape")
    table = scene.draw(settings_, answer)[3].frame.set_index("metric")
    bars = next(x for x in film_of(settings_, answer).panels[1].layers if isinstance(x, Texts)
                and x.x[0] == VALUE_X)  # fmt: skip
    assert table["value"].tolist() == list(bars.texts[answer.at])
    assert table.loc["R²", "the constant's score"] == "0.000"
    assert table.loc["MSE", "value"].endswith(" kg²")
    assert table.loc["MAPE", "value"].endswith(" %")
    assert table.loc["MAPE", "dumb guess"] == valued("mae", answer.judged.dumb["mape"], "kg")
    assert table.loc["MAPE", "value"] in scene.draw(settings_, answer)[2].text


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), n=st.integers(2, 60))
def test_the_mean_has_an_r2_of_zero_and_no_line_is_called_worse_than_it_by_rounding(seed, n):
    y = np.random.default_rng(seed).gamma(2, 1000, n)
    assert scores(y, np.full(n, y.mean()), 0.9).r2 == 0


def test_rows_say_how_far_off_and_how_few_make_it_up():
    settings, answer = own_rows()
    said = scene.notice(settings, answer)
    assert f"On {len(answer.rows)} test rows" in said
    assert re.search(r"The worst \d+ rows make up \d+ % of MSE but \d+ % of MAE", said)
    picture = film_of(settings, answer)
    assert picture.captions[0].startswith("All test rows: RMSE")
    assert picture.captions[-1].startswith("Without the worst")


def test_a_drag_that_leaves_rows_out_stays_in_the_link():
    settings_, answer = own_rows()
    step = float(film_of(settings_, answer).steps[13])
    let_go = scene.picked(settings_, answer, Pick("left_out", step, 0, step))
    left = replace(settings_, **let_go)
    begin = film_of(left, answer).begin
    assert answer.left[begin] == answer.left[13] > 0
    assert begin == let_go["left_out"]
    said = scene.notice(left, answer)
    assert f"Without the worst {answer.left[13]} rows RMSE is " in said
    assert valued("mae", answer.swept.values["mae"][13], "") in said
    assert "Without" not in scene.notice(settings_, answer)
    assert film_of(replace(settings_, left_out=20), answer).begin == len(answer.left) - 1


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), far=st.sampled_from([0.0, 0.5, 1.0]))
def test_why_r2_falls_is_said_just_where_it_falls_and_holds(seed, far):
    random = np.random.default_rng(seed)
    y = random.gamma(1, 10, 120)
    answer = left_one_by_one(y, far * y.mean() + (1 - far) * y + random.normal(size=120))
    for frame in range(len(answer.left)):
        said = scene_words.why_r2_falls(answer, frame)
        now, was = answer.swept.values["r2"][frame], answer.judged.now.r2
        assert bool(said) == (now < was)
        if said:
            errors, spread = map(float, re.findall(r"([\d.]+) %", said))
            kept = answer.kept(frame)
            assert errors > spread
            assert spread == pytest.approx(100 * y[kept].var() / y.var(), abs=0.5)


def left_one_by_one(y, predicted):
    """Return rows with these predictions, and what is left without the worst of them."""
    _, answer = own_rows()
    worst = np.argsort(-np.abs(y - predicted), kind="stable")
    left = np.arange(0, 24, 4)
    found = [scores(y[np.sort(worst[n:])], predicted[np.sort(worst[n:])], 0.9) for n in left]
    now = scores(y, predicted, 0.9)
    judged = replace(answer.judged, y=y, predicted=predicted, now=now)
    film = replace(answer.swept, values={k: np.array([s.of(k) for s in found]) for k in IDS})
    return replace(answer, judged=judged, worst=worst, left=left, swept=film)


def test_the_middle_error_is_told_by_options_that_exclude_each_other():
    step = LESSON.tour[1]
    assert step.sets["line"] == "fixed"
    asked = step.predict
    was = (0.340, 0.322, True)
    for growth, option in ((0.9, 0), (1.04, 0), (1.2, 1), (2.0, 2)):
        assert asked.truth(was, (0.34 * 2.66, 0.322 * growth, True)) == option
    assert "less than a tenth" in asked.options[0]
    assert "a tenth or more" in asked.options[1]
    assert "held fixed" in asked.why(was, was)
    assert "the line moved" in asked.why(was, (0.5, 0.4, False))


def test_a_perfect_model_is_said_to_be_one():
    x = np.arange(60.0)
    case = replace(experiment("regression", "linear"), features=("age",), recipe=())
    frame = pd.DataFrame({"age": x, "price": 2 * x})
    settings, answer = own_rows(frame, experiment=case)
    assert "every prediction of **price** is right: MAE is 0" in scene.notice(settings, answer)
    assert encode(film_of(settings, answer))


def test_many_rows_are_drawn_in_part_and_said_so():
    random = np.random.default_rng(0)
    x = random.normal(size=8000)
    frame = pd.DataFrame({"age": x, "price": 2 * x + random.standard_t(2, 8000)})
    case = replace(experiment("regression", "linear"), features=("age",), recipe=())
    settings, answer = own_rows(frame, experiment=case)
    picture = film_of(settings, answer)
    assert re.search(r": \d+ of 2,000 rows drawn", picture.panels[0].title)
    drawn_rows = next(x for x in picture.panels[0].layers if isinstance(x, Dots) and x.labels)
    assert f"row {answer.rows[answer.worst[0]]}" in drawn_rows.labels, "the worst are drawn"


def test_the_script_of_the_learners_rows_prints_the_numbers_of_the_page(tmp_path):
    frame = tables.plain(80).drop(columns="group")
    table = tables.known(frame, "y", "regression")
    settings = RegressionSettings(judged="rows", experiment=tables.fresh(table), quantile=0.75)
    answer = judge_rows(settings.work_settings, frame)
    order = load("evaluation", "regression").code(settings, answer)
    script = experiment_script(order, frame)
    frame.to_parquet(tmp_path / script.data_name)
    told = told_alone(script.code, tmp_path, quiet=False)
    for name, value in (
        ("MAE", answer.judged.now.mae),
        ("Pinball loss", answer.judged.now.pinball),
        ("Always the mean: R²", answer.judged.dumb_scores["r2"]),
    ):
        assert float(re.search(rf"^{re.escape(name)}: (\S+)", told, re.M)[1]) == pytest.approx(
            value
        )


def test_a_printed_example_says_the_sentences_numbers():
    settings, answer = points(points=moved(POINTS, 5, 9.9), line="mae")
    order = load("evaluation", "regression").code(settings, answer)
    with contextlib.redirect_stdout(told := io.StringIO()):
        order.function(order.argument)
    assert f"MAE: {answer.judged.now.mae:.6g}"[:10] in told.getvalue()
    assert f"Before: RMSE: {answer.swept.before.rmse:.6g}"[:18] in told.getvalue()


ODD = {name: table for name, table in tables.odd().items() if table[0][table[1]].dtype.kind == "f"}


@pytest.mark.parametrize("name", ODD)
def test_odd_tables_are_drawn_over_every_column_the_control_offers(name):
    frame, target = ODD[name]
    table = tables.known(frame, target, "regression")
    own = replace(tables.fresh(table), task="regression")
    playground = load("evaluation", "regression")
    params = playground.offered(table, own)
    column = next(param for param in params if param.id == "feature")
    for choice in column.choices:
        values = {**defaults(params), "judged": "rows", "feature": choice.id}
        stop = walk(playground, values, own, frame, table)
        assert_markdown(stop.sentence)
        assert_blocks(stop.blocks)
