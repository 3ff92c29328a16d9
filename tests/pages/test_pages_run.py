"""Every page and playground runs in the shell; every widget of it moves, and nothing raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.figures.blocks import label
from core.params import Choice
from tests.catalogue import playgrounds_by_page

HOME = str(Path(__file__).resolve().parents[2] / "Home.py")
TIMEOUT_S = 120
IRIS = {"k": "c", "m": ["decision_tree", {}], "n": "iris", "t": "sample:iris", "y": "species"}
TIPS = {"k": "r", "m": ["decision_tree", {}], "n": "tips", "t": "sample:tips", "y": "tip_usd"}
MANY = {**TIPS, "k": "c", "x": ["party_size", "day"]}
ODD_LINKS = (
    "{nope",
    "[]",
    "null",
    '{"t":1}',
    '{"t":"\\ud800","y":"a","k":"c","m":["x",{}]}',
    '{"t":"sample:nope","y":"a","k":"c","m":["x",{}]}',
)
ALL = [
    pytest.param(slug, playground, id=f"{slug}-{playground.id}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
]
OF_NUMBERS = [param for param in ALL if param.values[1].needs_table is True]
"""Without a table every link opens the same. How each opens with classes is seen before it is
moved, how it opens without a link in tests/e2e/test_server_imports.py, on a real server."""
MOST_CHOICES = 7
MOVABLE = ("slider", "select_slider", "toggle", "number_input", "text_input")
LEFT_ALONE = ("side", "load_", "missing", "predict_", "what_if_")
"""The picker of data sets; the row forms have tests of their own."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for every answer: a page test cannot poll, and the browser tests' servers must."""
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def opened(slug: str, playground: Any, **query: str) -> AppTest:
    app = AppTest.from_file(HOME, default_timeout=TIMEOUT_S)
    if len(playgrounds_by_page()[slug]) > 1:
        app.query_params[f"{slug}_play"] = playground.title
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{slug}.py")
    return app.run()


def link(experiment: dict[str, Any]) -> str:
    return json.dumps(experiment)


def by_id(slug: str, playground_id: str) -> Any:
    return next(p for p in playgrounds_by_page()[slug] if p.id == playground_id)


def problems(app: AppTest) -> list[str]:
    return [str(element.value) for element in [*app.exception, *app.error]]


def noticed(app: AppTest) -> str:
    found = [text.value for text in app.markdown if "What to notice." in text.value]
    return found[0] if found else ""


def refusals(app: AppTest) -> list[str]:
    return [str(element.value) for element in [*app.error, *app.warning, *app.info]]


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground"), OF_NUMBERS)
def test_with_a_number_to_predict_it_opens_with_a_picture_or_says_why_not(slug, playground):
    app = opened(slug, playground, exp=link(TIPS))
    assert problems(app) == []
    if "regression" not in playground.tasks:
        assert any("must be a class" in info.value for info in app.info)
        return
    assert noticed(app)


@pytest.mark.slow
@pytest.mark.parametrize("exp", ODD_LINKS)
def test_nonsense_in_the_link_opens_with_a_sentence(exp):
    app = opened("supervised", by_id("supervised", "model_lab"), exp=exp)
    assert list(app.exception) == []
    assert refusals(app), "nothing was said about the link"


@pytest.mark.slow
def test_nonsense_in_the_controls_opens_with_their_defaults():
    names = ("tp", "fn", "fp", "tn", "metric")
    plain = noticed(opened("evaluation", by_id("evaluation", "metrics_by_hand")))
    for text in ("inf", "nan", "-1", "<b>"):
        query = {f"evaluation_metrics_by_hand_{name}": text for name in names}
        app = opened("evaluation", by_id("evaluation", "metrics_by_hand"), **query)
        assert problems(app) == []
        assert noticed(app) == plain


@pytest.mark.slow
def test_a_number_with_too_many_values_to_be_a_class_gets_a_sentence():
    """The learner may ask for classes of a number; no class of it can be offered."""
    app = opened("evaluation", by_id("evaluation", "threshold"), exp=link(MANY))
    assert list(app.exception) == []
    assert refusals(app)


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground"), ALL)
def test_moving_a_widget_raises_nothing(slug, playground):
    app = opened(slug, playground, exp=link(IRIS))
    assert problems(app) == []
    assert noticed(app)
    moved = _move_all(app, set())
    for param in playground.params:
        key = f"{slug}_{playground.id}_{param.id}"
        for choice in param.choices[1:MOST_CHOICES]:
            if _choose(app, key, choice):
                moved |= {key} | _move_all(app, moved | {key})
    assert moved, "nothing on this page moves"


def _move_all(app: AppTest, known: set[str]) -> set[str]:
    """Move every widget that is not yet ``known`` to another value; return their keys."""
    keys = [w.key for kind in MOVABLE for w in getattr(app, kind)]
    new = [key for key in keys if key and key not in known and not key.startswith(LEFT_ALONE)]
    for key in new:
        _move(app, key)
    return set(new)


def _move(app: AppTest, key: str) -> None:
    found = [w for kind in MOVABLE for w in getattr(app, kind) if w.key == key]
    if found:  # an earlier move may have taken it away
        value = _other(found[0])
        found[0].set_value(value).run()
        _assert_alive(app, key, value)


def _other(widget: Any) -> Any:
    """Return a value beside the one the widget has."""
    kind, value = widget.type, widget.value
    if kind == "toggle":
        return not value
    if kind == "text_input":
        return "recall"
    if kind == "select_slider":
        place = widget.options.index(f"{value:g}")
        beside = widget.options[place - 1 if place else 1]
        return type(value)(float(beside))
    step = widget.step or 1
    up = type(value)(value + step)
    return up if widget.max is None or up <= widget.max else type(value)(value - step)


def _choose(app: AppTest, key: str, choice: Choice) -> bool:
    """Choose an option if the page offers it now: some depend on the task."""
    found = [w for w in [*app.get("button_group"), *app.selectbox] if w.key == key]
    if not found or not {choice.label, label(choice.label)} & set(found[0].options):
        return False
    found[0].set_value(choice.id).run()
    _assert_alive(app, key, choice.id)
    return True


def _assert_alive(app: AppTest, key: str, value: Any) -> None:
    assert list(app.exception) == [], f"moving {key} to {value!r} raised"
    failed = [button.key for button in app.button if str(button.key).endswith("_again")]
    assert failed == [], f"moving {key} to {value!r} made the work fail: {refusals(app)}"
    assert noticed(app) or refusals(app), f"moving {key} to {value!r} left neither picture nor word"


IMAGE = "![x](http://example.org/x.png)"
UPLOADS = {
    "one column": "x\n1\n2\n3\n4\n5\n6\n",
    "constants": "a,b\n" + "1,2\n" * 6,
    "two rows": "a,b\n1,2\n3,4\n",
    "names": f"{IMAGE},<b>b</b>,*c*\n" + f"1,x,{IMAGE}\n2,y,no\n3,x,no\n4,z,{IMAGE}\n" * 8,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", UPLOADS)
def test_an_odd_file_opens_and_every_page_has_a_picture_or_a_sentence(name):
    app = opened("data_collection", by_id("data_collection", "load"))
    uploader = next(u for u in app.get("file_uploader") if u.key == "load_file")
    uploader.upload("own.csv", UPLOADS[name].encode())
    app.run()
    for slug in playgrounds_by_page():
        app.switch_page(f"pages/{slug}.py").run()
        assert list(app.exception) == [], slug
        assert noticed(app) or refusals(app), slug
        assert not [text for text in _texts(app) if IMAGE in text], slug
        if slug == "data_collection":
            assert noticed(app)


def _texts(app: AppTest) -> list[str]:
    """Return everything on the page that Streamlit reads as Markdown."""
    said = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.title]
    labels = [
        widget.label
        for kind in (*MOVABLE, "selectbox", "multiselect", "button", "metric", "expander")
        for widget in getattr(app, kind)
    ]
    segments = [option for group in app.get("button_group") for option in group.options]
    return [str(element.value) for element in said] + labels + segments
