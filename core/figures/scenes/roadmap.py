"""The road as a picture, and the passport as a list."""

from __future__ import annotations

from core.course import roadmap
from core.course.travel import MapAnswer, MapSettings, PassportAnswer, PassportSettings
from core.figures.blocks import Block, Drawing, Link, Links, Number, Numbers, Row, Words
from core.figures.roadmap_map import map_svg

STAGES_ACROSS = 3


def draw_map(settings: MapSettings, answer: MapAnswer) -> tuple[Block, ...]:
    """Draw what the search found, then the whole road."""
    wide, narrow = (
        map_svg(
            roadmap.STAGES,
            answer.shares,
            settings.existing,
            dark=settings.dark,
            narrow=narrow,
            next_slug=answer.next_slug,
        )
        for narrow in (False, True)
    )
    found = Links(tuple(_link(hit, settings) for hit in answer.hits)) if answer.hits else None
    road = Drawing(wide, "The roadmap: every stage, what you have earned, what comes next", narrow)
    return (road,) if found is None else (found, road)


def _link(hit: roadmap.Hit, settings: MapSettings) -> Link:
    stage = roadmap.stage(hit.slug)
    ready = hit.slug in settings.existing
    note = hit.text if ready else f"{hit.text} · coming"
    title = f"{stage.title} · {hit.title}" if hit.playground else stage.title
    return Link(hit.slug if ready else "", hit.playground, title, note)


def notice_map(settings: MapSettings, answer: MapAnswer) -> str:
    """Say how far the learner is and what comes next."""
    where = f"You have earned {answer.n_earned} of {answer.n_missions} missions."
    if settings.find:
        return f"{len(answer.hits)} places speak of what you look for. {where}"
    if not answer.next_slug:
        return f"{where} Everything that is open is done."
    stage = roadmap.stage(answer.next_slug)
    return f"{where} Next: **{stage.title}** — {stage.question[0].lower()}{stage.question[1:]}"


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
