"""Missions: goals stated as predicates on settings and answer, and how they are graded.

The missions of a playground stand in its folder, ``core/stages/<slug>/<playground>/missions.py``,
as ``MISSIONS``; they are imported when their stage is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import Any, TypeAlias

from core.course import roadmap
from core.value import Value

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What a learner does for a mission, from the defaults on.

    values : controls by id. sample : the sample that is opened; "" where no table is needed.
    experiment : fields of the `Experiment` that differ from the sample's first one.
    pictures : how much of a live run is watched, where it takes more than a glance.
    file, earned : what no control sets and nobody can be shown: a file of the learner's own (by its
    name in the tests), and the stages whose missions are earned.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    sample: str = ""
    experiment: Mapping[str, Any] = field(default_factory=dict)
    pictures: int = 0
    file: str = ""
    earned: tuple[str, ...] = ()

    @property
    def can_be_shown(self) -> bool:
        """Whether a page can do it for the learner."""
        return not self.file and not self.earned


Given: TypeAlias = Attempt | Mapping[str, Value] | Callable[[], Mapping[str, Value]]
"""An attempt; or only its values of controls, or what makes these, where that imports what the map
must not wait for."""


def attempt(given: Given) -> Attempt:
    """Return `Mission.reached` or `Mission.missed` as an attempt."""
    if isinstance(given, Attempt):
        return given
    return Attempt(dict(given() if callable(given) else given))


class Outcome(Enum):
    """How a mission stands after looking at one answer."""

    NOT_TRIED = "not tried"
    NOT_YET = "not yet"
    EARNED = "earned"


@dataclass(frozen=True)
class Mission:
    """One goal of one playground.

    ``id`` is ``"<slug>.<name>"`` in lower case and never changes: passports keep it. ``goal`` says
    what to reach, ``hints`` how to start, from gentle to plain. ``done(settings, answer)`` is true
    when it is reached; it must be false for the playground's default settings.
    ``reached``, ``missed``: what the hints say when they are followed to the letter, which earns
    it, and a near miss. A test follows both; whoever gives up is shown the first.
    ``stage``, ``playground``: whose folder it stands in; filled in when it is read.
    """

    id: str
    title: str
    goal: str
    hints: tuple[str, ...]
    done: Callable[[Any, Any], bool]
    reached: Given = field(default_factory=Attempt, hash=False)
    missed: Given = field(default_factory=Attempt, hash=False)
    stage: str = ""
    playground: str = ""


def grade(missions: Iterable[Mission], settings: Any, answer: Any) -> dict[str, Outcome]:
    """Return the outcome of each mission by id; without an answer all are not tried."""
    return {mission.id: _outcome(mission, settings, answer) for mission in missions}


def earned_at_start(missions: Iterable[Mission], settings: Any, answer: Any) -> tuple[str, ...]:
    """Return the ids that default ``settings`` would earn: a test demands none."""
    graded = grade(missions, settings, answer)
    return tuple(name for name, outcome in graded.items() if outcome is Outcome.EARNED)


def of(slug: str, playground: str | None = None) -> tuple[Mission, ...]:
    """Return the missions of a stage, or of one of its playgrounds, in their order."""
    missions = _of_stage(slug)
    return tuple(m for m in missions if playground is None or m.playground == playground)


def by_id(mission_id: str) -> Mission:
    """Return one mission; raise `KeyError` if there is none of that id."""
    for mission in _of_stage(mission_id.partition(".")[0]):
        if mission.id == mission_id:
            return mission
    raise KeyError(mission_id)


def everything() -> tuple[Mission, ...]:
    """Return all missions of all stages, in the roadmap's order."""
    return tuple(mission for stage in roadmap.STAGES for mission in _of_stage(stage.slug))


def earned_share(earned: Mapping[str, str] | Iterable[str]) -> dict[str, float]:
    """Return slug -> share of its missions among the ids ``earned``; stages without any left out.

    Ids that are no missions here count for nothing.
    """
    mine = set(earned)
    totals: dict[str, list[bool]] = {}
    for mission in everything():
        totals.setdefault(mission.stage, []).append(mission.id in mine)
    return {slug: sum(flags) / len(flags) for slug, flags in totals.items()}


def _outcome(mission: Mission, settings: Any, answer: Any) -> Outcome:
    if answer is None:
        return Outcome.NOT_TRIED
    try:
        return Outcome.EARNED if mission.done(settings, answer) else Outcome.NOT_YET
    except Exception:  # noqa: BLE001 - a faulty predicate must never take its page down
        _LOG.warning("mission %s could not be graded", mission.id, exc_info=True)
        return Outcome.NOT_YET


@lru_cache(maxsize=64)
def _of_stage(slug: str) -> tuple[Mission, ...]:
    """Import a stage's missions; raise `ValueError` if an id is not its stage's, or there twice."""
    missions = tuple(
        replace(mission, stage=slug, playground=name)
        for name in (roadmap.built(slug) if slug in roadmap.ORDER else ())
        for mission in import_module(f"core.stages.{slug}.{roadmap.folder(name)}.missions").MISSIONS
    )
    ids = [mission.id for mission in missions]
    strange = next((name for name in ids if not name.startswith(f"{slug}.")), None)
    if strange is not None:
        raise ValueError(f"the mission {strange!r} does not belong to the stage {slug!r}")
    if len(set(ids)) != len(ids):
        raise ValueError(f"{slug}: two missions share an id")
    return missions
