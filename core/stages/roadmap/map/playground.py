"""Map: what its page shows, and how."""

from __future__ import annotations

from core.params import Param
from core.playground import Context, Playground, Source, Values
from core.stages.roadmap.map import scene
from core.stages.roadmap.map.run import MapSettings, look_at_map

FIND = Param("find", "Find a topic", "text", "", "any term of the course, such as F1 or leakage")


def _map_settings(context: Context, values: Values) -> MapSettings:
    earned, existing = tuple(sorted(context.earned)), tuple(sorted(context.existing))
    return MapSettings(str(values["find"]), earned, existing, context.dark)


PLAYGROUND = Playground(
    params=(FIND,),
    settings=_map_settings,
    derive=lambda settings, _nothing: look_at_map(settings),
    draw=scene.draw_map,
    notice=scene.notice_map,
    code=lambda _settings, _answer: "",
    needs_table=False,
    wide=True,
    sources=(Source("The union of five public machine-learning-engineer roadmaps"),),
)
