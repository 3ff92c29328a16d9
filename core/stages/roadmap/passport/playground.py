"""Passport: what its page shows, and how."""

from __future__ import annotations

from core.playground import Context, Playground, Source, Values
from core.stages.roadmap.passport import scene
from core.stages.roadmap.passport.run import PassportSettings, open_passport


def _passport_settings(context: Context, values: Values) -> PassportSettings:
    return PassportSettings.of(values, earned=tuple(sorted(context.earned.items())))


PLAYGROUND = Playground(
    params=PassportSettings.PARAMS,
    settings=_passport_settings,
    derive=lambda settings, _nothing: open_passport(settings),
    draw=scene.draw_passport,
    notice=scene.notice_passport,
    code=lambda _settings, _answer: "",
    needs_table=False,
    keeps=("passport",),
    sources=(Source("Kept in this browser's local storage; nothing is sent elsewhere"),),
)
