"""How each kind of control is drawn; what its values are stands in `core.kinds`.

A function takes a `Param` and `Options`, shows the control and returns what it holds; `controls`
makes a legal value of it. A control that is no widget of Streamlit's takes its start from
`session.begin` and ends with `session.keep`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.params import Param
from core.ui.widgets.choices import one, several
from core.ui.widgets.layers import stack
from core.ui.widgets.lineup import lineup
from core.ui.widgets.numbers import number
from core.ui.widgets.points import points
from core.ui.widgets.session import Options
from core.ui.widgets.switch import switch
from core.ui.widgets.text import text

WIDGETS: dict[str, Callable[[Param, Options], Any]] = {
    "int": number,
    "float": number,
    "bool": switch,
    "choice": one,
    "text": text,
    "column": one,
    "columns": several,
    "points": points,
    "layers": stack,
    "lineup": lineup,
}
"""What draws a kind, by its word in `core.kinds.KINDS`."""
