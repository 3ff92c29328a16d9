"""Text: a field of one line."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.params import Param
from core.ui.widgets.session import Options, start


def text(param: Param, options: Options) -> Any:
    """Show a field; one that starts empty says its help in itself, its label to the unseeing."""
    begun = start(options, value=param.default)
    if param.help and not param.default:
        begun |= {"placeholder": f"{param.label}: {param.help}", "label_visibility": "collapsed"}
    return st.text_input(param.label, **begun, **options)
