"""The shape of the course's data: a stage and the cards of its playgrounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LATER = "later"
"""The home of a topic that no playground of the course operates yet."""


@dataclass(frozen=True)
class Card:
    """One playground as the roadmap lists it and its page names it, built or not.

    ``what``: one line on the map. ``film``: a played iterative algorithm. ``own_data``: takes the
    active data set. ``question``: what the learner can answer afterwards; "" while it is coming.
    """

    id: str
    title: str
    what: str
    film: bool = False
    own_data: bool = False
    question: str = ""


@dataclass(frozen=True)
class Stage:
    """One step of the roadmap: one page.

    ``question`` is the one sentence the page answers. ``needs`` names the earlier stages that lead
    here. ``icon`` is a Material symbol. Whether a page exists yet is not stored: ask the files.

    ``about``: two or three sentences for somebody who has never met it: what the stage is for.
    ``homes``: of every topic the playground that operates it, by its id, as ``"<slug>.<id>"`` where
    it belongs to another stage, or `LATER`; empty while the stage does not stand.
    """

    slug: str
    title: str
    section: str
    question: str
    icon: str
    topics: tuple[str, ...]
    playgrounds: tuple[Card, ...]
    needs: tuple[str, ...] = ()
    about: str = ""
    homes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def playground(self, playground_id: str) -> Card:
        """Return one card; raise `KeyError` if the stage has no such playground."""
        for card in self.playgrounds:
            if card.id == playground_id:
                return card
        raise KeyError(f"{self.slug} has no playground {playground_id!r}")


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a list written with semicolons.

    >>> split("sets; relations ; functions")
    ('sets', 'relations', 'functions')
    """
    return tuple(part.strip() for part in text.split(";"))


def homes(topics_of: Mapping[str, str]) -> dict[str, str]:
    """Return the home of each topic, from the topics of each home written with semicolons.

    Raises `ValueError` if a topic has two homes.

    >>> homes({"load": "CSV; TSV", LATER: "video"})
    {'CSV': 'load', 'TSV': 'load', 'video': 'later'}
    """
    found: dict[str, str] = {}
    for home, topics in topics_of.items():
        for topic in split(topics):
            if topic in found:
                raise ValueError(f"{topic!r} has two homes: {found[topic]} and {home}")
            found[topic] = home
    return found
