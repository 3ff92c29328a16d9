"""Pictures of how good a model is: confusion, curves, calibration, folds, residuals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from core.figures.theme import (
    CATEGORICAL,
    REFERENCE,
    TEST,
    TRAIN,
    short,
    style,
)

Floats = NDArray[np.float64]
BLUES = ("#f3f6f9", "#0b568a")


def confusion(counts: NDArray[np.int64], classes: Sequence[str]) -> go.Figure:
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
            colorbar={"title": "share of<br>true class", "thickness": 10},
            hovertemplate="true %{y}<br>predicted %{x}<br>%{text} rows (%{z:.0%})<extra></extra>",
            xgap=2,
            ygap=2,
        )
    )
    style(figure, x="Predicted class", y="True class", height_px=330)
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
    _vertical(figure, threshold, f"threshold {threshold:.2f}")
    style(figure, x=f"Predicted probability of {short(positive, 24)}", y="Test rows", height_px=300)
    return figure


def curves(
    roc: tuple[Floats, Floats],
    precision_recall: tuple[Floats, Floats],
    point: tuple[float, float, float],
    base_rate: float,
) -> go.Figure:
    """ROC and precision-recall side by side; the dot is the chosen threshold on both.

    roc : (false positive rate, true positive rate); precision_recall : (recall, precision);
    point : (false positive rate, recall, precision) at the threshold, each in [0, 1].
    """
    figure = make_subplots(
        cols=2, horizontal_spacing=0.14, subplot_titles=("ROC", "Precision–recall")
    )
    _line(figure, *roc, 1)
    _diagonal(figure, 1)
    _line(figure, *precision_recall, 2)
    _reference(figure, [0, 1], [base_rate, base_rate], 2)
    fpr, recall, precision = point
    for column, (x, y) in enumerate(((fpr, recall), (recall, precision)), start=1):
        figure.add_trace(_dot(x, y), row=1, col=column)
    figure.update_xaxes(title_text="False positive rate", range=[-0.02, 1.02], row=1, col=1)
    figure.update_yaxes(title_text="Recall (true positive rate)", range=[0, 1.04], row=1, col=1)
    figure.update_xaxes(title_text="Recall", range=[-0.02, 1.02], row=1, col=2)
    figure.update_yaxes(title_text="Precision", range=[0, 1.04], row=1, col=2)
    return _finish(figure, 300)


def gain_and_calibration(
    gain: tuple[Floats, Floats], share: float, calibration: tuple[Floats, Floats, NDArray[np.int64]]
) -> go.Figure:
    """Cumulative gain and calibration side by side.

    gain : (share of rows taken by falling score, share of positives found); share : of rows that
    the threshold takes; calibration : (mean predicted, observed rate, rows) for each bin.
    """
    figure = make_subplots(cols=2, horizontal_spacing=0.14, subplot_titles=("Gain", "Calibration"))
    _line(figure, *gain, 1)
    _diagonal(figure, 1)
    figure.add_trace(_dot(share, float(np.interp(share, *gain))), row=1, col=1)
    predicted, observed, rows = calibration
    _diagonal(figure, 2)
    figure.add_scatter(
        x=predicted,
        y=observed,
        mode="lines+markers",
        marker={"size": 6 + 16 * np.sqrt(rows / max(rows.max(initial=1), 1)), "color": TRAIN},
        line={"color": TRAIN, "width": 1},
        customdata=rows,
        hovertemplate="said %{x:.2f}<br>was %{y:.2f}<br>%{customdata} rows<extra></extra>",
        row=1,
        col=2,
    )
    figure.update_xaxes(title_text="Share of rows taken", range=[-0.02, 1.02], row=1, col=1)
    figure.update_yaxes(title_text="Share of positives found", range=[0, 1.04], row=1, col=1)
    figure.update_xaxes(title_text="Predicted probability", range=[-0.02, 1.02], row=1, col=2)
    figure.update_yaxes(title_text="Observed rate", range=[0, 1.04], row=1, col=2)
    return _finish(figure, 300)


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
    return style(
        figure, x="Threshold", y=f"Cost on the test rows ({unit})", height_px=280, legend=False
    )


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


def fold_scores(values: Floats, names: Sequence[str], metric: str, repeats: Floats) -> go.Figure:
    """Score of each fold with their mean; the estimate over other seeds as ticks at the right."""
    mean = float(np.nanmean(values))
    figure = go.Figure()
    figure.add_bar(x=list(names), y=values, marker={"color": TEST}, name="fold")
    figure.add_hline(
        y=mean,
        line={"color": TRAIN, "dash": "dash"},
        annotation_text=f"mean {mean:.3f}",
        annotation_position="top left",
    )
    if len(repeats):
        figure.add_scatter(
            x=["other seeds"] * len(repeats),
            y=repeats,
            mode="markers",
            name="mean with another seed",
            marker={"symbol": "line-ew-open", "size": 18, "color": TRAIN},
        )
    style(figure, x="Fold", y=metric, height_px=280)
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
    style(figure, x=metric, y="", height_px=110 + 26 * len(names), legend=False)
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def _line(figure: go.Figure, x: Floats, y: Floats, column: int) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": TRAIN, "width": 2.5},
        row=1,
        col=column,
        hovertemplate="%{x:.3f}, %{y:.3f}<extra></extra>",
    )


def _diagonal(figure: go.Figure, column: int) -> None:
    _reference(figure, [0, 1], [0, 1], column)


def _reference(figure: go.Figure, x: list[float], y: list[float], column: int) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": REFERENCE, "dash": "dash", "width": 1},
        hoverinfo="skip",
        row=1,
        col=column,
    )


def _dot(x: float, y: float) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"size": 14, "color": TEST, "line": {"color": "#17212b", "width": 1.5}},
        name="chosen threshold",
        hovertemplate="chosen: %{x:.3f}, %{y:.3f}<extra></extra>",
    )


def _vertical(figure: go.Figure, x: float, text: str) -> None:
    figure.add_vline(
        x=x,
        line={"color": CATEGORICAL[4], "width": 2, "dash": "dot"},
        annotation_text=text,
        annotation_position="top",
    )


def _finish(figure: go.Figure, height_px: int) -> go.Figure:
    figure.update_layout(
        height=height_px,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 34, "b": 10},
        uirevision="keep",
    )
    figure.update_xaxes(automargin=True)
    figure.update_yaxes(automargin=True)
    return figure
