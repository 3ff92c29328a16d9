"""Pictures of a table: its columns at a glance, a column before and after a step, score by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from core.figures.theme import AFTER, BAD, BEFORE, GOOD, REFERENCE, TEST, TRAIN, short, style

Floats = NDArray[np.float64]
CELLS_A_ROW = 3


@dataclass(frozen=True)
class Sketch:
    """One column at a glance: bar labels or bin edges, counts, and the rows without a value."""

    name: str
    labels: tuple[str, ...]
    counts: tuple[float, ...]
    n_missing: int
    is_number: bool


def overview(sketches: Sequence[Sketch]) -> go.Figure:
    """Small histogram of every column, gaps counted in the title."""
    n_rows = -(-len(sketches) // CELLS_A_ROW)
    titles = [
        short(s.name, 18) + (f" · {s.n_missing} missing" if s.n_missing else "") for s in sketches
    ]
    figure = make_subplots(
        rows=max(n_rows, 1),
        cols=CELLS_A_ROW,
        subplot_titles=titles,
        vertical_spacing=min(0.55 / max(n_rows, 1), 0.2),
        horizontal_spacing=0.07,
    )
    for place, sketch in enumerate(sketches):
        figure.add_bar(
            x=list(range(len(sketch.labels))),
            y=list(sketch.counts),
            customdata=list(sketch.labels),
            marker={"color": TRAIN if sketch.is_number else TEST, "line": {"width": 0}},
            hovertemplate="%{customdata}: %{y:,.0f} rows<extra></extra>",
            row=place // CELLS_A_ROW + 1,
            col=place % CELLS_A_ROW + 1,
        )
    figure.update_layout(
        height=60 + 135 * max(n_rows, 1),
        showlegend=False,
        bargap=0.06,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )
    figure.update_annotations(font_size=12)
    for place, sketch in enumerate(sketches):
        ticks = _few(sketch)
        figure.update_xaxes(
            tickvals=ticks,
            ticktext=[short(sketch.labels[tick], 9) for tick in ticks],
            row=place // CELLS_A_ROW + 1,
            col=place % CELLS_A_ROW + 1,
        )
    figure.update_xaxes(tickfont_size=10, tickangle=0)
    figure.update_yaxes(nticks=3, tickfont_size=10, title_text="", automargin=True)
    figure.update_yaxes(title_text="rows", title_font_size=10, col=1)
    return figure


def _few(sketch: Sketch) -> list[int]:
    """Return the bars that get a label: first, middle and last, so that none overlap."""
    n = len(sketch.labels)
    return sorted({0, n // 2, n - 1}) if n else []


def before_after(
    name: str,
    edges: Sequence[float | str],
    before: Floats,
    after_edges: Sequence[float | str],
    after: Floats,
) -> go.Figure:
    """One column before and after a step, as bars over its own axis each."""
    figure = make_subplots(cols=2, subplot_titles=("before", "after"), horizontal_spacing=0.12)
    for column, (labels, counts, colour) in enumerate(
        ((edges, before, BEFORE), (after_edges, after, AFTER)), start=1
    ):
        figure.add_bar(
            x=list(labels),
            y=counts,
            marker={"color": colour},
            row=1,
            col=column,
            hovertemplate="%{x}: %{y:,.0f} rows<extra></extra>",
        )
        figure.update_xaxes(title_text=short(name), automargin=True, row=1, col=column)
        figure.update_yaxes(
            title_text="Rows" if column == 1 else "", automargin=True, row=1, col=column
        )
    figure.update_layout(
        height=300, showlegend=False, bargap=0.04, margin={"l": 10, "r": 10, "t": 34, "b": 10}
    )
    return figure


def score_by_step(names: Sequence[str], means: Floats, spreads: Floats, metric: str) -> go.Figure:
    """Cross-validated score after each prefix of the recipe, with the folds' standard deviation."""
    labels = [
        f"{place}. {short(name, 18)}" if place else short(name, 18)
        for place, name in enumerate(names)
    ]
    figure = go.Figure(
        go.Scatter(
            x=labels,
            y=means,
            mode="lines+markers",
            line={"color": TRAIN, "width": 2},
            marker={"size": 10},
            error_y={"type": "data", "array": spreads, "color": REFERENCE},
            hovertemplate="%{x}<br>%{y:.4f}<extra></extra>",
        )
    )
    style(
        figure,
        x="Recipe up to and including this step",
        y=f"{metric}, cross-validated",
        height_px=300,
        legend=False,
    )
    figure.update_xaxes(type="category")
    return figure


def leak(
    cheating: Floats, honest: Floats, fresh: tuple[float, float, float], metric: str
) -> go.Figure:
    """Fold scores of the cheat and the honest way as dots with their mean, and the truth.

    fresh : (score, low, high), its 95 % interval.
    """
    figure = go.Figure()
    for name, values, colour, symbol in (
        ("every row seen", cheating, BAD, "x"),
        ("training rows only", honest, GOOD, "circle"),
    ):
        figure.add_scatter(
            x=[name] * len(values),
            y=values,
            mode="markers",
            marker={"size": 10, "color": colour, "symbol": symbol, "opacity": 0.75},
            hovertemplate="fold: %{y:.4f}<extra></extra>",
        )
        figure.add_scatter(
            x=[name],
            y=[float(np.nanmean(values))],
            mode="markers+text",
            text=[f"  {float(np.nanmean(values)):.3f}"],
            textposition="middle right",
            marker={"size": 34, "color": colour, "symbol": "line-ew-open", "line": {"width": 4}},
            hovertemplate="mean: %{y:.4f}<extra></extra>",
        )
    score, low, high = fresh
    figure.add_scatter(
        x=["fresh rows"],
        y=[score],
        mode="markers+text",
        text=[f"  {score:.3f}"],
        textposition="middle right",
        marker={"size": 14, "color": TRAIN, "symbol": "diamond"},
        error_y={"type": "data", "array": [high - score], "arrayminus": [score - low]},
        hovertemplate="fresh rows: %{y:.4f}<extra></extra>",
    )
    figure.add_hline(y=score, line={"color": REFERENCE, "dash": "dash", "width": 1})
    return style(figure, x="What the step before the model saw", y=metric, legend=False)


def column(sketch: Sketch) -> go.Figure:
    """One column's histogram (or its most frequent values), large."""
    figure = go.Figure(
        go.Bar(
            x=list(sketch.labels),
            y=list(sketch.counts),
            marker={"color": TRAIN if sketch.is_number else TEST},
            hovertemplate="%{x}: %{y:,.0f} rows<extra></extra>",
        )
    )
    figure.update_layout(bargap=0.04)
    style(figure, x=short(sketch.name), y="Rows", height_px=320, legend=False)
    figure.update_xaxes(type="category", nticks=12)
    return figure
