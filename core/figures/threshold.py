"""Pictures that one threshold moves together: outcomes, curves, cost; and calibration."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.theme import (
    CATEGORICAL,
    HATCH,
    REFERENCE,
    RIGHT,
    TEST,
    TRAIN,
    WRONG,
    short,
    style,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SMALL_PX = 232
BIN = 0.04
UNIT = (-0.03, 1.04)
KEY = f"<span style='color:{RIGHT}'>■</span> right  <span style='color:{WRONG}'>▨</span> wrong"


def outcomes(score: Floats, positive: Flags, threshold: float, name: str) -> go.Figure:
    """Histogram of the test rows by probability: the class upwards, the rest downwards.

    Rows that the threshold puts on their own side are blue, the others hatched and orange: they
    change colour as the line moves. Each side is a share of its own class, so that a rare one can
    be seen: blue above is recall, orange below the false positive rate.

    score, positive : (n_rows,).
    """
    called = score >= threshold
    groups = (
        ("right", "found", positive & called, 1),
        ("wrong", "missed", positive & ~called, 1),
        ("wrong", "false alarm", ~positive & called, -1),
        ("right", "left alone", ~positive & ~called, -1),
    )
    edges = np.arange(0, 1 + BIN, BIN)
    figure, tallest = go.Figure(), 0.0
    totals = {1: max(int(positive.sum()), 1), -1: max(int((~positive).sum()), 1)}
    for verdict, outcome, rows, sign in groups:
        counts, _ = np.histogram(score[rows], edges)
        shares = counts / totals[sign]
        tallest = max(tallest, float(shares.max()))
        figure.add_bar(
            x=edges[:-1] + BIN / 2,
            y=sign * shares,
            width=BIN * 0.94,
            name=outcome,
            marker=_verdict(verdict),
            customdata=counts,
            hovertemplate=f"{outcome}: %{{customdata}} rows at %{{x:.2f}}<extra></extra>",
        )
    figure.update_layout(barmode="relative", bargap=0)
    figure.add_hline(y=0, line={"color": REFERENCE, "width": 1})
    figure.add_vline(x=threshold, line={"color": REFERENCE, "width": 3, "dash": "dot"})
    who = short(name, 12)
    style(
        figure,
        x=f"Probability of {who}",
        y=f"rest ↓ share ↑ {who}",
        height_px=SMALL_PX,
        legend=False,
        title=KEY,
    )
    figure.update_xaxes(range=UNIT, tickvals=[0, 0.5, 1])
    ends = [-tallest, 0, tallest]
    figure.update_yaxes(
        range=[-1.1 * tallest, 1.1 * tallest],
        tickvals=ends,
        ticktext=[f"{abs(end):.0%}" for end in ends],
    )
    return figure


def _verdict(verdict: str) -> dict[str, Any]:
    if verdict == "right":
        return {"color": RIGHT, "line": {"width": 0}}
    return {"color": WRONG, "line": {"width": 0}, "pattern": {"shape": "/", **HATCH}}


def curve(
    points: tuple[Floats, Floats],
    at: tuple[float, float],
    axes: tuple[str, str],
    *,
    reference: tuple[tuple[float, float], tuple[float, float]],
    title: str,
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
    style(figure, x=axes[0], y=axes[1], height_px=SMALL_PX, legend=False, title=title)
    figure.update_xaxes(range=UNIT, tickvals=[0, 0.5, 1])
    figure.update_yaxes(range=[-0.04, 1.08], tickvals=[0, 0.5, 1])
    return figure


def calibration(predicted: Floats, observed: Floats, rows: NDArray[np.int64]) -> go.Figure:
    """Observed rate against predicted probability, one dot a bin, larger with more rows."""
    figure = go.Figure(_reference((0, 1), (0, 1)))
    figure.add_scatter(
        x=predicted,
        y=observed,
        mode="lines+markers",
        marker={"size": 7 + 16 * np.sqrt(rows / max(rows.max(initial=1), 1)), "color": TRAIN},
        line={"color": TRAIN, "width": 1},
        customdata=rows,
        hovertemplate="said %{x:.2f}<br>was %{y:.2f}<br>%{customdata} rows<extra></extra>",
    )
    style(figure, x="Predicted probability", y="Observed rate", height_px=300, legend=False)
    figure.update_xaxes(range=UNIT)
    figure.update_yaxes(range=[-0.06, 1.1])
    return figure


def cost(thresholds: Floats, costs: Floats, threshold: float, unit: str) -> go.Figure:
    """Total cost against the threshold, the chosen and the cheapest one marked."""
    figure = go.Figure(go.Scatter(x=thresholds, y=costs, mode="lines", line={"color": TRAIN}))
    best = int(np.argmin(costs))
    figure.add_scatter(
        x=[thresholds[best]],
        y=[costs[best]],
        mode="markers+text",
        text=["cheapest"],
        textposition="bottom right" if thresholds[best] < 0.5 else "bottom left",
        marker={
            "symbol": "diamond-open",
            "size": 12,
            "color": CATEGORICAL[2],
            "line": {"width": 2.5},
        },
        hovertemplate="cheapest: %{x:.2f}<br>%{y:,.0f}<extra></extra>",
    )
    figure.add_trace(_dot(threshold, float(np.interp(threshold, thresholds, costs))))
    style(figure, x="Threshold", y=unit, height_px=SMALL_PX, legend=False, title="Cost")
    figure.update_xaxes(range=UNIT, tickvals=[0, 0.5, 1])
    room = 0.22 * (float(costs.max() - costs.min()) or 1.0)
    figure.update_yaxes(range=[costs.min() - room, costs.max() + 0.3 * room], nticks=4)
    return figure


def _reference(x: tuple[float, float], y: tuple[float, float]) -> go.Scatter:
    line = {"color": REFERENCE, "dash": "dash", "width": 1}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _dot(x: float, y: float) -> go.Scatter:
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"size": 15, "color": TEST, "line": {"color": "#17212b", "width": 1.5}},
        name="chosen threshold",
        cliponaxis=False,
        hovertemplate="chosen: %{x:.3f}, %{y:.3f}<extra></extra>",
    )
