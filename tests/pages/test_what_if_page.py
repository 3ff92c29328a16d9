"""What-if on its page: the form shows the row that is explained, whatever brought it there."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests" / "faults" / "13_bool_gaps.csv"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 60.0)


def sides(app: AppTest) -> list[tuple[str, str]]:
    """Before and after, and what the page says lies between."""
    assert list(app.exception) == []
    return [(m.label, m.value) for m in app.metric if m.label in ("As it is", "Changed")]


@pytest.mark.slow
def test_what_if_follows_the_row_through_a_change_of_seed_undo_and_redo():
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120)
    app.switch_page("pages/data_collection.py").run()
    uploader = next(u for u in app.get("file_uploader") if u.key == "load_file")
    uploader.upload(FILE.name, FILE.read_bytes())
    app.run()
    app.switch_page("pages/supervised.py").run()
    app.number_input(key="x_seed").set_value(7).run()
    app.query_params["explainable_ai_play"] = "Local"
    app.switch_page("pages/explainable_ai.py").run()
    seen = {sides(app)[0]}
    for key in ("undo", "redo", "undo"):
        app.button(key=key).click().run()
        (_, before), (_, after) = sides(app)
        assert before == after, f"nothing was changed, yet {before} becomes {after} after {key}"
        seen.add(sides(app)[0])
    assert len(seen) == 2, "another seed, another row"
