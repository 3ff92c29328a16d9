"""What typing one column yields: values, remarks, and signs read as missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from core.data.notes import quoted, rows_text
from core.data.options import Overrides

Sign: TypeAlias = Literal["", ",", "."]


@dataclass(frozen=True)
class Remark:
    """A predicate on a column, such as "has no values at all.", and a detail for brackets."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Context:
    """What decides beside a column's own cells: the learner's overrides, and other columns.

    decimal_comma : the rest of the table writes 1,5 for one and a half.
    """

    overrides: Overrides = field(default_factory=Overrides)
    decimal_comma: bool = False


@dataclass
class Typed:
    """A column with its type.

    values : int64, float64, bool or datetime64[us] array, or a pyarrow string array with nulls;
        (n_rows,).
    signs : cells read as missing, counted by their spelling.
    evidence : the decimal sign, where the column's numbers leave no doubt about it.
    doubt : the sign whose meaning (decimal or thousands) its numbers leave open.
    """

    values: Any
    remarks: list[Remark] = field(default_factory=list)
    signs: Counter[str] = field(default_factory=Counter)
    evidence: Sign = ""
    doubt: Sign = ""
    is_text: bool = False


@dataclass(frozen=True)
class Cells:
    """A column's trimmed ``text`` (n_rows,) and its ``valid`` cells, without those ``empty``."""

    text: pa.StringArray
    empty: pa.BooleanArray
    n_empty: int
    valid: pa.StringArray

    @classmethod
    def of(cls, text: pa.StringArray, empty: pa.BooleanArray) -> Cells:
        """Split a column into missing and valid cells."""
        import pyarrow.compute as pc

        n_empty = int(pc.sum(empty).as_py() or 0)
        return cls(text, empty, n_empty, text.filter(pc.invert(empty)) if n_empty else text)

    def spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return values of the valid cells at their rows, NaN or NaT at the others."""
        if not self.n_empty:
            return values
        if values.dtype.kind == "M":
            full = np.full(len(self.text), np.datetime64("NaT"), values.dtype)
        else:
            full = np.full(len(self.text), np.nan)
        full[~self.empty.to_numpy(zero_copy_only=False)] = values
        return full


def stays_text(why: str, try_: str = "", *, detail: str = "") -> Typed:
    """Return the verdict that a column is text although it looked like something else."""
    said = f"{why}; kept as text. {try_}".rstrip()
    return Typed(None, [Remark(said, detail)], is_text=True)


def examples(text: pa.StringArray, chosen: pa.BooleanArray) -> str:
    """Return up to two chosen cells with their rows, and how many more there are."""
    rows = np.flatnonzero(chosen.to_numpy(zero_copy_only=False)).tolist()
    shown = ", ".join(f"{quoted(text[row].as_py())} in {rows_text([row])}" for row in rows[:2])
    return shown if len(rows) <= 2 else f"{shown} and {len(rows) - 2:,} more"
