"""Pictures of a table: its columns at a glance, one of them large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.figures.theme import (
    CATEGORY,
    HATCH,
    NUMBER,
    REFERENCE,
    TICK_PX,
    plain,
    short,
    style,
)
from core.wording import counted

CELLS_A_ROW = 4
GAPS = {"color": REFERENCE, "pattern": {"shape": "/", **HATCH}, "line": {"width": 0}}
"""How missing values look everywhere: a grey, hatched bar at the end."""


@dataclass(frozen=True)
class Sketch:
    """One column at a glance: a label for each bar, counts, and the rows without a value.

    ``title`` is the axis: the name with its unit. ``edges`` of a histogram's bars, one more than
    there are bars; () where a bar stands for one value.
    """

    name: str
    labels: tuple[str, ...]
    counts: tuple[float, ...]
    n_missing: int
    is_number: bool
    title: str = ""
    edges: tuple[str, ...] = ()


def overview(sketches: Sequence[Sketch]) -> go.Figure:
    """Small histogram of every column; its gaps as a hatched bar, counted in the title."""
    n_rows = -(-len(sketches) // CELLS_A_ROW)
    titles = [
        f"<b>{short(s.name, 14)}</b>" + (f" · {counted(s.n_missing, 'gap')}" if s.n_missing else "")
        for s in sketches
    ]
    figure = make_subplots(
        rows=max(n_rows, 1),
        cols=CELLS_A_ROW,
        subplot_titles=titles,
        vertical_spacing=min(0.48 / max(n_rows, 1), 0.3),
        horizontal_spacing=0.06,
    )
    for place, sketch in enumerate(sketches):
        figure.add_bar(
            x=list(range(len(sketch.labels))),
            y=list(sketch.counts),
            customdata=list(sketch.labels),
            marker={"color": _colour(sketch), "line": {"width": 0}},
            hovertemplate="%{customdata} · rows: %{y:,.0f}<extra></extra>",
            showlegend=False,
            row=place // CELLS_A_ROW + 1,
            col=place % CELLS_A_ROW + 1,
        )
        if sketch.n_missing:
            figure.add_bar(
                x=[len(sketch.labels) + 0.04 * len(sketch.labels)],
                y=[sketch.n_missing],
                width=[max(0.08 * len(sketch.labels), 0.94)],
                marker=GAPS,
                hovertemplate="missing · rows: %{y:,.0f}<extra></extra>",
                showlegend=False,
                row=place // CELLS_A_ROW + 1,
                col=place % CELLS_A_ROW + 1,
            )
    figure.update_layout(
        height=70 + 105 * max(n_rows, 1),
        bargap=0.06,
        margin={"l": 10, "r": 10, "t": 56, "b": 10},
    )
    _explain_colours(figure)
    figure.update_annotations(font_size=12)
    for place, sketch in enumerate(sketches):
        ticks = _few(sketch)
        figure.update_xaxes(
            tickvals=list(ticks),
            ticktext=[short(text, 8) for text in ticks.values()],
            row=place // CELLS_A_ROW + 1,
            col=place % CELLS_A_ROW + 1,
        )
    figure.update_xaxes(tickfont_size=11, tickangle=0)
    figure.update_yaxes(nticks=3, tickfont_size=11, title_text="", automargin=True)
    figure.update_yaxes(title_text="rows", title_font_size=12, col=1)
    return figure


def _explain_colours(figure: go.Figure) -> None:
    """Add a legend above: what each colour of bar stands for."""
    figure.update_layout(
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0},
        legend_font_size=TICK_PX,
    )
    for name, marker in (
        ("numbers, dates", {"color": NUMBER}),
        ("categories, text: the most frequent", {"color": CATEGORY}),
        ("gaps: missing values", GAPS),
    ):
        figure.add_bar(x=[None], y=[None], name=name, marker=marker)


def _colour(sketch: Sketch) -> str:
    return NUMBER if sketch.is_number else CATEGORY


def _few(sketch: Sketch) -> dict[float, str]:
    """Return where labels stand: at the first and last bar or edge, so that none overlap."""
    places = _places(sketch)
    return {place: places[place] for place in sorted({min(places), max(places)})} if places else {}


def _places(sketch: Sketch) -> dict[float, str]:
    """Return where on the axis each text stands: an edge between bars, a value below its bar."""
    if sketch.edges:
        return {place - 0.5: edge for place, edge in enumerate(sketch.edges)}
    return {float(place): label for place, label in enumerate(sketch.labels)}


def column(sketch: Sketch) -> go.Figure:
    """One column's histogram (or its most frequent values), large.

    Bars stand at their places: labels may be equal where a column's values lie close together.
    """
    figure = go.Figure(
        go.Bar(
            x=list(range(len(sketch.labels))),
            y=list(sketch.counts),
            customdata=[plain(label) for label in sketch.labels],
            marker={"color": _colour(sketch)},
            hovertemplate="%{customdata} · rows: %{y:,.0f}<extra></extra>",
        )
    )
    gaps_at = len(sketch.labels) + bool(sketch.edges)  # the text of the last edge needs its room
    if sketch.n_missing:
        figure.add_bar(
            x=[gaps_at],
            y=[sketch.n_missing],
            marker=GAPS,
            hovertemplate="missing · rows: %{y:,.0f}<extra></extra>",
        )
    figure.update_layout(bargap=0.04)
    style(figure, x=sketch.title or short(sketch.name), y="Rows", height_px=300, legend=False)
    places = _places(sketch)
    ticks = list(places)[:: -(-len(places) // 8) or 1]
    if sketch.edges and ticks[-1] != max(places):
        ticks[-1] = max(places)
    figure.update_xaxes(
        tickvals=[*ticks, *([gaps_at] if sketch.n_missing else [])],
        ticktext=[
            *(short(places[tick], 12) for tick in ticks),
            *(["missing"] if sketch.n_missing else []),
        ],
        tickangle=0 if sketch.is_number else None,
    )
    return figure
