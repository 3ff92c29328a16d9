"""What a learner has predicted: how often each was tried and right. Kept in the passport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tried:
    """One prediction: how often it was ``tried``, how often ``right``, and how it went ``last``."""

    tried: int = 0
    right: int = 0
    last: bool = False


Predictions = Mapping[str, Tried]
"""By the prediction's id."""


def with_one(tried: Predictions, prediction_id: str, *, right: bool) -> dict[str, Tried]:
    """Return ``tried`` with one more.

    >>> with_one({"sql.a": Tried(1, 0)}, "sql.a", right=True)
    {'sql.a': Tried(tried=2, right=1, last=True)}
    """
    old = tried.get(prediction_id, Tried())
    return {**tried, prediction_id: Tried(old.tried + 1, old.right + right, right)}


def merged(mine: Predictions, other: Predictions) -> dict[str, Tried]:
    """Return the fuller record of each; two passports of one learner tell of the same tries.

    >>> merged({"sql.a": Tried(1, 0)}, {"sql.a": Tried(2, 1, True), "sql.b": Tried(1, 1, True)})
    {'sql.a': Tried(tried=2, right=1, last=True), 'sql.b': Tried(tried=1, right=1, last=True)}
    """
    names = sorted({*mine, *other})
    return {
        name: max(mine.get(name, Tried()), other.get(name, Tried()), key=lambda t: t.tried)
        for name in names
    }


def missed(tried: Predictions) -> tuple[str, ...]:
    """Return the ids of those that went wrong the last time, in their order.

    >>> missed({"sql.a": Tried(2, 1, True), "sql.b": Tried(1, 0)})
    ('sql.b',)
    """
    return tuple(name for name, one in tried.items() if not one.last)
