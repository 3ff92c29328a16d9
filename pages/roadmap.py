"""Stage: the roadmap. Where you stand, and where to go next."""

from __future__ import annotations

import streamlit as st

from core.course.travel import MapSettings, PassportSettings, look_at_map, open_passport
from core.figures.scenes import roadmap as scene
from core.params import Param
from core.ui import passport_desk, road, shell, state
from core.ui.playground import Playground, Source, Values
from core.ui.table_choices import choice

FIND = Param("find", "Find a topic", "text", "", "any term of the course, such as F1 or leakage")


def map_settings(_experiment: object, values: Values) -> MapSettings:
    dark = st.context.theme.type == "dark"
    earned = tuple(sorted(state.earned()))
    return MapSettings(str(values["find"]), earned, tuple(sorted(road.existing())), dark)


def passport_settings(_experiment: object, values: Values) -> PassportSettings:
    return PassportSettings(str(values["show"]), tuple(sorted(state.earned().items())))


PLAYGROUNDS = (
    Playground(
        id="map",
        title="Map",
        question="Where are you on the road, and what comes next?",
        params=(FIND,),
        settings=map_settings,
        derive=lambda settings, _nothing: look_at_map(settings),
        draw=scene.draw_map,
        notice=scene.notice_map,
        code=lambda _settings, _answer: "",
        needs_table=False,
        wide=True,
        sources=(Source("The union of five public machine-learning-engineer roadmaps"),),
    ),
    Playground(
        id="passport",
        title="Passport",
        question="What have you earned, and how do you take it along?",
        params=(choice("show", "Show", ("all", "All"), ("earned", "Earned"), ("open", "Open")),),
        settings=passport_settings,
        derive=lambda settings, _nothing: open_passport(settings),
        draw=scene.draw_passport,
        notice=scene.notice_passport,
        code=lambda _settings, _answer: "",
        needs_table=False,
        before=passport_desk.show,
        sources=(Source("Kept in this browser's local storage; nothing is sent elsewhere"),),
    ),
)

shell.page("roadmap", PLAYGROUNDS)
