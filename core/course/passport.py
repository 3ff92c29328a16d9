"""The passport: what a learner has earned, predicted and knows. Pure; kept by the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.course import predictions
from core.course.predictions import Tried
from core.errors import PlaygroundError
from core.untrusted import Unreadable, read_json

VERSION = 1
MAX_BYTES = 64_000
MAX_MISSIONS = 1000
MAX_NAME = 60
MOST_TRIED = 9_999
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z0-9_]{1,39}")


class BadPassport(PlaygroundError):
    """Text that is not a passport."""


@dataclass(frozen=True)
class Passport:
    """What a learner takes along.

    ``earned`` holds (mission id, ISO date), sorted by id; ids this suite does not know are kept
    and count for nothing. ``name`` is for the certificate, "" until given. ``predicted`` holds
    (prediction id, how often it was tried and right), ``known`` the playgrounds, as
    "slug.playground", whose lesson was closed for good; both sorted.
    """

    earned: tuple[tuple[str, str], ...] = ()
    name: str = ""
    version: int = VERSION
    predicted: tuple[tuple[str, Tried], ...] = ()
    known: tuple[str, ...] = ()

    @property
    def dates(self) -> dict[str, str]:
        """Mission id -> the day it was earned."""
        return dict(self.earned)


def merge(mine: Passport, other: Passport) -> Passport:
    """Return everything earned in either, at the earlier date; the first name given wins.

    >>> a, b = Passport((("sql.x", "2026-02-01"),)), Passport((("sql.x", "2026-01-01"),), "Ada")
    >>> merge(a, b).earned, merge(a, b).name
    ((('sql.x', '2026-01-01'),), 'Ada')
    """
    earned = mine.dates
    for mission, day in other.earned:
        earned[mission] = min(day, earned.get(mission, day))
    predicted = predictions.merged(dict(mine.predicted), dict(other.predicted))
    known = tuple(sorted({*mine.known, *other.known}))
    return Passport(
        _sorted(earned), mine.name or other.name, VERSION, tuple(predicted.items()), known
    )


def to_json(passport: Passport) -> str:
    """Return the passport as one line of JSON, the same text for equal passports."""
    plain = {
        "ml_roadmap_passport": VERSION,
        "name": passport.name,
        "earned": dict(sorted(passport.earned)),
        "predicted": {n: [t.tried, t.right, int(t.last)] for n, t in sorted(passport.predicted)},
        "known": list(passport.known),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Passport:
    """Read a passport from a file or a browser; raise `BadPassport` saying what is wrong.

    The text is untrusted: its size, types, ids and dates are checked, its name is shortened and
    freed of control signs.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise BadPassport(
            f"This file is larger than any passport ({MAX_BYTES // 1000} KB). Choose the file that "
            "'Export' wrote."
        )
    try:
        plain = read_json(text)
    except Unreadable:
        raise BadPassport(
            "This is not a passport: not JSON. Choose the file that 'Export' wrote."
        ) from None
    if not isinstance(plain, dict) or "ml_roadmap_passport" not in plain:
        raise BadPassport("This JSON is not a passport. Choose the file that 'Export' wrote.")
    return _passport(plain)


def _passport(plain: Mapping[str, Any]) -> Passport:
    version = plain["ml_roadmap_passport"]
    if isinstance(version, bool) or version != VERSION:
        raise BadPassport(
            "This passport was written by another version of the suite. Update the suite, then "
            "load it again."
        )
    earned, name = plain.get("earned", {}), plain.get("name", "")
    if not isinstance(earned, dict) or not isinstance(name, str) or len(earned) > MAX_MISSIONS:
        raise BadPassport("This passport is damaged. Export it again where you made it.")
    for mission, day in earned.items():
        if _ID.fullmatch(mission) is None or not _is_day(day):
            raise BadPassport(
                f"This passport is damaged at {mission[:40]!r}. Export it again where you made it."
            )
    predicted, known = _predicted(plain.get("predicted", {})), _known(plain.get("known", []))
    return Passport(_sorted(earned), clean_name(name), VERSION, predicted, known)


def _predicted(plain: Any) -> tuple[tuple[str, Tried], ...]:
    """Read what was predicted; raise `BadPassport`."""
    if not isinstance(plain, dict) or len(plain) > MAX_MISSIONS:
        raise BadPassport("This passport is damaged. Export it again where you made it.")
    found = []
    for name, told in sorted(plain.items()):
        if _ID.fullmatch(name) is None or not _is_count(told):
            raise BadPassport(
                f"This passport is damaged at {name[:40]!r}. Export it again where you made it."
            )
        tried, right, last = told
        found.append((name, Tried(min(tried, MOST_TRIED), min(right, MOST_TRIED), last > 0)))
    return tuple(found)


def _is_count(told: Any) -> bool:
    """Whether ``told`` is how often something was tried, how often right, and how it went last."""
    if not isinstance(told, list) or len(told) != 3:
        return False
    whole = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in told)
    return whole and bool(told[1] <= told[0])


def _known(plain: Any) -> tuple[str, ...]:
    """Read which lessons were closed for good; raise `BadPassport`."""
    if (
        not isinstance(plain, list)
        or len(plain) > MAX_MISSIONS
        or not all(isinstance(name, str) and _ID.fullmatch(name) for name in plain)
    ):
        raise BadPassport("This passport is damaged. Export it again where you made it.")
    return tuple(sorted(set(plain)))


def clean_name(name: str) -> str:
    """Return a learner's name on one line, without control signs, at most `MAX_NAME` long."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(printable.split())[:MAX_NAME].strip()


def _sorted(earned: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(earned.items()))


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
