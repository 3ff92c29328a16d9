"""The chart of prices: what each way gets right against what it was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.figures.theme import CATEGORICAL, REFERENCE, style
from core.stages.learning_types.five_ways.answer import (
    ALL,
    BANDIT,
    FEW,
    GROUPS,
    PROBE,
    RAW,
    SPREAD,
    UNTRAINED,
    Answer,
    Way,
)
from core.stages.learning_types.five_ways.settings import FiveSettings

HEIGHT_PX = 280
NOTHING = 1.0
"""Where the price 0 stands on an axis of powers."""
TICKS = (2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
ROOM = 0.04


@dataclass(frozen=True)
class Look:
    """How a way is drawn; ``shaded`` where its spread is."""

    name: str
    colour: str
    symbol: str
    dash: str = "solid"
    width: float = 2.5
    shaded: bool = True


LOOKS: dict[str, Look] = {
    FEW: Look("labels alone", CATEGORICAL[6], "circle"),
    SPREAD: Look("labels + the rest", CATEGORICAL[8], "triangle-up"),
    PROBE: Look("riddle + labels", CATEGORICAL[5], "square"),
    RAW: Look("no riddle", CATEGORICAL[5], "square-open", "dash", 1.5, shaded=False),
    UNTRAINED: Look("untrained", CATEGORICAL[5], "x", "dot", 1.5, shaded=False),
    BANDIT: Look("right or wrong", CATEGORICAL[7], "diamond"),
}


def price_chart(settings: FiveSettings, answer: Answer) -> go.Figure:
    """Return accuracy over labels, a line for each way, shaded from the lowest to the highest."""
    ways, figure = answer.ways, go.Figure()
    few = ways[FEW]
    lines = {name: ways[name] for name in LOOKS}
    lines[FEW] = _with_all(few, ways[ALL])
    for name, look in LOOKS.items():
        if look.shaded:
            figure.add_trace(_band(lines[name], look))
    for name, look in LOOKS.items():
        figure.add_trace(_line(lines[name], look))
    end = max(way.costs[-1] for way in lines.values())
    figure.add_traces(_groups(ways[GROUPS], float(end)))
    _here(figure, few.cost)
    low = min(float(way.right.min()) / way.n_test for way in ways.values())
    figure.update_xaxes(
        type="log", range=[np.log10(NOTHING / 1.15), np.log10(end * 1.15)],
        tickvals=[NOTHING, *(tick for tick in TICKS if tick <= end)],
        ticktext=["0", *(f"{tick:,}" for tick in TICKS if tick <= end)],
    )  # fmt: skip
    figure.update_yaxes(range=[max(low - ROOM, 0), 1 + ROOM / 2], tickformat=".0%")
    figure.update_layout(hovermode="closest")
    return style(
        figure, x="labels or answers told (log scale, 0 at the left)",
        y=f"right of {few.n_test:,} held out (share)", height_px=HEIGHT_PX, legend=True,
    )  # fmt: skip


def _with_all(few: Way, whole: Way) -> Way:
    """Return the line of labels alone, drawn on to all labels."""
    if whole.cost <= few.costs[-1]:
        return few
    costs = np.append(few.costs, whole.costs)
    return Way(costs, np.hstack([few.right, whole.right]), few.n_test, few.at)


def _line(way: Way, look: Look) -> go.Scatter:
    shares = way.right / way.n_test
    ends = [f"{low:.1%} to {high:.1%}" for low, high in zip(shares.min(0), shares.max(0),
                                                            strict=True)]  # fmt: skip
    return go.Scatter(
        x=way.costs, y=shares.mean(axis=0), name=look.name, mode="lines+markers", customdata=ends,
        line={"color": look.colour, "dash": look.dash, "width": look.width},
        marker={"symbol": look.symbol, "size": 8 if look.shaded else 6},
        hovertemplate="%{x:,} told: %{y:.1%} on average, %{customdata}",
    )  # fmt: skip


def _band(way: Way, look: Look) -> go.Scatter:
    shares = way.right / way.n_test
    x = np.concatenate([way.costs, way.costs[::-1]])
    y = np.concatenate([shares.min(axis=0), shares.max(axis=0)[::-1]])
    return go.Scatter(
        x=x, y=y, fill="toself", fillcolor=_pale(look.colour), line={"width": 0}, hoverinfo="skip",
        showlegend=False, mode="lines", name=f"{look.name}, spread",
    )  # fmt: skip


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.15)"


def _groups(way: Way, end: float) -> list[Any]:
    """Return groups at the price 0, and a level line to compare with."""
    level = [way.accuracy] * 2
    return [
        go.Scatter(
            x=[NOTHING, end * 1.15], y=level, mode="lines", showlegend=False, hoverinfo="skip",
            line={"color": REFERENCE, "dash": "dashdot", "width": 1.5}, name="no label, level",
        ),
        go.Scatter(
            x=[NOTHING], y=level[:1], mode="markers", name="no label",
            marker={"symbol": "star", "size": 13, "color": REFERENCE},
            hovertemplate="no label: groups match %{y:.1%} on average",
        ),
    ]  # fmt: skip


def _here(figure: go.Figure, cost: int) -> None:
    figure.add_vline(x=cost, line={"color": REFERENCE, "dash": "dot", "width": 1.2})
    figure.add_annotation(
        x=float(np.log10(cost)), y=0, yref="paper", text=f"{cost} labels", showarrow=False,
        xanchor="left", yanchor="bottom", xshift=3,
    )  # fmt: skip
