"""Only plain data crosses from a worker, and the reader would stop anything else."""

from __future__ import annotations

import collections
import datetime
import pickle
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from core.compute import answers
from core.compute.probes import ProbeAnswer
from core.tabular.experiment import Experiment, Split

PLAIN = {
    "nothing": None,
    "nested": {"a": (1, 2.5, "x", True, b"y"), "b": [None, {3}, frozenset({4})]},
    "date": datetime.datetime(2024, 1, 2, 3),
    "numpy scalar": np.float64(1.5),
    "dataclass": Experiment("sample:iris", "iris", "y", "regression", split=Split("time")),
    "timestamp": pd.Timestamp("2024-01-01"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_values_come_back_equal(name):
    assert answers.loads(answers.dumps(PLAIN[name])) == PLAIN[name]


def test_arrays_and_frames_come_back_equal():
    frame = pd.DataFrame(
        {
            "f": [1.0, np.nan],
            "i": [1, 2],
            "b": [True, False],
            "s": pd.Series(["x", None], dtype="str"),
            "c": pd.Categorical(["u", "v"]),
            "d": pd.to_datetime(["2024-01-01", None]),
            "o": pd.Series([1, "mixed"], dtype=object),
        },
        index=pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]),
    )
    back = answers.loads(answers.dumps((frame, frame["s"], frame.columns)))
    pd.testing.assert_frame_equal(back[0], frame)
    pd.testing.assert_series_equal(back[1], frame["s"])
    for array in (
        np.arange(6).reshape(2, 3),
        np.array(["a", None], dtype=object),
        np.array(["a", "bc"]),
        np.array([1 + 2j]),
    ):
        np.testing.assert_array_equal(answers.loads(answers.dumps(array)), array)
    back = answers.loads(answers.dumps(ProbeAnswer(1, "t", np.arange(3.0))))
    np.testing.assert_array_equal(back.values, [0, 1, 2])


@dataclass(frozen=True)
class NotOurs:
    x: int


class Model:
    pass


REFUSED = {
    "object": Model(),
    "in a tuple": (1, [Model()]),
    "in a dict": {"a": {"b": Model()}},
    "in an object array": np.array([1, Model()], dtype=object),
    "in a frame": pd.DataFrame({"x": [Model()]}),
    "in a frame's index": pd.DataFrame({"x": [1]}, index=pd.Index([Model()], dtype=object)),
    "in our dataclass": ProbeAnswer(1, "t", Model()),
    "another dataclass": NotOurs(1),
    "a subclass of tuple": collections.namedtuple("Pair", "a b")(1, 2),
    "a function": np.sin,
    "a class": Experiment,
    "an exception": ValueError("x"),
    "a generator of numpy": np.random.default_rng(0),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_where_it_was_made(name):
    with pytest.raises(answers.NotPlain, match="an answer cannot hold"):
        answers.dumps(REFUSED[name])


def test_the_reader_imports_no_other_library():
    with pytest.raises(pickle.UnpicklingError, match="an answer cannot hold"):
        answers.loads(pickle.dumps(Model()))
    with pytest.raises(pickle.UnpicklingError, match=r"an answer cannot hold builtins\.eval"):
        answers.loads(pickle.dumps(eval))
