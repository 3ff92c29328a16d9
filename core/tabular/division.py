"""Rows divided in two: the calls that the suite makes and that its code shows.

Each takes ``by`` (n_rows,): the classes, groups or times that a division looks at; ``at_random``
only counts it. Positions of the rows to learn from and of those put aside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.int64]
Divide: TypeAlias = Callable[..., tuple[Rows, Rows]]


def at_random(by: Any, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Put a share of the rows aside, whichever they are."""
    from sklearn.model_selection import train_test_split

    learn, check = train_test_split(np.arange(len(by)), test_size=test_share, random_state=seed)
    return learn, check


def by_class(by: Any, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Put the same share of every class aside."""
    from sklearn.model_selection import train_test_split

    learn, check = train_test_split(
        np.arange(len(by)), test_size=test_share, random_state=seed, stratify=by
    )
    return learn, check


def by_group(by: Any, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Put a share of the groups aside, none of them in part; what is missing is a group, too."""
    from sklearn.model_selection import GroupShuffleSplit

    groups = pd.factorize(by, use_na_sentinel=False)[0]
    shuffle = GroupShuffleSplit(1, test_size=test_share, random_state=seed)
    learn, check = next(shuffle.split(groups, groups=groups))
    return learn, check


def by_time(by: Any, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """Put the latest rows aside; no chance is in it."""
    in_order = np.argsort(np.asarray(by), kind="stable")
    n_check = int(np.ceil(test_share * len(in_order)))
    return in_order[:-n_check], in_order[-n_check:]


DIVISIONS: dict[str, Divide] = {
    "random": at_random,
    "stratified": by_class,
    "grouped": by_group,
    "time": by_time,
}
"""What divides the rows, by the kind of a split."""
