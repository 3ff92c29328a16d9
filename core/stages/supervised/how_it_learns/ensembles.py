"""Many trees: a random forest that votes, and gradient boosting that adds.

Forest: every tree is grown on rows drawn with replacement, each cut looks at ``max_features``
coordinates drawn anew; the forest's answer is the mean of the trees' shares (Breiman, 2001).
Boosting: every round fits a small tree to what is still missing and adds a part of it
(Friedman, 2001, with squared error).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.stages.supervised.how_it_learns.data import Floats, Ints, classes_of, heights_of
from core.stages.supervised.how_it_learns.frames import (
    GRID,
    LearnFrame,
    both_wrong,
    moved,
    number,
    plane,
    shaded,
    squared_error,
    wrong_share,
)
from core.stages.supervised.how_it_learns.tree import grow, tree_says
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings


@dataclass(frozen=True, eq=False)
class ForestFrame(LearnFrame):
    """A forest of ``n_trees``. own (SIDE, SIDE) uint8: what the newest tree says alone; drawn
    (n_train,): how often it drew each row; votes (n_trees,): what each tree says of the place
    asked about, ``share`` their mean. unseen_error: wrong rows, each asked of trees that had not
    drawn it; NaN before any.
    """

    n_trees: int = 0
    share: float = 0.5
    unseen_error: float = float("nan")
    own: NDArray[np.uint8] | None = None
    drawn: Ints | None = None
    votes: Floats | None = None


@dataclass(frozen=True, eq=False)
class BoostFrame(LearnFrame):
    """A sum after ``n_rounds`` trees. missing (n_train,): what the newest tree was fitted to; tree
    (121,): what it says at `GRID`, NaN before any.
    """

    n_rounds: int = 0
    n_leaves: int = 0
    missing: Floats | None = None
    tree: Floats | None = None


def forest_tree(rng: Any, X: Any, y: Any, max_depth: int, max_features: int) -> tuple[Any, Any]:
    """Return the rows drawn with replacement, and the nodes of a tree grown on them."""
    rows = rng.integers(0, len(y), len(y))

    def draw() -> Any:
        return rng.permutation(2)[:max_features]

    for grown in grow(X[rows], y[rows], max_depth, "gini", draw):
        nodes = grown[0]
    return rows, nodes


def run_forest(settings: LearnSettings) -> Iterator[ForestFrame]:
    """Yield no tree at all, then the forest after every tree."""
    points = classes_of(settings.data)
    X, y = points.X_train, points.y_train
    rng = np.random.default_rng([settings.data.seed, 1])
    places, at = plane(), np.array([[settings.at_x, settings.at_y]])
    base, n = float(y.mean()), len(y)
    sums = [np.zeros(len(where)) for where in (X, points.X_test, places)]
    unseen_sum, unseen_count = np.zeros(n), np.zeros(n)
    votes: list[float] = []
    shares = [np.full(len(total), base) for total in sums]
    wrong = both_wrong(shares[0], shares[1], points)
    said = f"No tree is grown yet: every place gets the share of class 1 among all, {base:.1%}."
    yield ForestFrame(
        said, *wrong, shaded(shares[2]), "", 0, base, float("nan"), shaded(shares[2]),
        np.zeros(n, np.int64), np.zeros(0),
    )  # fmt: skip
    for i in range(1, settings.n_trees + 1):
        rows, nodes = forest_tree(rng, X, y, settings.max_depth, settings.max_features)
        alone = [tree_says(nodes, where) for where in (X, points.X_test, places)]
        for total, says in zip(sums, alone, strict=True):
            total += says
        drawn = np.bincount(rows, minlength=n)
        unseen_sum += np.where(drawn == 0, alone[0], 0)
        unseen_count += drawn == 0
        votes.append(float(tree_says(nodes, at)[0]))
        wrong = both_wrong(sums[0] / i, sums[1] / i, points)
        asked = unseen_count > 0
        unseen = float("nan")
        if asked.any():  # of a few rows a tree may have drawn all
            unseen = wrong_share(unseen_sum[asked] / unseen_count[asked], y[asked])
        share, left_out = float(np.mean(votes)), int(np.count_nonzero(drawn == 0))
        said = _forest_said(i, n, left_out, votes[-1], share, wrong[1])
        yield ForestFrame(
            said, *wrong, shaded(sums[2] / i), "", i, share, unseen, shaded(alone[2]), drawn,
            np.array(votes),
        )  # fmt: skip


def _forest_said(i: int, n: int, left_out: int, vote: float, share: float, wrong: float) -> str:
    return (
        f"Tree {i} drew {n} rows with replacement and so left {left_out} of {n} out. At the place "
        f"asked about it says {vote:.0%} class 1, which makes {share:.1%} on average; "
        f"{wrong:.1%} of the test points are wrong."
    )


def fit_steps(x: Any, missing: Any, max_depth: int) -> tuple[Any, Any]:
    """Return the thresholds and levels of the regression tree of ``missing`` over x.

    Every cut lowers the squared error as much as one cut can.
    """
    order = np.argsort(x, kind="stable")
    x, missing = x[order], missing[order]
    place = np.flatnonzero(np.diff(x) > 1e-7)
    if max_depth == 0 or len(place) == 0 or np.ptp(missing) < 1e-12:
        return np.zeros(0), np.array([missing.mean()])
    total, below = missing.sum(), np.cumsum(missing)[place]
    n_below = place + 1.0
    gain = below**2 / n_below + (total - below) ** 2 / (len(x) - n_below)
    cut = place[gain.argmax()]
    left = fit_steps(x[: cut + 1], missing[: cut + 1], max_depth - 1)
    right = fit_steps(x[cut + 1 :], missing[cut + 1 :], max_depth - 1)
    threshold = [(x[cut] + x[cut + 1]) / 2]
    return np.concatenate([left[0], threshold, right[0]]), np.concatenate([left[1], right[1]])


def step_says(steps: tuple[Any, Any], x: Any) -> Any:
    """Return the level of the step that each x stands on."""
    return steps[1][np.searchsorted(steps[0], x)]


def run_boosting(settings: LearnSettings) -> Iterator[BoostFrame]:
    """Yield the mean alone, then the sum after every tree."""
    x, height, x_test, height_test = heights_of(settings.data)
    level = float(height.mean())
    answers = [np.full(len(where), level) for where in (x, x_test, GRID)]
    train, test = squared_error(answers[0], height), squared_error(answers[1], height_test)
    said = (
        f"Before any tree the answer is the mean height {number(level)}, its error {number(train)}."
    )
    nothing = np.full(len(GRID), np.nan)
    yield BoostFrame(said, train, test, answers[2].copy(), "", 0, 0, height - level, nothing)
    for i in range(1, settings.n_rounds + 1):
        missing = height - answers[0]
        steps = fit_steps(x, missing, settings.max_depth)
        for answer, where in zip(answers, (x, x_test, GRID), strict=True):
            answer += settings.shrinkage * step_says(steps, where)
        before = train
        train, test = squared_error(answers[0], height), squared_error(answers[1], height_test)
        leaves, most = counted(len(steps[1]), "leaf", "leaves"), float(np.abs(missing).max())
        said = (
            f"Round {i}: a tree with {leaves} is fitted to what is still missing, up "
            f"to {number(most)}, and {number(settings.shrinkage)} of it is added. "
            f"The training error {moved(before, train)}, the test error is {number(test)}."
        )
        yield BoostFrame(
            said, train, test, answers[2].copy(), "", i, len(steps[1]), missing,
            step_says(steps, GRID),
        )  # fmt: skip


def fit_forest(
    X: Any, y: Any, X_test: Any, y_test: Any, *, n_trees: int, max_depth: int, max_features: int,
    at_x: float, at_y: float, seed: int,
) -> dict[str, float]:  # fmt: skip
    """Let trees vote; return what they say at a place and the errors."""
    rng, at, votes = np.random.default_rng([seed, 1]), np.array([[at_x, at_y]]), []
    for _ in range(n_trees):
        nodes = forest_tree(rng, X, y, max_depth, max_features)[1]
        votes.append([tree_says(nodes, where) for where in (at, X, X_test)])
    share, on_train, on_test = (np.mean(said, axis=0) for said in zip(*votes, strict=True))
    train_error, test_error = wrong_share(on_train, y), wrong_share(on_test, y_test)
    return {"share": share[0], "train_error": train_error, "test_error": test_error}


def fit_boosting(
    X: Any, _y: Any, X_test: Any, _y_test: Any, *, n_rounds: int, shrinkage: float, max_depth: int
) -> dict[str, float]:
    """Add up trees, each fitted to what is still missing; return the errors."""
    (x, height), (x_test, height_test) = X.T, X_test.T
    on_train, on_test = (np.full(len(where), height.mean()) for where in (x, x_test))
    for _ in range(n_rounds):
        steps = fit_steps(x, height - on_train, max_depth)
        on_train += shrinkage * step_says(steps, x)
        on_test += shrinkage * step_says(steps, x_test)
    return {
        "train_error": squared_error(on_train, height),
        "test_error": squared_error(on_test, height_test),
    }
