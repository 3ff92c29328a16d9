"""What no algorithm can cluster, in one sentence each."""

from __future__ import annotations

from typing import Any

from core.unlabelled.points import BadData
from core.wording import counted


def check_apart(X: Any) -> None:
    """Raise `BadData` where all points X (n, d) lie in one place."""
    if (X[:1] == X).all():
        raise BadData(
            f"All {counted(len(X), 'point')} lie in one place, so nothing sets any of them apart. "
            "Take other columns or draw some points elsewhere."
        )


def check_count(k: int, n: int, what: str = "points") -> None:
    """Raise `BadData` for more clusters than there are things to put into them."""
    if k > n:
        raise BadData(
            f"{k} clusters cannot be made of {n} {what}: each needs at least one. "
            f"Ask for {n} or fewer."
        )
