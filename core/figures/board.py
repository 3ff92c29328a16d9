"""Several small pictures on one board: a browser draws one figure far sooner than four."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

GAP_X, GAP_Y = 0.25, 0.26
"""Room between the pictures for titles and ticks, as shares of the board."""
MARGIN_PX = (62, 48)
"""Room for them left of the board and below it."""


def board(figures: Sequence[go.Figure], *, across: int, height_px: int) -> go.Figure:
    """Place ``figures``, each with one pair of axes, on a grid ``across`` wide, row by row.

    Everything drawn in a figure keeps its axes' titles, ranges and notes. Shapes are not carried.
    """
    down = -(-len(figures) // across)
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": []}
    for number, figure in enumerate(figures, start=1):
        row, column = divmod(number - 1, across)
        suffix = "" if number == 1 else str(number)
        names = {"x": f"x{suffix}", "y": f"y{suffix}"}
        places = {
            "x": _span(column, across, GAP_X),
            "y": _span(down - 1 - row, down, GAP_Y),
        }
        for trace in figure.to_plotly_json()["data"]:
            data.append({**trace, "xaxis": names["x"], "yaxis": names["y"]})
        for axis, other in (("x", "y"), ("y", "x")):
            kept = figure.layout[f"{axis}axis"].to_plotly_json()
            layout[f"{axis}axis{suffix}"] = {
                **kept,
                "domain": places[axis],
                "anchor": names[other],
                "automargin": False,  # each would move all the others
            }
        layout["annotations"] += [_moved(note, names) for note in figure.layout.annotations]
    same = ("hoverlabel", "uirevision", "template")
    kept = {name: figures[0].layout[name] for name in same}
    margin = {"l": MARGIN_PX[0], "b": MARGIN_PX[1], "r": 10, "t": 34}
    return go.Figure(
        data, {**kept, **layout, "margin": margin, "height": height_px, "showlegend": False}
    )


def _span(index: int, count: int, gap: float) -> list[float]:
    """Return where the ``index``-th of ``count`` equal parts of the board begins and ends."""
    width = (1 - gap * (count - 1)) / count
    start = index * (width + gap)
    return [start, min(start + width, 1.0)]


def _moved(note: go.layout.Annotation, names: dict[str, str]) -> dict[str, Any]:
    """Return a note of one figure as it stands on the board: at the same place of its picture."""
    plain: dict[str, Any] = note.to_plotly_json()
    for axis, name in names.items():
        ref = plain.get(f"{axis}ref", axis)
        plain[f"{axis}ref"] = f"{name} domain" if ref == "paper" else name
    return plain
