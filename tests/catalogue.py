"""What the tests walk: the playgrounds that stand, read from their folders."""

from __future__ import annotations

from functools import cache

from core.course import roadmap
from core.playground import Playground, load
from core.ui import road


@cache
def playgrounds_of(slug: str) -> tuple[Playground, ...]:
    """Return the playgrounds of one stage."""
    return tuple(load(slug, name) for name in roadmap.built(slug))


@cache
def playgrounds_by_page() -> dict[str, tuple[Playground, ...]]:
    """Return slug -> its playgrounds, for all stages that have a page."""
    return {slug: playgrounds_of(slug) for slug in sorted(road.existing())}
