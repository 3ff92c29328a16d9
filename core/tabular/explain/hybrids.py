"""Rows put together from other rows' columns, and what the model says of them, quickly.

Permutation importance and Shapley values ask the model about thousands of rows of which every
column stands, value for value, in some known row. Where each column of the model is made of one
raw column, the recipe need run only once, over the known rows: what it makes of a column does not
depend on the others. Else it runs over the hybrids. Both give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.recipe.pipeline import borrowing

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

BATCH_ROWS = 50_000
BATCH_CELLS = 5_000_000
"""The model is asked about at most so many rows and numbers at once."""


class Hybrids:
    """The fitted model as a function of positions into the rows of ``pool``.

    ``positions`` : (n_rows, n_columns) int; hybrid i takes its raw column j from the pool's row
    ``positions[i, j]``. ``pool`` : (n_pool, n_columns) raw rows with the model's columns.
    """

    def __init__(self, fitted: Fitted, pool: pd.DataFrame) -> None:
        self._fitted = fitted
        sources = column_sources(fitted, list(pool.columns))
        self._prepared = sources is not None
        width = pool.shape[1] if sources is None else len(sources)
        self._batch = max(1, min(BATCH_ROWS, BATCH_CELLS // max(width, 1)))
        self._rows: Callable[[NDArray[np.intp]], Any] = (
            raw_hybrids(pool) if sources is None else _prepared_hybrids(fitted, pool, sources)
        )

    def rows(self, positions: NDArray[np.intp]) -> pd.DataFrame | NDArray[np.float64]:
        """Return the hybrids: as the model gets them if columns stay apart, else raw."""
        return self._rows(positions)  # type: ignore[no-any-return]

    def predict(self, positions: NDArray[np.intp]) -> NDArray[Any]:
        """Return (n_rows,) class names or numbers, as `Fitted.predict`."""
        return self._asked(self._fitted.predict, positions)

    def proba(self, positions: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return (n_rows, n_classes) probabilities, as `Fitted.proba`."""
        return self._asked(self._fitted.proba, positions)

    def _asked(self, ask: Callable[..., NDArray[Any]], positions: NDArray[np.intp]) -> NDArray[Any]:
        parts = [
            ask(self._rows(positions[start : start + self._batch]), prepared=self._prepared)
            for start in range(0, len(positions), self._batch)
        ]
        return np.concatenate(parts)


def column_sources(fitted: Fitted, columns: list[str]) -> list[int] | None:
    """Return for each column of the model the position of its only raw column; None if mixed."""
    if borrowing(fitted.steps, fitted.prepared.gaps) is not None:
        return None
    raw = list(fitted.provenance.values())
    return [columns.index(names[0]) for names in raw] if all(len(n) == 1 for n in raw) else None


def raw_hybrids(pool: pd.DataFrame) -> Callable[[NDArray[np.intp]], pd.DataFrame]:
    """Return the function from positions to raw hybrid rows."""
    arrays = {str(name): pool[name].array for name in pool.columns}
    return lambda positions: pd.DataFrame(
        {name: array.take(positions[:, j]) for j, (name, array) in enumerate(arrays.items())}
    )


def _prepared_hybrids(
    fitted: Fitted, pool: pd.DataFrame, sources: list[int]
) -> Callable[[NDArray[np.intp]], NDArray[np.float64]]:
    known = np.ascontiguousarray(fitted.transform(pool), dtype=np.float64)
    owner = np.array(sources, dtype=np.intp)
    blocks = [(int(j), np.flatnonzero(owner == j)) for j in np.unique(owner)]
    parts = [(j, _plain(own), np.ascontiguousarray(known[:, own])) for j, own in blocks]

    def rows(positions: NDArray[np.intp]) -> NDArray[np.float64]:
        hybrids = np.empty((len(positions), len(owner)))
        for j, own, part in parts:
            hybrids[:, own] = part.take(positions[:, j], axis=0)
        return hybrids

    return rows


def _plain(places: NDArray[np.intp]) -> NDArray[np.intp] | slice:
    """Return neighbouring places as a slice, which is copied to faster."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places
