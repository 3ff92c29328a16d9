"""What the tests walk: the playgrounds that stand, by name (cheap) or as they are when opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.course import roadmap
from core.playground import Playground, load

SLUGS = tuple(sorted(slug for slug in roadmap.ORDER if roadmap.built(slug)))
"""The stages that stand; each has a page."""


@dataclass(frozen=True)
class Place:
    """Where a playground stands. Tests are made for places; each imports the one it opens."""

    slug: str
    id: str

    def __str__(self) -> str:
        return f"{self.slug}-{self.id}"

    @property
    def folder(self) -> str:
        """Its folder's name in ``core/stages/<slug>/``."""
        return roadmap.folder(self.id)

    @property
    def playground(self) -> Playground:
        """The playground itself, imported."""
        return _opened(self.slug, self.id)


PLACES = tuple(Place(slug, name) for slug in SLUGS for name in roadmap.built(slug))


@cache
def _opened(slug: str, name: str) -> Playground:
    return load(slug, name)


def playgrounds_of(slug: str) -> tuple[Playground, ...]:
    """Return the playgrounds of one stage."""
    return tuple(_opened(slug, name) for name in roadmap.built(slug))


@cache
def playgrounds_by_page() -> dict[str, tuple[Playground, ...]]:
    """Return slug -> its playgrounds, for all stages that have a page."""
    return {slug: playgrounds_of(slug) for slug in SLUGS}
