"""Baskets of a learner's own: a typed list or a table, and what is refused with a sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.stages.unsupervised.association_rules.data import BadBaskets, read_baskets, typed
from core.stages.unsupervised.association_rules.limits import TooManySets
from core.stages.unsupervised.association_rules.run import mine
from core.stages.unsupervised.association_rules.settings import BasketSettings, rule_settings

pytestmark = pytest.mark.slow


def columns(frame, *names):
    return read_baskets(BasketSettings(data="columns", columns=names), frame)


def ids(frame, basket="basket", item="item", **values):
    return read_baskets(
        BasketSettings(data="ids", basket_column=basket, item_column=item, **values), frame
    )


def test_a_typed_list_is_read_whatever_its_blanks_and_doubles():
    found = typed(" milk ,bread,, milk\n\n ; eggs\n,\n")
    assert found.items == ("bread", "eggs", "milk")
    assert found.has.tolist() == [[True, False, True], [False, True, False]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no basket,"),
        ("\n , \n", "There is no basket,"),
        ("milk, bread", "There is one basket,"),
        ("milk\nmilk", "only one item, 'milk'"),
        ("\n".join(["a, b"] * 41), "41 baskets are too many to type; the limit is 40."),
        ("a, " + "x" * 25 + "\nb", "longer than 24 letters"),
    ],
)
def test_a_list_that_holds_no_rule_is_refused_with_the_next_step(text, said):
    with pytest.raises(BadBaskets) as refusal:
        mine(rule_settings({"baskets": text}))
    assert said in str(refusal.value)
    assert 1 <= str(refusal.value).count(". ") <= 1
    assert str(refusal.value).endswith(".")


def test_yes_and_no_categories_and_thirds_become_items():
    frame = pd.DataFrame(
        {
            "wine": [True, False, True, False, True, False],
            "day": ["Sat", "Sun", None, "Sat", "Sat", "Sun"],
            "total": [1.0, 2.0, 3.0, 4.0, 5.0, np.nan],
            "price": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            "size": [1, 2, 1, 2, 1, 2],
        }
    )
    found = columns(frame, "wine", "day", "price", "size")
    held = {name: found.has[:, i].tolist() for i, name in enumerate(found.items)}
    assert held["wine"] == frame["wine"].tolist()
    assert held["day = Sat"] == [True, False, False, True, True, False]
    assert held["size = 1"] == [True, False] * 3
    thirds = [name for name in held if name.startswith("price")]
    assert sorted(sum(held[name]) for name in thirds) == [2, 2, 2]
    assert "price = low (≤ 2.667)" in thirds
    assert "total" not in " ".join(columns(frame, "wine", "day").items)


def test_gaps_are_in_no_item():
    frame = pd.DataFrame({"a": ["x", None, "y", "x"], "b": [np.nan] * 4, "c": ["u", "v", "u", "v"]})
    found = columns(frame, "a", "b", "c")
    assert found.items == ("a = x", "a = y", "c = u", "c = v")
    assert found.has[1].tolist() == [False, False, False, True]


def test_rows_of_one_basket_are_put_together():
    frame = pd.DataFrame({"basket": [7, 8, 7, 9, 8, 7], "item": list("abbaca")})
    found = ids(frame)
    assert found.items == ("a", "b", "c")
    assert found.has.tolist() == [[True, True, False], [False, True, True], [True, False, False]]


def test_the_order_of_rows_changes_no_basket_table():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"basket": rng.integers(0, 30, 200), "item": rng.integers(0, 9, 200)})
    one, two = ids(frame), ids(frame.sample(frac=1, random_state=1).reset_index(drop=True))
    assert one.items == two.items
    assert (one.has == two.has).all()


def test_a_long_table_is_sampled_aloud():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.integers(0, 3, (100_000, 50)), columns=[f"c{i}" for i in range(50)])
    found = columns(frame, "c0", "c1")
    assert found.n_baskets == 10_000
    assert found.note == ("10,000 of 100,000 rows are looked at, drawn by the seed.",)
    answer = mine(rule_settings({"data": "columns", "columns": ()}), frame)
    assert answer.shop.note == found.note
    other = read_baskets(BasketSettings(data="columns", columns=("c0",), seed=1), frame)
    assert (other.has[:, 0] != found.has[:, 0]).any()


def test_many_baskets_and_many_items_are_sampled_aloud():
    rng = np.random.default_rng(0)
    n = 60_000
    frame = pd.DataFrame({"basket": rng.integers(0, 20_000, n), "item": rng.integers(0, 1500, n)})
    found = ids(frame)
    assert found.has.shape == (10_000, 1_000)
    assert "10,000 of" in found.note[0]
    assert found.note[1] == "Of 1,500 items the 1,000 commonest are looked at."


def test_nine_hundred_items_are_followed_where_few_are_frequent_and_refused_where_not():
    rng = np.random.default_rng(0)
    n = 9_000
    frame = pd.DataFrame({"basket": np.arange(n) // 6, "item": rng.integers(0, 900, n)})
    values = {"data": "ids", "basket_column": "basket", "item_column": "item"}
    assert mine(rule_settings({**values, "min_support": 0.25}), frame).tally[0] >= 890
    crowd = pd.DataFrame({"basket": np.repeat(np.arange(20), 900), "item": list(range(900)) * 20})
    with pytest.raises(TooManySets, match=r"more than 4,000 candidates of size 2"):
        mine(rule_settings({**values, "min_support": 0.25}), crowd)


@pytest.mark.parametrize("view", ["levels", "tree", "rules", "chance"])
def test_a_support_so_low_that_sets_explode_is_refused_and_the_next_step_works(view):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"c{i}": rng.random(300) < 0.5 for i in range(40)})
    values = {"data": "columns", "min_support": 0.01, "view": view, "max_size": 6}
    with pytest.raises(TooManySets) as refusal:
        mine(rule_settings(values), frame)
    said = str(refusal.value)
    assert said.startswith("With a minimum support of 1% ")
    percent = int(said.partition("Raise it to ")[2].partition("%")[0])
    mine(rule_settings({**values, "min_support": percent / 100}), frame)
    with pytest.raises(TooManySets):
        mine(rule_settings({**values, "min_support": (percent - 1) / 100}), frame)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"a": [True], "b": [True]}), "There is one basket"),
        (pd.DataFrame({"a": [True, True], "b": [False, False]}), "No column holds"),
        (pd.DataFrame({"a": [None, None, None]}, dtype="str"), "No column holds"),
        (pd.DataFrame({"a": ["x", "x"], "b": [1.0, 1.0]}), "in which rows differ"),
        (pd.DataFrame({"a": ["x", "y"], "b": ["u", "u"]}).iloc[[0, 0]], "in which rows differ"),
        (pd.DataFrame({"a": [f"free text number {i} here" for i in range(60)]}), "No column holds"),
    ],
)
def test_odd_tables_get_a_sentence(frame, said):
    with pytest.raises(BadBaskets, match=said):
        mine(rule_settings({"data": "columns"}), frame)


def test_two_equal_rows_and_a_constant_column_make_baskets_all_the_same():
    frame = pd.DataFrame({"a": ["x", "x"], "b": ["u", "u"]})
    answer = mine(rule_settings({"data": "columns", "columns": ("a", "b"), "view": "rules"}), frame)
    assert answer.rules.lift.tolist() == [1.0, 1.0]
    assert np.isnan(answer.rules.conviction).all()


def test_nine_hundred_classes_in_a_column_are_refused():
    frame = pd.DataFrame({"city": [f"c{i}" for i in range(900)], "b": [True, False] * 450})
    with pytest.raises(BadBaskets, match="'city' has 900 different values"):
        columns(frame, "city", "b")


def test_two_columns_that_cannot_be_basket_and_item_are_refused():
    frame = pd.DataFrame({"basket": [1, 2, 3], "item": ["a", "b", "c"]})
    with pytest.raises(BadBaskets, match="is chosen twice"):
        ids(frame, "item", "item")
    with pytest.raises(BadBaskets, match="There is no column 'gone'"):
        ids(frame, "gone", "item")
    with pytest.raises(BadBaskets, match="every basket holds a single item"):
        ids(frame)
    with pytest.raises(BadBaskets, match="There is no active table"):
        read_baskets(BasketSettings(data="ids"))
    with pytest.raises(BadBaskets, match="There is no column 'gone'"):
        columns(frame, "gone")
