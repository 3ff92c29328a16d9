"""Laws of every kind of control, and what is missing of a new one."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core import kinds
from core.errors import PlaygroundError
from core.kinds import KINDS
from core.kinds.kind import DAMAGED, Kind
from core.kinds.layers import write_layers
from core.kinds.lineup import write_lineup
from core.kinds.points import write_points
from core.params import Choice, Param
from core.ui.widgets import WIDGETS
from tests.pages.damage import bound

CROSSED = (Choice("a", "b"), Choice("b", "a"), Choice("c", "Sea"))
"""A label that is another's id."""
NAMES = tuple(Choice(name, name) for name in ("age", "income", "*a*", "", "1.0"))
INPUTS = (Choice("x1", "x₁"), Choice("x2", "x₂"), Choice("x3", "x₁x₂"))
SORTS = (Choice("tanh", "Tanh"), Choice("relu", "ReLU"))
KNOBS = (
    Choice("line", "Line", "", Param("C", "C", "float", 1.0, low=0.01, high=100.0, scale="log")),
    Choice("bell", "Bell"),
    Choice("knn", "Votes", "", Param("k", "Neighbours", "int", 5, low=1, high=100)),
)
WHOLE = 2**53
"""Up to here a number with a fraction, which an address may spell, is exact."""


def named(choices):
    return st.sampled_from([choice.id for choice in choices])


def six_digits(number):
    """What a slider over powers can name."""
    return type(number)(float(f"{number:g}"))


def drawings(low, high):
    tenths = st.integers(round(low * 10), round(high * 10)).map(lambda n: n / 10)
    return st.lists(st.tuples(tenths, tenths, st.integers(0, 9)), max_size=20).map(
        lambda points: write_points(tuple(points))
    )


def stacks(low, high, most):
    layer = st.tuples(st.integers(low, high), st.sampled_from(["", "tanh", "relu"]))
    return st.lists(layer, max_size=most).map(write_layers)


def lineups(low, high):
    entry = (
        st.tuples(st.just("line"), st.none() | st.floats(0.01, 100.0).map(six_digits))
        | st.tuples(st.just("bell"), st.none())
        | st.tuples(st.just("knn"), st.none() | st.integers(1, 100))
    )
    return st.lists(entry, min_size=low, max_size=high).map(write_lineup)


REAL = st.floats(allow_nan=False, allow_infinity=False)
CASES = {
    "int": [
        (Param("k", "K", "int", 5, low=1, high=50), st.integers(1, 50)),
        (Param("k", "K", "int", 0), st.integers(-WHOLE, WHOLE)),
        (Param("k", "K", "int", None, low=1, optional=True), st.integers(1, WHOLE)),
        (Param("k", "K", "int", 100, low=1, high=10**9, scale="log"),
         st.integers(1, 10**9).map(six_digits)),
    ],
    "float": [
        (Param("k", "K", "float", 0.25, low=0.0, high=1.0, step=0.05), st.floats(0.0, 1.0)),
        (Param("k", "K", "float", 3), REAL),
        (Param("k", "K", "float", None, high=-1.0, optional=True), st.floats(-1e300, -1.0)),
        (Param("k", "K", "float", 1.0, low=0.01, high=100.0, scale="log"),
         st.floats(0.01, 100.0).map(six_digits)),
    ],
    "bool": [(Param("k", "K", "bool", on), st.booleans()) for on in (True, False)],
    "choice": [
        (Param("k", "K", "choice", "a", choices=CROSSED), named(CROSSED)),
        (Param("k", "K", "choice", "", choices=NAMES), named(NAMES)),
    ],
    "text": [(Param("k", "K", "text", text), st.text()) for text in ("", "x1")],
    "column": [(Param("k", "K", "column", "age", choices=NAMES), named(NAMES) | st.text())],
    "columns": [
        (Param("k", "K", "columns", default, choices=INPUTS),
         st.lists(named(INPUTS), unique=True).map(tuple))
        for default in ((), ("x2",), ("x1", "x2"))
    ],
    "points": [
        (Param("k", "K", "points", text, low=low, high=high, choices=SORTS), drawings(low, high))
        for low, high, text in ((-6.0, 6.0, "1,1,0"), (0.0, 1.0, ""), (-9.0, 0.0, "-1,0,1"))
    ],
    "layers": [
        (Param("k", "K", "layers", text, low=low, high=high, step=most, choices=SORTS),
         stacks(low, high, most))
        for low, high, most, text in ((1, 16, 3, "4 tanh, 2 tanh"), (8, 8, 1, ""))
    ],
    "lineup": [
        (Param("k", "K", "lineup", text, low=low, high=high, choices=KNOBS), lineups(low, high))
        for low, high, text in ((1, 6, "line, knn 15"), (0, 2, ""))
    ],
}  # fmt: skip
"""Of each kind some controls, and the values that are legal for them."""
EACH = pytest.mark.parametrize("name", KINDS)
LAW = pytest.mark.parametrize("name", CASES)
LETTERS = st.characters(exclude_categories=())
"""Halves of characters, too."""
ANYTHING = "\1 what nobody would choose; 1"
JSON = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(LETTERS) | st.just(10**400),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


# Nothing is forgotten


def test_every_kind_is_registered():
    found = {
        own
        for module in pkgutil.iter_modules(kinds.__path__)
        for own in vars(import_module(f"core.kinds.{module.name}")).values()
        if inspect.isclass(own) and issubclass(own, Kind) and not inspect.isabstract(own)
    }
    for own in found - {type(kind) for kind in KINDS.values()}:
        pytest.fail(f"{own.__name__} has no name: add it to KINDS in core/kinds/__init__.py")
    assert {kind.name for kind in KINDS.values()} == set(KINDS)


@EACH
def test_every_kind_is_drawn(name):
    assert name in WIDGETS, (
        f"Nothing draws kind {name!r}: write a function in core/ui/widgets/ and add it to WIDGETS "
        "in core/ui/widgets/__init__.py"
    )


def test_nothing_is_drawn_that_is_no_kind():
    assert set(WIDGETS) - set(KINDS) == set(), "Add its kind to KINDS in core/kinds/__init__.py"


@EACH
def test_every_kind_is_put_to_the_laws(name):
    assert CASES.get(name), (
        f"No law is tried on kind {name!r}: give controls of it, with their legal values, to CASES "
        "in tests/test_kinds.py"
    )


def test_a_control_of_no_kind_is_refused_and_told_where_kinds_are():
    with pytest.raises(ValueError, match=r"K: there is no kind of control 'str'\. .* core/kinds"):
        Param("k", "K", "str", "")


# Values and texts


@LAW
@given(st.data())
def test_a_legal_value_is_read_as_it_was_spelled(name, data):
    for param, legal in CASES[name]:
        value = param.check(data.draw(legal))
        texts = KINDS[name].to_address(param, value)
        again = KINDS[name].from_address(param, texts)
        assert (again, type(again)) == (value, type(value)), texts
        assert KINDS[name].to_address(param, again) == texts


@LAW
def test_a_default_is_legal_and_always_spelled_in_the_same_way(name):
    for param, _ in CASES[name]:
        assert param.check(param.default) == param.default
        if param.default is not None:
            texts = KINDS[name].to_address(param, param.default)
            assert KINDS[name].to_address(param, KINDS[name].from_address(param, texts)) == texts


@LAW
def test_there_are_others_and_they_are_legal(name):
    for param, _ in CASES[name]:
        _assert_others(param)


def _assert_others(param):
    others = KINDS[param.kind].others(param)
    assert others, param
    assert param.default not in others
    assert len(set(others)) == len(others)
    assert [param.check(value) for value in others] == list(others)


def test_the_others_of_every_control_of_the_suite_are_legal():
    for _, key, param in bound():
        if param.kind in ("choice", "column", "columns") and not param.choices:
            continue  # the table will give it some
        try:
            _assert_others(param)
        except PlaygroundError as refusal:
            pytest.fail(f"{key}: {refusal}")


@LAW
@given(st.data())
def test_whatever_an_address_says_is_read_or_refused(name, data):
    for param, legal in CASES[name]:
        kind = KINDS[name]
        spelled = legal.map(lambda value, p=param, k=kind: k.to_address(p, p.check(value))[0])
        text = st.text(LETTERS) | st.sampled_from(kind.damaged(param)) | spelled.flatmap(_damaged)
        texts = data.draw(st.lists(text, max_size=3))
        try:
            value = kind.from_address(param, texts)
        except PlaygroundError as refusal:
            _assert_short(refusal)
            continue
        assert param.check(value) == value
        assert kind.from_address(param, kind.to_address(param, value)) == pytest.approx(value)


def _damaged(text):
    """The text with one sign more, or cut."""
    place = st.integers(0, len(text))
    return st.tuples(place, LETTERS | st.just("")).map(
        lambda put: text[: put[0]] + put[1] + text[put[0] + (put[1] == "") :]
    )


def _assert_short(refusal):
    assert 0 < len(refusal.sentence) < 1000
    refusal.sentence.encode()


@LAW
@given(value=JSON)
def test_whatever_a_link_holds_is_checked_or_refused(name, value):
    for param, _ in CASES[name]:
        try:
            checked = param.check(value)
        except PlaygroundError as refusal:
            _assert_short(refusal)
            continue
        assert param.check(checked) == checked


@LAW
def test_damaged_texts_hold_those_that_damage_any_kind_and_some_are_refused(name):
    for param, _ in CASES[name]:
        texts = KINDS[name].damaged(param)
        assert set(DAMAGED) <= set(texts)
        any_text_is_one = not _is_refused(param, ANYTHING)
        assert any_text_is_one or any(_is_refused(param, text) for text in texts)


def _is_refused(param, text):
    try:
        KINDS[param.kind].from_address(param, [text])
    except PlaygroundError:
        return True
    return False


# Drawn


def page(param) -> None:
    import streamlit as st

    from core.ui import controls

    st.session_state["chosen"] = controls.values((param,), "p", {})
    st.button("Reset", on_click=controls.reset, args=((param,), "p"))


def opened(param, texts=()):
    app = AppTest.from_function(page, args=(param,))
    if texts:
        app.query_params["p_k"] = texts
        app.query_params["p_k_on"] = "true"
    return drawn(app.run())


def drawn(app):
    assert list(app.exception) == []
    assert list(app.warning) == []
    return app


@LAW
def test_a_link_opens_with_its_value_and_reset_takes_it_away(name):
    for param, _ in CASES[name][:2]:
        other = KINDS[name].others(param)[0]
        texts = KINDS[name].to_address(param, other)
        app = opened(param, texts)
        assert app.session_state["chosen"] == {"k": other}
        assert app.query_params["p_k"] in (texts, texts[-1])
        (reset,) = (button for button in app.button if button.label == "Reset")
        drawn(reset.click().run())
        assert app.session_state["chosen"] == {"k": param.default}
        assert "p_k" not in drawn(app.run()).query_params


@LAW
def test_a_control_that_is_not_bound_keeps_out_of_the_address(name):
    param, _ = CASES[name][0]
    other = KINDS[name].others(param)[0]
    app = AppTest.from_function(unbound, args=(param, other))
    assert drawn(app.run()).session_state["chosen"] == other
    assert drawn(app.run()).session_state["chosen"] == other
    assert not app.query_params


def unbound(param, value) -> None:
    import streamlit as st

    from core.ui import controls

    controls.show(param, "k", value)
    st.session_state["chosen"] = controls.widget(param, "k", bind=False)
