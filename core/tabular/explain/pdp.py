"""How the prediction moves with one column: partial dependence, ICE and ALE.

ICE (Goldstein et al., 2015): one row's prediction as its column is set to each grid value while
everything else stays. Partial dependence (Friedman, 2001, "Greedy function approximation") is the
mean of those curves. Both ask about rows that may not exist (a one-room house of 300 m²); ALE
(Apley and Zhu, 2020, JRSS B 82(4)) adds up local differences among rows that do. All three run the
whole recipe, so the column is set in its raw unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment
from core.tabular.explain.curves import (
    Ale,
    GridKind,
    accumulated_local_effects,
    crossing_share,
    grid_kind,
    grid_of,
    ice_curves,
    quantiles,
)
from core.tabular.explain.target import (
    ExplainSettings,
    Predict,
    explained_quantity,
    quantity_function,
    refuse_constant,
    refuse_unknown_column,
    sample_rows,
)

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

ALE_ROWS = 1000
"""ALE averages over at most so many test rows."""


class PdpSettings(Declared):
    """One raw ``column`` of an experiment, moved over ``n_grid`` values for ``n_rows`` rows."""

    experiment: Experiment
    column: str = control(
        "Column",
        "The column that is moved while all others stay as they are.",
        default="", kind="column", role="feature",
    )  # fmt: skip
    class_: str | None = borrowed(ExplainSettings, "class_")
    n_grid: int = control(
        "Grid points",
        "How many values of the column are tried. Numbers and dates: quantiles of the training "
        "rows. Categories: the most frequent levels.",
        default=20, low=2, high=60,
    )  # fmt: skip
    n_rows: int = control(
        "Rows",
        "How many test rows get a curve. Their mean is the partial dependence.",
        default=100, low=2, high=500,
    )  # fmt: skip
    seed: int = borrowed(ExplainSettings, "seed")


@dataclass(frozen=True)
class PdpAnswer:
    """Curves of one column, in its own unit, for the explained number ``label``.

    grid : (n_grid,) Series in the column's type; a gap, when the column has any, comes last.
    ice : (n_rows, n_grid); pdp : (n_grid,), their mean. own_values : (n_rows,) the rows' own.
    rug : training values, at most 200 quantiles (numbers, dates); shares : (n_grid,) share of
    training rows at each level (categories). ``lowest`` and ``highest`` are positions in the grid.
    crossing : share of the ICE curves' variance over the grid that the mean curve does not show,
    in [0, 1]: 0 when all curves run in parallel (no interaction).
    """

    column: str
    kind: GridKind
    label: str
    class_: str | None
    grid: pd.Series
    pdp: NDArray[np.float64]
    ice: NDArray[np.float64]
    own_values: pd.Series
    own_predictions: NDArray[np.float64]
    positions: NDArray[np.intp]
    rug: pd.Series | None
    shares: NDArray[np.float64] | None
    ale: Ale | None
    lowest: int
    highest: int
    crossing: float
    notes: tuple[str, ...]

    @property
    def span(self) -> float:
        """Highest minus lowest value of the partial dependence."""
        return float(self.pdp[self.highest] - self.pdp[self.lowest])


def partial_dependence(settings: PdpSettings, frame: pd.DataFrame) -> PdpAnswer:
    """Fit the experiment (or take the fitted one) and move one column of its test rows.

    Raises `UnknownColumn`, `UnknownClass`, `NoGrid` (free text), `NothingToExplain`, `BadValue`.
    """
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    refuse_unknown_column(settings.column, fitted.X_test.columns)
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_)
    predict = quantity_function(fitted, explained)
    rows, positions = sample_rows(fitted.X_test, settings.n_rows, settings.seed)
    refuse_constant(predict, fitted.X_test, explained)
    own_predictions = predict(rows)
    train = fitted.X_train[settings.column]
    kind = grid_kind(train)
    grid = grid_of(train, settings.n_grid)
    ice = ice_curves(predict, rows, settings.column, grid)
    pdp = ice.mean(axis=0)
    return PdpAnswer(
        column=settings.column,
        kind=kind,
        label=explained.label,
        class_=explained.class_,
        grid=grid,
        pdp=pdp,
        ice=ice,
        own_values=rows[settings.column].reset_index(drop=True),
        own_predictions=own_predictions,
        positions=positions,
        rug=None if kind == "category" else quantiles(train, 200),
        shares=_shares(train, grid) if kind == "category" else None,
        ale=_ale(fitted, predict, settings) if kind != "category" else None,
        lowest=int(np.argmin(pdp)),
        highest=int(np.argmax(pdp)),
        crossing=crossing_share(ice),
        notes=_notes(train, grid, kind),
    )


def _ale(fitted: Fitted, predict: Predict, settings: PdpSettings) -> Ale | None:
    rows, _ = sample_rows(fitted.X_test, ALE_ROWS, settings.seed)
    return accumulated_local_effects(predict, rows, settings.column, settings.n_grid + 1)


def _shares(train: pd.Series, grid: pd.Series) -> NDArray[np.float64]:
    counts = train.value_counts(dropna=False, normalize=True)
    shares = [train.isna().mean() if pd.isna(level) else counts[level] for level in grid]
    return np.array(shares, dtype=np.float64)


def _notes(train: pd.Series, grid: pd.Series, kind: GridKind) -> tuple[str, ...]:
    notes = []
    levels = train.nunique()
    if kind == "category" and levels > grid.notna().sum():
        notes.append(f"Only the {grid.notna().sum()} most frequent of {levels} levels are shown.")
    if kind != "category" and levels > len(grid):
        notes.append("The grid leaves out the lowest and highest 2 % of the training rows.")
    return tuple(notes)
