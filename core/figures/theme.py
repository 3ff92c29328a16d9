"""The one theme of all pictures: colours by meaning, axes with titles and units."""

from __future__ import annotations

import plotly.graph_objects as go

CATEGORICAL = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#D55E00",
    "#56B4E9",
    "#882255",
    "#999933",
    "#44AA99",
    "#777777",
)
"""Ten hues safe for the colour-blind: Okabe and Ito's (2008), then three of Tol's (2021)."""

TRAIN, TEST = "#0072B2", "#E69F00"
RAISES, LOWERS = "#D55E00", "#0072B2"
GOOD, BAD = "#009E73", "#D55E00"
BEFORE, AFTER = "#8a97a5", "#0072B2"
REFERENCE = "#8a97a5"
HEIGHT_PX = 380


def style(
    figure: go.Figure,
    *,
    x: str,
    y: str,
    height_px: int = HEIGHT_PX,
    legend: bool | None = None,
) -> go.Figure:
    """Give ``figure`` axis titles (with units), one height and the legend above the picture."""
    figure.update_layout(
        height=height_px,
        margin={"l": 10, "r": 10, "t": 34, "b": 10},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title_text": ""},
        hoverlabel={"namelength": -1},
        uirevision="keep",
    )
    if legend is not None:
        figure.update_layout(showlegend=legend)
    figure.update_xaxes(title_text=x, automargin=True)
    figure.update_yaxes(title_text=y, automargin=True)
    return figure


def with_unit(name: str, unit: str) -> str:
    """Return an axis title: the name with its unit in brackets when it has one.

    >>> with_unit("price", "€")
    'price (€)'
    """
    return f"{name} ({unit})" if unit else name


def short(text: str, most: int = 28) -> str:
    """Cut a learner's label so that it fits beside an axis.

    >>> short("a very long column name indeed, longer than it should be", 12)
    'a very long…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
