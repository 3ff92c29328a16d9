"""Work from a page: start a call, show its true progress, cancel, try again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import streamlit as st

from core import compute
from core.ui import state

PATIENCE_S = float(os.environ.get("PLAYGROUND_PATIENCE_S", "0.35"))
"""How long a run of the script waits before it shows progress instead of a picture."""

POLL_S = 0.3


def answer_of(
    place: str,
    function: Callable[..., Any],
    settings: Any,
    *,
    table: str | None = None,
    label: str = "",
    affinity: str = "",
) -> Any | None:
    """Return the answer, or None after showing why there is none yet (progress, failure).

    ``place`` names the spot on the page and is stable over reruns. While one learner waits the
    page stays usable: the script ends here and a fragment looks after the job.
    """
    if st.session_state.get(f"{place}_stopped") == _name(settings):
        _show_stopped(place)
        return None
    job = compute.call(
        function, settings, table=table, learner=state.learner(), label=label, affinity=affinity
    )
    _leave_others(place, job)
    if not job.wait(PATIENCE_S):
        _waiting()[place] = job
        _watch(place, job, _name(settings))
        return None
    if job.failure is not None:
        _show_failure(place, job.failure)
        return None
    if job.answer is None:
        _show_stopped(place)
    return job.answer


def _name(settings: Any) -> str:
    return repr(settings)


def _leave_others(place: str, job: compute.Job) -> None:
    """Drop interest in what this spot waited for before: its settings have moved on."""
    waiting = _waiting().pop(place, None)
    if waiting is not None and waiting.key != job.key:
        waiting.cancel(state.learner())


def _waiting() -> dict[str, compute.Job]:
    jobs: dict[str, compute.Job] = st.session_state.setdefault("waiting_jobs", {})
    return jobs


def _watch(place: str, job: compute.Job, name: str) -> None:
    """Show the job's progress in a fragment that reruns the page when it has ended."""

    @st.fragment(run_every=POLL_S, key=f"{place}_watch")
    def watch() -> None:
        if job.wait(0):
            st.rerun()
        with st.container(border=True, key=f"{place}_progress"):
            progress = job.progress
            share = progress.done / progress.total if progress and progress.total else 0.0
            st.progress(min(share, 1.0), text=_progress_text(job))
            if st.button("Cancel", key=f"{place}_cancel", icon=":material/stop_circle:"):
                job.cancel(state.learner())
                st.session_state[f"{place}_stopped"] = name
                st.rerun()

    watch()


def _progress_text(job: compute.Job) -> str:
    if job.state is compute.State.queued:
        ahead = job.ahead
        return f"Waiting: {ahead} ahead of you." if ahead else "Waiting for a free worker …"
    progress = job.progress
    text = progress.text if progress and progress.text else job.label or "Working"
    return f"{text} · {job.seconds:.0f} s"


def _show_failure(place: str, failure: compute.Failure) -> None:
    st.error(failure.sentence, icon=":material/error:")
    if failure.kind == "refused":
        return
    if st.button("Try again", key=f"{place}_again", icon=":material/refresh:"):
        st.rerun()


def _show_stopped(place: str) -> None:
    st.info("Cancelled. Move a control, or start it again.", icon=":material/stop_circle:")

    def again() -> None:
        st.session_state.pop(f"{place}_stopped", None)

    st.button("Start again", key=f"{place}_again", icon=":material/refresh:", on_click=again)
