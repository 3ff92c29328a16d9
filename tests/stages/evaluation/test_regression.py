"""Regression: every number by scikit-learn, SciPy or brute force; laws; what is refused."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import linprog
from sklearn import metrics
from sklearn.linear_model import LinearRegression

from core.stages.evaluation.regression.columns import along_column
from core.stages.evaluation.regression.lines import fitted, least_pinball, least_squares
from core.stages.evaluation.regression.patterns import bend, correlation, patterns
from core.stages.evaluation.regression.rows import judge_rows
from core.stages.evaluation.regression.run import judge_points
from core.stages.evaluation.regression.scores import (
    IDS,
    blame,
    constants,
    of_constants,
    scores,
)
from core.stages.evaluation.regression.settings import (
    BENT,
    FAN,
    START,
    CannotJudge,
    PointSettings,
    RegressionSettings,
    RowSettings,
    drawn,
    moved,
    regression_settings,
)
from core.tabular.fit import fit
from tests.tabular.cases import experiment, messy

SEEDS = st.integers(0, 9999)
QUANTILES = st.sampled_from([0.05, 0.25, 0.5, 0.9, 0.95])
TENTHS = st.floats(0.1, 10).map(lambda value: round(value, 1))


def case(seed: int, n: int = 30) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    y = random.gamma(2, 10, n) - 5
    return y, y + random.standard_t(2, n) * 4


def judged(**changes):
    values = {"points": START, "held": 6, "line": "fixed", "quantile": 0.9} | changes
    points = drawn(values.pop("points"))
    return judge_points(PointSettings(points, **values))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, quantile=QUANTILES, n=st.integers(2, 60))
def test_every_metric_is_scikit_learns(seed, quantile, n):
    y, p = case(seed, n)
    ours = scores(y, p, quantile)
    assert ours.mae == pytest.approx(metrics.mean_absolute_error(y, p))
    assert ours.mse == pytest.approx(metrics.mean_squared_error(y, p))
    assert ours.rmse == pytest.approx(metrics.root_mean_squared_error(y, p))
    assert ours.median_ae == pytest.approx(metrics.median_absolute_error(y, p))
    assert ours.mape == pytest.approx(metrics.mean_absolute_percentage_error(y, p))
    assert ours.pinball == pytest.approx(metrics.mean_pinball_loss(y, p, alpha=quantile))
    assert ours.r2 == pytest.approx(metrics.r2_score(y, p))


def test_a_published_example_by_hand():
    """Of scikit-learn's user guide: errors 0.5, -0.5, 0, -1."""
    ours = scores(np.array([3, -0.5, 2, 7]), np.array([2.5, 0.0, 2, 8]), 0.9)
    assert (ours.mae, ours.mse, ours.median_ae) == (0.5, 0.375, 0.5)
    assert ours.rmse == pytest.approx(0.612, abs=5e-4)
    assert ours.r2 == pytest.approx(0.948, abs=1e-3)
    assert ours.mape == pytest.approx(0.3273, abs=5e-4)
    assert ours.pinball == pytest.approx((0.9 * 0.5 + 0.1 * 0.5 + 0 + 0.1 * 1) / 4)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, times=st.sampled_from([0.01, 0.5, 3, 1000]))
def test_laws_of_the_metrics(seed, times):
    y, p = case(seed)
    one, other = scores(y, p, 0.5), scores(times * y, times * p, 0.5)
    assert one.rmse >= one.mae * (1 - 1e-12)
    assert one.pinball == pytest.approx(one.mae / 2)
    assert other.r2 == pytest.approx(one.r2), "R² has no unit"
    assert other.mape == pytest.approx(one.mape), "nor has MAPE"
    assert other.mae == pytest.approx(times * one.mae)
    assert other.mse == pytest.approx(times**2 * one.mse)
    assert scores(y, p, 0.9).pinball == pytest.approx(scores(-y, -p, 0.1).pinball)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, name=st.sampled_from(["mae", "mse", "rmse", "mape", "pinball", "r2"]))
def test_blame_sums_to_one_and_is_what_leaving_a_row_perfect_saves(seed, name):
    y, p = case(seed)
    shares = blame(name, y, p, 0.9)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    perfect = p.copy()
    perfect[3] = y[3]
    base = {"rmse": "mse", "r2": "mse"}.get(name, name)
    before, after = (scores(y, each, 0.9).of(base) for each in (p, perfect))
    assert shares[3] == pytest.approx(1 - after / before)


def test_the_median_error_blames_the_middle_and_a_perfect_line_nobody():
    y = np.array([1.0, 2, 3, 4])
    assert blame("median_ae", y[:3], y[:3] + np.array([1, 3, 2]), 0.5).tolist() == [0, 0, 1]
    assert blame("median_ae", y, y + np.array([1, 4, 3, 2]), 0.5).tolist() == [0, 0, 0.5, 0.5]
    assert blame("mse", y, y, 0.5).tolist() == [0, 0, 0, 0]
    assert np.isnan(blame("mape", np.array([0.0, 1]), np.ones(2), 0.5)).all()


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, quantile=QUANTILES)
def test_no_constant_beats_the_named_one(seed, quantile):
    y, _ = case(seed)
    found = constants(y, quantile)
    own = of_constants(y, found, quantile)
    tried = [scores(y, np.full(len(y), c), quantile) for c in [*y, *np.linspace(-20, 60, 160)]]
    for name in ("mae", "mse", "rmse", "mape", "pinball"):
        assert own[name] <= min(each.of(name) for each in tried) + 1e-9
    assert own["r2"] >= max(each.r2 for each in tried) - 1e-9
    assert own["r2"] == pytest.approx(0, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_the_line_of_least_squares_is_scikit_learns(seed):
    random = np.random.default_rng(seed)
    x, y = random.random(12) * 10, random.random(12) * 10
    theirs = LinearRegression().fit(x[:, None], y)
    expected = [theirs.coef_[0], theirs.intercept_]
    np.testing.assert_allclose(least_squares(x, y), expected, rtol=1e-8, atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, quantile=QUANTILES)
def test_the_line_of_least_pinball_is_the_linear_programs(seed, quantile):
    random = np.random.default_rng(seed)
    x, y = random.random(14) * 10, random.random(14) * 10
    n = len(x)
    cost = np.r_[0, 0, np.full(n, quantile), np.full(n, 1 - quantile)]
    equal = np.c_[x, np.ones(n), np.eye(n), -np.eye(n)]
    free = [(None, None)] * 2 + [(0, None)] * (2 * n)
    best = linprog(cost, A_eq=equal, b_eq=y, bounds=free).fun / n
    slope, height = least_pinball(x, y, quantile)
    assert scores(y, slope * x + height, quantile).pinball == pytest.approx(best, abs=1e-9)


def test_a_line_fitted_to_a_metric_is_best_by_that_metric():
    answers = {line: judged(line=line, points=moved(drawn(START), 5, 9.9)) for line in
               ("mse", "mae", "pinball", "fixed")}  # fmt: skip
    for name in ("mse", "mae", "pinball"):
        values = {line: answer.judged.now.of(name) for line, answer in answers.items()}
        assert min(values, key=values.get) == name


@settings(max_examples=20, deadline=None)
@given(place=st.integers(1, 15), y=TENTHS, line=st.sampled_from(["fixed", "mse", "mae", "pinball"]))
def test_the_film_holds_what_the_page_says_and_what_was_before(place, y, line):
    answer = judged(points=moved(drawn(START), place - 1, y), held=place, line=line)
    assert answer.heights[answer.at] == y
    for name in IDS:
        assert answer.swept.values[name][answer.at] == pytest.approx(answer.judged.now.of(name))
        shares = answer.shares[name]
        assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares))) or name == "mape"
    for i in (0, answer.at, len(answer.heights) - 1):
        guess = np.full(len(answer.y), np.median(answer.ys[i]))
        assert answer.swept.dumb["mae"][i] == pytest.approx(np.abs(answer.ys[i] - guess).mean())
    own = [np.polyval(line, answer.x) for line in answer.lines]
    np.testing.assert_allclose(answer.predicted, own, atol=1e-10)
    slope, height = fitted(answer.x, answer.was, "mse", 0.9)
    was = scores(answer.was, slope * answer.x + height, 0.9)
    assert astuple(answer.swept.before) == pytest.approx(astuple(was))
    assert answer.n_moved == int(y != drawn(START)[place - 1][1])


def test_a_held_line_stays_and_a_refitted_one_follows():
    assert np.ptp(judged().lines, axis=0).tolist() == [0, 0]
    assert (np.ptp(judged(line="mse").lines, axis=0) > 0.1).all()


def test_one_plant_makes_the_good_line_worse_than_the_mean_and_not_its_median_error():
    answer = judged(points=moved(drawn(START), 5, 9.9))
    assert answer.swept.before.r2 > 0.95
    assert answer.judged.now.r2 < 0
    assert answer.ratios["rmse"] == pytest.approx(6.51, abs=0.01)
    assert answer.ratios["mae"] == pytest.approx(2.66, abs=0.01)
    assert answer.ratios["median_ae"] < 1.05
    assert answer.share_in_hand["mse"] > 0.97


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_correlations_are_scipys(seed):
    y, p = case(seed)
    found = {each.kind: each.r for each in patterns(y - p, p)}
    assert found["trend"] == pytest.approx(stats.pearsonr(y - p, p).statistic)
    assert found["fan"] == pytest.approx(stats.pearsonr(np.abs(y - p), p).statistic)
    lagged = stats.pearsonr((y - p)[:-1], (y - p)[1:]).statistic
    assert found["drift"] == pytest.approx(lagged)
    squares = p**2
    rest = squares - np.polyval(np.polyfit(p, squares, 1), p)
    np.testing.assert_allclose(stats.pearsonr(bend(p), rest).statistic, 1)
    assert found["curve"] == pytest.approx(stats.pearsonr(y - p, rest).statistic)


def test_noise_has_a_pattern_hardly_ever_and_each_pattern_is_found():
    random = np.random.default_rng(0)
    alarms = [each.found for _ in range(300) for each in
              patterns(random.normal(size=200), random.normal(size=200))]  # fmt: skip
    assert np.mean(alarms) < 0.01
    x, noise = np.linspace(0, 10, 200), random.normal(size=200)
    made = {
        "trend": x + noise,
        "curve": (x - 5) ** 2 + noise,
        "fan": x * noise,
        "drift": np.cumsum(noise),
    }
    for kind, residuals in made.items():
        assert kind in {each.kind for each in patterns(residuals, x) if each.found}
    many = random.normal(size=40_000)
    weak = patterns(0.05 * many + random.normal(size=40_000), many)
    assert weak[0].r > 0.03
    assert not weak[0].found, "no chance, but nothing to see either"
    assert patterns(noise[:11], x[:11]) == ()
    assert np.isnan(correlation(np.ones(20), noise[:20]))


def test_the_fields_show_what_their_buttons_promise():
    found = {
        name: {each.kind for each in judged(points=text, line="mse").judged.along_prediction
               if each.found}
        for name, text in (("start", START), ("bend", BENT), ("fan", FAN))
    }  # fmt: skip
    assert found["start"] == set()
    assert found["bend"] == {"curve"}
    assert found["fan"] == {"fan"}


def rows(**changes):
    case_ = experiment("regression", "linear")
    return judge_rows(RowSettings(case_, changes.get("feature", ""), 0.9), messy()), case_


def test_rows_are_the_models_test_rows_in_the_tables_order():
    answer, case_ = rows()
    fitted_ = fit(case_, messy())
    order = np.argsort(fitted_.X_test.index)
    assert answer.rows.tolist() == sorted(fitted_.X_test.index)
    np.testing.assert_array_equal(answer.judged.y, fitted_.y_test[order])
    np.testing.assert_array_equal(answer.judged.predicted, fitted_.predict(fitted_.X_test)[order])
    assert answer.judged.now.rmse == pytest.approx(
        metrics.root_mean_squared_error(answer.judged.y, answer.judged.predicted)
    )
    assert answer.judged.dumb["mae"] == np.median(fitted_.y_train)
    guess = np.full(len(answer.rows), fitted_.y_train.mean())
    assert answer.judged.dumb_scores["r2"] == pytest.approx(
        metrics.r2_score(answer.judged.y, guess)
    )


def test_leaving_the_worst_out_is_brute_force():
    answer, case_ = rows()
    y, p = answer.judged.y, answer.judged.predicted
    sizes = np.abs(y - p)
    for i in (0, 5, 20):
        left = int(answer.left[i])
        kept = np.argsort(sizes)[: len(y) - left]
        assert answer.swept.values["mae"][i] == pytest.approx(sizes[kept].mean())
        assert answer.lorenz["mse"][i] == pytest.approx(
            1 - (sizes[kept] ** 2).sum() / (sizes**2).sum()
        )
        guess = np.full(len(kept), np.median(fit(case_, messy()).y_train))
        assert answer.swept.dumb["mae"][i] == pytest.approx(np.abs(y[kept] - guess).mean())
        assert answer.kept(i).tolist() == sorted(kept)
    assert answer.left[-1] == round(0.2 * len(y))


def test_a_column_is_placed_by_its_kind():
    frame = messy().head(40)
    assert along_column(frame, "visits").values.tolist() == frame["visits"].tolist()
    days = along_column(frame, "since")
    assert days.days
    assert np.isnan(days.values).sum() == frame["since"].isna().sum()
    city = along_column(frame, "city")
    assert set(city.levels) == set(frame["city"].dropna())
    assert np.isnan(city.values).sum() == frame["city"].isna().sum()
    many = along_column(frame, "code")
    assert len(many.levels) == 9
    assert many.levels[-1] == "all others"


def test_what_cannot_be_judged_is_refused_in_a_sentence():
    with pytest.raises(CannotJudge, match=r"2 points are too few.* Add some in the drawing"):
        drawn("1,1,0;2,2,0")
    with pytest.raises(CannotJudge, match=r"41 points are too many.* Erase some"):
        drawn(";".join(f"{i / 10},1,0" for i in range(41)))
    with pytest.raises(CannotJudge, match=r"All points lie above the same number of hours"):
        drawn("1,1,0;1,2,0;1,3,0")
    with pytest.raises(CannotJudge, match=r"no experiment yet\. Open a table"):
        regression_settings({"judged": "rows"}, None)
    with pytest.raises(CannotJudge, match=r"'bought' is a class.* Predict a column of numbers"):
        judge_rows(RowSettings(experiment(), "", 0.9), messy())
    with pytest.raises(CannotJudge, match=r"learns from no column 'nowhere'"):
        rows(feature="nowhere")


def test_undefined_metrics_are_nan_and_the_others_are_not():
    constant = judged(points=";".join(f"{i},5,0" for i in range(1, 6)), held=1)
    assert np.isnan(constant.judged.now.r2)
    assert constant.judged.now.mae == 0
    zero = judged(points=moved(drawn(START), 5, 0.0))
    assert np.isnan(zero.judged.now.mape)
    assert np.isfinite(zero.judged.now.r2)
    assert np.isnan(zero.judged.best["mape"])


def test_what_nothing_reads_stays_at_its_default():
    own = experiment("regression")
    points = regression_settings({"judged": "points", "feature": "age", "left_out": 7}, own)
    assert (points.experiment, points.feature, points.left_out) == (None, "", 0)
    judged_rows = regression_settings({"judged": "rows", "held": 3, "line": "mse"}, own)
    assert judged_rows == replace(RegressionSettings(), judged="rows", experiment=own)


def tiny(n: int) -> pd.DataFrame:
    random = np.random.default_rng(n)
    x = random.normal(size=n)
    return pd.DataFrame({"x": x, "price": 2 * x + random.normal(size=n)})


@pytest.mark.parametrize("n", [4, 5, 8, 12])
def test_few_rows_are_judged_too(n):
    case_ = replace(experiment("regression", "linear"), features=("x",), recipe=())
    answer = judge_rows(RowSettings(case_, "", 0.9), tiny(n))
    assert len(answer.rows) >= 1
    assert (answer.left < len(answer.rows)).all()
    assert np.isfinite(answer.swept.values["mae"]).all()


def alone(frame):
    case_ = replace(experiment("regression", "linear"), features=("x",), recipe=())
    return judge_rows(RowSettings(case_, "", 0.9), frame)


def test_a_miss_by_rounding_alone_is_none():
    x = np.arange(60.0)
    answer = alone(pd.DataFrame({"x": x, "price": 2 * x}))
    assert answer.judged.now.mae == 0
    assert answer.judged.now.r2 == 1
    near = alone(pd.DataFrame({"x": x, "price": 1e9 + 1e-3 * np.sin(x)}))
    assert near.judged.now.mae > 1e-4


def test_squares_beyond_the_range_of_numbers_are_refused():
    frame = tiny(40).assign(price=lambda table: table["price"] * 1e200)
    with pytest.raises(CannotJudge, match=r"e\+200 have squares beyond.*in a larger unit"):
        alone(frame)
