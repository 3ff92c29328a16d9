"""Pictures of explanations: importances, SHAP, partial dependence, one row's waterfall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.axes import kind_of_scale, level_labels, name_axis
from core.figures.blocks import human
from core.figures.cells import GAP
from core.figures.theme import (
    CATEGORICAL,
    HATCH,
    LOWERS,
    RAISES,
    REFERENCE,
    TRAIN,
    distinct,
    short,
    style,
)
from core.tabular.explain.importance import DUST, by_size
from core.wording import counted

Floats = NDArray[np.float64]
MOST_COLUMNS = 15
MOST_STEPS = 9
"""A waterfall has at most so many steps; the rest is one step of its own."""
SLIGHT = 0.02
"""A step smaller than this share of the largest joins the rest."""


def _columns(n_columns: int) -> str:
    """Return the axis' words: which columns are drawn, if not all."""
    return (
        "Column"
        if n_columns <= MOST_COLUMNS
        else f"Largest {MOST_COLUMNS} of {n_columns:,} columns"
    )


def importances(
    names: Sequence[str], by_method: Mapping[str, tuple[Floats, Floats]], axis: str
) -> go.Figure:
    """Bars per column for each method: (value, standard deviation), by size in the first method.

    Each method is scaled so that its largest bar is 1 when there is more than one. A spread of
    zeros is not drawn.
    """
    first = next(iter(by_method.values()))[0]
    order = by_size(first)[:MOST_COLUMNS]
    labels = distinct((names[i] for i in order), 22)
    figure = go.Figure()
    many = len(by_method) > 1
    for place, (method, (values, spread)) in enumerate(by_method.items()):
        scale = float(np.nanmax(np.abs(values))) or 1.0 if many else 1.0
        figure.add_bar(
            y=labels,
            x=values[order] / scale,
            orientation="h",
            name=method,
            marker={
                "color": CATEGORICAL[place],
                "pattern": {"shape": ("", "/", "x", "\\", ".")[place % 5], **HATCH},
            },
            error_x={
                "type": "data",
                "array": spread[order] / scale,
                "thickness": 1.5,
                "color": REFERENCE,
                "visible": bool(np.any(spread)),
            },
            customdata=values[order],
            hovertemplate=f"{method}<br>%{{y}}: %{{customdata:.4g}}<extra></extra>",
        )
    bars = len(labels) * max(len(by_method), 1)
    height_px = 110 + max(26 * len(labels), 14 * bars)
    style(figure, x=axis, y=_columns(len(names)), height_px=height_px, legend=many)
    name_axis(figure, "y", labels)
    return figure


def beeswarm(
    names: Sequence[str], contributions: Floats, positions: Floats, quantity: str, seed: int = 0
) -> go.Figure:
    """SHAP summary: one dot a row and column, coloured by the column's own value.

    contributions : (n_rows, n_columns) in the predicted quantity's unit.
    positions : (n_rows, n_columns) rank of the row's value in its column in [0, 1], NaN for
    values without an order (categories, text).
    """
    order = by_size(np.abs(contributions).mean(axis=0))[:MOST_COLUMNS]
    jitter = np.random.default_rng(seed).uniform(-0.28, 0.28, size=contributions.shape[0])
    figure = go.Figure()
    for place, column in enumerate(order):
        values = positions[:, column]
        ordered = bool(np.isfinite(values).any())
        figure.add_scatter(
            x=contributions[:, column],
            y=place + jitter,
            mode="markers",
            marker={
                "size": 6,
                "opacity": 0.8,
                "color": values if ordered else REFERENCE,
                "colorscale": [[0, LOWERS], [0.5, "#d9c9b8"], [1, RAISES]],
                "cmin": 0,
                "cmax": 1,
                "showscale": place == 0 and ordered,
                "colorbar": {
                    "title": "value in<br>its column",
                    "tickvals": [0, 1],
                    "ticktext": ["low", "high"],
                    "thickness": 10,
                },
            },
            hovertemplate=f"{short(names[column])}<br>%{{x:.4g}}<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": REFERENCE, "width": 1})
    style(
        figure,
        x=f"SHAP value: push on {quantity}",
        y=_columns(len(names)),
        height_px=100 + 27 * len(order),
        legend=False,
    )
    figure.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=distinct((names[c] for c in order), 22),
        autorange="reversed",
    )
    return figure


def dependence(values: pd.Series, contributions: Floats, column: str, quantity: str) -> go.Figure:
    """SHAP value of one column against the column's own value; both named with their units.

    Numbers and dates stand on their scale, everything else is a name. A gap is one too, and where
    the others are numbers their title counts the rows that have no place.
    """
    scale = kind_of_scale(values)
    places = level_labels(values, 14) if scale == "category" else values.tolist()
    without = int(values.isna().sum()) if scale != "category" else 0
    figure = go.Figure(
        go.Scatter(
            x=places,
            y=contributions,
            mode="markers",
            marker={"color": TRAIN, "size": 7, "opacity": 0.7},
        )
    )
    figure.add_hline(y=0, line={"color": REFERENCE, "width": 1})
    undrawn = f" ({counted(without, 'row')} without a value not drawn)" if without else ""
    style(
        figure,
        x=column,
        y=f"Push on {quantity}",
        height_px=280,
        legend=False,
        title=f"One column, row by row{undrawn}",
    )
    if scale == "category":
        name_axis(figure, "x", sorted(set(map(str, places)), key=lambda name: (name == GAP, name)))
    else:
        figure.update_xaxes(type=scale)
    return figure


def partial_dependence(
    grid: Sequence[Any],
    mean: Floats,
    ice: Floats,
    column: str,
    quantity: str,
    *,
    ordered: bool,
    sample: Sequence[float] = (),
    ale: tuple[Sequence[Any], Floats] | None = None,
) -> go.Figure:
    """PDP as a thick line (bars for categories) over thin ICE lines of single rows.

    mean : (n_grid,); ice : (n_rows, n_grid); sample : observed values, drawn as a rug; ale : edges
    and heights (n_edges,), dashed. column and quantity are named with their units. Of a column that
    is not ``ordered`` the grid holds names, None or NaN for a gap.
    """
    grid = list(grid) if ordered else level_labels(grid, 14)
    figure = go.Figure(_single_rows(grid, ice, "lines" if ordered else "markers"))
    figure.add_scatter(
        x=list(grid),
        y=mean,
        mode="lines+markers" if ordered else "markers",
        line={"color": RAISES, "width": 4},
        marker={
            "color": RAISES,
            "size": 7 if ordered else 16,
            "symbol": "circle" if ordered else "diamond",
        },
        name="their mean (PDP)",
        hovertemplate="%{x}<br>%{y:.4g}<extra></extra>",
    )
    if ale is not None:
        figure.add_scatter(
            x=list(ale[0]),
            y=ale[1],
            mode="lines",
            line={"color": TRAIN, "width": 3, "dash": "dash"},
            name="steps among real neighbours (ALE)",
            hovertemplate="%{x}<br>ALE %{y:.4g}<extra></extra>",
        )
    if len(sample) and ordered:
        low = float(min(np.min(ice) if ice.size else np.min(mean), np.min(mean)))
        figure.add_trace(_rug(sample, low))
    style(figure, x=column, y=f"Predicted {quantity}", height_px=430)
    if not ordered:
        name_axis(figure, "x", grid)
    elif numbers := [value for value in grid if isinstance(value, int | float) and value == value]:
        room = 0.05 * (max(numbers) - min(numbers))  # one age of 999 must not squeeze the others
        figure.update_xaxes(range=[min(numbers) - room, max(numbers) + room])
    return figure


def _single_rows(grid: Sequence[Any], ice: Floats, mode: str) -> list[go.Scatter]:
    """One thin line for each row; together one entry of the legend."""
    return [
        go.Scatter(
            x=list(grid),
            y=line,
            mode=mode,
            line={"color": "#9fb2c3", "width": 1},
            marker={"color": "#9fb2c3", "size": 5},
            opacity=0.55,
            name="single rows (ICE)",
            legendgroup="ice",
            showlegend=place == 0,
            hoverinfo="skip",
        )
        for place, line in enumerate(ice)
    ]


def _rug(sample: Sequence[float], low: float) -> go.Scatter:
    """A short stroke for each observed value."""
    return go.Scatter(
        x=list(sample),
        y=[low] * len(sample),
        mode="markers",
        name="observed values",
        marker={"symbol": "line-ns-open", "size": 8, "color": REFERENCE},
        hoverinfo="skip",
    )


def waterfall(
    names: Sequence[str], values: Sequence[str], contributions: Floats, base: float, quantity: str
) -> go.Figure:
    """From the average prediction to this row's, one step a column, the largest first."""
    order = by_size(contributions)
    large = np.abs(contributions[order]) > SLIGHT * np.abs(contributions).max(initial=0)
    n_shown = min(max(int(large.sum()), 1), MOST_STEPS)
    shown, rest = order[:n_shown], order[n_shown:]
    steps = [*contributions[shown]]
    own = distinct((names[i] for i in shown), 20)
    said = [f"{name} = {short(values[i], 14)}" for name, i in zip(own, shown, strict=True)]
    if len(rest):
        left = float(contributions[rest].sum())
        steps.append(left if abs(left) > DUST * max(abs(base), np.abs(steps).max()) else 0.0)
        said.append(counted(len(rest), "other column"))
    labels = distinct(["average prediction", *said, "this row"], 40)
    prediction = base + float(contributions.sum())
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=labels,
            x=[base, *steps, prediction],
            measure=["absolute", *["relative"] * len(steps), "total"],
            text=[human(base), *[human(step, sign=True) for step in steps], human(prediction)],
            textposition="outside",
            increasing={"marker": {"color": RAISES}},
            decreasing={"marker": {"color": LOWERS}},
            totals={"marker": {"color": REFERENCE}},
            connector={"line": {"color": REFERENCE, "width": 1}},
        )
    )
    style(
        figure,
        x=f"Predicted {quantity}",
        y="Column",
        height_px=120 + 26 * len(said),
        legend=False,
    )
    figure.update_traces(textfont_size=13)
    name_axis(figure, "y", labels)
    ends = np.cumsum([base, *steps])
    pad = 0.3 * (ends.max() - ends.min() or abs(base) or 1.0)
    figure.update_xaxes(range=[ends.min() - pad, ends.max() + pad])
    return figure


def two_explanations(names: Sequence[str], shap_values: Floats, lime_values: Floats) -> go.Figure:
    """SHAP and LIME side by side for one row, each scaled by its own largest value."""
    order = by_size(shap_values)[:MOST_COLUMNS]
    labels = distinct((names[i] for i in order), 22)
    figure = go.Figure()
    for name, values, colour, pattern in (
        ("SHAP", shap_values, CATEGORICAL[0], ""),
        ("LIME", lime_values, CATEGORICAL[1], "/"),
    ):
        scale = float(np.abs(values).max()) or 1.0
        figure.add_bar(
            y=labels,
            x=values[order] / scale,
            orientation="h",
            name=name,
            marker={"color": colour, "pattern": {"shape": pattern, **HATCH}},
            customdata=values[order],
            hovertemplate="%{y}: %{customdata:.4g}<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": REFERENCE, "width": 1})
    style(
        figure,
        x="Push, as a share of each method's largest",
        y=_columns(len(names)),
        height_px=110 + 27 * len(labels),
    )
    name_axis(figure, "y", labels)
    return figure
