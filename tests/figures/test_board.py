"""Several pictures on one board: each keeps its axes, and none loses what was drawn."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from core.figures.board import board
from core.figures.theme import style


def small(name):
    figure = go.Figure(go.Scatter(x=[0, 1], y=[1, 2], name=name))
    figure.add_annotation(text="here", x=0.5, y=1.5)
    style(figure, x=f"x of {name}", y=f"y of {name}", title=name)
    return figure.update_xaxes(range=[0, len(name)])


def test_each_picture_keeps_its_data_axes_and_notes():
    names = ("a", "bb", "ccc", "dddd")
    made = board([small(name) for name in names], across=2, height_px=400)
    assert [trace.name for trace in made.data] == list(names)
    assert [trace.xaxis for trace in made.data] == ["x", "x2", "x3", "x4"]
    for number, name in enumerate(names, start=1):
        axis = made.layout["xaxis" if number == 1 else f"xaxis{number}"]
        assert axis.title.text == f"x of {name}"
        assert axis.range == (0, len(name))
    titles = [note for note in made.layout.annotations if "<b>" in note.text]
    assert [note.xref for note in titles] == ["x domain", "x2 domain", "x3 domain", "x4 domain"]
    inner = [note for note in made.layout.annotations if note.text == "here"]
    assert [note.yref for note in inner] == ["y", "y2", "y3", "y4"]


@pytest.mark.parametrize(("count", "across"), [(1, 1), (3, 2), (4, 2), (5, 3)])
def test_pictures_never_overlap_and_fill_the_board(count, across):
    made = board([small("a") for _ in range(count)], across=across, height_px=400)
    spans = [
        (made.layout[f"xaxis{n}"].domain, made.layout[f"yaxis{n}"].domain)
        for n in ["", *range(2, count + 1)]
    ]
    for i, (x, y) in enumerate(spans):
        assert 0 <= x[0] < x[1] <= 1
        assert 0 <= y[0] < y[1] <= 1
        for other_x, other_y in spans[:i]:
            apart = x[0] >= other_x[1] or other_x[0] >= x[1]
            assert apart or y[0] >= other_y[1] or other_y[0] >= y[1]
