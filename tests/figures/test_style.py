"""The theme adds titles and sizes to a picture and takes nothing away."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.figures.theme import style


def test_what_an_axis_or_legend_was_given_before_stays():
    figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))
    figure.update_xaxes(range=[0, 9], type="linear")
    figure.update_layout(legend_traceorder="reversed", barmode="overlay")
    style(figure, x="hours", y="marks", legend=True)
    layout = figure.layout
    assert tuple(layout.xaxis.range) == (0, 9)
    assert layout.legend.traceorder == "reversed"
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("hours", "marks")
    assert (layout.barmode, layout.showlegend, layout.xaxis.automargin) == ("overlay", True, True)


def test_every_axis_of_a_picture_with_several_is_styled():
    figure = make_subplots(rows=1, cols=2)
    style(figure, x="hours", y="marks")
    assert figure.layout.xaxis2.title.text == "hours"
    assert figure.layout.yaxis2.title.text == "marks"
    assert figure.layout.xaxis2.domain is not None, "where the second picture stands"
