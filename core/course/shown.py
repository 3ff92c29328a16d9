"""Missions shown to a learner who gave up: they count once they are left and reached again."""

from __future__ import annotations

from collections.abc import Mapping

from core.course.missions import Outcome

LESSON = "a lesson"
"""In place of a mission: a lesson has set the controls, and shows whatever is reached there."""


def still_shown(
    shown: Mapping[str, str], graded: Mapping[str, Outcome], here: str, showing: str = ""
) -> dict[str, str]:
    """Return the missions that are not the learner's own yet, and the place where each was shown.

    shown : what this returned last. graded : the missions of the playground in sight. here : its
    settings as text. showing : the mission that was just asked for, or `LESSON`, "" if none.
    Whatever else is reached at a place that was shown was shown, too. A mission is left at other
    settings that do not reach it; from then on it counts.

    >>> there = still_shown({}, {"sql.one": Outcome.EARNED}, "x=5", "sql.one")
    >>> there, still_shown(there, {"sql.one": Outcome.NOT_YET}, "x=0")
    ({'sql.one': 'x=5'}, {})
    >>> still_shown({}, {"sql.one": Outcome.EARNED, "sql.two": Outcome.NOT_YET}, "x=5", LESSON)
    {'sql.one': 'x=5'}
    """
    now = dict(shown)
    if showing in graded:
        now[showing] = here
    if showing == LESSON or here in now.values():
        now |= {name: here for name, outcome in graded.items() if outcome is Outcome.EARNED}
    return {
        name: place
        for name, place in now.items()
        if place == here or graded.get(name) is not Outcome.NOT_YET
    }
