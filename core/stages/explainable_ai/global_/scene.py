"""What the model looks at over many rows: importances, SHAP, curves of one column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures import explain, units
from core.figures.blocks import Block, Chart, escape, human, notes
from core.figures.cells import cell
from core.stages.explainable_ai.global_.run import GlobalAnswer
from core.stages.explainable_ai.global_.settings import GlobalView
from core.tabular.explain.importance import DUST, Importance, without_dust
from core.tabular.explain.pdp import PdpAnswer
from core.tabular.explain.shap import ShapAnswer
from core.wording import counted

PARALLEL = 0.1
"""Below this share of crossing, single rows are said to run in parallel."""


MOST_LINES = 60


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
        f"{_first(first, answer)} The model's {answer.metric} on "
        f"{counted(answer.n_test, 'test row')} is {human(answer.score)}: importance says what "
        "*this* model uses, not what causes what."
    )
    others = [found for found in answer.importances[1:] if found.top != first.top]
    if others and first.top_value > 0 and others[0].top_value > 0:
        text += (
            f" {_capital(others[0].label)} disagrees and puts **{escape(others[0].top)}** first."
        )
    if first.top_value > 0 and (without_dust(first.values) < 0).any():
        text += " A bar to the left: without that column the score was even better, by chance."
    return text


def _first(found: Importance, answer: GlobalAnswer) -> str:
    """Name the longest bar, which says something only where it points to the right."""
    name, label = escape(found.top), _capital(found.label)
    if found.top_value > 0:
        return f"{label} puts **{name}** first, with {found.top_share:.0%} of all importance."
    if found.top_value < 0:
        return (
            f"{label}: losing **{name}** moves {answer.metric} most, and for the better, by "
            f"{human(-found.top_value)}. That is chance, so hardly any column helps this model on "
            "the test rows."
        )
    return f"{label} finds no column that matters."


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
    scale = max(abs(shap.base), float(np.abs(shap.values).max()))
    return (
        f"**{escape(found.top)}** pushes hardest: by {human(found.values.max())} on average, away "
        f"from the base of {human(shap.base)}. **{escape(view.column)}** moves single predictions "
        f"of {escape(answer.label)} by {_human(own.min(), scale)} to {_human(own.max(), scale)}."
    )


def _human(push: float, scale: float) -> str:
    """Return a push as a person writes it; what is only rounding error beside ``scale`` is 0."""
    return human(push, sign=True) if abs(push) > DUST * abs(scale) else "0"


def _draw_curve(view: GlobalView, answer: PdpAnswer) -> tuple[Block, ...]:
    ordered = answer.kind != "category"
    figure = explain.partial_dependence(
        answer.grid.tolist(),
        answer.pdp,
        answer.ice[:MOST_LINES],
        units.named(view.work.experiment.table, answer.column),
        _quantity(view, answer.label),
        ordered=ordered,
        sample=[] if answer.rug is None else answer.rug.tolist(),
        ale=_ale_line(answer),
    )
    alt = f"Prediction of {answer.label} as {answer.column} moves: single rows and their mean"
    n_rows = len(answer.ice)
    drawn = f"{MOST_LINES} of the {n_rows:,} single rows are drawn; the mean counts all of them."
    return (Chart("curve", figure, alt), *notes(*answer.notes, *[drawn] * (n_rows > MOST_LINES)))


def _ale_line(answer: PdpAnswer) -> tuple[list[Any], NDArray[np.float64]] | None:
    """Return the accumulated local effects, which are 0 on average, at the height of the rows."""
    if answer.ale is None:
        return None
    return answer.ale.edges.tolist(), answer.ale.values + answer.own_predictions.mean()


def _notice_curve(view: GlobalView, answer: PdpAnswer) -> str:
    together = (
        "Almost all of it is shared by every row: the thin lines run in parallel."
        if answer.crossing < PARALLEL
        else "The rest is not shared: what the column does depends on other columns."
    )
    told = _levels_told if answer.kind == "category" else _run_told
    return (
        f"{told(view, answer)} The mean hides {answer.crossing:.0%} of how single rows move. "
        f"{together}"
    )


def _run_told(view: GlobalView, answer: PdpAnswer) -> str:
    """Tell a curve from left to right, with its lowest and highest place where inside."""
    filled = answer.grid.notna().to_numpy()
    places, heights = answer.grid[filled].tolist(), answer.pdp[filled]
    table, name = view.work.experiment.table, escape(answer.column)
    mean = f"the mean prediction of {escape(answer.label)}"
    unit, own = units.suffix(table, answer.label), units.suffix(table, answer.column)
    gap = "" if filled.all() else f" Without a value it is {human(answer.pdp[~filled][0])}{unit}."
    if len(places) == 1:
        return f"Where **{name}** is {cell(places[0])}{own}, {mean} is {human(heights[0])}.{gap}"
    between = f"As **{name}** alone goes from {cell(places[0])} to {cell(places[-1])}{own}, {mean}"
    return f"{between} {_ends_told(heights)}{unit}{_inside_told(places, heights)}.{gap}"


def _ends_told(heights: NDArray[np.float64]) -> str:
    first, last = human(heights[0]), human(heights[-1])
    if first == last:
        still = human(heights.min()) == human(heights.max()) == first
        return f"{'stays' if still else 'ends where it began,'} at {first}"
    return f"{'falls' if heights[-1] < heights[0] else 'rises'} from {first} to {last}"


def _inside_told(places: list[Any], heights: NDArray[np.float64]) -> str:
    """Name the lowest and the highest place that are neither end, from left to right."""
    ends = {human(heights[0]), human(heights[-1])}
    found = sorted([(int(heights.argmin()), "lowest"), (int(heights.argmax()), "highest")])
    told = [
        f"{human(heights[at])} at {cell(places[at])}, its {word}"
        for at, word in found
        if human(heights[at]) not in ends
    ]
    return f", by way of {', and '.join(told)}" if told else ""


def _levels_told(view: GlobalView, answer: PdpAnswer) -> str:
    """Name the levels with the highest and the lowest mean: levels have no left and right."""
    low, high = human(answer.pdp[answer.lowest]), human(answer.pdp[answer.highest])
    name, unit = escape(answer.column), units.suffix(view.work.experiment.table, answer.label)
    mean = f"mean prediction of {escape(answer.label)}"
    if low == high:
        return f"Whatever **{name}** is set to, the {mean} stays at {high}{unit}."
    top, bottom = answer.grid.iloc[answer.highest], answer.grid.iloc[answer.lowest]
    best = f"Setting **{name}** alone to “{escape(cell(top))}”"
    worst = f"“{escape(cell(bottom))}”"
    return (
        f"{f'Leaving **{name}** empty' if pd.isna(top) else best} gives the highest {mean}, "
        f"{high}{unit}; {'leaving it empty' if pd.isna(bottom) else worst} gives the lowest, "
        f"{low}{unit}."
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
