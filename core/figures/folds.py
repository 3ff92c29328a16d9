"""The picture of cross-validation that stands still: what each fold says, and other seeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.axes import name_axis
from core.figures.blocks import measured
from core.figures.theme import TEST, TICK_PX, TRAIN, distinct, style
from core.tabular.judge.defined import is_defined

Floats = NDArray[np.float64]


def fold_scores(
    values: Floats,
    names: Sequence[str],
    metric: str,
    repeats: Floats,
    estimate: tuple[float, float],
    test_score: float,
) -> go.Figure:
    """Score of each fold, their mean and standard deviation as a band, and the test rows' score.

    estimate : (mean, std) over the folds. repeats : the mean with other seeds, as ticks.
    """
    mean, std = estimate
    *own, seeds, test = distinct([*names, "other seeds", "test rows"])
    figure = go.Figure()
    if is_defined(mean, std):
        figure.add_hrect(y0=mean - std, y1=mean + std, fillcolor=TRAIN, opacity=0.13, line_width=0)
    if is_defined(mean):
        figure.add_hline(y=mean, line={"color": TRAIN, "dash": "dash"})
    figure.add_scatter(
        x=own,
        y=values,
        mode="markers",
        name="one fold",
        marker={"color": TRAIN, "size": 12},
        hovertemplate="%{x}: %{y:,.5~g}<extra></extra>",
    )
    if len(repeats):
        figure.add_scatter(
            x=[seeds] * len(repeats),
            y=repeats,
            mode="markers",
            name="mean with another seed",
            marker={"symbol": "line-ew-open", "size": 20, "color": TRAIN, "line": {"width": 2}},
        )
    figure.add_scatter(
        x=[test],
        y=[test_score],
        mode="markers",
        name="test rows",
        marker={"color": TEST, "size": 17, "symbol": "diamond"},
        hovertemplate="test rows: %{y:,.5~g}<extra></extra>",
    )
    if is_defined(mean, std):
        figure.add_annotation(
            text=f"mean {measured(mean)} ± {measured(std)}",
            xref="paper",
            x=0.01,
            y=mean + std,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            font_size=TICK_PX,
        )
    style(figure, x="Who is tested", y=metric, height_px=250)
    name_axis(figure, "x", [*own, seeds, test] if len(repeats) else [*own, test])
    return figure
