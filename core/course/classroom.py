"""What a teacher's link asks of a page: how it is shown to a class. Pure text in and out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from core.errors import PlaygroundError

PROJECTOR, VOTE, AT, ONLY, LOCK = "projector", "vote", "at", "only", "lock"
MOST_SIGNS = 600
MOST_AT = 1_000_000


class BadClassroom(PlaygroundError):
    """A part of a link that asks for nothing the page can do."""


@dataclass(frozen=True)
class Classroom:
    """How a page is shown to a class.

    projector : picture and sentence large, all else away. vote : films rest and the sentence is
    hidden until the class has voted. at : the step of a film that it opens at, None for its start.
    only : the controls that are in sight, by id; empty means all. lock : the others are shown but
    cannot be moved, instead of being hidden.
    """

    projector: bool = False
    vote: bool = False
    at: int | None = None
    only: tuple[str, ...] = ()
    lock: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked."""
        return self == Classroom()

    def hides(self, control: str) -> bool:
        """Whether a control is out of sight."""
        return bool(self.only) and control not in self.only and not self.lock

    def locks(self, control: str) -> bool:
        """Whether a control is in sight and cannot be moved."""
        return self.lock and control not in self.only


def to_text(asked: Classroom) -> str:
    """Return what stands in an address; "" for a plain page.

    >>> to_text(Classroom(projector=True, at=12, only=("alpha", "epsilon")))
    'projector,at:12,only:alpha,only:epsilon'
    """
    parts = [name for name in (PROJECTOR, VOTE) if getattr(asked, name)]
    if asked.at is not None:
        parts.append(f"{AT}:{asked.at}")
    parts += [f"{ONLY}:{control}" for control in asked.only]
    return ",".join([*parts, LOCK] if asked.lock else parts)


def from_text(text: str, controls: Collection[str]) -> Classroom:
    """Read what an address asks; raise `BadClassroom` naming the first part that means nothing.

    controls : the ids of the page's controls.

    >>> from_text("vote,at:3", ()) == Classroom(vote=True, at=3)
    True
    """
    found = Classroom()
    for part in text[:MOST_SIGNS].split(","):
        name, _, value = part.partition(":")
        if part in (PROJECTOR, VOTE, LOCK):
            found = _with(found, **{part: True})
        elif name == AT and value.isascii() and value.isdecimal() and int(value) <= MOST_AT:
            found = _with(found, at=int(value))
        elif name == ONLY and value in controls:
            found = _with(found, only=tuple(dict.fromkeys((*found.only, value))))
        elif part:
            raise BadClassroom(f"{part[:40]!r} is not known here")
    return found


def _with(asked: Classroom, **changes: object) -> Classroom:
    return Classroom(**{**vars(asked), **changes})  # type: ignore[arg-type]
