"""The target that is suggested has values to learn from, and the most telling name."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.data.describe import column_kinds, suggest_target, task_of
from core.data.samples import SAMPLES, load_sample
from core.tabular.check import first_experiment
from core.tabular.fit import fit
from core.tabular.prepare import UnfitTable, prepare

FAULTS = Path(__file__).resolve().parents[1] / "faults"
N = 120
RNG = np.random.default_rng(0)


def few(filled, values=(0.0, 1.0)):
    """Return a column of N cells of which the first ``filled`` have a value."""
    return [values[place % len(values)] if place < filled else np.nan for place in range(N)]


def test_a_nearly_empty_column_is_not_suggested():
    frame = read_table("x.csv", (FAULTS / "37_nearly_empty_target.csv").read_bytes()).frame
    assert suggest_target(frame) == "years"


@pytest.mark.parametrize(
    ("columns", "target"),
    [
        ({"price": range(N), "x": range(N), "y": range(N)}, "price"),  # as in diamonds
        ({"y": range(N), "a": range(N)}, "y"),
        ({"a": range(N), "target": few(2)}, "a"),
        ({"a": range(N), "b": few(100), "target": few(59)}, "b"),
        ({"a": range(N), "target": few(60)}, "target"),
        ({"survived": few(N), "class": few(N, ("a", "b", "c"))}, "survived"),  # as in titanic
        ({"class": few(N, ("a", "b", "c")), "age": range(N)}, "class"),
        ({"Price": few(3), "label": range(N)}, "label"),
        ({"a": few(3), "b": few(9)}, "b"),  # none is half filled: the fullest
        ({"a": few(9), "b": few(3)}, "a"),
        ({"a": range(N), "y": [float("inf")] * N}, "a"),  # one value only
    ],
)
def test_among_suggested_targets_a_filled_one_with_the_most_telling_name_wins(columns, target):
    assert suggest_target(pd.DataFrame(columns)) == target


@pytest.mark.parametrize("spec", SAMPLES, ids=lambda spec: spec.id)
def test_the_suggested_target_of_every_sample_is_filled(spec):
    frame = load_sample(spec.id).frame
    assert frame[suggest_target(frame)].notna().mean() >= 0.5


def test_months_can_be_learnt_from():
    frame = read_table("x.csv", (FAULTS / "34_months.csv").read_bytes()).frame
    target = suggest_target(frame)
    assert target == "passengers"
    first = first_experiment("t", "t", column_kinds(frame), target, task_of(frame, target))
    assert len(fit(first, frame).y_test)


def test_a_target_with_too_few_values_is_refused_for_its_gaps():
    frame = read_table("x.csv", (FAULTS / "37_nearly_empty_target.csv").read_bytes()).frame
    first = first_experiment("t", "t", column_kinds(frame), "returned", "classification")
    with pytest.raises(UnfitTable) as caught:
        prepare(first, frame)
    assert caught.value.sentence == (
        "Only 2 rows of 120 have a value in the target 'returned', and a split needs at least 4. "
        "Choose another target."
    )
