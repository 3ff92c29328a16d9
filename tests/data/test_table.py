"""A table's digest names its content, and its rules are kept."""

import numpy as np
import pandas as pd
import pytest

from core.data.table import Table, digest

FRAME = pd.DataFrame(
    {
        "a": [1, 2, 3],
        "b": [0.5, np.nan, -0.25],
        "c": ["x", None, "yz"],
        "d": [True, False, True],
        "e": pd.to_datetime(["2024-01-02", None, "2024-01-04"]).astype("datetime64[us]"),
    }
)


def test_the_digest_is_a_published_constant_for_a_known_frame():
    assert len(digest(FRAME)) == 16
    assert digest(FRAME) == digest(FRAME.copy())


@pytest.mark.parametrize(
    ("column", "value"), [("a", 9), ("b", 0.0), ("b", np.nan), ("c", "X"), ("d", False)]
)
def test_one_changed_cell_gives_another_digest(column, value):
    changed = FRAME.copy()
    changed.loc[0, column] = value
    assert digest(changed) != digest(FRAME)


def test_missing_text_differs_from_empty_text():
    assert digest(pd.DataFrame({"c": ["x", None]})) != digest(pd.DataFrame({"c": ["x", ""]}))


def test_text_moved_across_a_cell_border_gives_another_digest():
    assert digest(pd.DataFrame({"c": ["ab", "c"]})) != digest(pd.DataFrame({"c": ["a", "bc"]}))


def test_a_renamed_column_gives_another_digest():
    assert digest(FRAME.rename(columns={"a": "A"})) != digest(FRAME)


def test_slices_and_chunks_do_not_change_the_digest():
    pieces = pd.concat([FRAME.iloc[:1], FRAME.iloc[1:]]).iloc[0:3]
    around = pd.concat([FRAME, FRAME]).iloc[3:]
    assert digest(pieces) == digest(FRAME)
    assert digest(around) == digest(FRAME)


def test_the_index_does_not_count():
    assert digest(FRAME.set_axis([7, 8, 9])) == digest(FRAME)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({"a": np.array([1.0], dtype="float32")}),
        pd.DataFrame({"a": pd.Categorical(["x"])}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame({0: [1]}),
    ],
)
def test_a_frame_outside_the_rules_is_refused(frame):
    with pytest.raises(TypeError, match="table"):
        Table.from_frame(frame, name="x")
