"""Regression on more than a line: the degree of a polynomial, the paths of ridge and lasso.

Ridge minimises ‖y − Xw‖² + α‖w‖² (Hoerl and Kennard, 1970), lasso ‖y − Xw‖²/(2n) + α‖w‖₁
(Tibshirani, 1996) by coordinate descent (Friedman, Hastie and Tibshirani, 2010). Their columns are
cosines, from half a wave over all points to fine ones, each standardised on the training points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, heights_of
from core.stages.supervised.how_it_learns.frames import (
    GRID,
    LearnFrame,
    moved,
    number,
    squared_error,
)

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings

N_PENALTIES = 40
RIDGE_RANGE = (1e-2, 1e4)
LASSO_RANGE = (3e-3, 3.0)


@dataclass(frozen=True, eq=False)
class DegreeFrame(LearnFrame):
    """A least-squares polynomial in x / 6. ``weights`` (16,): of each power, NaN for unused."""

    degree: int = 0
    largest: float = 0.0
    weights: Floats | None = None


@dataclass(frozen=True, eq=False)
class PathFrame(LearnFrame):
    """Weights (n_waves,) under the penalty ``alpha``; ``n_used`` of them are not 0."""

    alpha: float = 0.0
    n_used: int = 0
    size: float = 0.0
    weights: Floats | None = None
    n_sweeps: int = 0


def powers(x: Any, degree: int) -> Any:
    """Return columns (x / 6)^0 … (x / 6)^degree: scaled, or the numbers would lose their digits."""
    return (x[:, None] / 6.0) ** np.arange(degree + 1)


def run_degrees(settings: LearnSettings) -> Iterator[DegreeFrame]:
    """Yield the flat mean (degree 0), then the best polynomial of every degree."""
    x, height, x_test, height_test = heights_of(settings.data)
    before = 0.0
    for degree in range(settings.max_degree + 1):
        weights = np.linalg.lstsq(powers(x, degree), height, rcond=None)[0]
        train = squared_error(powers(x, degree) @ weights, height)
        test = squared_error(powers(x_test, degree) @ weights, height_test)
        all_weights = np.full(16, np.nan)
        all_weights[: degree + 1] = weights
        largest = float(np.abs(weights).max())
        said = _degree_said(degree, before, train, test, largest, len(x))
        yield DegreeFrame(
            said, train, test, powers(GRID, degree) @ weights, "", degree, largest, all_weights
        )
        before = train


def _degree_said(
    degree: int, before: float, train: float, test: float, largest: float, n: int
) -> str:
    if degree == 0:
        return (
            f"Degree 0 is the mean of all heights: training error {number(train)}, test "
            f"{number(test)}."
        )
    text = (
        f"Degree {degree}: {degree + 1} weights are fitted anew. The training error "
        f"{moved(before, train)}, the test error is {number(test)}; the largest weight is "
        f"{number(largest)}."
    )
    return text + (" There are more weights than points." if degree + 1 > n else "")


def standardised(x: Any, others: Any, n_waves: int) -> tuple[Any, ...]:
    """Return cosines of 1 … n_waves half-turns from the first to the last x, as columns.

    At x and at each of ``others``, all scaled by mean and spread of those at x.
    """
    low, high = x.min(), x.max()
    turns = np.pi * np.arange(1, n_waves + 1)
    raw = [np.cos(turns * (place[:, None] - low) / (high - low)) for place in (x, *others)]
    mean, spread = raw[0].mean(axis=0), np.maximum(raw[0].std(axis=0), 1e-9)
    return tuple((columns - mean) / spread for columns in raw)


def ridge_weights(X: Any, y: Any, alpha: float) -> Any:
    """Return the weights that minimise ‖y − Xw‖² + α‖w‖², for a centred y."""
    return np.linalg.solve(X.T @ X + alpha * np.eye(X.shape[1]), X.T @ y)


def lasso_weights(X: Any, y: Any, alpha: float, w: Any) -> tuple[Any, int]:
    """Return the weights that minimise ‖y − Xw‖²/(2n) + α‖w‖₁ from ``w``, and the sweeps it took.

    Each sweep sets one weight after the other to its best value, the others held still. Once a
    sweep changes no sign, what is left is a linear system: solved, it saves thousands of sweeps.
    """
    n = len(y)
    gram, target = X.T @ X / n, X.T @ y / n
    w = w.copy()
    n_sweeps, largest = 0, np.inf
    while largest >= 1e-7 and n_sweeps < 5_000:  # far more than enough, but for a few points
        signs = np.sign(w)
        n_sweeps, largest = n_sweeps + 1, 0.0
        for j in range(len(w)):
            rest = target[j] - gram[j] @ w + gram[j, j] * w[j]
            new = np.sign(rest) * max(abs(rest) - alpha, 0.0) / gram[j, j]
            largest = max(largest, abs(new - w[j]))
            w[j] = new
        if (np.sign(w) == signs).all():
            exact = lasso_at(gram, target, alpha, signs)
            if exact is not None:
                return exact, n_sweeps
    return w, n_sweeps


def lasso_at(gram: Any, target: Any, alpha: float, signs: Any) -> Any:
    """Return the lasso's weights if these are their signs, else None.

    Optimal is (Karush, Kuhn and Tucker): the gradient is α times the sign where a weight is not 0,
    and at most α where it is.
    """
    used, w = signs != 0, np.zeros(len(signs))
    try:
        w[used] = np.linalg.solve(gram[np.ix_(used, used)], target[used] - alpha * signs[used])
    except np.linalg.LinAlgError:
        return None
    pull = target - gram @ w
    fits = (np.sign(w) == signs).all() and np.allclose(pull[used], alpha * signs[used], atol=1e-9)
    return w if fits and (abs(pull[~used]) <= alpha * (1 + 1e-9)).all() else None


def lasso_path(X: Any, y: Any, alphas: Any) -> list[tuple[Any, int]]:
    """Return weights and sweeps for rising ``alphas``.

    Found from the strongest, under which all weights are 0, down to the weakest, each from the one
    before: the other way round it takes a hundred times as long where points are few.
    """
    w, found = np.zeros(X.shape[1]), []
    for alpha in reversed(alphas):
        w, n_sweeps = lasso_weights(X, y, alpha, w)
        found.append((w, n_sweeps))
    return found[::-1]


def run_ridge(settings: LearnSettings) -> Iterator[PathFrame]:
    """Yield least squares, then ridge under ever stronger penalties."""
    yield from _path(
        settings, RIDGE_RANGE, lambda X, y, alphas: [(ridge_weights(X, y, a), 0) for a in alphas]
    )


def run_lasso(settings: LearnSettings) -> Iterator[PathFrame]:
    """Yield least squares, then lasso under ever stronger penalties."""
    yield from _path(settings, LASSO_RANGE, lasso_path)


def _path(settings: LearnSettings, ends: tuple[float, float], fit: Any) -> Iterator[PathFrame]:
    x, height, x_test, height_test = heights_of(settings.data)
    n_waves = min(settings.n_waves, len(x) - 1, len(np.unique(x)) - 1)
    X, X_test, at_grid = standardised(x, (x_test, GRID), n_waves)
    level = height.mean()
    alphas = np.geomspace(*ends, N_PENALTIES)
    plain = np.linalg.lstsq(X, height - level, rcond=None)[0]
    found = [(plain, 0), *fit(X, height - level, alphas)]
    before: PathFrame | None = None
    for alpha, (weights, n_sweeps) in zip((0.0, *alphas), found, strict=True):
        train = squared_error(X @ weights + level, height)
        test = squared_error(X_test @ weights + level, height_test)
        size = float(np.abs(weights).sum())
        n_used = int(np.count_nonzero(weights))
        said = _path_said(before, float(alpha), weights, n_used, size, test, n_sweeps)
        answer = at_grid @ weights + level
        before = PathFrame(
            said, train, test, answer, "", float(alpha), n_used, size, weights.copy(), n_sweeps
        )
        yield before


def _path_said(
    before: PathFrame | None,
    alpha: float,
    weights: Floats,
    n_used: int,
    size: float,
    test: float,
    n_sweeps: int,
) -> str:
    if before is None or before.weights is None:
        return (
            f"Without a penalty this is least squares: the sizes of {len(weights)} weights add up "
            f"to {number(size)}, the test error is {number(test)}."
        )
    text = f"Penalty α = {number(alpha)}: the weights shrink to {number(size)} in all"
    if n_sweeps:
        gone = [f"w{j + 1}" for j in np.flatnonzero((before.weights != 0) & (weights == 0))]
        text += f" after {n_sweeps} {'sweep' if n_sweeps == 1 else 'sweeps'}, {n_used} are left"
        text += f" ({', '.join(gone)} {'is' if len(gone) == 1 else 'are'} now 0)" if gone else ""
    return f"{text}, and the test error {moved(before.test_error, test)}."


def fit_degree(X: Any, _y: Any, X_test: Any, _y_test: Any, *, max_degree: int) -> dict[str, float]:
    """Fit the best polynomial of a degree; return its largest weight and its errors."""
    (x, height), (x_test, height_test) = X.T, X_test.T
    weights = np.linalg.lstsq(powers(x, max_degree), height, rcond=None)[0]
    return {
        "largest": np.abs(weights).max(),
        "train_error": squared_error(powers(x, max_degree) @ weights, height),
        "test_error": squared_error(powers(x_test, max_degree) @ weights, height_test),
    }


def strongest_ridge(X: Any, y: Any) -> Any:
    """Return ridge's weights under the strongest penalty of the path."""
    return ridge_weights(X, y, RIDGE_RANGE[1])


def strongest_lasso(X: Any, y: Any) -> Any:
    """Return the lasso's weights under the strongest penalty of the path."""
    return lasso_path(X, y, np.geomspace(*LASSO_RANGE, N_PENALTIES))[-1][0]


def fit_waves(
    X: Any, _y: Any, X_test: Any, _y_test: Any, *, n_waves: int,
    weights_of: Callable[[Any, Any], Any],
) -> dict[str, float]:  # fmt: skip
    """Fit waves under a penalty; return the size and number of their weights and the errors."""
    (x, height), (x_test, height_test) = X.T, X_test.T
    n_waves = min(n_waves, len(x) - 1, len(np.unique(x)) - 1)
    X, X_test = standardised(x, (x_test,), n_waves)
    level = height.mean()
    weights = weights_of(X, height - level)
    return {
        "size": np.abs(weights).sum(),
        "n_used": int(np.count_nonzero(weights)),
        "train_error": squared_error(X @ weights + level, height),
        "test_error": squared_error(X_test @ weights + level, height_test),
    }
