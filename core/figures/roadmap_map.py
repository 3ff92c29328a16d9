"""The home picture: all stages on one road, drawn as plain SVG so that it is there at once.

A stop's shape says how it stands: filled with a tick (earned), a ring partly drawn (begun), a
ring (open), a small dashed ring (coming). Colour says only the section, which is written beside
it as well. Nothing of a learner's text goes in.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, Protocol

from core.figures import road_layout
from core.figures.road_colours import DARK, LIGHT, Hue, Palette
from core.figures.road_layout import Place, Road

State = Literal["here", "earned", "begun", "open", "coming"]
RADIUS, SMALL = 19.0, 12.5
FONT = "'Source Sans', 'Source Sans Pro', system-ui, Segoe UI, Helvetica, Arial, sans-serif"
HOVER = (
    "<style>.rm-stop{outline:none}.rm-stop .rm-glow{opacity:0;transition:opacity .15s}"
    ".rm-stop:hover .rm-glow,.rm-stop:focus-visible .rm-glow{opacity:1}"
    ".rm-stop:hover text.rm-name,.rm-stop:focus-visible text.rm-name"
    "{text-decoration:underline}</style>"
)


class StageLike(Protocol):
    """What the map needs to know of a stage."""

    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def section(self) -> str: ...  # noqa: D102
    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def about(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class _Stop:
    stage: StageLike
    number: int
    place: Place
    state: State
    share: float
    is_next: bool


def map_svg(
    stages: Sequence[StageLike],
    earned_share_by_slug: Mapping[str, float],
    existing_slugs: Collection[str],
    *,
    dark: bool,
    narrow: bool,
    next_slug: str = "",
    home_slug: str = "roadmap",
    base_path: str = "",
) -> str:
    """Return the map as one SVG element.

    stages : in the course's order, stages of a section together. earned_share_by_slug : 0 to 1,
    missing means 0. existing_slugs : stages with a page, drawn as links to
    ``base_path/slug``; the others are marked as coming. narrow : one column, for 400 pixels.
    next_slug : the stage to point out. home_slug : the page the map stands on, no link.
    """
    road = road_layout.lay(stages, narrow=narrow)
    stops = [
        _Stop(
            stage,
            index + 1,
            place,
            _state(stage.slug, earned_share_by_slug, existing_slugs, home_slug),
            min(1.0, max(0.0, earned_share_by_slug.get(stage.slug, 0.0))),
            stage.slug == next_slug,
        )
        for index, (stage, place) in enumerate(zip(stages, road.places, strict=True))
    ]
    palette = DARK if dark else LIGHT
    silent = _all_coming(stops)
    parts = [
        HOVER,
        *_surface(road, palette),
        *_lines(stops, road, palette),
        *_signs(stops, road, palette),
        *(_stop(stop, _word(stop, silent), palette, base_path) for stop in stops),
        *_legend(road, palette),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {road.width:g} {road.height:g}" '
        f'width="100%" role="group" aria-label="{_summary(stops)}" font-family="{FONT}" '
        f'style="display:block;max-width:{road.width * 1.25:g}px;margin:0 auto">'
        f"{''.join(parts)}</svg>"
    )


def _state(
    slug: str, shares: Mapping[str, float], existing: Collection[str], home_slug: str
) -> State:
    if slug == home_slug:
        return "here"
    if slug not in existing:
        return "coming"
    share = shares.get(slug, 0.0)
    return "earned" if share >= 1 else "begun" if share > 0 else "open"


def _summary(stops: Sequence[_Stop]) -> str:
    n_open = sum(stop.state != "coming" for stop in stops)
    n_earned = sum(stop.state == "earned" for stop in stops)
    return (
        f"Map of the roadmap: {len(stops)} stages, {n_open} with a page, {n_earned} earned, "
        f"{len(stops) - n_open} coming"
    )


def _surface(road: Road, palette: Palette) -> Iterator[str]:
    """Draw the road's surface under everything."""
    whole = "".join(f"M{piece.start.x:g} {piece.start.y:g}{piece.curve}" for piece in road.pieces)
    yield (
        f'<path d="{whole}" fill="none" stroke="{palette.road}" stroke-width="{road.band:g}" '
        'stroke-linecap="round"/>'
    )


def _lines(stops: Sequence[_Stop], road: Road, palette: Palette) -> Iterator[str]:
    """Draw the line on the road: full colour behind an earned stop, dots towards a coming one."""
    for before, after, piece in zip(stops[:-1], stops[1:], road.pieces, strict=True):
        colour = palette.section(after.stage.section).fill
        if after.state == "coming":
            style = f'stroke="{palette.faint}" stroke-width="2.4" stroke-dasharray="0.1 8"'
        elif before.state == "earned":
            style = f'stroke="{colour}" stroke-width="5"'
        else:
            style = f'stroke="{colour}" stroke-width="3" stroke-opacity="0.45"'
        yield (
            f'<path d="M{piece.start.x:g} {piece.start.y:g}{piece.curve}" fill="none" {style} '
            'stroke-linecap="round"/>'
        )


def _signs(stops: Sequence[_Stop], road: Road, palette: Palette) -> Iterator[str]:
    """Write each section's name at its beginning, with "coming" when none of it is there yet."""
    all_coming = _all_coming(stops)
    for sign in road.signs:
        coming = sign.section in all_coming
        note = (
            f'<tspan dx="8" font-weight="400" fill="{palette.soft}">coming</tspan>'
            if coming
            else ""
        )
        colour = palette.section(sign.section).text
        yield (
            f'<text x="{sign.x:g}" y="{sign.y:g}" text-anchor="{sign.anchor}" '
            f'font-size="{road.sign_size:g}" font-weight="650" fill="{colour}" '
            f'letter-spacing="0.2">{escape(sign.section)}{note}</text>'
        )


def _all_coming(stops: Sequence[_Stop]) -> frozenset[str]:
    """Return the sections without a page: their sign says "coming" once for all stops."""
    begun = {stop.stage.section for stop in stops if stop.state != "coming"}
    return frozenset(stop.stage.section for stop in stops) - begun


def _stop(stop: _Stop, word: str, palette: Palette, base_path: str) -> str:
    """Draw one stop; a link unless it is coming or the page we are on."""
    tip = f"<title>{escape(_told(stop))}</title>"
    body = f"{tip}{''.join(_face(stop, palette))}{''.join(_label(stop, word, palette))}"
    label = f'aria-label="{escape(_told(stop), quote=True)}"'
    if stop.state in ("coming", "here"):
        return f'<g role="img" {label}>{body}</g>'
    href = escape(f"{base_path}/{stop.stage.slug}", quote=True)
    hit = _target(stop)
    return f'<a href="{href}" target="_self" class="rm-stop" {label}>{hit}{body}</a>'


def _told(stop: _Stop) -> str:
    """Return what a screen reader says of a stop, and its tooltip."""
    standing = {
        "here": "you are here",
        "earned": "all missions earned",
        "begun": f"{stop.share:.0%} of its missions earned",
        "open": "open, no mission earned yet",
        "coming": "coming",
    }[stop.state]
    nudge = ", the next step" if stop.is_next else ""
    about = f" {stop.stage.about}" if stop.stage.about else ""
    return f"{stop.number}. {stop.stage.title}: {standing}{nudge}. {stop.stage.question}{about}"


def _target(stop: _Stop) -> str:
    """Return an unseen rectangle that makes the stop and its label one thing to click."""
    box = stop.place.target
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        'fill="#000" fill-opacity="0" rx="10"/>'
    )


def _face(stop: _Stop, palette: Palette) -> Iterator[str]:
    """Draw the stop itself."""
    x, y = stop.place.x, stop.place.y
    colours = palette.section(stop.stage.section)
    if stop.state == "coming":
        yield _ring(x, y, SMALL, palette.faint, 1.6, palette.face, ' stroke-dasharray="2.6 3.2"')
        yield _number(x, y, str(stop.number), 12, palette.soft)
        return
    glow = f'<circle cx="{x:g}" cy="{y:g}" r="{RADIUS + 6:g}" fill="{colours.fill}" '
    yield f'{glow}fill-opacity="0.28" class="rm-glow"/>' if stop.state != "here" else ""
    if stop.is_next:
        yield f'{glow}fill-opacity="0.2"/>'
    if stop.state == "here":
        yield from _pin(x, y, palette)
    elif stop.state == "earned":
        yield _ring(x, y, RADIUS, colours.fill, 3, colours.fill)
        yield _tick(x, y, colours.on_fill)
    else:
        yield _ring(
            x, y, RADIUS, colours.fill if stop.state == "open" else palette.faint, 3, palette.face
        )
        if stop.state == "begun":
            yield _arc(x, y, stop.share, colours.fill)
        yield _number(x, y, str(stop.number), 15.5, colours.text, bold=True)


def _label(stop: _Stop, word: str, palette: Palette) -> Iterator[str]:
    """Write the stop's name and, where its shape needs a word, how it stands."""
    place = stop.place
    known = stop.state != "coming"
    x, y = place.text_x, place.text_y - (place.leading / 2 if word and place.centred else 0)
    for line in place.lines:
        yield (
            f'<text class="rm-name" x="{x:g}" y="{y:g}" text-anchor="{place.anchor}" '
            f'font-size="{place.size:g}" font-weight="{550 if known else 400}" '
            f'fill="{palette.ink if known else palette.soft}">{escape(line)}</text>'
        )
        y += place.leading
    if stop.is_next:
        yield from _pill(x, y + 2, word, place, palette.section(stop.stage.section))
    elif word:
        accent = palette.section(stop.stage.section).text if known else palette.soft
        yield (
            f'<text x="{x:g}" y="{y:g}" text-anchor="{place.anchor}" '
            f'font-size="{place.size - 1:g}" fill="{accent}">{word}</text>'
        )


def _pill(x: float, y: float, word: str, place: Place, hue: Hue) -> Iterator[str]:
    """Draw the word on a rounded plate: the one thing on the map that asks to be pressed."""
    width, height = 80.0, 19.0
    left = x - width / 2 if place.anchor == "middle" else x
    yield (
        f'<rect x="{left:g}" y="{y - 13.5:g}" width="{width:g}" height="{height:g}" '
        f'rx="{height / 2:g}" fill="{hue.text}"/>'
    )
    yield (
        f'<text x="{left + width / 2:g}" y="{y:g}" text-anchor="middle" font-size="13.5" '
        f'font-weight="600" fill="{hue.on_text}">{word}</text>'
    )


def _word(stop: _Stop, silent: frozenset[str]) -> str:
    """Return what stands under a name; nothing where the section's sign has said it."""
    if stop.state == "here":
        return "you are here"
    if stop.is_next:
        return "next step"
    if stop.state == "coming":
        return "" if stop.stage.section in silent else "coming"
    return f"{stop.share:.0%} earned" if stop.state == "begun" else ""


def _ring(
    x: float, y: float, radius: float, stroke: str, width: float, fill: str, more: str = ""
) -> str:
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width:g}"{more}/>'
    )


def _arc(x: float, y: float, share: float, colour: str) -> str:
    """Return the drawn part of a begun stop's ring, clockwise from the top."""
    angle = 2 * math.pi * min(share, 0.999)
    end_x, end_y = x + RADIUS * math.sin(angle), y - RADIUS * math.cos(angle)
    return (
        f'<path d="M{x:g} {y - RADIUS:g}A{RADIUS:g} {RADIUS:g} 0 {int(share > 0.5)} 1 '
        f'{end_x:.2f} {end_y:.2f}" fill="none" stroke="{colour}" stroke-width="5" '
        'stroke-linecap="round"/>'
    )


def _tick(x: float, y: float, colour: str) -> str:
    return (
        f'<path d="M{x - 8:g} {y + 0.5:g}l5.5 6 10.5 -12" fill="none" stroke="{colour}" '
        'stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _pin(x: float, y: float, palette: Palette) -> Iterator[str]:
    """Draw the place where the learner stands: a pin on the road."""
    yield (
        f'<path d="M{x:g} {y + 9:g}C{x - 17:g} {y - 8:g} {x - 14:g} {y - 30:g} {x:g} {y - 30:g}'
        f'S{x + 17:g} {y - 8:g} {x:g} {y + 9:g}Z" fill="{palette.ink}"/>'
    )
    yield f'<circle cx="{x:g}" cy="{y - 15:g}" r="5" fill="{palette.face}"/>'


def _number(x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> str:
    return (
        f'<text x="{x:g}" y="{y + size * 0.36:g}" text-anchor="middle" font-size="{size:g}" '
        f'font-weight="{650 if bold else 400}" fill="{colour}">{text}</text>'
    )


def _legend(road: Road, palette: Palette) -> Iterator[str]:
    """Explain the shapes in a row (or two) at the foot."""
    colour = palette.section("Foundations")
    for (state, word), (x, y) in zip(LEGEND, road.legend, strict=True):
        yield f'<g aria-hidden="true"><g transform="translate({x:g} {y:g}) scale(0.5)">'
        if state == "coming":
            yield _ring(0, 0, SMALL + 4, palette.faint, 3, palette.face, ' stroke-dasharray="5 6"')
        elif state == "earned":
            yield _ring(0, 0, RADIUS, colour.fill, 3, colour.fill) + _tick(0, 0, colour.on_fill)
        else:
            ring = colour.fill if state == "open" else palette.faint
            yield _ring(0, 0, RADIUS, ring, 4, palette.face)
            yield _arc(0, 0, 0.6, colour.fill) if state == "begun" else ""
        yield (
            f'</g><text x="{x + 17:g}" y="{y + 4.6:g}" font-size="14" fill="{palette.soft}">'
            f"{word}</text></g>"
        )


LEGEND = (("earned", "earned"), ("begun", "begun"), ("open", "open"), ("coming", "coming"))
