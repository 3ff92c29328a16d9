"""Names that the suite makes: each asks first whether it is free."""

from __future__ import annotations

from collections.abc import Collection


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted``, or its first numbered form that is not in ``taken``.

    Whatever the suite names beside a learner's own columns, levels or keys is named by this.

    >>> free_name("score", []), free_name("score", ["score", "score_2"])
    ('score', 'score_3')
    """
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"
