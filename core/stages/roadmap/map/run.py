"""Where a learner stands on the road: what is earned, what comes next, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from core.course import missions, roadmap
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
