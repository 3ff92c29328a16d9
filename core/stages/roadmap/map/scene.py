"""The map on the screen."""

from __future__ import annotations

from core.course import roadmap
from core.figures.blocks import Block, Drawing, Link, Links
from core.figures.roadmap_map import map_svg
from core.stages.roadmap.map.run import MapAnswer, MapSettings


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
