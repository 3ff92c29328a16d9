"""For a learner who gives up: do what reaches a mission, and do not count it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.course import missions
from core.course.missions import Attempt, Mission, Outcome
from core.course.shown import LESSON, still_shown
from core.data import samples
from core.params import Param
from core.tabular.experiment import Experiment
from core.ui import state
from core.value import Value


def button(prefix: str, mission: Mission) -> None:
    """Offer to do what reaches the mission, if a page can."""
    attempt = missions.attempt(mission.reached)
    if not attempt.can_be_shown:
        return
    st.button(
        "Show me",
        key=f"show_{mission.id}",
        icon=":material/visibility:",
        type="tertiary",
        help=_help(attempt),
        on_click=_do,
        args=(prefix, mission),
    )


def _help(attempt: Attempt) -> str:
    opens = ""
    if attempt.sample:
        title = samples.sample(attempt.sample).title
        opens = f" Opens the sample “{title}” with a fresh experiment; Undo brings yours back."
    return f"Sets all controls to where it is reached.{opens} It counts once you do it yourself."


def _do(prefix: str, mission: Mission) -> None:
    """Have the next run open the sample, change its experiment and move the controls."""
    attempt = missions.attempt(mission.reached)
    st.session_state[f"{prefix}_moved"] = dict(attempt.values)
    st.session_state[f"{prefix}_afresh"] = True
    if attempt.sample:
        state.choose_sample(attempt.sample, mission.id)
    state.show_mission(mission.id)


def moved(prefix: str, params: tuple[Param, ...], *, waits: bool = False) -> dict[str, Value]:
    """Return where the controls are to be moved in this run: some, or from the defaults on all.

    waits : there are more of them once a table is here, and they are moved then.
    """
    kept: dict[str, Value] = st.session_state.pop(f"{prefix}_later", {})
    asked: dict[str, Value] = st.session_state.pop(f"{prefix}_moved", {})
    values = {**kept, **asked}
    if waits:
        known = {param.id for param in params}
        later = {name: value for name, value in values.items() if name not in known}
        st.session_state[f"{prefix}_later"] = later
    if st.session_state.pop(f"{prefix}_afresh", False):
        return {param.id: param.default for param in params} | values
    return values


def changed(first: Experiment) -> Experiment:
    """Return a sample's first experiment as the mission has it that the sample was opened for."""
    mission = state.chosen_for()
    if not mission:
        return first
    return replace(first, **missions.attempt(missions.by_id(mission).reached).experiment)


def note(graded: Mapping[str, Outcome], settings: object) -> None:
    """Remember which of these missions were only shown, now that these settings are in sight."""
    showing, shown = state.shown_next(), state.shown()
    if not showing and not shown:
        return
    if showing in graded or showing == LESSON:
        state.show_mission("")
    state.set_shown(still_shown(shown, graded, repr(settings), showing))
