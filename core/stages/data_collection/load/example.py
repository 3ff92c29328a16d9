"""What is in the table.

A row more or less than expected is the first thing to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def example(frame: pd.DataFrame) -> None:
    """Print how many rows, columns and gaps there are, and each column's type and gaps."""
    gaps = frame.isna()
    print(f"Rows: {len(frame)}")
    print(f"Columns: {frame.shape[1]}")
    print(f"Missing: {gaps.sum().sum()}")
    print(f"Most gaps in one column: {gaps.mean().max():.1%} of its rows")
    for name, column in frame.items():
        print(f"{name} ({column.dtype}), missing: {column.isna().sum()}")


def without_blanks(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Take the blanks off both ends of the texts in some columns."""
    for name in columns:
        frame[name] = frame[name].str.strip()
    return frame
