"""What is got for a price: accuracy over labels or answers, with its spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.figures.theme import CATEGORICAL, REFERENCE, style

HEIGHT_PX = 280
NOTHING = 1.0
"""Where the price 0 stands on an axis of powers."""
TICKS = (2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
ROOM, EDGE = 0.04, 1.15


@dataclass(frozen=True, eq=False)
class Priced:
    """One way. price (n,) above 1. shares (n_repeats, n) in [0, 1]; ``shaded`` from lowest to
    highest. colour : its place among the categorical ones.
    """

    name: str
    price: Any
    shares: Any
    colour: int
    symbol: str = "circle"
    dash: str = "solid"
    width: float = 2.5
    shaded: bool = True


def price_chart(
    lines: Sequence[Priced], free: tuple[str, float], here: tuple[float, str], x: str, y: str
) -> go.Figure:
    """Return accuracy over the price.

    free : the name and the accuracy of what costs nothing, drawn at the left with a level line.
    here : the learner's price, and what it is called. x, y : the axes' titles.
    """
    figure = go.Figure()
    end = float(max(line.price[-1] for line in lines))
    figure.add_traces([_band(line) for line in lines if line.shaded])
    figure.add_traces([_line(line) for line in lines])
    figure.add_traces(_free(*free, end))
    _mark(figure, *here)
    low = min(free[1], *(float(line.shares.min()) for line in lines))
    ticks = [tick for tick in TICKS if tick <= end]
    figure.update_xaxes(
        type="log",
        range=[np.log10(NOTHING / EDGE), np.log10(end * EDGE)],
        tickvals=[NOTHING, *ticks],
        ticktext=["0", *(f"{tick:,}" for tick in ticks)],
    )
    figure.update_yaxes(range=[max(low - ROOM, 0), 1 + ROOM / 2], tickformat=".0%")
    figure.update_layout(hovermode="closest")
    return style(figure, x=x, y=y, height_px=HEIGHT_PX, legend=True)


def _line(line: Priced) -> go.Scatter:
    ends = zip(line.shares.min(axis=0), line.shares.max(axis=0), strict=True)
    return go.Scatter(
        x=line.price,
        y=line.shares.mean(axis=0),
        name=line.name,
        mode="lines+markers",
        customdata=[f"{low:.1%} to {high:.1%}" for low, high in ends],
        line={"color": CATEGORICAL[line.colour], "dash": line.dash, "width": line.width},
        marker={"symbol": line.symbol, "size": 8 if line.shaded else 6},
        hovertemplate="%{x:,} told: %{y:.1%} on average, %{customdata}",
    )


def _band(line: Priced) -> go.Scatter:
    low, high = line.shares.min(axis=0), line.shares.max(axis=0)
    return go.Scatter(
        x=np.concatenate([line.price, line.price[::-1]]),
        y=np.concatenate([low, high[::-1]]),
        fill="toself",
        fillcolor=_pale(CATEGORICAL[line.colour]),
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
        mode="lines",
        name=f"{line.name}, spread",
    )


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.15)"


def _free(name: str, share: float, end: float) -> list[go.Scatter]:
    """Return what costs nothing at the price 0, and a level line to compare with."""
    level = go.Scatter(
        x=[NOTHING, end * EDGE],
        y=[share, share],
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": REFERENCE, "dash": "dashdot", "width": 1.5},
        name=f"{name}, level",
    )
    star = go.Scatter(
        x=[NOTHING],
        y=[share],
        mode="markers",
        name=name,
        marker={"symbol": "star", "size": 13, "color": REFERENCE},
        hovertemplate=f"{name}: %{{y:.1%}} on average",
    )
    return [level, star]


def _mark(figure: go.Figure, price: float, text: str) -> None:
    figure.add_vline(x=price, line={"color": REFERENCE, "dash": "dot", "width": 1.2})
    figure.add_annotation(
        x=float(np.log10(price)),
        y=0,
        yref="paper",
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        xshift=3,
    )
