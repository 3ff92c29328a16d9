"""One row: LIME against the library, what-if against prediction, how far two stories differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lime.lime_tabular import LimeTabularExplainer

from core.compute.progress import capturing
from core.params import BadValue
from core.stages.explainable_ai.local.run import (
    LocalSettings,
    disagreement,
    explain_row,
)
from core.stages.explainable_ai.local.what_if import WhatIfSettings, what_if
from core.tabular.explain.changed_row import BadCell, cell_of
from core.tabular.explain.codes import codec_for
from core.tabular.explain.lime import lime_weights
from core.tabular.explain.target import (
    NothingToExplain,
    UnknownClass,
    UnknownColumn,
    UnknownRow,
    explained_quantity,
)
from tests.tabular.explain_cases import FEATURES, SHORT, experiment, fitted, planted

FLOATS = ("noise", "size")


def lime(target="price", row=0, features=FEATURES, class_=None, **options):
    case = fitted(target, features=features)
    explained = explained_quantity(case, target, class_)
    quick = {"n_samples": 300, "n_seeds": 1, **options}
    return lime_weights(case, explained, case.X_test.iloc[[row]], **quick)


def row_settings(target="price", **changed):
    quick = {"n_samples": 300, "n_seeds": 2, "background": 8}
    return LocalSettings(experiment(target, features=SHORT), **{**quick, **changed})


def test_lime_on_numbers_equals_the_library_called_directly_with_the_same_seed():
    case = fitted("price", features=FLOATS)
    train, row = case.X_train.to_numpy(), case.X_test.iloc[3].to_numpy()
    library = LimeTabularExplainer(
        train, mode="regression", feature_names=list(FLOATS), random_state=7
    )
    theirs = library.explain_instance(
        row,
        lambda X: case.predict(pd.DataFrame(X, columns=FLOATS)),
        num_samples=500,
        num_features=2,
    )
    ours = lime("price", 3, FLOATS, n_samples=500, seed=7)
    for column, weight in theirs.local_exp[1]:
        assert ours.weights[column] == pytest.approx(weight, rel=1e-9)
    assert ours.intercept == pytest.approx(theirs.intercept[1])
    assert ours.local_prediction == pytest.approx(theirs.local_pred[0])
    assert ours.fidelity == pytest.approx(theirs.score)


def test_lime_on_categories_equals_the_library_on_hand_made_codes():
    columns = ("size", "town")
    case = fitted("dear", features=columns)
    levels = ["Bonn", "Trier", "Ulm", None]

    def encode(frame):
        town = [levels.index(None if pd.isna(value) else value) for value in frame["town"]]
        return np.column_stack([frame["size"], town]).astype(float)

    def probabilities(X):
        town = pd.Series([levels[int(code)] for code in X[:, 1]], dtype="str")
        return case.proba(pd.DataFrame({"size": X[:, 0], "town": town}))

    library = LimeTabularExplainer(
        encode(case.X_train), categorical_features=[1], random_state=2, kernel_width=1.5
    )
    theirs = library.explain_instance(
        encode(case.X_test.iloc[[5]])[0], probabilities, labels=(0,), num_samples=400
    )
    ours = lime("dear", 5, columns, "no", n_samples=400, seed=2, kernel_width=1.5)
    for column, weight in theirs.local_exp[0]:
        assert ours.weights[column] == pytest.approx(weight, rel=1e-9)
    assert ours.fidelity == pytest.approx(theirs.score)


@pytest.mark.parametrize("target", ["price", "dear", "band"])
def test_lime_finds_the_planted_column_among_every_kind_of_column(target):
    case = fitted(target)
    low = int(case.X_test["size"].argmin())
    found = lime(target, low, n_samples=1500)
    assert found.columns == FEATURES
    sizes = np.abs(found.weights)
    assert sizes.argmax() == FEATURES.index("size")
    assert sizes[FEATURES.index("noise")] < 0.3 * sizes.max()


def test_limes_neighbours_start_with_the_row_itself():
    case = fitted()
    for position in range(12):
        row = case.X_test.iloc[[position]]
        codec = codec_for(case.X_train, row)
        back = codec.decode(codec.encode(row))
        pd.testing.assert_frame_equal(back, row.reset_index(drop=True), rtol=1e-12)


def test_levels_dates_and_plain_numbers_survive_the_codes():
    case = fitted()
    codec = codec_for(case.X_train, case.X_test.iloc[[0]])
    back = codec.decode(codec.encode(case.X_train)).set_axis(case.X_train.index)
    exact = [coder.name for coder in codec.coders if coder.way != "range"]
    assert set(FEATURES) - set(exact) == {"age"}
    pd.testing.assert_frame_equal(back[exact], case.X_train[exact], rtol=1e-12)
    assert (back["age"].isna() == case.X_train["age"].isna()).all()
    assert (back.dtypes == case.X_train.dtypes).all()


def test_a_gap_is_never_replaced_by_a_number():
    case = fitted()
    position = int(np.flatnonzero(case.X_test["age"].isna())[0])
    row = case.X_test.iloc[[position]]
    codec = codec_for(case.X_train, row)
    assert codec.decode(codec.encode(row))["age"].isna().all()
    found = lime("price", position)
    assert found.conditions[FEATURES.index("age")] == "age is missing"
    assert any(note.startswith("age has gaps") for note in found.notes)


@pytest.mark.parametrize("dtype", ["int64", "float64"])
def test_a_column_with_many_equal_lowest_values_never_leaves_its_range(dtype):
    """The library would draw 0 for the quarter of rows at the lowest value (here 100)."""
    spent = pd.Series([100] * 80 + list(range(101, 301)), name="spent", dtype=dtype).to_frame()
    codec = codec_for(spent, spent.iloc[[0]])
    assert codec.coders[0].way == "range"
    n_ranges = len(codec.coders[0].values)
    drawn = codec.decode(np.arange(float(n_ranges))[:, None])["spent"]
    assert drawn.between(100, 300).all()
    assert drawn.dtype == dtype


def test_conditions_are_in_the_learners_words_and_units():
    case = fitted()
    row = case.X_test.iloc[[0]]
    words = dict(zip(FEATURES, lime().conditions, strict=True))
    assert words["rooms"] == f"rooms = {row['rooms'].iloc[0]}"
    assert "-" in words["sold"]  # an ISO day
    assert words["comment"].startswith("comment = ")


def test_conditions_on_numbers_are_the_quarters_of_the_training_rows():
    case = fitted()
    low, middle, high = (f"{q:.2f}" for q in np.percentile(case.X_train["size"], [25, 50, 75]))
    expected = [f"size ≤ {low}", f"{low} < size ≤ {middle}", f"{middle} < size ≤ {high}"]
    expected.append(f"size > {high}")
    ordered = np.argsort(case.X_test["size"].to_numpy())
    for place, share in enumerate((0.0, 0.4, 0.6, 1.0)):
        row = case.X_test.iloc[[ordered[int(share * (len(ordered) - 1))]]]
        coder = codec_for(case.X_train, row).coders[FEATURES.index("size")]
        assert coder.condition == expected[place]


def test_text_is_said_to_be_swapped_whole():
    assert any("comment holds text" in note for note in lime().notes)


def test_the_same_seed_gives_the_same_weights_and_the_next_seed_is_the_second_run():
    first, again = lime(n_seeds=2, seed=3), lime(seed=4)
    np.testing.assert_array_equal(first.by_seed[0], first.weights)
    assert (first.by_seed[0] != first.by_seed[1]).any()
    codes = [FEATURES.index(name) for name in FEATURES]
    np.testing.assert_allclose(first.by_seed[1][codes], again.weights[codes])


@pytest.mark.parametrize("target", ["price", "dear", "band"])
def test_a_row_is_explained_in_raw_columns_and_adds_up(target):
    found = explain_row(row_settings(target, row=2), planted())
    case = fitted(target, features=SHORT)
    assert found.row.equals(case.X_test.iloc[[2]].reset_index(drop=True))
    if target == "price":  # with every digit: the page rounds it for its words
        assert float(found.truth) == pytest.approx(case.y_test[2])
    else:
        assert found.truth == case.y_test[2]
    assert found.shap.base + found.shap.values.sum() == pytest.approx(found.prediction)
    if target == "price":
        assert found.prediction == pytest.approx(case.predict(case.X_test.iloc[[2]])[0])
        assert found.probabilities == {}
    else:
        assert sum(found.probabilities.values()) == pytest.approx(1.0)
        assert found.probabilities[found.class_] == pytest.approx(found.prediction)
        assert found.label == f"probability of {found.class_}"


def test_of_three_classes_the_predicted_one_is_explained_unless_another_is_chosen():
    found = explain_row(row_settings("band", row=1), planted())
    assert found.class_ == found.predicted
    other = next(name for name in found.probabilities if name != found.predicted)
    assert explain_row(row_settings("band", row=1, class_=other), planted()).class_ == other


@pytest.mark.parametrize(
    "changed",
    [
        *({"row": 1}, {"background": 5}, {"method": "permutation"}, {"n_samples": 200}),
        *({"kernel_width": 0.5}, {"n_seeds": 3}, {"top_k": 1}, {"seed": 9}),
    ],
    ids=str,
)
def test_every_setting_changes_the_answer(changed):
    def numbers(**values):
        case = row_settings("dear", **{"method": "exact", **values})
        found = explain_row(case, planted())
        compared = found.disagreement
        return [
            *found.shap.values.ravel(),
            *found.lime.by_seed.ravel(),
            found.shap.method,
            compared.top_k,
        ]

    assert numbers() != numbers(**changed)


def test_agreeing_and_opposed_stories_are_told_apart():
    base = lime(features=("noise", "size", "rooms"), n_seeds=1)
    story = replace(base, weights=np.array([0.1, -5.0, 2.0]), by_seed=np.array([[0.1, -5.0, 2.0]]))
    same = disagreement(story.weights, story, 2)
    assert (same.rank_correlation, same.overlap, same.opposed) == (1.0, 1.0, ())
    assert same.stability is None
    against = disagreement(-story.weights, story, 2)
    assert against.rank_correlation == -1.0
    assert against.opposed == ("size", "rooms")
    assert disagreement(np.zeros(3), story, 2).rank_correlation is None


def test_stability_is_the_mean_overlap_of_the_largest_columns_over_pairs_of_seeds():
    base = lime(features=("noise", "size", "rooms"))
    seeds = np.array([[3.0, 2.0, 1.0], [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]])
    found = disagreement(seeds[0], replace(base, weights=seeds[0], by_seed=seeds), 2)
    assert found.stability == pytest.approx((1.0 + 0.5 + 0.5) / 3)
    assert (found.top_seeds, found.n_seeds) == (2, 3)


def test_progress_shows_each_seed_and_never_goes_back():
    with capturing() as reports:
        explain_row(row_settings("dear", n_seeds=5), planted())
    reports = [item for item in reports if "SHAP" in item.text or "LIME" in item.text]
    shares = [item.share for item in reports]
    assert shares == sorted(shares)
    assert sum("LIME" in item.text for item in reports) == 5


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("size", 150.0), ("size", 150), ("rooms", 2), ("garden", True)),
        *(("town", "Ulm"), ("town", None), ("age", None), ("sold", "2024-05-06")),
    ],
)
@pytest.mark.parametrize("target", ["price", "dear"])
def test_what_if_equals_predicting_the_changed_row(target, column, value):
    found = what_if(WhatIfSettings(experiment(target), 4, ((column, value),)), planted())
    case = fitted(target)
    row = case.X_test.iloc[[4]].reset_index(drop=True)
    changed = row.copy()
    cell = pd.Timestamp(value) if column == "sold" else value
    changed[column] = pd.Series([cell], dtype=row[column].dtype)
    answers = case.predict if target == "price" else lambda X: case.proba(X)[:, 1]
    assert found.before == pytest.approx(answers(row)[0])
    assert found.after == pytest.approx(answers(changed)[0])
    assert found.change == pytest.approx(found.after - found.before)
    assert found.after_row.equals(changed)
    assert found.before_row.equals(row)


def test_changing_nothing_changes_nothing():
    found = what_if(WhatIfSettings(experiment("dear"), 1), planted())
    assert found.change == 0.0
    assert found.notes == ()
    assert found.probabilities_before == found.probabilities_after


@pytest.mark.parametrize(
    ("column", "value", "note"),
    [
        ("town", "Rome", "The model never saw town = 'Rome'."),
        ("size", 900.0, "size = 900.0 lies outside the training rows' range"),
    ],
)
def test_values_the_model_never_saw_are_noted(column, value, note):
    found = what_if(WhatIfSettings(experiment(), 1, ((column, value),)), planted())
    assert note in found.notes[0]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("size", "big", "size cannot hold 'big': it is a column of numbers"),
        ("size", float("inf"), "size cannot hold inf"),
        ("size", True, "size cannot hold True"),
        ("rooms", 2.5, r"rooms cannot hold 2\.5: it is a column of whole numbers"),
        ("rooms", None, "rooms never had a gap"),
        ("garden", "yes", "it is a column of true and false"),
        ("town", 3, "town cannot hold 3: it is a column of text"),
        ("sold", "soon", "sold cannot hold 'soon': it is a column of dates. Try a value such as"),
        ("sold", "", "sold cannot hold ''"),
        ("sold", "now", "sold cannot hold 'now'"),
        ("sold", "2024-05-06T00:00+02:00", "sold cannot hold"),
        ("noise", None, "noise never had a gap, so it cannot be left empty"),
        ("sold", None, "sold never had a gap"),
    ],
)
def test_values_a_column_cannot_hold_are_refused(column, value, sentence):
    with pytest.raises(BadCell, match=sentence):
        what_if(WhatIfSettings(experiment(), 1, ((column, value),)), planted())


def test_what_if_refuses_unknown_columns_rows_and_classes():
    case = experiment("dear")
    with pytest.raises(UnknownColumn, match="no feature named 'price'"):
        what_if(WhatIfSettings(case, 1, (("price", 1.0),)), planted())
    with pytest.raises(UnknownRow, match="no test row 60: the 60 test rows are numbered from 0"):
        what_if(WhatIfSettings(case, 60), planted())
    with pytest.raises(UnknownClass, match="no class 'maybe'"):
        what_if(WhatIfSettings(case, 1, (), "maybe"), planted())


@pytest.mark.parametrize(
    ("changed", "error", "sentence"),
    [
        ({"row": 60}, UnknownRow, "no test row 60"),
        ({"row": -1}, BadValue, "Test row must lie between 0"),
        ({"class_": "maybe", "target": "dear"}, UnknownClass, "no class 'maybe'"),
        ({"n_samples": 5}, BadValue, "LIME neighbours must lie between 100"),
        ({"kernel_width": 0.0}, BadValue, "LIME kernel width must lie between"),
    ],
    ids=str,
)
def test_bad_settings_are_refused_with_a_sentence(changed, error, sentence):
    with pytest.raises(error, match=sentence):
        explain_row(row_settings(**changed), planted())


def test_a_constant_model_is_refused():
    with pytest.raises(NothingToExplain, match="for every row"):
        explain_row(row_settings(), planted().assign(price=7.0))


def test_every_setting_has_a_param_with_its_default():
    for settings in (LocalSettings(experiment()), WhatIfSettings(experiment())):
        names = {param.id for param in settings.PARAMS} | {"experiment", "changed"}
        assert names >= set(type(settings).__dataclass_fields__)
        for param in settings.PARAMS:
            assert param.check(getattr(settings, param.id)) == param.default


def test_an_example_of_a_value_is_never_a_gap():
    """The row's own cell may be empty: then no value to try can be read off it."""
    column = pd.Series([None], dtype="float64", name="age")
    with pytest.raises(BadCell, match=r"it is a column of numbers\. Try a number, such as 1\."):
        cell_of("young", column, gaps=True)
    filled = pd.Series([41.5], name="age")
    with pytest.raises(BadCell, match=r"Try a value such as 41\.5\."):
        cell_of("young", filled, gaps=True)
