"""The passport on the screen."""

from __future__ import annotations

from core.course import roadmap
from core.figures.blocks import Block, Number, Numbers, Row, Words
from core.stages.roadmap.passport.run import PassportAnswer, PassportSettings

STAGES_ACROSS = 3


def draw_passport(_settings: PassportSettings, answer: PassportAnswer) -> tuple[Block, ...]:
    """List the missions by stage with a mark for each earned one."""
    numbers = Numbers(
        (
            Number("Missions earned", f"{answer.n_earned} of {answer.n_missions}"),
            Number("Furthest along", answer.best_stage or "–", f"{answer.best_share:.0%} earned"),
        )
    )
    stages = dict.fromkeys(mission.stage for mission, _ in answer.listed)
    texts = tuple(Words(_stage_text(slug, answer)) for slug in stages)
    nothing = Words("Nothing to list yet: earn a mission on any page and it appears here.")
    return (numbers, Row(texts, across=STAGES_ACROSS) if texts else nothing)


def _stage_text(slug: str, answer: PassportAnswer) -> str:
    own = [(mission, day) for mission, day in answer.listed if mission.stage == slug]
    n_earned = sum(bool(day) for _, day in own)
    lines = [f"**{roadmap.stage(slug).title}**", f":gray[{n_earned} of {len(own)} earned]"]
    for mission, day in own:
        text = f":material/verified: **{mission.title}** · {day}" if day else None
        lines.append(text or f":material/flag: {mission.title}")
    return "  \n".join(lines)


def notice_passport(_settings: PassportSettings, answer: PassportAnswer) -> str:
    """Say how many missions are earned and where the learner is furthest along."""
    if answer.n_earned == 0:
        return (
            f"You have earned 0 of {answer.n_missions} missions; {len(answer.listed)} are listed. "
            "The passport lives in this browser only: export it before you change machines."
        )
    return (
        f"You have earned {answer.n_earned} of {answer.n_missions} missions; furthest along is "
        f"{answer.best_stage} with {answer.best_share:.0%}."
    )
