"""A page without a browser: opened by a link as its address has it, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.course import roadmap

HOME = str(Path(__file__).resolve().parents[2] / "Home.py")
TIMEOUT_S = 120


def opened(slug: str, query: Mapping[str, str]) -> AppTest:
    """Open a page by a link with this query."""
    app = AppTest.from_file(HOME, default_timeout=TIMEOUT_S)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{slug}.py")
    return app.run()


def assert_inside_the_shell(app: AppTest, slug: str, query: object) -> None:
    """The page has its title and its sidebar, no exception and no fault of the suite."""
    assert list(app.exception) == [], query
    assert [e.value for e in app.error if "fault of the suite" in e.value] == [], query
    assert [title.value for title in app.title] == [roadmap.stage(slug).title], query
    assert [button.key for button in app.sidebar.button if button.key == "undo"], query


def noticed(app: AppTest) -> str:
    """Return the computed sentence, "" where there is no picture."""
    return next((m.value for m in app.markdown if "What to notice." in m.value), "")


def told(app: AppTest) -> str:
    """Return all that the page says in boxes, as a learner reads it."""
    return " ".join(str(info.value) for info in app.info).replace("\\", "")
