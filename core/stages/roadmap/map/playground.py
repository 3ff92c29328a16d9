"""Map: what its page shows, and how."""

from __future__ import annotations

import streamlit as st

from core.params import Param
from core.playground import Playground, Source, Values
from core.stages.roadmap.map import scene
from core.stages.roadmap.map.run import MapSettings, look_at_map
from core.ui import road, state

FIND = Param("find", "Find a topic", "text", "", "any term of the course, such as F1 or leakage")


def map_settings(_experiment: object, values: Values) -> MapSettings:
    dark = st.context.theme.type == "dark"
    earned = tuple(sorted(state.earned()))
    return MapSettings(str(values["find"]), earned, tuple(sorted(road.existing())), dark)


PLAYGROUND = Playground(
    params=(FIND,),
    settings=map_settings,
    derive=lambda settings, _nothing: look_at_map(settings),
    draw=scene.draw_map,
    notice=scene.notice_map,
    code=lambda _settings, _answer: "",
    needs_table=False,
    wide=True,
    sources=(Source("The union of five public machine-learning-engineer roadmaps"),),
)
