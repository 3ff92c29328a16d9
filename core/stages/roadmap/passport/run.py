"""What a learner has earned, and how far each stage is."""

from __future__ import annotations

from dataclasses import dataclass

from core.course import missions, roadmap
from core.course.missions import Mission
from core.settings import Declared, control


class PassportSettings(Declared):
    """Which missions to list; ``earned``: (mission id, ISO date)."""

    show: str = control(
        "Show", "", ("all", "All"), ("earned", "Earned"), ("open", "Open"), default="all"
    )
    earned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PassportAnswer:
    """The listed missions with the day each was earned ("" if it was not)."""

    listed: tuple[tuple[Mission, str], ...]
    n_earned: int
    n_missions: int
    best_stage: str
    best_share: float


def open_passport(settings: PassportSettings) -> PassportAnswer:
    """Return the missions to list and the stage furthest along."""
    days = dict(settings.earned)
    known = missions.everything()
    ids = {mission.id for mission in known}
    wanted = {"all": ids, "earned": ids & set(days), "open": ids - set(days)}[settings.show]
    shares = missions.earned_share(days)
    best = max(shares, key=shares.__getitem__) if shares else ""
    return PassportAnswer(
        listed=tuple((m, days.get(m.id, "")) for m in known if m.id in wanted),
        n_earned=sum(mission.id in days for mission in known),
        n_missions=len(known),
        best_stage=roadmap.stage(best).title if best else "",
        best_share=shares.get(best, 0.0),
    )
