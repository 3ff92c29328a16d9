"""Text: a field of one line, or of several."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.params import Param
from core.ui.widgets.session import Options, start

LINE_PX = 26


def text(param: Param, options: Options) -> Any:
    """Show a field; one that starts empty says its help in itself, its label to the unseeing."""
    begun = start(options, value=param.default)
    if param.lines > 1:
        return st.text_area(param.label, height=param.lines * LINE_PX, **begun, **options)
    if param.help and not param.default:
        begun |= {"placeholder": f"{param.label}: {param.help}", "label_visibility": "collapsed"}
    return st.text_input(param.label, **begun, **options)
