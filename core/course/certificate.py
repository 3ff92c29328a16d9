"""The certificate: a passport as one printable SVG that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from core.course.missions import Mission
from core.course.passport import Passport, clean_name
from core.course.roadmap import Stage

WIDTH, MARGIN, COLUMNS = 1120, 80, 3
COLUMN = (WIDTH - 2 * MARGIN) // COLUMNS
HEAD, TITLE_LINE, MISSION_LINE, GAP = 300, 26, 22, 20
LONGEST = 38
INK, SOFT, ACCENT, GREEN = "#17212b", "#5a6875", "#0072B2", "#00704F"


def certificate_svg(
    passport: Passport, stages: Sequence[Stage], missions: Sequence[Mission], *, today: str
) -> str:
    """Return the certificate: name, day, and the earned missions by stage in three columns.

    ``today`` is an ISO date. Missions that this suite does not know are not shown. The learner's
    name is the only foreign text and is escaped.
    """
    blocks = [_block(stage, missions, passport) for stage in stages]
    blocks = [block for block in blocks if block.earned]
    columns = _columns(blocks)
    height = HEAD + max((sum(b.height for b in column) for column in columns), default=0) + 110
    n_earned = sum(len(block.earned) for block in blocks)
    parts = [_frame(height), *_head(passport, n_earned, len(missions))]
    for index, column in enumerate(columns):
        y = HEAD
        for block in column:
            parts.extend(_draw(block, MARGIN + index * COLUMN, y))
            y += block.height
    if not blocks:
        parts.append(_text(WIDTH / 2, HEAD + 20, "No mission earned yet.", 18, SOFT, "middle"))
    parts.append(_text(WIDTH / 2, height - 52, f"Printed {today}", 14, SOFT, "middle"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="Certificate: {n_earned} missions earned" '
        f'font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">'
        f"{''.join(parts)}</svg>"
    )


@dataclass(frozen=True)
class _Block:
    title: str
    total: int
    earned: tuple[tuple[str, str], ...]

    @property
    def height(self) -> int:
        return TITLE_LINE + MISSION_LINE * len(self.earned) + GAP


def _block(stage: Stage, missions: Sequence[Mission], passport: Passport) -> _Block:
    mine = [mission for mission in missions if mission.stage == stage.slug]
    dates = passport.dates
    earned = tuple((m.title, dates[m.id]) for m in mine if m.id in dates)
    return _Block(stage.title, len(mine), earned)


def _columns(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Put the blocks into columns of about equal height, in order."""
    share = sum(block.height for block in blocks) / COLUMNS
    columns: list[list[_Block]] = [[] for _ in range(COLUMNS)]
    filled = 0.0
    for block in blocks:
        middle = filled + block.height / 2
        columns[min(COLUMNS - 1, int(middle / share))].append(block)
        filled += block.height
    return columns


def _head(passport: Passport, n_earned: int, n_missions: int) -> Iterator[str]:
    centre = WIDTH / 2
    name = clean_name(passport.name) or "A learner"
    yield _text(centre, 92, "ML ROADMAP PLAYGROUND", 15, ACCENT, "middle", weight=700, spacing=3)
    yield _text(centre, 150, name, 40, INK, "middle", weight=650)
    yield _text(centre, 196, f"has earned {n_earned} of {n_missions} missions", 19, SOFT, "middle")
    yield f'<path d="M{centre - 60} 228H{centre + 60}" stroke="{ACCENT}" stroke-width="3"/>'


def _draw(block: _Block, x: float, y: float) -> Iterator[str]:
    count = f"{len(block.earned)} of {block.total}"
    yield _text(x, y, block.title, 16, INK, weight=650)
    yield _text(x + COLUMN - 34, y, count, 13, SOFT, "end")
    for index, (title, day) in enumerate(block.earned):
        line = y + TITLE_LINE + index * MISSION_LINE
        yield (
            f'<path d="M{x + 2} {line - 5}l4 4 8 -9" fill="none" stroke="{GREEN}" '
            'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>'
        )
        short = title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"
        tip = f"<title>{escape(title)}, {escape(day)}</title>"
        yield _text(x + 22, line, short, 14, INK, tip=tip)


def _frame(height: float) -> str:
    return (
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<rect x="28" y="28" width="{WIDTH - 56}" height="{height - 56}" rx="18" fill="none" '
        f'stroke="{ACCENT}" stroke-width="2"/>'
    )


def _text(
    x: float,
    y: float,
    text: str,
    size: int,
    fill: str,
    anchor: str = "start",
    *,
    weight: int = 400,
    spacing: float = 0,
    tip: str = "",
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" '
        f'font-weight="{weight}" letter-spacing="{spacing:g}">{tip}{escape(text)}</text>'
    )
