"""Controls from specs: defaults, links with sense and without, reset, names of the table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.params import Choice, Param
from core.ui.widgets.numbers import log_steps
from core.value import Value
from tests.pages.tables import MARKS

SHORT = (Choice("a", "Aa"), Choice("b", "Bb"))
LONG = tuple(Choice(sign, f"A rather long label {sign}") for sign in "abcde")
COLUMNS = tuple(Choice(name, name) for name in ("age", "income", MARKS))
FREE = (
    Param("int", "Neighbours", "int", 5, low=1, high=50),
    Param("float", "Share", "float", 0.25, low=0.0, high=1.0, step=0.05),
    Param("whole", "Cost", "float", 5, low=0, high=10, step=1),
    Param("log", "Strength", "float", 1.0, low=0.01, high=100.0, scale="log"),
    Param("log_int", "Trees", "int", 100, low=1, high=1000, scale="log"),
    Param("wide", "Count", "int", 40, low=0, high=1_000_000),
    Param("open", "Offset", "int", 0),
    Param("limit", "Depth", "int", None, low=1, high=9, optional=True),
    Param("limited", "Leaves", "int", 3, low=1, high=9, optional=True),
    Param("bool", "Shuffle", "bool", True),
    Param("short", "Way", "choice", "a", choices=SHORT),
    Param("long", "Road", "choice", "b", choices=LONG),
    Param("text", "Find", "text", ""),
)
BY_ID = {param.id: param for param in FREE}
DEFAULTS = {param.id: param.default for param in FREE}
LINK = {
    "int": "7",
    "float": "0.5",
    "whole": "0",
    "log": "20",
    "log_int": "500",
    "wide": "0",
    "open": "-3",
    "limit_on": "true",
    "limit": "4",
    "limited_on": "false",
    "bool": "false",
    "short": "Bb",
    "long": "A rather long label d",
    "text": "recall",
}
LINKED = {
    "int": 7,
    "float": 0.5,
    "whole": 0.0,
    "log": 20.0,
    "log_int": 500,
    "wide": 0,
    "open": -3,
    "limit": 4,
    "limited": None,
    "bool": False,
    "short": "b",
    "long": "d",
    "text": "recall",
}
NONSENSE = ("x", "nan", "inf", "-1e999", "1e99", "-1", "<b>", "", "9" * 400)


def page(params, extras) -> None:
    import streamlit as st

    from core.ui import controls

    chosen = controls.values(params, "p", extras)
    st.session_state["chosen"] = chosen
    st.button("Reset", on_click=controls.reset, args=(params, "p"))


def shown(*params: Param, link: dict[str, str] | None = None, **extras: Value) -> AppTest:
    app = AppTest.from_function(page, args=(params, extras))
    for name, text in (link or {}).items():
        app.query_params[f"p_{name}"] = text
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert list(app.exception) == []
    assert list(app.warning) == [], "Streamlit complains about a default and a state"
    return app


def values(app: AppTest) -> dict[str, Value]:
    found: dict[str, Value] = app.session_state["chosen"]
    return found


def value(app: AppTest, name: str = "k") -> Value:
    return values(app)[name]


def protos(app: AppTest):
    kinds = ("slider", "select_slider", "toggle", "number_input", "text_input", "selectbox")
    drawn = [widget for kind in kinds for widget in getattr(app, kind)]
    return {widget.proto.id: widget.proto for widget in [*drawn, *app.get("button_group")]}


def test_every_kind_shows_its_default_and_leaves_the_address_alone():
    app = shown(*FREE)
    assert values(app) == DEFAULTS
    for param in FREE:
        assert type(values(app)[param.id]) is type(param.check(param.default)), param.id
    assert not app.query_params


def test_a_text_of_several_lines_is_typed_into_a_field_of_several_and_goes_into_the_address():
    lines = Param("k", "Baskets", "text", "milk, bread\nmilk", lines=4)
    app = shown(lines)
    assert value(app) == lines.default
    assert [area.label for area in app.text_area] == ["Baskets"]
    assert not app.query_params
    app = sound(app.text_area[0].set_value("eggs\nbread, eggs").run())
    assert value(app) == "eggs\nbread, eggs"
    assert value(shown(lines, link={"k": "a\nb"})) == "a\nb"


def test_a_default_in_the_link_leaves_the_address():
    app = shown(*FREE, link={"int": "5", "bool": "true", "short": "Aa", "wide": "40"})
    assert values(app) == DEFAULTS
    assert not app.query_params


def test_every_kind_is_bound_to_the_address_and_tells_the_browser_its_default():
    """The browser leaves a value equal to that default out of the address."""
    first = shown(*FREE)
    bound = {proto.query_param_key for proto in protos(first).values()}
    switches = {f"p_{param.id}_on" for param in FREE if param.optional}
    assert bound == {f"p_{param.id}" for param in FREE} - {"p_limit"} | switches
    moved = protos(shown(*FREE, link={**LINK, "limited_on": "true"}))
    for id_, proto in protos(first).items():
        assert moved[id_].default == proto.default, id_


def test_legal_values_in_the_link_open_and_stay():
    app = shown(*FREE, link=LINK)
    assert values(app) == LINKED
    assert values(sound(app.run())) == LINKED


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_the_link_opens_with_legal_values(text):
    link = {**dict.fromkeys(DEFAULTS, text), "limit_on": "true", "limited_on": text}
    app = shown(*FREE, link=link)
    for param in FREE:
        assert param.check(values(app)[param.id]) == values(app)[param.id]
    free = {"open", "limit", "limited", "text"}
    kept = {name: own for name, own in values(app).items() if name not in free}
    assert kept == {name: own for name, own in DEFAULTS.items() if name not in free}


@pytest.mark.parametrize(
    "link",
    [
        {
            "int": "0",
            "float": "1.01",
            "whole": "11",
            "log": "1000",
            "log_int": "0",
            "wide": "1000001",
        },
        {"int": "51", "float": "-0.1", "whole": "-1", "log": "0", "log_int": "1.5", "wide": "-1"},
    ],
    ids=["one side", "the other"],
)
def test_a_value_out_of_its_range_in_the_link_falls_back_to_the_default(link):
    assert values(shown(*FREE, link=link)) == DEFAULTS


def told(app: AppTest) -> list[str]:
    suite = app.session_state["suite"] if "suite" in app.session_state else {"notes": []}  # noqa: SIM401 (has no get)
    return [sentence for sentence, *_ in suite["notes"]]


def test_a_number_in_the_link_is_compared_as_a_number():
    link = {"int": "7.0", "float": "5e-1", "log": "20.0", "log_int": "5e2", "wide": "12.0"}
    app = shown(*FREE, link=link)
    assert values(app) == {
        **DEFAULTS, "int": 7, "float": 0.5, "log": 20.0, "log_int": 500, "wide": 12
    }  # fmt: skip
    assert told(app) == []
    assert {name: app.query_params[f"p_{name}"] for name in link} == {
        "int": "7", "float": "0.5", "log": "20", "log_int": "500", "wide": "12"
    }  # fmt: skip


def test_a_number_between_the_steps_of_a_slider_over_powers_opens_and_stays():
    app = shown(BY_ID["log"], link={"log": "3"})
    assert value(app, "log") == 3.0
    assert value(sound(app.run()), "log") == 3.0


def test_a_choice_in_the_link_may_be_spelled_as_the_code_spells_it():
    assert value(shown(BY_ID["long"], link={"long": "d"}), "long") == "d"


def test_what_a_link_mistypes_is_told_in_one_sentence_and_leaves_the_address():
    app = shown(*FREE, link={"int": "seven", "bool": "maybe", "short": "Bb", "limit_on": "on"})
    assert values(app) == {**DEFAULTS, "short": "b"}
    assert told(app) == [
        "This link could not be read whole: Neighbours is the default, Depth is the default, "
        "Shuffle is the default."
    ]
    assert set(app.query_params) == {"p_short"}


def test_a_choice_from_the_table_that_the_link_names_in_vain_is_told():
    assert told(shown(COLUMN, k="gone")) == [
        "This link could not be read whole: Column is the default."
    ]
    assert told(shown(COLUMN, k="income")) == []


def test_reset_puts_every_kind_back():
    app = shown(*FREE, link=LINK)
    sound(app.button[0].click().run())
    assert values(app) == DEFAULTS
    assert values(sound(app.run())) == DEFAULTS


def test_a_move_of_the_hand_stays_through_reruns():
    app = shown(*FREE)
    app.slider(key="p_int").set_value(9)
    app.select_slider(key="p_log").set_value(50.0)
    app.number_input(key="p_wide").set_value(123_456)
    sound(app.toggle(key="p_bool").set_value(False).run())
    moved = {**DEFAULTS, "int": 9, "log": 50.0, "wide": 123_456, "bool": False}
    assert values(app) == moved
    assert values(sound(app.run())) == moved


def test_an_optional_number_is_limited_by_its_switch():
    app = shown(BY_ID["limit"])
    app.toggle(key="p_limit_on").set_value(True).run()
    assert value(app, "limit") == 1
    app.slider(key="p_limit").set_value(6).run()
    assert value(app, "limit") == 6
    app.toggle(key="p_limit_on").set_value(False).run()
    assert value(app, "limit") is None


@pytest.mark.parametrize(("high", "begun"), [(9, 3), (2, 2)])
def test_a_switch_begins_where_it_is_told_within_the_ends(high, begun):
    app = shown(Param("a", "Row", "int", None, low=0, high=high, optional=True, begins=3))
    app.toggle(key="p_a_on").set_value(True).run()
    assert value(app, "a") == begun


def test_a_switch_says_its_own_words_where_limit_does_not_fit():
    plain = Param("a", "Depth", "int", None, low=1, high=9, optional=True)
    own = replace(plain, switch="Stop early")
    assert [shown(param).toggle[0].label for param in (plain, own)] == ["Limit depth", "Stop early"]


COLUMN = Param("k", "Column", "choice", "age", choices=COLUMNS, role="feature")
MANY = Param("k", "Columns", "columns", (), choices=COLUMNS, role="feature")


def test_a_choice_from_the_table_starts_at_what_the_link_carries():
    assert value(shown(COLUMN)) == "age"
    assert value(shown(COLUMN, k="income")) == "income"
    assert value(shown(COLUMN, k="gone")) == "age"
    assert value(shown(COLUMN, k=3)) == "age"


def test_a_choice_from_the_table_is_not_bound_to_the_address():
    app = shown(COLUMN, link={"k": "income"})
    assert value(app) == "age"


def test_a_choice_from_another_table_falls_back_to_its_default():
    other = AppTest.from_function(page, args=((replace(COLUMN, choices=LONG, default="c"),), {}))
    other.session_state["p_k"] = "income"
    assert value(sound(other.run())) == "c"


def test_reset_puts_a_choice_from_the_table_back_although_the_link_carries_another():
    app = shown(COLUMN, k="income")
    sound(app.button[0].click().run())
    assert value(app) == "age"


def test_a_name_of_the_table_is_shown_as_it_is():
    """Short choices stand in a control whose labels Streamlit reads as Markdown."""
    few = replace(COLUMN, choices=(Choice("*a*", "*a*"), Choice("![x](y)", "![x](y)")))
    app = shown(replace(few, default="*a*"))
    (group,) = app.get("button_group")
    assert [option.content for option in group.proto.options] == [r"\*a\*", r"!\[x\](y)"]
    assert value(app) == "*a*"


def test_a_table_without_choices_shows_a_control_that_chooses_nothing():
    app = shown(replace(COLUMN, choices=(), default=""))
    assert value(app) == ""
    assert app.selectbox[0].disabled


def test_several_columns_start_empty_and_keep_their_names():
    assert value(shown(MANY)) == ()
    app = shown(MANY, k=["income", "gone"])
    assert value(app) == ("income",)
    app.multiselect[0].set_value(["age", MARKS])
    assert value(sound(app.run())) == ("age", MARKS)


def test_a_control_that_does_not_matter_is_not_shown_and_keeps_its_default():
    view = Param("view", "View", "choice", "a", choices=SHORT)
    only = replace(BY_ID["int"], when=("view", ("b",)))
    hidden = shown(view, only, link={"int": "9"})
    assert list(hidden.slider) == []
    assert value(hidden, "int") == 5
    assert value(shown(view, only, link={"int": "9", "view": "Bb"}), "int") == 9


def test_a_control_that_hangs_on_one_that_is_not_shown_is_not_shown_either():
    view = Param("view", "View", "choice", "a", choices=SHORT)
    model = Param("model", "Model", "choice", "a", choices=SHORT, when=("view", ("a",)))
    own = replace(BY_ID["int"], when=("model", ("a",)))
    for knob in (own, replace(own, advanced=True)):
        assert len(shown(view, model, knob).slider) == 1
        hidden = shown(view, model, knob, link={"int": "9", "view": "Bb"})
        assert list(hidden.slider) == []
        assert values(hidden) == {"view": "b", "model": "a", "int": 5}


def test_advanced_controls_stand_behind_more_settings():
    app = shown(BY_ID["bool"], replace(BY_ID["int"], id="deep", advanced=True))
    (more,) = app.expander
    assert more.label == "More settings"
    assert [slider.key for slider in more.slider] == ["p_deep"]


def test_an_unbound_control_shows_what_the_experiment_says():
    def changed() -> None:
        import streamlit as st

        from core.ui import controls
        from tests.ui.test_controls import BY_ID

        log = BY_ID["log"]
        controls.show(log, "x", 3.7)
        st.session_state["chosen"] = {"k": controls.widget(log, "x", bind=False)}

    app = sound(AppTest.from_function(changed).run())
    assert value(app) == 3.7, "a value between the slider's steps"
    assert not app.query_params


@pytest.mark.parametrize(
    ("low", "high", "default"), [(1e-6, 1.0, 0.3), (1.0, 1.0, 1.0), (3.0, 7.0, 3.5), (1, 1000, 40)]
)
def test_log_steps_hold_both_ends_and_the_default_in_order(low, high, default):
    kind = "int" if isinstance(default, int) else "float"
    steps = log_steps(Param("k", "K", kind, default, low=low, high=high, scale="log"))
    assert list(steps) == sorted(set(steps))
    assert {low, high, default} <= set(steps)
    assert all(low <= step <= high for step in steps)
