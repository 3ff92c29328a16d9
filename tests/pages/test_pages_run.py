"""Every page and playground runs in the shell; every widget of it moves something."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["PLAYGROUND_PATIENCE_S"] = "60"  # before core.ui.work is imported: no polling here

from streamlit.testing.v1 import AppTest

from tests.catalogue import playgrounds_by_page

HOME = str(Path(__file__).resolve().parents[2] / "Home.py")
TIMEOUT_S = 120
CLASSIFICATION = '{"k":"c","m":["decision_tree",{}],"n":"churn","t":"sample:churn","y":"churned"}'
ALL = [
    pytest.param(slug, playground, id=f"{slug}-{playground.id}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
]


def opened(slug: str, playground, **query: str) -> AppTest:
    app = AppTest.from_file(HOME, default_timeout=TIMEOUT_S)
    if len(playgrounds_by_page()[slug]) > 1:
        app.query_params[f"{slug}_play"] = playground.title
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{slug}.py")
    return app.run()


def problems(app: AppTest) -> list[str]:
    return [str(element.value) for element in [*app.exception, *app.error]]


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground"), ALL)
@pytest.mark.parametrize("query", [{}, {"exp": CLASSIFICATION}], ids=["first", "classes"])
def test_it_opens_with_a_picture_and_a_sentence(slug, playground, query):
    app = opened(slug, playground, **query)
    assert problems(app) == []
    if playground.needs_table and "regression" not in playground.tasks and not query:
        assert any("must be a class" in info.value for info in app.info)
        return
    assert any("What to notice." in text.value for text in app.markdown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "exp", ["{nope", "[]", "null", '{"t":1}', '{"t":"sample:nope","y":"a","k":"c","m":["x",{}]}']
)
def test_nonsense_in_the_link_opens_with_defaults_and_a_sentence(exp):
    playground = playgrounds_by_page()["supervised"][0]
    app = opened("supervised", playground, exp=exp)
    assert list(app.exception) == []
    said = [*app.info, *app.warning, *app.error]
    assert said, "nothing was said about the link"


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground"), ALL)
def test_moving_a_widget_raises_nothing(slug, playground):
    app = opened(slug, playground, exp=CLASSIFICATION)
    keys = [w.key for kind in ("slider", "select_slider", "toggle") for w in getattr(app, kind, [])]
    for key in keys:
        _move(app, key)
        assert list(app.exception) == [], f"moving {key} raised"


def _move(app: AppTest, key: str) -> None:
    for kind in ("slider", "select_slider", "toggle"):
        for element in getattr(app, kind, []):
            if element.key != key:
                continue
            if kind == "toggle":
                element.set_value(not element.value).run()
            elif kind == "slider":
                element.set_value(type(element.value)(element.min)).run()
            else:
                element.set_value(element.options[0]).run()
            return
