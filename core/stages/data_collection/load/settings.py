"""What can be chosen of a loaded table: which view of it is open, on what."""

from __future__ import annotations

from core.data.load import LoadSettings
from core.settings import Declared, control


class LoadView(Declared):
    """Which view of a table, named by its id, is open.

    reading : how its file was read; None for a sample.
    """

    table: str
    view: str = control(
        "Look at",
        "",
        ("glance", "Columns"),
        ("rows", "Rows"),
        ("column", "One column"),
        default="glance",
    )
    n_rows: int = control(
        "Rows shown",
        "From the top of the table",
        default=20, low=5, high=200, when=("view", ("rows",)),
    )  # fmt: skip
    column: str = control(
        "Column",
        "The column to look at",
        default="", kind="choice", role="column", when=("view", ("column",)),
    )  # fmt: skip
    reading: LoadSettings | None = None
