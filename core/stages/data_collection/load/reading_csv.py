"""What `pandas.read_csv` must be told so that a text file becomes the table the suite made of it.

Found by laying the file's cells, as text, beside the table's values, column by column.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.data.delimited import named_delimiter
from core.data.dialect import Dialect, find_dialect
from core.data.encoding import RARER_ENCODINGS, decode
from core.data.limits import limits
from core.data.options import Overrides
from core.data.stray import mend
from core.data.table import Table

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp932",
    *RARER_ENCODINGS,
)
NUMBERS = ((".", None), (",", None), (",", "."), (".", ","), (",", " "), (".", " "), (".", "'"))
DATES = (
    *("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%y"),
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%Y%m%d"),
    *("%Y-%m-%d %H:%M", "%d %b %Y", "%b %d, %Y", "ISO8601"),
)
PANDAS_GAPS = {
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
    *("<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
}
"""What ``read_csv`` takes for a missing value by itself."""

TRUE_WORDS, FALSE_WORDS = {"True", "TRUE", "true"}, {"False", "FALSE", "false"}


@dataclass(frozen=True)
class _Cells:
    """The file's cells as text beside the table: same rows, same columns, same names."""

    text: pd.DataFrame
    frame: pd.DataFrame

    def gaps(self, name: str) -> set[str]:
        """Return the texts that are missing values in this column."""
        return set(self.text.loc[self.frame[name].isna(), name])

    def filled(self, name: str) -> tuple[pd.Series, pd.Series]:
        """Return text and value of the cells that are not missing."""
        present = self.frame[name].notna()
        return self.text.loc[present, name], self.frame.loc[present, name]

    def names(self, *kinds: str) -> list[str]:
        """Return the columns of these dtypes."""
        return [str(name) for name, kind in self.frame.dtypes.items() if str(kind) in kinds]


def read_csv_keywords(
    table: Table, content: bytes, overrides: Overrides
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Yield keywords for ``read_csv`` that may do, plainest first, and columns to strip."""
    layout = _layout(table, content, overrides)
    if layout is None:
        return
    keywords, text = layout
    cells = _Cells(text, table.frame)
    options = {**keywords, **_numbers(cells), **_dates(cells), **_truths(cells)}
    stripped = tuple(
        name
        for name in cells.names("str")
        if (cells.filled(name)[0] != cells.filled(name)[1]).any()
    )
    for missing, exact in itertools.product(_missing(cells), (False, True)):
        found = {**options, **missing, **({"float_precision": "round_trip"} if exact else {})}
        if exact and "engine" in found:
            continue
        yield {**found, **_types(found, content, table)}, stripped


def _layout(
    table: Table, content: bytes, overrides: Overrides
) -> tuple[dict[str, Any], pd.DataFrame] | None:
    """Return encoding, delimiter and rows to skip, and the cells as text; None if they differ."""
    text = decode(table.name, content, overrides.encoding).text
    encoding = next((name for name in ENCODINGS if _reads(content, name, text)), None)
    delimiter, body = named_delimiter(text, overrides.delimiter)
    dialect = find_dialect(table.name, body, limits(), delimiter, overrides.quotes)
    skipped = text[: len(text) - len(body) + dialect.n_skip].count("\n")
    if encoding is None:
        return None
    keywords: dict[str, Any] = {} if encoding == "utf-8" else {"encoding": encoding}
    if dialect.delimiter != ",":
        keywords["sep"] = r"\s+" if dialect.delimiter == " " else dialect.delimiter
    if skipped:
        keywords["skiprows"] = skipped
    keywords |= _quoting(dialect, body, overrides)
    names = list(table.frame.columns)
    plain = {"dtype": "str", "keep_default_na": False, "na_filter": False}
    cells = pd.read_csv(io.BytesIO(content), header=None, **keywords, **plain)  # type: ignore[call-overload]
    first = [str(cell) for cell in cells.iloc[0]]
    if any(cell.strip() == name for cell, name in zip(first, names, strict=False)):
        cells = cells.iloc[1:].reset_index(drop=True)
        if first != names:
            keywords |= {"header": 0, "names": names}
    else:
        keywords |= {"header": None, "names": names}
    n_more = len(cells) - len(table.frame)
    if n_more < 0 or cells.shape[1] != len(names):
        return None
    if n_more:
        keywords |= {"skipfooter": n_more, "engine": "python"}
        cells = cells.iloc[:-n_more]
    return keywords, cells.set_axis(names, axis=1)


def _quoting(dialect: Dialect, body: str, overrides: Overrides) -> dict[str, Any]:
    """Return what quotation marks mean; 3 is `csv.QUOTE_NONE`, as pandas writes it."""
    quoting, rows = dialect.quoting, body[dialect.n_skip :]
    strays = (
        overrides.quotes is None and mend(rows, dialect.delimiter, quoting, dialect.n_columns)[1]
    )
    if not quoting.mark or strays:
        return {"quoting": 3}
    return {
        **({"quotechar": quoting.mark} if quoting.mark != '"' else {}),
        **({"skipinitialspace": True} if quoting.spaced else {}),
        **({"escapechar": "\\"} if quoting.escaped else {}),
    }


def _reads(content: bytes, encoding: str, text: str) -> bool:
    try:
        found = content.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return found == text or (encoding == "utf-8" and found.removesuffix("\x1a") == text)


def _numbers(cells: _Cells) -> dict[str, str]:
    """Return decimal and thousands sign under which every number is the table's."""
    names = cells.names("int64", "float64")
    for decimal, thousands in NUMBERS:
        if all(_same_numbers(cells, name, decimal, thousands) for name in names):
            return {
                **({"decimal": decimal} if decimal != "." else {}),
                **({"thousands": thousands} if thousands else {}),
            }
    return {}


def _same_numbers(cells: _Cells, name: str, decimal: str, thousands: str | None) -> bool:
    text, values = cells.filled(name)
    if thousands:
        text = text.str.replace(thousands, "", regex=False)
    if decimal != ".":
        text = text.str.replace(".", "x", regex=False).str.replace(decimal, ".", regex=False)
    numbers = pd.to_numeric(text.str.strip(), errors="coerce")
    return bool(np.allclose(numbers.to_numpy("float64"), values.to_numpy("float64"), rtol=1e-15))


def _dates(cells: _Cells) -> dict[str, Any]:
    formats = {}
    for name in cells.names("datetime64[us]"):
        text, values = cells.filled(name)
        for form in DATES:
            found = pd.to_datetime(text.str.strip(), format=form, errors="coerce")
            if (found == values).all():
                formats[name] = form
                break
    return {"parse_dates": list(formats), "date_format": formats} if formats else {}


def _truths(cells: _Cells) -> dict[str, list[str]]:
    true: set[str] = set()
    false: set[str] = set()
    for name in cells.names("bool"):
        text, values = cells.filled(name)
        true |= set(text[values])
        false |= set(text[~values])
    if true <= TRUE_WORDS and false <= FALSE_WORDS:
        return {}
    return {"true_values": sorted(true), "false_values": sorted(false)}


def _missing(cells: _Cells) -> list[dict[str, Any]]:
    """Return ways to say what a gap is: pandas' own list, or each column's own texts."""
    tokens = {str(name): sorted(cells.gaps(str(name))) for name in cells.frame.columns}
    tokens = {name: texts for name, texts in tokens.items() if texts}
    own = {"keep_default_na": False, **({"na_values": tokens} if tokens else {})}
    known = set().union(*map(set, tokens.values())) if tokens else set()
    return [{}, own] if known <= PANDAS_GAPS else [own]


def _types(keywords: dict[str, Any], content: bytes, table: Table) -> dict[str, Any]:
    """Return the dtypes of columns that pandas would take for something else."""
    try:
        found = pd.read_csv(io.BytesIO(content), **keywords)
    except Exception:  # noqa: BLE001 - pandas raises any kind; the caller tries the call itself
        return {}
    wrong = {
        str(name): str(kind)
        for name, kind in table.frame.dtypes.items()
        if name in found and str(found[name].dtype) != str(kind)
    }
    types = {name: kind for name, kind in wrong.items() if kind in ("str", "float64", "int64")}
    return {"dtype": types} if types else {}
