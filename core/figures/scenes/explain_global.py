"""What the model looks at over many rows: importances, SHAP, curves of one column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures import explain, units
from core.figures.blocks import Block, Chart, escape, human, notes
from core.tabular.explain.importance import Importance
from core.tabular.explain.overall import GlobalAnswer, GlobalSettings
from core.tabular.explain.pdp import PdpAnswer, PdpSettings
from core.tabular.explain.shap import ShapAnswer

PARALLEL = 0.1
"""Below this share of crossing, single rows are said to run in parallel."""


@dataclass(frozen=True)
class GlobalView:
    """Which view is open, the column it looks at, and what the worker computes for it."""

    view: str
    column: str
    work: GlobalSettings | PdpSettings


def draw(view: GlobalView, answer: Any) -> tuple[Block, ...]:
    """Draw importances, SHAP values or the curves of one column."""
    return _DRAW[view.view](view, answer)


def notice(view: GlobalView, answer: Any) -> str:
    """Say what the picture shows, with the answer's own numbers."""
    return _NOTICE[view.view](view, answer)


def _draw_importance(_view: GlobalView, answer: GlobalAnswer) -> tuple[Block, ...]:
    bars = {found.label: (found.values, _spread(found)) for found in answer.importances}
    axis = "Importance, as a share of each method's largest"
    if len(bars) == 1:
        axis = f"Importance: {answer.importances[0].unit}"
    figure = explain.importances(answer.columns, bars, axis)
    alt = f"Importance of each column for {answer.label} by {', '.join(bars)}"
    return (Chart("importances", figure, alt), *notes(*answer.notes))


def _spread(found: Importance) -> NDArray[np.float64]:
    """Return the spread over repeats. SHAP's is over rows, which is no doubt about the bar."""
    if found.spread is None or found.method == "shap":
        return np.zeros(len(found.values))
    return found.spread


def _notice_importance(_view: GlobalView, answer: GlobalAnswer) -> str:
    first = answer.importances[0]
    text = (
        f"{_capital(first.label)} puts **{escape(first.top)}** first, with {first.top_share:.0%} "
        f"of all importance. The model's {answer.metric} on {answer.n_test} test rows is "
        f"{answer.score:.3f}: importance says what *this* model uses, not what causes what."
    )
    others = [found for found in answer.importances[1:] if found.top != first.top]
    if others:
        text += (
            f" {_capital(others[0].label)} disagrees and puts **{escape(others[0].top)}** first."
        )
    return text


def _capital(label: str) -> str:
    return label[0].upper() + label[1:]


def _draw_shap(view: GlobalView, answer: GlobalAnswer) -> tuple[Block, ...]:
    shap = _shap_of(answer)
    positions = np.column_stack([_rank(shap.rows[name]) for name in shap.columns])
    quantity = _quantity(view, answer.label)
    swarm = explain.beeswarm(shap.columns, shap.values, positions, quantity)
    values = shap.values[:, shap.columns.index(view.column)]
    name = units.named(view.work.experiment.table, view.column)
    one = explain.dependence(shap.rows[view.column], values, name, quantity)
    return (
        Chart("swarm", swarm, f"SHAP values of every column for {answer.label}, one dot a row"),
        Chart("dependence", one, f"SHAP value of {view.column} against its own value"),
        *notes(shap.why, *answer.notes),
    )


def _quantity(view: GlobalView, label: str) -> str:
    """Return the explained number with its unit where it is a column of a sample."""
    return units.named(view.work.experiment.table, label)


def _shap_of(answer: GlobalAnswer) -> ShapAnswer:
    if answer.shap is None:
        raise ValueError("this view needs SHAP values")
    return answer.shap


def _rank(column: pd.Series) -> NDArray[np.float64]:
    if column.dtype.kind not in "ifbM":
        return np.full(len(column), np.nan)
    return np.asarray(column.rank(pct=True), dtype=np.float64)


def _notice_shap(view: GlobalView, answer: GlobalAnswer) -> str:
    shap = _shap_of(answer)
    found = shap.importance()
    own = shap.values[:, shap.columns.index(view.column)]
    return (
        f"**{escape(found.top)}** pushes hardest: by {human(found.values.max())} on average, away "
        f"from the base of {human(shap.base)}. **{escape(view.column)}** moves single predictions "
        f"of {escape(answer.label)} by {_human(own.min())} to {_human(own.max())}."
    )


def _human(push: float) -> str:
    """Return a push as a person writes it; what is only rounding error is 0."""
    return human(round(push, 10) + 0.0, sign=True)


def _draw_curve(view: GlobalView, answer: PdpAnswer) -> tuple[Block, ...]:
    ordered = answer.kind != "category"
    figure = explain.partial_dependence(
        answer.grid.tolist(),
        answer.pdp,
        answer.ice[:60],
        units.named(view.work.experiment.table, answer.column),
        _quantity(view, answer.label),
        ordered=ordered,
        sample=[] if answer.rug is None else answer.rug.tolist(),
        ale=_ale_line(answer),
    )
    alt = f"Prediction of {answer.label} as {answer.column} moves: single rows and their mean"
    return (Chart("curve", figure, alt), *notes(*answer.notes))


def _ale_line(answer: PdpAnswer) -> tuple[list[Any], NDArray[np.float64]] | None:
    """Return the accumulated local effects, which are 0 on average, at the height of the rows."""
    if answer.ale is None:
        return None
    return answer.ale.edges.tolist(), answer.ale.values + answer.own_predictions.mean()


def _notice_curve(view: GlobalView, answer: PdpAnswer) -> str:
    low, high = answer.pdp[answer.lowest], answer.pdp[answer.highest]
    together = (
        "Almost all of it is shared by every row: the thin lines run in parallel."
        if answer.crossing < PARALLEL
        else "The rest is not shared: what the column does depends on other columns."
    )
    return (
        f"Moving **{escape(answer.column)}** alone takes the mean prediction of "
        f"{escape(answer.label)} from {human(low)} to {human(high)}"
        f"{units.suffix(view.work.experiment.table, answer.label)}; the mean hides "
        f"{answer.crossing:.0%} of how single rows move. {together}"
    )


_DRAW: dict[str, Callable[[GlobalView, Any], tuple[Block, ...]]] = {
    "importance": _draw_importance,
    "shap": _draw_shap,
    "curve": _draw_curve,
}
_NOTICE: dict[str, Callable[[GlobalView, Any], str]] = {
    "importance": _notice_importance,
    "shap": _notice_shap,
    "curve": _notice_curve,
}
