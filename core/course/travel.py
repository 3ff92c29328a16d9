"""Where a learner stands on the road: what is earned, what comes next, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from core.course import missions, roadmap
from core.course.missions import Mission
from core.course.roadmap import Hit


@dataclass(frozen=True)
class MapSettings:
    """What is looked for, and where the learner stands.

    earned : mission ids. existing : slugs of the stages that have a page. dark : the theme.
    """

    find: str
    earned: tuple[str, ...]
    existing: tuple[str, ...]
    dark: bool = False


@dataclass(frozen=True)
class MapAnswer:
    """shares : slug -> share of its missions earned, 0 to 1. next_slug : "" when all is earned."""

    shares: dict[str, float]
    next_slug: str
    hits: tuple[Hit, ...]
    n_missions: int
    n_earned: int
    n_stages: int
    n_existing: int


def look_at_map(settings: MapSettings) -> MapAnswer:
    """Return where the learner stands and what the search finds."""
    shares = missions.earned_share(settings.earned)
    following = roadmap.next_stage(shares, settings.existing)
    known = missions.everything()
    return MapAnswer(
        shares=shares,
        next_slug="" if following is None else following.slug,
        hits=roadmap.search(settings.find),
        n_missions=len(known),
        n_earned=sum(mission.id in settings.earned for mission in known),
        n_stages=len(roadmap.STAGES),
        n_existing=len(settings.existing),
    )


@dataclass(frozen=True)
class PassportSettings:
    """Which missions to list: "all", "earned" or "open"; ``earned``: (mission id, ISO date)."""

    show: str
    earned: tuple[tuple[str, str], ...]


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
