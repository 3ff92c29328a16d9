"""From a table to features and target: table steps, types, classes, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.tabular.experiment import Experiment, Step
from core.tabular.prepare import UnfitTable, apply_table_steps, prepare
from tests.tabular.cases import experiment, messy


def with_step(*steps: Step):
    return replace(experiment("regression"), recipe=steps)


def test_duplicates_go_before_the_split_and_rows_keep_their_position() -> None:
    table = pd.concat([messy().head(20), messy()], ignore_index=True)
    prepared = prepare(with_step(Step("duplicates")), table)
    assert list(prepared.X.index) == [*range(20), *range(40, 180)]
    assert prepared.dropped_rows == 20
    assert "20 rows left out by 'Drop duplicates'." in prepared.notes


def test_rows_with_gaps_in_chosen_columns_go() -> None:
    prepared = prepare(with_step(Step("filled_rows", (), ("age",))), messy())
    assert len(prepared.X) == messy()["age"].notna().sum()
    assert "age" not in prepared.gaps


def test_text_that_is_numbers_becomes_numbers() -> None:
    table = messy().assign(visits=messy()["visits"].astype("str").mask(messy().index == 4, " ? "))
    steps = Step("types", (), ("visits",))
    changed = apply_table_steps(with_step(steps), table)["visits"]
    assert changed.dtype == "float64"
    assert changed.isna().sum() == 1
    left = apply_table_steps(with_step(Step("types")), table)
    assert left["visits"].dtype == "float64"
    assert left["city"].equals(table["city"])


def test_codes_become_names_and_text_becomes_dates() -> None:
    table = messy().assign(
        visits=messy()["visits"].astype("float64").mask(messy().index == 1),
        day=messy()["since"].dt.strftime("%Y-%m-%d").astype("str"),
    )
    names = Step("types", (("to", "category"),), ("visits",))
    dates = Step("types", (("to", "date"),), ("day",))
    case = replace(with_step(names, dates), features=("visits", "day"))
    X = prepare(case, table).X
    assert isinstance(X["visits"].dtype, pd.StringDtype)
    assert X["visits"].isna().sum() == 1
    assert "." not in X["visits"].dropna().iloc[0]
    assert X["day"].dtype == "datetime64[us]"
    assert X["day"].equals(messy()["since"].rename("day"))


def test_dates_can_become_numbers_of_days() -> None:
    step = Step("types", (("to", "number"),), ("since",))
    days = apply_table_steps(with_step(step), messy())["since"]
    assert days[1] - days[2] == pytest.approx((messy()["since"][1] - messy()["since"][2]).days)
    assert days.isna().sum() == messy()["since"].isna().sum()


def test_the_frame_is_not_changed() -> None:
    before = messy().copy(deep=True)
    prepare(with_step(Step("types"), Step("duplicates")), messy())
    pd.testing.assert_frame_equal(messy(), before)


def test_numeric_classes_are_ordered_by_value() -> None:
    table = messy().assign(bought=np.tile([10, 9, 100, 1], 40))
    prepared = prepare(experiment(), table)
    assert prepared.classes == ("1", "9", "10", "100")
    assert list(prepared.labels(prepared.y[:4])) == ["10", "9", "100", "1"]


@pytest.mark.parametrize(
    ("change", "task", "message"),
    [
        ({"bought": "yes"}, "classification", "'bought' has only one value"),
        ({"bought": range(160)}, "classification", "160 different values, more than the 100"),
        ({"price": "much"}, "regression", "'price' is not a number"),
        ({"price": np.nan}, "regression", "No row has a value in 'price'"),
        ({"price": np.inf}, "regression", "'price' holds infinite values"),
    ],
)
def test_targets_that_cannot_be_learnt_are_refused(change, task, message) -> None:
    with pytest.raises(UnfitTable, match=message):
        prepare(experiment(task), messy().assign(**change))


def test_a_missing_target_is_refused() -> None:
    with pytest.raises(UnfitTable, match="no column named 'nope'"):
        prepare(replace(experiment(), target="nope"), messy())


def test_a_column_may_have_any_name() -> None:
    table = pd.DataFrame(
        {"self": [1.0, np.inf, 3.0, 4.0], "frame": ["1", "2", "3", "4"], "y": [0, 1, 0, 1]}
    )
    table = table.astype({"frame": "str"})
    retyped = Step("types", (("to", "category"),), ("self", "frame"))
    for recipe in ((), (Step("types"),), (retyped,)):
        case = Experiment("file:x", "x", "y", "classification", recipe=recipe)
        assert list(prepare(case, table).X.columns) == ["self", "frame"]
