"""All metrics of four counts as bars that move together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.theme import REFERENCE, TEST, TICK_PX, TRAIN, style

Floats = NDArray[np.float64]


def bars(labels: Sequence[str], values: Floats, chosen: int, lazy: float) -> go.Figure:
    """One bar a metric, NaN as "undefined"; the chosen one stands out.

    values : (n_metrics,) in [-1, 1] or NaN. lazy : the accuracy of always naming the more
    frequent class, as a dashed line.
    """
    colours = [TEST if place == chosen else TRAIN for place in range(len(labels))]
    edges = [3 if place == chosen else 0 for place in range(len(labels))]
    known = np.isfinite(values)
    figure = go.Figure(
        go.Bar(
            x=list(labels),
            y=np.where(known, values, 0.0),
            text=[f"{v:.2f}" if ok else "0 / 0" for v, ok in zip(values, known, strict=True)],
            textposition="auto",
            textfont_size=TICK_PX,
            marker={"color": colours, "line": {"width": edges, "color": "#17212b"}},
            hovertemplate="%{x}: %{text}<extra></extra>",
            cliponaxis=False,
            showlegend=False,
        )
    )
    figure.add_scatter(
        x=[labels[0], labels[-1]],
        y=[lazy, lazy],
        mode="lines",
        name=f"accuracy of always naming the more frequent class: {lazy:.2f}",
        line={"color": REFERENCE, "dash": "dash"},
        hoverinfo="skip",
        zorder=-1,
    )
    style(figure, x="Metric", y="Value", height_px=330)
    lowest = float(np.nanmin(values, initial=0.0))
    figure.update_yaxes(range=[lowest * 1.15, 1.16])
    figure.update_xaxes(tickangle=-35, tickfont_size=12)
    return figure
