"""Passport: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source, Values
from core.stages.roadmap.map import scene
from core.stages.roadmap.passport.run import PassportSettings, open_passport
from core.table_choices import choice
from core.ui import passport_desk, state


def passport_settings(_experiment: object, values: Values) -> PassportSettings:
    return PassportSettings(str(values["show"]), tuple(sorted(state.earned().items())))


PLAYGROUND = Playground(
    params=(choice("show", "Show", ("all", "All"), ("earned", "Earned"), ("open", "Open")),),
    settings=passport_settings,
    derive=lambda settings, _nothing: open_passport(settings),
    draw=scene.draw_passport,
    notice=scene.notice_passport,
    code=lambda _settings, _answer: "",
    needs_table=False,
    before=passport_desk.show,
    sources=(Source("Kept in this browser's local storage; nothing is sent elsewhere"),),
)
