"""What goes with a script: the table it reads and the packages it needs."""

from __future__ import annotations

import ast
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"

DISTRIBUTIONS = {
    "sklearn": ("scikit-learn",),
    "imblearn": ("imbalanced-learn",),
    "xgboost": ("xgboost-cpu", "xgboost"),
}
"""Packages whose import name is not the name they are installed under."""

READERS = {
    "read_parquet": "pyarrow",
    "read_excel": "openpyxl",
}
"""What pandas calls another package for."""

_LONGEST_NAME = 60
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


@dataclass(frozen=True)
class DataSettings:
    """Which table to write, by the name the learner calls it."""

    table_name: str


@dataclass(frozen=True)
class ParquetAnswer:
    """``content``: (n_bytes,) uint8, a Parquet file. ``name``: what the script calls it."""

    content: NDArray[np.uint8]
    name: str


def table_parquet(settings: DataSettings, frame: pd.DataFrame) -> ParquetAnswer:
    """Return the table as a Parquet file with the name that scripts read it by."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False)
    content = np.frombuffer(buffer.getvalue(), dtype=np.uint8)
    return ParquetAnswer(content, data_name(settings.table_name))


def data_name(table_name: str) -> str:
    """Return a file name that every system takes, from what the learner calls the table.

    >>> data_name("Kunden 2024 (neu).csv"), data_name("../../etc/passwd"), data_name("销售.csv")
    ('Kunden_2024_neu.parquet', 'passwd.parquet', '销售.parquet')
    """
    return f"{stem_of(table_name)}.parquet"


def stem_of(table_name: str) -> str:
    """Return a table's name as letters and digits joined by ``_``; "table" if it has none."""
    last = re.split(r"[\\/]", table_name)[-1]
    stem = re.sub(r"(?:\.[A-Za-z0-9]{1,8}){1,2}$", "", last) or last
    plain = re.sub(r"[^\w-]+", "_", stem).strip("_-")[:_LONGEST_NAME].rstrip("_-")
    return "table" if not plain or _RESERVED.match(plain) else plain


def requirements(code: str) -> str:
    """Return the suite's pinned lines for the packages that a script imports, one a line."""
    modules = _imported(ast.parse(code))
    wanted = {name for module in modules for name in DISTRIBUTIONS.get(module, (module,))}
    wanted |= {package for reader, package in READERS.items() if f".{reader}(" in code}
    lines = [line for name, line in _pins() if name in wanted]
    return "".join(f"{line}\n" for line in lines)


def _imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module.partition(".")[0])
    return found


@lru_cache(maxsize=1)
def _pins() -> tuple[tuple[str, str], ...]:
    lines = [line.strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    return tuple(
        (line.partition("==")[0], line) for line in lines if line and not line.startswith("#")
    )
