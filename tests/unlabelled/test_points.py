"""Points without labels: twenty shapes, drawings, and tables read as matrices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.unlabelled.points import BadData, make_points
from core.unlabelled.settings import COLUMNS, DRAWN, TABLE, PointSettings, unread
from core.unlabelled.shapes import SHAPES


def table(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "age": rng.normal(40, 9, n),
            "pay": rng.normal(3e4, 5e3, n),
            "town": pd.Series(np.where(np.arange(n) % 3 == 0, "Ulm", "Bern"), dtype="str"),
            "day": pd.date_range("2024-01-01", periods=n),
            "kind": pd.Series(np.where(np.arange(n) % 2, "a", "b"), dtype="str"),
        }
    )


@pytest.mark.parametrize("spec", SHAPES, ids=lambda spec: spec.id)
def test_a_shape_has_its_dimensions_groups_and_size(spec):
    found = make_points(PointSettings(shape=spec.id, n_points=200))
    assert found.X.shape == (200, spec.n_dims)
    assert np.isfinite(found.X).all()
    assert np.abs(found.X).max() < 12
    if spec.n_groups:
        assert found.labels is not None
        assert len(np.unique(found.labels)) == spec.n_groups
        assert len(found.classes) == spec.n_groups
    else:
        assert found.along is not None
        assert 0 <= found.along.min() < 0.1
        assert 0.9 < found.along.max() <= 1
    again = make_points(PointSettings(shape=spec.id, n_points=200))
    assert np.array_equal(found.X, again.X)


def test_there_are_twenty_shapes_half_of_them_in_the_plane():
    assert len({spec.id for spec in SHAPES}) == 20
    assert sum(spec.n_dims == 2 for spec in SHAPES) == 10


def test_noise_moves_points_by_its_standard_deviation():
    still = make_points(PointSettings(shape="rings", n_points=1000, noise=0.0)).X
    moved = make_points(PointSettings(shape="rings", n_points=1000, noise=0.5)).X
    assert np.std(moved - still) == pytest.approx(0.5, rel=0.05)


def test_a_whole_table_is_standardised_and_levels_stand_one_step_apart():
    frame = table()
    found = make_points(PointSettings(shape=TABLE, target="kind"), frame)
    assert found.names == ("age", "pay", "town = Bern", "town = Ulm", "day")
    assert np.allclose(found.X[:, :2].std(axis=0), 1)
    assert np.allclose(found.X[:, 4].std(), 1)
    towns = found.X[:, 2:4]
    assert np.linalg.norm(towns[0] - towns[1]) == pytest.approx(1)
    assert np.array_equal(found.raw[:, 0], frame["age"])
    assert found.classes == ("a", "b")
    assert found.labels is not None
    assert found.labels.tolist() == [0 if kind == "a" else 1 for kind in frame["kind"]]


def test_the_plane_of_many_columns_is_scikit_learns_pca():
    from sklearn.decomposition import PCA

    found = make_points(PointSettings(shape="long_cloud", n_points=200))
    pca = PCA(2).fit(found.X)
    theirs = pca.transform(found.X)
    signs = np.sign((theirs * found.plane.xy).sum(axis=0))
    assert np.allclose(found.plane.xy, theirs * signs)
    assert np.allclose(found.plane.shares, pca.explained_variance_ratio_)
    assert np.allclose(found.plane.project(found.X), found.plane.xy)


def test_the_plane_of_two_columns_is_themselves():
    found = make_points(PointSettings(shape=COLUMNS, x1="age", x2="pay"), table())
    assert np.array_equal(found.plane.xy, found.X)
    assert found.plane.exact
    assert found.plane.x_label.startswith("age (standard deviations")
    bare = make_points(PointSettings(shape=COLUMNS, x1="age", x2="pay", scaling="none"), table())
    assert bare.plane.x_label == "age"
    assert np.array_equal(bare.X, bare.raw)


def test_of_a_large_table_rows_are_drawn_aloud():
    frame = pd.DataFrame(np.random.default_rng(1).normal(0, 1, (100_000, 50))).add_prefix("c")
    found = make_points(PointSettings(shape=TABLE, n_points=300), frame)
    assert found.X.shape == (300, 50)
    assert found.note.startswith("300 of 100,000 rows were drawn by the seed.")
    assert np.array_equal(frame.iloc[found.rows].to_numpy(), found.raw)


def test_gaps_get_the_median_rare_levels_share_a_column_and_text_is_left_out():
    n = 900
    frame = pd.DataFrame(
        {
            "x": np.where(np.arange(n) % 9 == 0, np.nan, np.arange(n, dtype=float)),
            "level": pd.Series([f"l{i % 30}" for i in range(n)], dtype="str"),
            "text": pd.Series([f"a long story number {i} of many" for i in range(n)], dtype="str"),
            "empty": np.full(n, np.nan),
            "endless": np.where(np.arange(n) == 3, np.inf, 1.0 * np.arange(n)),
        }
    )
    found = make_points(PointSettings(shape=TABLE, n_points=900), frame)
    assert len([name for name in found.names if name.startswith("level = ")]) == 11
    assert "text" in found.note
    assert "empty" in found.note
    assert "had gaps" in found.note
    assert np.isfinite(found.X).all()
    assert found.raw[0, 0] == np.nanmedian(frame["x"])


@pytest.mark.parametrize(
    ("settings", "frame", "says"),
    [
        (PointSettings(shape="donut"), None, "no shape"),
        (PointSettings(shape=TABLE), None, "no active data set"),
        (PointSettings(shape=TABLE), table(1), "too few"),
        (PointSettings(shape=TABLE), table(2), "too few"),
        (PointSettings(shape=DRAWN, points=()), None, "too few"),
        (PointSettings(shape=COLUMNS, x1="age", x2="age"), table(), "two different"),
        (PointSettings(shape=COLUMNS, x1="age", x2="town"), table(), "no numbers"),
        (PointSettings(shape=COLUMNS, x1="age", x2="gone"), table(), "no column"),
        (PointSettings(shape=COLUMNS), table(), "two columns of numbers"),
        (PointSettings(shape=TABLE, features=()), table(), "No feature"),
        (PointSettings(shape=TABLE), pd.DataFrame({"a": [1.0] * 9}), "No feature"),
    ],
)  # fmt: skip
def test_what_cannot_be_points_is_said_with_the_next_step(settings, frame, says):
    with pytest.raises(BadData, match=says) as caught:
        make_points(settings, frame)
    assert str(caught.value).count(".") >= 2 or "Choose" in str(caught.value)


def test_nine_hundred_classes_are_no_groups_to_compare_with():
    frame = table(900).assign(kind=pd.Series([f"k{i}" for i in range(900)], dtype="str"))
    assert make_points(PointSettings(shape=TABLE, target="kind"), frame).labels is None


def test_huge_numbers_are_scaled_all_the_same():
    frame = table().assign(huge=np.where(np.arange(60) % 2, 1e300, -1e300))
    found = make_points(PointSettings(shape=TABLE), frame)
    assert np.isfinite(found.X).all()
    assert found.X[:, list(found.names).index("huge")].std() == pytest.approx(1)


def test_dates_are_named_as_such_and_stray_blanks_are_seen_in_a_level():
    towns = ["Ulm", "Ulm ", " Ulm", "U  lm", "Neu Ulm", "Neu Ulm"] * 10
    frame = table().assign(town=pd.Series(towns, dtype="str"))
    found = make_points(PointSettings(shape=TABLE, target="kind"), frame)
    assert found.dates == ("day",)
    assert [name for name in found.names if name.startswith("town")] == [
        "town = Neu Ulm", 'town = "␣Ulm"', 'town = "U␣␣lm"', "town = Ulm", 'town = "Ulm␣"',
    ]  # fmt: skip
    assert make_points(PointSettings()).dates == ()


@pytest.mark.parametrize("shape", ["blobs", "swiss_roll", DRAWN, COLUMNS, TABLE])
def test_what_a_shape_does_not_read_changes_no_point_and_what_it_reads_does(shape):
    frame = table().assign(height=np.arange(60.0) ** 2)
    plain = {"shape": shape, "x1": "age", "x2": "pay"}
    others = {
        "n_points": 31, "noise": 0.9, "points": ((1.0, 1.0, 0), (2.0, 2.0, 0), (3.0, 1.0, 0)),
        "x1": "height", "x2": "height", "scaling": "none", "features": ("age",), "target": "kind",
    }  # fmt: skip
    first = make_points(PointSettings(**plain), frame)
    for name, value in others.items():
        after = make_points(PointSettings(**{**plain, name: value}), frame)
        same = np.array_equal(first.X, after.X) and first.classes == after.classes
        assert same == (name in unread(shape)), name
