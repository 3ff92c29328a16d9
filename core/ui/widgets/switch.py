"""On or off: a toggle."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.params import Param
from core.ui.widgets.session import Options, start


def switch(param: Param, options: Options) -> Any:
    """Show a toggle."""
    return st.toggle(param.label, **start(options, value=param.default), **options)
