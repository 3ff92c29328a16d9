"""Pictures of how good a model is: confusion, leaderboard, folds, residuals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.axes import name_axis
from core.figures.theme import (
    HATCH,
    REFERENCE,
    RIGHT,
    TEST,
    TICK_PX,
    TRAIN,
    WRONG,
    distinct,
    style,
)

Floats = NDArray[np.float64]
BLUE = "#0b568a"
FEW_CLASSES = 4


def confusion(
    counts: NDArray[np.int64],
    classes: Sequence[str],
    *,
    words: tuple[tuple[str, ...], ...] = (),
    height_px: int = 330,
    title: str = "",
) -> go.Figure:
    """Heat map of true class (rows) against predicted class (columns), counts written in.

    Right answers are blue, wrong ones orange, each the stronger the larger its share of the row.
    ``words`` names the cells instead of their share, in a small picture.
    """
    names = distinct(classes, 16)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    signed = np.where(np.eye(len(names), dtype=bool), shares, -shares)
    figure = go.Figure(
        go.Heatmap(
            z=signed,
            x=names,
            y=names,
            text=_cells(counts, shares, words),
            texttemplate="%{text}",
            textfont_size=TICK_PX if words else _cell_px(len(names)),
            customdata=np.dstack([counts, shares]),
            zmin=-1,
            zmax=1,
            colorscale=[[0, WRONG], [0.5, "#eef3f7"], [1, BLUE]],
            showscale=False,
            hovertemplate="true %{y}<br>predicted %{x}<br>"
            "%{customdata[0]} rows (%{customdata[1]:.0%})<extra></extra>",
            xgap=2,
            ygap=2,
        )
    )
    style(figure, x="Predicted class", y="True class", height_px=height_px, title=title)
    name_axis(figure, "y", names, tickangle=-90 if words else None, ticklen=0)
    name_axis(figure, "x", names)
    return figure


def _cells(
    counts: NDArray[np.int64], shares: Floats, words: tuple[tuple[str, ...], ...]
) -> list[list[str]]:
    """Return what stands in the cells: the count, and below it a word or the share of the row."""
    if len(counts) > FEW_CLASSES:
        return [[str(count) for count in row] for row in counts]
    below = words or tuple(tuple(f"{share:.0%} of row" for share in row) for row in shares)
    return [
        [f"<b>{count}</b><br>{word}" for count, word in zip(*pair, strict=True)]
        for pair in zip(counts, below, strict=True)
    ]


def _cell_px(n_classes: int) -> int:
    return 15 if n_classes <= FEW_CLASSES else (13 if n_classes <= 10 else 10)


def predicted_against_true(
    y_true: Floats, y_pred: Floats, target: str, *, most: int = 3000
) -> go.Figure:
    """Scatter of predicted against true values of the test rows with the line of no error.

    ``target`` : its name with its unit. A dot is the darker the further it is off.
    """
    keep = np.linspace(0, len(y_true) - 1, min(most, len(y_true))).astype(int)
    low, high = float(min(y_true.min(), y_pred.min())), float(max(y_true.max(), y_pred.max()))
    figure = go.Figure(
        go.Scatter(
            x=y_true[keep],
            y=y_pred[keep],
            mode="markers",
            name="test row",
            marker={
                "color": np.abs(y_pred - y_true)[keep],
                "colorscale": [[0, TEST], [1, "#7a2f00"]],
                "size": 8,
                "opacity": 0.75,
                "line": {"width": 0},
            },
            hovertemplate="true %{x:,.4g}<br>predicted %{y:,.4g}<br>"
            "off by %{marker.color:,.4g}<extra></extra>",
        )
    )
    figure.add_scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        name="no error",
        line={"color": REFERENCE, "dash": "dash"},
        hoverinfo="skip",
    )
    return style(figure, x=f"True {target}", y=f"Predicted {target}", height_px=400)


def intervals(
    names: Sequence[str], scores: tuple[Floats, Floats, Floats], baseline: float, metric: str
) -> go.Figure:
    """Leaderboard, the best first: a dot and its 95 % interval each, the dumb baseline dashed.

    scores : (value, low, high), each (n_models,). A model whose interval reaches the best one's
    is drawn full, the others hollow: a full dot may be as good as the first.
    """
    values, low, high = scores
    tied = (high >= low[0]) & (low <= high[0])
    figure = go.Figure()
    labels = distinct(names, 30)
    for mask, name, symbol in (
        (tied, "too close to call", "circle"),
        (~tied, "clearly behind", "circle-open"),
    ):
        figure.add_scatter(
            x=values[mask],
            y=[label for label, chosen in zip(labels, mask, strict=True) if chosen],
            mode="markers",
            name=name,
            marker={"size": 11, "color": TRAIN, "symbol": symbol, "line": {"width": 2}},
            error_x={
                "type": "data",
                "array": (high - values)[mask],
                "arrayminus": (values - low)[mask],
                "color": TRAIN if symbol == "circle" else REFERENCE,
            },
            hovertemplate="%{y}: %{x:,.5~g}<extra></extra>",
        )
    if np.isfinite(baseline):
        figure.add_vline(
            x=baseline,
            line={"color": REFERENCE, "dash": "dash"},
            annotation={"text": "baseline", "font_size": TICK_PX, "yanchor": "bottom"},
            annotation_position="bottom right",
        )
    style(figure, x=metric, y="Model", height_px=96 + 21 * len(names))
    figure.update_xaxes(range=_readable(values, low, high, baseline))
    name_axis(figure, "y", labels, tickfont_size=12)
    return figure


def _readable(values: Floats, low: Floats, high: Floats, baseline: float) -> list[float]:
    """Return an axis range that a model which has run away does not squeeze the others out of."""
    base = baseline if np.isfinite(baseline) else float(values[0])
    spread = max(float(np.nanmax(np.abs(values[: len(values) // 2 + 1] - base))), 1e-9)
    inside = np.abs(values - base) <= 2 * spread
    ends = np.concatenate([low[inside], high[inside], [base]])
    pad = 0.06 * (ends.max() - ends.min() or 1.0)
    return [float(ends.min() - pad), float(ends.max() + pad)]


def residuals(errors: Floats, target: str) -> go.Figure:
    """Histogram of true minus predicted, with the line of no error. ``target`` with its unit."""
    figure = go.Figure(go.Histogram(x=errors, nbinsx=40, marker={"color": TEST}))
    figure.add_vline(x=0, line={"color": REFERENCE, "dash": "dash"})
    name = f"True minus predicted {target}"
    return style(figure, x=name, y="Test rows", height_px=250, legend=False)


def sureness(probability: Floats, right: NDArray[np.bool_]) -> go.Figure:
    """How sure the model was of its answer, in right and in wrong rows: bars on one another.

    probability : (n_rows,) of the predicted class. right : (n_rows,).
    """
    figure = go.Figure()
    for name, rows, colour, shape in (
        ("right", right, RIGHT, ""),
        ("wrong", ~right, WRONG, "/"),
    ):
        figure.add_histogram(
            x=probability[rows],
            name=name,
            xbins={"start": 0, "end": 1.0001, "size": 0.05},
            marker={"color": colour, "pattern": {"shape": shape, **HATCH}},
            hovertemplate=f"{name}: %{{y}} rows<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.04)
    style(figure, x="Probability of the predicted class", y="Test rows", height_px=250)
    figure.update_xaxes(range=[min(0.48, float(probability.min(initial=0.5))), 1.01])
    return figure
