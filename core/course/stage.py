"""The shape of the course's data: a stage and the cards of its playgrounds."""

from __future__ import annotations

from dataclasses import dataclass


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
    """

    slug: str
    title: str
    section: str
    question: str
    icon: str
    topics: tuple[str, ...]
    playgrounds: tuple[Card, ...]
    needs: tuple[str, ...] = ()

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
