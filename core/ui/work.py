"""Work from a page: start a call, show its true progress, cancel, try again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import streamlit as st

from core import compute
from core.figures.blocks import escape
from core.ui import pulse, state

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
    job = _kept(place, compute.key_of(function, settings, table=table))
    if job is None:
        job = compute.call(
            function, settings, table=table, learner=state.learner(), label=label, affinity=affinity
        )
    job.wait(PATIENCE_S)
    _waiting()[place] = job
    finished = job.state.finished  # asked once: it may well come to its end below
    if finished and job.answer is not None:
        del _waiting()[place]
        return job.answer
    if not finished:
        _watch(place, job)
    elif job.failure is not None:
        _show_failure(place, job.failure)
    else:
        _show_stopped(place)
    return None


def _kept(place: str, key: str) -> compute.Job | None:
    """Return the unfinished, failed or cancelled job of this spot if it is this very call.

    Interest in any other call of this spot is dropped: the settings have moved on. A failure is
    shown until the learner tries again, it is not repeated by a mere rerun.
    """
    job = _waiting().get(place)
    if job is None or job.key == key:
        return job
    job.cancel()
    del _waiting()[place]
    return None


def _waiting() -> dict[str, compute.Job]:
    jobs: dict[str, compute.Job] = st.session_state.setdefault("waiting_jobs", {})
    return jobs


def _watch(place: str, job: compute.Job) -> None:
    """Show the job's progress in a fragment that reruns the page when it has ended."""

    @st.fragment(run_every=POLL_S, key=f"{place}_watch")
    def watch() -> None:
        if job.wait(0):
            st.rerun()
        with st.container(border=True, key=f"{place}_progress"):
            share = 0.0 if job.progress is None else job.progress.share
            st.progress(min(max(share, 0.0), 1.0), text=_progress_text(job))
            st.button(
                "Cancel", key=f"{place}_cancel", icon=":material/stop_circle:", on_click=job.cancel
            )
        pulse.awaits()

    watch()


def _progress_text(job: compute.Job) -> str:
    if job.state == compute.State.queued:
        ahead = job.ahead
        return f"Waiting: {ahead} ahead of you." if ahead else "Waiting for a free worker …"
    progress = job.progress
    text = progress.text if progress and progress.text else job.label or "Working"
    return f"{escape(text)} · {job.seconds:.0f} s"


def _show_failure(place: str, failure: compute.Failure) -> None:
    st.error(escape(failure.sentence), icon=":material/error:")
    if failure.kind != "refused":
        _again(place, "Try again")


def _show_stopped(place: str) -> None:
    st.info("Cancelled. Move a control, or start it again.", icon=":material/stop_circle:")
    _again(place, "Start again")


def _again(place: str, label: str) -> None:
    """Show a button that forgets the ended job, so that the next run calls once more."""

    def forget() -> None:
        _waiting().pop(place, None)

    st.button(label, key=f"{place}_again", icon=":material/refresh:", on_click=forget)
