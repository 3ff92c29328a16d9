"""Tables come back exactly as they went in; the store stays within its bytes."""

from __future__ import annotations

import uuid

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compute import tables
from core.compute.limits import limits, sized

CELLS = {
    "float64": st.floats(),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "bool": st.booleans(),
    "str": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    "datetime64[us]": st.none() | st.datetimes(),
}


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(tables.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr(tables, "_frames", type(tables._frames)())
    return tmp_path


@st.composite
def frames(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=5))
    n_rows = draw(st.integers(0, 12))
    columns = {
        f"{number} {kind}": pd.Series(
            draw(st.lists(CELLS[kind], min_size=n_rows, max_size=n_rows)), dtype=kind
        )
        for number, kind in enumerate(kinds)
    }
    return pd.DataFrame(columns)


@settings(max_examples=60, deadline=None)
@given(frames())
def test_a_table_comes_back_exactly(frame):
    name = uuid.uuid4()
    tables.put(frame, name.hex)
    back = tables.load(name.hex)
    pd.testing.assert_frame_equal(back, frame, check_exact=True)
    assert back.dtypes.to_dict() == frame.dtypes.to_dict()
    for column in frame.columns[frame.dtypes == "float64"]:
        assert back[column].to_numpy().tobytes() == frame[column].to_numpy().tobytes()
    pd.testing.assert_frame_equal(tables.head(name.hex, 3), frame.head(3))


def test_numbers_are_mapped_not_copied(store):
    values = np.random.default_rng(0).normal(size=1000)
    values[3] = np.nan
    tables.put(pd.DataFrame({"x": values}), "ab" * 8)
    column = tables.load("ab" * 8)["x"].to_numpy()
    assert not column.flags.owndata
    assert not column.flags.writeable, "a function that changes its table in place is caught"


@pytest.mark.parametrize("dtype", ["object", "category", "float32", "Int64", "datetime64[ns]"])
def test_another_dtype_is_refused(dtype):
    values = pd.Series([1, 2]).astype(dtype)
    with pytest.raises(TypeError, match=r"column 'x' is .*, not one of float64, int64"):
        tables.put(pd.DataFrame({"x": values}), "cd" * 8)
    assert not tables.has("cd" * 8)


def test_a_missing_table_says_what_to_do():
    with pytest.raises(tables.MissingFile, match=r"no longer kept here\. Load its file again."):
        tables.load("ef" * 8)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "AB" * 8, "ab" * 8 + "/x", "ab"])
def test_what_is_no_digest_is_refused(digest):
    for function in (tables.load, tables.has, tables.get_bytes, tables.upload_path):
        with pytest.raises(ValueError, match="not the name of a stored file"):
            function(digest)


def test_uploads_come_back_by_their_digest(store):
    digest = tables.put_bytes(b"a,b\n1,2\n")
    assert tables.put_bytes(b"a,b\n1,2\n") == digest
    assert tables.get_bytes(digest) == b"a,b\n1,2\n"
    assert tables.upload_path(digest).read_bytes() == b"a,b\n1,2\n"
    assert len(list(store.iterdir())) == 1


def test_the_store_stays_within_its_bytes_and_drops_the_longest_unused(monkeypatch, store):
    small = sized(2, 2**33)
    monkeypatch.setattr(
        tables, "limits", lambda: type(small)(**{**vars(small), "store_bytes": 3000})
    )
    digests = [tables.put_bytes(bytes([number]) * 1000) for number in range(3)]
    for age, digest in enumerate(digests):
        _age(store / f"{digest}.upload", seconds=100 - age)
    tables.get_bytes(digests[0])
    newest = tables.put_bytes(b"new" * 300)
    assert tables.used_bytes() <= 3000
    assert tables.get_bytes(digests[0])
    assert tables.get_bytes(newest)
    with pytest.raises(tables.MissingFile):
        tables.get_bytes(digests[1])


def _age(path, seconds):
    import os

    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_a_table_sent_from_elsewhere_is_the_same_table(tmp_path, monkeypatch):
    frame = pd.DataFrame({"x": [1.0, np.nan], "s": pd.Series(["a", None], dtype="str")})
    with tables.noting() as made:
        tables.put(frame, "ab" * 8)
    content = {name: tables.read(name) for name in made}
    monkeypatch.setenv(tables.FOLDER_VARIABLE, str(tmp_path / "elsewhere"))
    for name, data in content.items():
        tables.receive(name, data)
    pd.testing.assert_frame_equal(tables.load("ab" * 8), frame)


def test_only_the_last_few_frames_are_held():
    for number in range(6):
        digest = f"{number:016x}"
        tables.put(pd.DataFrame({"x": [float(number)]}), digest)
        tables.load(digest)
    assert len(tables._frames) == tables.FRAMES_KEPT


def test_the_store_of_a_killed_suite_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(tables.tempfile, "gettempdir", lambda: str(tmp_path))
    import os

    dead, alive = (
        tmp_path / "ml-playground-999999999-x",
        tmp_path / f"ml-playground-{os.getpid()}-x",
    )
    for path in (dead, alive):
        path.mkdir()
    tables._sweep()
    assert not dead.exists()
    assert alive.exists()
    assert limits().store_bytes > 0
