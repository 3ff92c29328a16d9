"""Work from a page: what the page says about a call at each moment of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from core import compute
    from core.ui import work

    class JustInTime:
        """Comes to its end right after the page has given up waiting for this run."""

        key, label, failure, answer, state = "", "", None, None, compute.State.running

        def wait(self, _timeout_s: float) -> bool:
            self.state, self.answer = compute.State.done, 42
            return False

    work.compute = type("Compute", (), {})()
    work.compute.State = compute.State
    work.compute.key_of = lambda *_args, **_kwargs: ""
    work.compute.call = lambda *_args, **_kwargs: JustInTime()
    try:
        st.write(f"answer {work.answer_of('place', print, None)}")
    finally:
        work.compute = compute


def test_an_answer_that_comes_as_the_page_stops_waiting_is_not_called_cancelled() -> None:
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert [info.value for info in app.info] == []
    assert [shown.value for shown in app.markdown] == ["answer 42"]
