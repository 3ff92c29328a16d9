"""Kinds of control: what a value of each is, said in one place.

A new kind is a module here that subclasses `Kind`, one line in `KINDS`, and a function in
`core.ui.widgets` that draws it; `tests/test_kinds.py` says what is missing. Who draws it stands
elsewhere because a worker reads the values, too, and never Streamlit.
"""

from __future__ import annotations

from core.kinds.choice import OneOf
from core.kinds.columns import Column, Columns
from core.kinds.kind import Kind
from core.kinds.layers import Layers
from core.kinds.lineup import Lineup
from core.kinds.numbers import Float, Int
from core.kinds.points import Points
from core.kinds.switch import Switch
from core.kinds.text import Text

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Int("int"),
        Float("float"),
        Switch("bool"),
        OneOf("choice"),
        Text("text"),
        Column("column"),
        Columns("columns"),
        Points("points"),
        Layers("layers"),
        Lineup("lineup"),
    )
}
"""All kinds by the word that `Spec.kind` says."""
