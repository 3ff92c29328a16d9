"""A million rows from bytes, types decided on every row, beside pandas and DuckDB."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.bench.row import Row

N_ROWS = 1_000_000
REPEATS = 5
MOST_S = 1.5


def rows() -> list[Row]:
    """The suite's reader, and the three fast readers without a word about what they decided."""
    import duckdb
    import pandas as pd

    from core.data import read_table

    content = a_million_rows()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        path.write_bytes(content)

        def by_duckdb() -> object:
            with duckdb.connect() as db:
                return db.read_csv(str(path), sample_size=-1).df()

        ours = _median_s(lambda: read_table("million.csv", content))
        peers = {
            "pandas pyarrow": _median_s(lambda: pd.read_csv(io.BytesIO(content), engine="pyarrow")),
            "pandas C": _median_s(lambda: pd.read_csv(io.BytesIO(content), engine="c")),
            "DuckDB": _median_s(by_duckdb),
        }
        notes = read_table("million.csv", content).notes
    shown = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in peers.items())
    said = f"{len(content) / 1e6:.1f} MB; notes: {' '.join(notes) or 'none'}"
    ratio = ours / peers["pandas C"]
    return [
        Row(
            "reading a 1 000 000-row CSV",
            f"{MOST_S} s",
            f"{ours:.2f} s",
            shown,
            f"{ratio:.2f} (C)",
            ours <= MOST_S,
            (said,),
        )
    ]


def a_million_rows() -> bytes:
    """About 30 MB: a number, a decimal with gaps, a category and a date."""
    import pandas as pd

    rng = np.random.default_rng(0)
    amount = rng.gamma(2.0, 40.0, N_ROWS).round(2)
    amount[rng.random(N_ROWS) < 0.02] = np.nan
    frame = pd.DataFrame({"order": np.arange(N_ROWS) + 100_000, "amount": amount})
    frame["city"] = rng.choice(["Bern", "Basel", "Genf", "Chur"], N_ROWS)
    days = rng.integers(0, 3650, N_ROWS).astype("timedelta64[D]")
    frame["day"] = (np.datetime64("2015-01-01") + days).astype("datetime64[D]").astype(str)
    return frame.to_csv(index=False).encode()


def _median_s(read: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        read()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))
