"""Settings declared once: fields, controls and checks follow from one line each."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass

import pytest

from core.compute.keys import canonical
from core.params import BadValue, Choice, Param
from core.settings import Declared, borrowed, control, controls, param, params, part


class Example(Declared):
    """A field of every sort."""

    table: str
    alpha: float = control("Step size", "How far.", default=0.5, low=0.01, high=1.0, step=0.01)
    n: int = control("Runs", default=3, low=1, high=9)
    who: str = control("Who", "Learns.", ("q", "Q"), ("s", "SARSA", "On policy."), default="q")
    most: float | None = control("Most", default=None, kind="float", low=0.0, optional=True)
    shows: str = control("Shows", "", ("a", "A"), ("b", "B"), default="a", light=True)


def test_the_controls_are_the_fields_in_their_order():
    assert Example.PARAMS[0] == Param(
        "alpha", "Step size", "float", 0.5, "How far.", low=0.01, high=1.0, step=0.01
    )
    assert [item.id for item in Example.PARAMS] == ["alpha", "n", "who", "most", "shows"]
    assert Example.PARAMS[2].kind == "choice"
    assert Example.PARAMS[2].choices == (Choice("q", "Q"), Choice("s", "SARSA", "On policy."))


def test_values_become_settings_and_what_is_missing_its_default():
    found = Example.of({"n": 5, "elsewhere": "ignored"}, table="t")
    assert found == Example("t", n=5)
    assert (found.alpha, found.who, found.most) == (0.5, "q", None)


@pytest.mark.parametrize("values", [{"n": 0}, {"who": "x"}, {"alpha": "no number"}, {"n": 1.5}])
def test_an_illegal_value_is_refused(values):
    with pytest.raises(BadValue):
        Example.of(values, table="t")


def test_light_controls_do_not_reach_the_worker():
    assert Example("t", n=2, shows="b").work() == Example("t", n=2)


def test_settings_are_frozen_equal_by_value_and_travel():
    one = Example("t", n=2)
    with pytest.raises(FrozenInstanceError):
        one.n = 3
    assert hash(one) == hash(Example("t", n=2))
    assert pickle.loads(pickle.dumps(one)) == one
    assert canonical(one) == canonical(Example("t", n=2))
    assert canonical(one) != canonical(Example("t", n=3))


def test_a_control_can_be_borrowed_and_changed():
    assert param(Example, "n", advanced=True) == Param(
        "n", "Runs", "int", 3, low=1, high=9, advanced=True
    )


class Another(Declared):
    """Borrows two controls of `Example` and has a text of its own."""

    alpha: float = borrowed(Example, "alpha")
    runs: int = borrowed(Example, "n", default=2, label="Games")
    mine: str = control("Moves", default="")


def test_a_borrowed_field_has_the_control_and_the_default_of_its_owner():
    assert Another.PARAMS[0] == Example.PARAMS[0]
    assert Another.PARAMS[1] == Param("runs", "Games", "int", 2, low=1, high=9)
    assert (Another().alpha, Another().runs) == (0.5, 2)


def test_text_without_options_is_a_text():
    assert Another.PARAMS[2] == Param("mine", "Moves", "text", "")


def test_several_controls_are_borrowed_in_the_order_they_are_named():
    found = params(Example, "n", "alpha", advanced=True)
    assert [(item.id, item.advanced) for item in found] == [("n", True), ("alpha", True)]
    with pytest.raises(KeyError):
        param(Example, "table")


def test_settings_made_by_hand_are_checked_when_asked():
    Example("t").check()
    with pytest.raises(BadValue, match="Runs must lie between 1 and 9, not 10"):
        Example("t", n=10).check()


@dataclass(frozen=True)
class Plain:
    """No `Declared`: its field ``work`` would hide the method."""

    work: Example
    shows: str = control("Shows", "", ("a", "A"), ("b", "B"), default="b", light=True)


def test_a_plain_dataclass_may_carry_controls_too():
    assert [item.id for item in controls(Plain)] == ["shows"]
    assert param(Plain, "shows").default == Plain(Example("t")).shows == "b"


def numbers(text: str) -> tuple[int, ...]:
    if "?" in text:
        raise BadValue("No number.")
    return tuple(int(item) for item in text.split())


class Whole(Declared):
    """A text that is read, and other settings in between."""

    first: tuple[int, ...] = control("First", default="1 2", read=numbers)
    other: Another = part(Another)
    last: tuple[int, ...] = control("Last", default="", read=numbers, light=True)


def test_a_text_is_read_into_what_the_field_holds():
    assert Whole().first == (1, 2)
    assert Whole.of({"first": "3 4 5"}).first == (3, 4, 5)
    assert Whole.PARAMS[0] == Param("first", "First", "text", "1 2")
    with pytest.raises(BadValue, match="No number"):
        Whole.of({"first": "?"})


def test_controls_of_a_part_stand_in_its_place_and_make_it():
    assert [item.id for item in Whole.PARAMS] == ["first", "alpha", "runs", "mine", "last"]
    assert Whole().other == Another()
    assert Whole.of({"runs": 7, "elsewhere": 1}).other == Another(runs=7)
    with pytest.raises(BadValue, match="Games must lie between"):
        Whole.of({"runs": 0})


def test_a_light_text_goes_back_to_what_its_default_reads_as():
    assert Whole.of({"last": "9", "first": "8"}).work() == Whole(first=(8,))


def test_a_check_reaches_a_part_and_leaves_alone_what_was_read():
    Whole(first=(1,)).check()
    with pytest.raises(BadValue, match="Games must lie between 1 and 9, not 0"):
        Whole(other=Another(runs=0)).check()


def test_a_borrowed_text_is_read_as_its_owner_reads_it():
    class Guest(Declared):
        first: tuple[int, ...] = borrowed(Whole, "first", default="7")

    assert Guest().first == (7,)
    assert Guest.of({"first": "1"}).first == (1,)


@dataclass(frozen=True)
class Spec:
    id: str
    label: str
    help: str
    formula: str = ""


def test_entries_of_a_catalogue_are_choices_as_they_are():
    class Chosen(Declared):
        which: str = control("Which", "", Spec("a", "A", "One."), ("b", "B"), default="a")

    assert Chosen.PARAMS[0].choices == (Choice("a", "A", "One."), Choice("b", "B"))


class Looked(Declared):
    """What the active table fills in, and what it chooses from."""

    column: str = control("Column", default="", kind="choice", role="feature")
    metric: str = control("Metric", "", ("auto", "own"), default="auto", role="metric")


def test_what_only_the_table_has_choices_for_is_any_text():
    assert Looked.of({"column": "age"}) == Looked("age")
    Looked("age").check()


@pytest.mark.parametrize("values", [{"column": 5}, {"metric": "age"}])
def test_what_the_table_chooses_from_is_one_of_it(values):
    with pytest.raises(BadValue):
        Looked.of(values)
    with pytest.raises(BadValue):
        Looked(**values).check()
