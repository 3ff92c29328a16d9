"""A live run on the page: start, pause, step, reset, change; pictures ten times a second.

The player's own buttons steer it. While it runs, a fragment asks for the next slice and shows what
came; a paused run is a film like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core import compute
from core.figures.blocks import Block, Moving, escape, is_picture
from core.playground import Playground, TableFacts
from core.ui import blocks, deeds, panels, pulse, state, work

if TYPE_CHECKING:  # the map must not wait for NumPy
    from core.compute.film import Film
    from core.compute.runs import Run

TICK_S = 0.1


def show(
    prefix: str,
    playground: Playground,
    settings: Any,
    table: TableFacts | None,
    tell: Callable[[Any, Any], None],
) -> Film[Any] | None:
    """Show the live run of these settings; return its film so far, None before its first frame.

    ``table`` : what the generator gets beside its settings, None if it works without. ``tell``
    shows what to notice for settings and the film so far.
    """
    run, held = _run(prefix, playground, settings, table), _held(prefix)
    awake = _awake(run, held)

    @st.fragment(run_every=TICK_S if awake and not run.ended else None, key=f"{prefix}_live")
    def look() -> None:
        _advance(run, held, playground.pace)
        if run.n_steps >= 0:
            heard = _picture(prefix, playground, settings, run, tell, running=held["running"])
            _obey(prefix, run, held, heard.told)
            if heard.picked is not None and playground.pick is not None:
                deeds.do(prefix, playground.pick(settings, run.film(), heard.picked))
            _tell(run, running=held["running"])
        elif run.failure is None:
            st.caption("Starting the run …")
        if run.failure is not None:
            st.error(escape(run.failure.sentence), icon=":material/error:")
        if awake and (run.ended or not _awake(run, held)):
            held["running"] = False
            st.rerun()
        if awake:
            pulse.awaits()

    look()
    return run.film()


def _awake(run: Run, held: dict[str, Any]) -> bool:
    """Whether anything is still to come: frames, one step, the start, a slice on its way.

    A run that failed before its first frame has no start to wait for.
    """
    starts = not run.ended and (held["waits"] or run.n_steps < 0)
    return bool(held["running"] or starts or run.busy)


def _advance(run: Run, held: dict[str, Any], pace: int | None) -> None:
    """Ask for what is wanted next: a slice, one step, or the frame before any step."""
    if held["running"]:
        run.tick(n_steps=pace)
    elif run.n_steps < 0:
        run.wait(work.PATIENCE_S)
    elif held["waits"] and not run.busy:
        if run.n_steps >= held["waits"] or run.ended:
            held["waits"] = 0
        else:
            run.tick(n_steps=held["waits"] - run.n_steps)


def _picture(
    prefix: str,
    playground: Playground,
    settings: Any,
    run: Run,
    tell: Callable[[Any, Any], None],
    *,
    running: bool,
) -> Any:
    """Show the newest frames as a chunk for the player; all that is kept while the run rests."""
    fresh = run.fresh()
    if not running:
        film = run.film()
        chunk = False
    elif fresh:
        film = _chunk(fresh)
        chunk = run.shown is not None
    else:
        film = None
    if film is not None:
        drawn = playground.draw(settings, film)
        run.shown = tuple(_live(block, run, film, chunk=chunk) for block in drawn)
    rest = tuple(_resting(block, running=running) for block in run.shown or ())
    first = 1 + next((i for i, block in enumerate(rest) if is_picture(block)), len(rest) - 1)
    with st.container(key="trip_shown"):  # what follows keeps its place when a film can be saved
        heard = blocks.show(prefix, rest[:first])
    whole = run.film()
    if whole is not None:
        tell(settings, whole)
    with panels.rest():
        blocks.show(prefix, rest[first:])
    return heard


def _chunk(fresh: list[tuple[int, Any]]) -> Film[Any]:
    """Return new frames, with the steps they show, as a film."""
    import numpy as np

    from core.compute.film import Film

    frames = tuple(frame for _, frame in fresh)
    return Film(frames, np.array([step for step, _ in fresh], np.int64), fresh[-1][0])


def _live(block: Block, run: Run, film: Film[Any], *, chunk: bool) -> Block:
    if not isinstance(block, Moving):
        return block
    if block.aside:
        return Moving(replace(block.picture, film=f"{run.id} {block.picture.film}"), aside=True)
    name = f"{run.id} {film.steps[0]} {film.n_steps} {'part' if chunk else 'all'}"
    picture = replace(block.picture, film=name, live=run.id, chunk=chunk, begin="end")
    return Moving(picture)


def _resting(block: Block, *, running: bool) -> Block:
    if not isinstance(block, Moving) or block.aside:
        return block
    return Moving(replace(block.picture, running=running))


def _tell(run: Run, *, running: bool) -> None:
    if run.progress is not None:
        st.progress(run.progress.share, text=escape(run.progress.text))
    elif running and run.steps_per_s:
        pace, unit = _pace(run)
        st.caption(f"{pace:,.0f} {unit}s a second, as you see them.")
    elif run.over:
        st.caption("The run has come to its end. Scrub through it, or reset it.")


def _pace(run: Run) -> tuple[float, str]:
    """Return how fast the slider's own unit grows: a step of a run may be many epochs."""
    pictures = [block.picture for block in run.shown or () if isinstance(block, Moving)]
    if not pictures or run.n_steps <= 0:
        return run.steps_per_s, "step"
    each = float(pictures[0].steps[-1]) / run.n_steps
    return run.steps_per_s * each, pictures[0].unit


def _obey(prefix: str, run: Run, held: dict[str, Any], told: str) -> None:
    """Do what a button of the player asked for."""
    if not told:
        return
    if told == "reset":
        _forget(prefix)
    elif told == "step":
        held.update(running=False, waits=run.n_steps + 1)
    else:
        held.update(running=told == "play" and not run.ended, waits=0)
    st.rerun()


def _run(prefix: str, playground: Playground, settings: Any, table: TableFacts | None) -> Run:
    """Return the run of this spot; a setting that may change meanwhile is sent into it."""
    held = _held(prefix)
    run = compute.live_run(held["run"]) if held["run"] else None
    if run is not None and run.settings != settings:
        change = playground.change(run.settings, settings) if playground.change else None
        if change is None or run.ended:
            compute.close_run(run.id)
            run = None
        else:
            run.change(change)
            run.settings = settings
    if run is None:
        asked = playground.work_settings(settings)
        live = playground.live_for(asked)
        assert live is not None  # noqa: S101 (who calls this offers the mode)
        run = compute.live(
            live,
            asked,
            table=None if table is None else table.digest,
            learner=state.learner(),
        )
        run.settings = settings
        held.update(run=run.id, waits=0)
    return run


def _forget(prefix: str) -> None:
    held = _held(prefix)
    compute.close_run(held["run"])
    held.update(run="", waits=0, running=False)


def _held(prefix: str) -> dict[str, Any]:
    fresh = {"run": "", "running": False, "waits": 0}
    held: dict[str, Any] = st.session_state.setdefault(f"{prefix}_watch_state", fresh)
    return held
