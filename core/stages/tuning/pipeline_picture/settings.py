"""What can be chosen of the walk: the row, a second one beside it, the column to follow."""

from __future__ import annotations

from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment
from core.tabular.explain.changed_row import Cell


class PictureSettings(Declared):
    """One test row of an experiment (by position) on its way, and what stands beside it."""

    experiment: Experiment
    row: int = control(
        "Test row",
        "The position of the row that walks, among the test rows, from 0.",
        default=0, low=0, high=10_000_000, role="row",
    )  # fmt: skip
    other: int | None = control(
        "Compare with row",
        "A second test row that walks beside it. Empty: it walks alone.",
        default=None, kind="int", low=0, high=10_000_000, optional=True, role="row",
        switch="A second row beside it", begins=1,
    )  # fmt: skip
    column: str = control(
        "Follow column",
        "What is made of this column of the table stands first at every step.",
        default="", kind="choice", role="feature",
    )  # fmt: skip


class ChangedSettings(Declared):
    """The same row with ``changed`` (column, value) pairs, as the form below the picture has it.

    A value is a number, True or False, text, an ISO date for a date column, or None for a gap.
    """

    experiment: Experiment
    row: int = borrowed(PictureSettings, "row")
    changed: tuple[tuple[str, Cell], ...] = ()
