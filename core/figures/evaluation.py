"""Pictures of how good a model is: confusion, curves, calibration, folds, residuals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.theme import (
    CATEGORICAL,
    REFERENCE,
    TEST,
    TRAIN,
    short,
    style,
)

Floats = NDArray[np.float64]
BLUES = ("#eef3f7", "#0b568a")
SMALL_PX = 250


def confusion(
    counts: NDArray[np.int64], classes: Sequence[str], *, height_px: int = 330
) -> go.Figure:
    """Heat map of true class (rows) against predicted class (columns), counts written in."""
    names = [short(name, 16) for name in classes]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=names,
            y=names,
            text=counts,
            texttemplate="%{text}",
            zmin=0,
            zmax=1,
            colorscale=[[0, BLUES[0]], [1, BLUES[1]]],
            showscale=False,
            hovertemplate="true %{y}<br>predicted %{x}<br>%{text} rows (%{z:.0%})<extra></extra>",
            xgap=2,
            ygap=2,
        )
    )
    style(figure, x="Predicted class", y="True class", height_px=height_px)
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_xaxes(type="category")
    return figure


def scores(scores_by_class: dict[str, Floats], threshold: float, positive: str) -> go.Figure:
    """Histogram of predicted probabilities by true class, the threshold drawn through it."""
    figure = go.Figure()
    for place, (name, values) in enumerate(scores_by_class.items()):
        figure.add_histogram(
            x=values,
            name=f"truly {short(name, 18)}",
            xbins={"start": 0, "end": 1, "size": 0.04},
            marker={"color": CATEGORICAL[place], "pattern": {"shape": "/" if place else ""}},
            opacity=0.75,
        )
    figure.update_layout(barmode="overlay")
    figure.add_vline(x=threshold, line={"color": CATEGORICAL[4], "width": 2, "dash": "dot"})
    style(
        figure,
        x=f"Predicted probability of {short(positive, 24)}",
        y="Test rows",
        height_px=SMALL_PX,
    )
    return figure


def curve(
    points: tuple[Floats, Floats],
    at: tuple[float, float],
    axes: tuple[str, str],
    *,
    reference: tuple[tuple[float, float], tuple[float, float]],
) -> go.Figure:
    """A curve in the unit square with the chosen threshold as a dot on it.

    points : (x, y), each (n_points,) in [0, 1]. at : the dot. reference : x and y of the dashed
    line that guessing would give.
    """
    x, y = points
    figure = go.Figure(_reference(*reference))
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": TRAIN, "width": 2.5},
        hovertemplate="%{x:.3f}, %{y:.3f}<extra></extra>",
    )
    figure.add_trace(_dot(*at))
    style(figure, x=axes[0], y=axes[1], height_px=SMALL_PX, legend=False)
    figure.update_xaxes(range=[-0.03, 1.03])
    figure.update_yaxes(range=[-0.03, 1.06])
    return figure


def calibration(predicted: Floats, observed: Floats, rows: NDArray[np.int64]) -> go.Figure:
    """Observed rate against predicted probability, one dot a bin, larger with more rows."""
    figure = go.Figure(_reference((0, 1), (0, 1)))
    figure.add_scatter(
        x=predicted,
        y=observed,
        mode="lines+markers",
        marker={"size": 5 + 14 * np.sqrt(rows / max(rows.max(initial=1), 1)), "color": TRAIN},
        line={"color": TRAIN, "width": 1},
        customdata=rows,
        hovertemplate="said %{x:.2f}<br>was %{y:.2f}<br>%{customdata} rows<extra></extra>",
    )
    style(figure, x="Predicted probability", y="Observed rate", height_px=SMALL_PX, legend=False)
    figure.update_xaxes(range=[-0.03, 1.03])
    figure.update_yaxes(range=[-0.03, 1.06])
    return figure


def cost(thresholds: Floats, costs: Floats, threshold: float, unit: str) -> go.Figure:
    """Total cost against the threshold, the chosen and the cheapest one marked."""
    figure = go.Figure(go.Scatter(x=thresholds, y=costs, mode="lines", line={"color": TRAIN}))
    best = int(np.argmin(costs))
    chosen = float(np.interp(threshold, thresholds, costs))
    figure.add_trace(_dot(threshold, chosen))
    figure.add_scatter(
        x=[thresholds[best]],
        y=[costs[best]],
        mode="markers+text",
        text=["cheapest"],
        textposition="top center",
        marker={"symbol": "diamond-open", "size": 12, "color": CATEGORICAL[2]},
        hovertemplate="cheapest: %{x:.2f}<br>%{y:,.0f}<extra></extra>",
    )
    return style(figure, x="Threshold", y=f"Cost ({unit})", height_px=SMALL_PX, legend=False)


def predicted_against_true(
    y_true: Floats, y_pred: Floats, target: str, *, most: int = 3000
) -> go.Figure:
    """Scatter of predicted against true values of the test rows with the line of no error."""
    keep = np.linspace(0, len(y_true) - 1, min(most, len(y_true))).astype(int)
    low, high = float(min(y_true.min(), y_pred.min())), float(max(y_true.max(), y_pred.max()))
    figure = go.Figure(
        go.Scatter(
            x=y_true[keep],
            y=y_pred[keep],
            mode="markers",
            name="test row",
            marker={"color": TEST, "size": 7, "opacity": 0.65, "line": {"width": 0}},
            hovertemplate="true %{x:,.4g}<br>predicted %{y:,.4g}<extra></extra>",
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
    name = short(target)
    return style(figure, x=f"True {name}", y=f"Predicted {name}")


def folds(roles: NDArray[np.int8], names: Sequence[str]) -> go.Figure:
    """One line per fold over the rows of the table: 0 unused, 1 training, 2 test."""
    figure = go.Figure(
        go.Heatmap(
            z=roles,
            y=list(names),
            x=np.linspace(0, 100, roles.shape[1]),
            zmin=0,
            zmax=2,
            colorscale=[
                [0, "#dfe5ea"],
                [0.33, "#dfe5ea"],
                [0.34, TRAIN],
                [0.66, TRAIN],
                [0.67, TEST],
                [1, TEST],
            ],
            showscale=False,
            ygap=3,
            hovertemplate="%{y}, row at %{x:.0f} %<extra></extra>",
        )
    )
    for name, colour in (("training", TRAIN), ("test", TEST), ("not used", "#dfe5ea")):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=name,
            marker={"color": colour, "symbol": "square", "size": 11},
        )
    style(
        figure, x="Rows of the table, in order (%)", y="", height_px=90 + 26 * min(len(names), 12)
    )
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def fold_scores(
    values: Floats, names: Sequence[str], metric: str, repeats: Floats, mean: float
) -> go.Figure:
    """Score of each fold with their mean; the mean with other seeds as ticks at the right."""
    figure = go.Figure()
    figure.add_bar(x=list(names), y=values, marker={"color": TEST}, name="fold")
    figure.add_hline(
        y=mean,
        line={"color": TRAIN, "dash": "dash"},
        annotation_text=f"mean {mean:.3f}",
        annotation_position="bottom right",
    )
    if len(repeats):
        figure.add_scatter(
            x=["other seeds"] * len(repeats),
            y=repeats,
            mode="markers",
            name="mean with another seed",
            marker={"symbol": "line-ew-open", "size": 18, "color": TRAIN},
        )
    style(figure, x="Fold", y=metric, height_px=260, legend=len(repeats) > 0)
    figure.update_xaxes(type="category")
    return figure


def intervals(
    names: Sequence[str], values: Floats, low: Floats, high: Floats, baseline: Floats, metric: str
) -> go.Figure:
    """Leaderboard: a dot and its 95 % interval for each model, the dumb baseline as a dash."""
    figure = go.Figure(
        go.Scatter(
            x=values,
            y=[short(name, 24) for name in names],
            mode="markers",
            name="model",
            marker={"size": 11, "color": TRAIN},
            error_x={
                "type": "data",
                "array": high - values,
                "arrayminus": values - low,
                "color": TRAIN,
            },
            hovertemplate="%{y}: %{x:.4f}<extra></extra>",
        )
    )
    if np.isfinite(baseline).any():
        figure.add_vline(
            x=float(np.nanmean(baseline)),
            line={"color": REFERENCE, "dash": "dash"},
            annotation_text="dumb baseline",
            annotation_position="top",
        )
    style(figure, x=metric, y="", height_px=110 + 22 * len(names), legend=False)
    figure.update_xaxes(range=_readable(values, low, high, baseline))
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def _readable(values: Floats, low: Floats, high: Floats, baseline: Floats) -> list[float]:
    """Return an axis range that a model which has run away does not squeeze the others out of."""
    base = float(np.nanmean(baseline))
    spread = max(float(np.nanmax(np.abs(values[: len(values) // 2 + 1] - base))), 1e-9)
    inside = np.abs(values - base) <= 2 * spread
    ends = np.concatenate([low[inside], high[inside], [base]])
    pad = 0.06 * (ends.max() - ends.min() or 1.0)
    return [float(ends.min() - pad), float(ends.max() + pad)]


def _reference(x: tuple[float, float], y: tuple[float, float]) -> go.Scatter:
    line = {"color": REFERENCE, "dash": "dash", "width": 1}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _dot(x: float, y: float) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"size": 14, "color": TEST, "line": {"color": "#17212b", "width": 1.5}},
        name="chosen threshold",
        hovertemplate="chosen: %{x:.3f}, %{y:.3f}<extra></extra>",
    )


def residuals(errors: Floats, target: str) -> go.Figure:
    """Histogram of true minus predicted, with the line of no error."""
    figure = go.Figure(go.Histogram(x=errors, nbinsx=40, marker={"color": TEST}))
    figure.add_vline(x=0, line={"color": REFERENCE, "dash": "dash"})
    name = f"True minus predicted {short(target)}"
    return style(figure, x=name, y="Test rows", height_px=SMALL_PX, legend=False)
