"""Two columns of a table become points, and every film and script can be made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.data.describe import column_kinds
from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.columns import read_columns
from core.stages.supervised.how_it_learns.data import BadData, make_points
from core.stages.supervised.how_it_learns.run import learning_film, with_points
from core.stages.supervised.how_it_learns.scene import draw, notice
from core.stages.supervised.how_it_learns.settings import PARAMS, DataSettings, learn_settings
from core.table_choices import offered
from tests.pages import tables
from tests.stages.supervised.how_it_learns.test_script import code_of, last_numbers
from tests.stages.test_examples import told_alone

EACH = pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)


def table(n=60):
    rng = np.random.default_rng(0)
    size = rng.uniform(10, 30, n)
    return pd.DataFrame(
        {
            "size": size,
            "price": 3 * size + rng.normal(0, 5, n),
            "kind": np.where(size > 20, "large", "small"),
            "three": np.array(["a", "b", "b"])[np.arange(n) % 3],
            "many": np.arange(n, dtype=float),
            "flat": 1.0,
            "words": "x",
            "gaps": np.where(np.arange(n) % 2, size, np.nan),
            "endless": np.where(np.arange(n) == 3, np.inf, size),
        }
    )


def data(x1="size", x2="price", target="kind", **values):
    return DataSettings("columns", x1=x1, x2=x2, target=target, **values)


def test_columns_are_stretched_to_their_ends_in_the_order_of_the_table():
    frame = table()
    found, names = read_columns(data(), frame, classes=True)
    rows = np.array(found.rows)
    assert rows[:, :2].min(axis=0).tolist() == [-5, -5]
    assert rows[:, :2].max(axis=0).tolist() == [5, 5]
    slope = np.polyfit(frame["size"], rows[:, 0], 1)[0]
    assert slope == pytest.approx(10 / np.ptp(frame["size"]), rel=1e-6)
    assert names.x1 == (
        f"x₁: size ({frame['size'].min():.4g} … {frame['size'].max():.4g} as −5 … 5)"
    )


@pytest.mark.parametrize(
    ("target", "ones", "words"),
    [
        ("kind", lambda f: f["kind"] == "small", ("large", "small")),
        ("three", lambda f: f["three"] == "b", ("a", "b")),
        ("many", lambda f: f["many"] > f["many"].median(), ("many up to 29.5", "above 29.5")),
    ],
)
def test_the_target_gives_two_classes(target, ones, words):
    found, names = read_columns(data(target=target), table(), classes=True)
    assert np.array(found.rows)[:, 2].astype(bool).tolist() == ones(table()).tolist()
    assert (names.class_0, names.class_1) == (f"class 0: {words[0]}", f"class 1: {words[1]}")


def test_the_most_frequent_of_three_values_stands_against_the_others():
    frame = table()
    frame["species"] = np.array(["a", "b", "b", "c"])[np.arange(len(frame)) % 4]
    found, names = read_columns(data(target="species"), frame, classes=True)
    assert (names.class_0, names.class_1) == ("class 0: any other", "class 1: b")
    assert np.array(found.rows)[:, 2].tolist() == (frame["species"] == "b").tolist()


def test_rows_with_gaps_are_left_out_and_at_most_n_points_are_drawn_by_the_seed():
    found, _ = read_columns(data(x1="gaps"), table(), classes=True)
    assert len(found.rows) == 30
    parts = [read_columns(data(n_points=20, seed=s), table(), classes=True)[0] for s in (0, 0, 1)]
    assert [len(part.rows) for part in parts] == [20, 20, 20]
    assert parts[0] == parts[1]
    assert parts[0].rows != parts[2].rows


def test_a_row_far_out_is_left_out_and_this_is_told():
    frame = table()
    frame.loc[[3, 8], "size"] = [999.0, -500.0]
    found, names = read_columns(data(), frame, classes=True)
    assert len(found.rows) == 58
    assert names.note.startswith("2 rows of the table stand too far out")
    assert read_columns(data(), table(), classes=True)[1].note == ""
    film = learning_film(
        learn_settings({"shape": "columns", "x1": "size", "x2": "price"}, "kind"), frame
    )
    assert names.note in str(draw(learn_settings({}), film)[1])


REFUSED = {
    "twice": ({"x2": "size"}, "chosen twice"),
    "no column": ({"x2": "weight"}, "no column 'weight'"),
    "none": ({"x1": ""}, "takes two columns of numbers"),
    "target": ({"target": "price"}, "cannot be known beforehand"),
    "one value": ({"x1": "flat"}, "'flat' is 1 in all rows"),
    "words": ({"x1": "kind", "target": "three"}, "holds no numbers"),
    "endless": ({"x1": "endless"}, "infinite"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_columns_that_cannot_be_drawn_are_refused(name):
    values, words = REFUSED[name]
    with pytest.raises(BadData, match=words):
        read_columns(data(**values), table(), classes=True)


def test_no_row_and_too_few_rows_are_refused():
    empty = table().assign(size=np.nan)
    with pytest.raises(BadData, match="No row"):
        read_columns(data(), empty, classes=True)
    few, _ = read_columns(data(), table(3), classes=True)
    with pytest.raises(BadData, match="3 points are too few"):
        make_points(few)
    with pytest.raises(BadData, match="0 points are too few"):
        make_points(data())


def test_one_class_is_refused_by_a_classifier_and_learnt_by_a_line():
    values = {"shape": "columns", "x1": "size", "x2": "price"}
    logistic = learn_settings({"algorithm": "logistic", **values}, "words")
    with pytest.raises(BadData, match="of one class"):
        learning_film(logistic, table())
    line = learn_settings({"algorithm": "line", **values}, "words")
    assert learning_film(line, table()).last.w > 0.5


@EACH
@pytest.mark.slow
def test_every_film_is_drawn_and_its_script_prints_its_last_frame(spec, tmp_path):
    settings = learn_settings(
        {"algorithm": spec.id, "shape": "columns", "x1": "size", "x2": "price"}, "three"
    )
    film = learning_film(settings, table())
    (block,) = draw(settings, film)
    assert "size" in block.picture.panels[0].x.label
    assert notice(settings, film)
    said = told_alone(code_of(with_points(settings, film)), tmp_path)
    assert said.startswith("'size' and 'price', each stretched to -5 ... 5, with the class\n")
    assert said.endswith(last_numbers(settings, film.last))


def test_the_number_that_parts_the_classes_is_kept_of_a_long_name():
    frame = table().rename(columns={"many": "a name that is far too long to be shown"})
    settings = data(target="a name that is far too long to be shown")
    names = read_columns(settings, frame, classes=True)[1]
    assert names.class_0 == "class 0: a name tha… up to 29.5"


def test_a_negative_end_of_a_column_has_a_minus():
    frame = table().assign(size=lambda old: old["size"] - 20)
    ends = f"−{-frame['size'].min():.4g} … {frame['size'].max():.4g} as −5 … 5"
    assert read_columns(data(), frame, classes=True)[1].x1 == f"x₁: size ({ends})"


FAULTS = sorted((Path(__file__).parents[3] / "faults").glob("*.csv"))


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
@pytest.mark.parametrize("classes", [True, False])
def test_the_columns_a_table_starts_with_can_be_drawn_whatever_the_target(path, classes):
    frame = read_table(path.name, path.read_bytes()).frame
    numbers = [name for name, kind in column_kinds(frame).items() if kind == "number"]
    for target in frame.columns:
        known = tables.known(frame, target, "classification")
        x1, x2 = (p.default for p in offered(PARAMS, known, tables.fresh(known))
                  if p.id in ("x1", "x2"))  # fmt: skip
        settings = DataSettings("columns", x1=x1, x2=x2, target=target)
        enough = len(set(numbers) - {target}) >= (2 if classes else 1) and len(numbers) >= 2
        if not enough:
            with pytest.raises(BadData, match="This takes two columns of numbers"):
                read_columns(settings, frame, classes=classes)
            continue
        drawn, _ = read_columns(settings, frame, classes=classes)
        assert drawn.x1 != drawn.x2
        assert target != drawn.x1
        assert (drawn.x2 == target) == (not classes and target in numbers)


def test_neighbours_of_a_table_with_a_target_of_nought_and_one_start_with_other_columns():
    path = next(path for path in FAULTS if path.name == "14_tiny_numbers.csv")
    frame = read_table(path.name, path.read_bytes()).frame
    known = tables.known(frame, "active", "classification")
    start = {p.id: p.default for p in offered(PARAMS, known, tables.fresh(known))}
    chosen = {**start, "algorithm": "knn", "shape": "columns"}
    film = learning_film(learn_settings(chosen, "active"), frame)
    assert (film.data.x1, film.data.x2) == ("conc", "rate")
