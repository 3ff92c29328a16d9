"""Tables in: read, describe, load, samples.

Importing this package loads neither pandas nor pyarrow: the names below arrive on first use, so
that the first page does not wait for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.data.options import OVERRIDES, Overrides
    from core.data.read import read_table
    from core.data.table import Table, UnreadableTable

__all__ = ["OVERRIDES", "Overrides", "Table", "UnreadableTable", "read_table"]

_HOMES = {
    "OVERRIDES": "core.data.options",
    "Overrides": "core.data.options",
    "Table": "core.data.table",
    "UnreadableTable": "core.data.table",
    "read_table": "core.data.read",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
