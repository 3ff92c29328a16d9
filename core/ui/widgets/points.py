"""Points: a canvas to draw on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.params import Param
from core.ui.widgets.session import Options, begin, keep


def points(param: Param, options: Options) -> Any:
    """Show a drawing."""
    from core.ui.widgets import canvas  # the map must not wait for the theme

    start = begin(param, options)
    st.caption(param.label, help=options["help"])
    drawn = canvas.drawn_points(
        options["key"],
        str(start),
        low=param.low or 0.0,
        high=param.high or 1.0,
        classes=tuple(choice.label for choice in param.choices),
        colours=param.colours,
    )
    return keep(param, options, drawn)
