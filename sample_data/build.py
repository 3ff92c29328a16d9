"""Write every sample set and the catalogue: ``python -m sample_data.build``.

The files are Parquet, the catalogue is JSON. Everything is seeded: built twice with the pinned
packages, the bytes are the same. ``digest`` in the catalogue is that of `core.data.table.Table`,
so that a sample's table is known by name before anyone loads it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.data.table import DTYPES, digest
from sample_data import made_lists, made_people, made_things, shipped_entries
from sample_data.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    *shipped_entries.ENTRIES,
    *made_people.ENTRIES,
    *made_things.ENTRIES,
    *made_lists.ENTRIES,
)


def build(folder: Path) -> Path:
    """Write all sets into ``folder`` and return the path of its ``catalogue.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = [_write(entry, folder) for entry in ENTRIES]
    catalogue = folder / "catalogue.json"
    text = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    catalogue.write_text(text, encoding="utf-8", newline="\n")
    return catalogue


def _write(entry: Entry, folder: Path) -> dict[str, Any]:
    frame = _typed(entry)
    path = folder / f"{entry.id}.parquet"
    arrow = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(arrow, path, compression="zstd", compression_level=9)
    return {
        "id": entry.id,
        "title": entry.title,
        "story": entry.story,
        "task": entry.task,
        "target": entry.target,
        "n_rows": len(frame),
        "n_columns": len(frame.columns),
        "licence": entry.licence,
        "source": entry.source,
        "generated": entry.generated,
        "how": entry.how,
        "tags": list(entry.tags),
        "columns": [list(column) for column in entry.columns],
        "file": path.name,
        "size_bytes": path.stat().st_size,
        "digest": digest(frame),
    }


def _typed(entry: Entry) -> pd.DataFrame:
    """Return the entry's rows, checked against what it says about its columns."""
    frame = entry.make().reset_index(drop=True)
    texts = {name: "str" for name in frame.columns if frame[name].dtype == object}
    frame = frame.astype(texts)
    names = [name for name, _, _ in entry.columns]
    if list(frame.columns) != names:
        raise ValueError(f"{entry.id}: the columns are {list(frame.columns)}, documented {names}")
    odd = {name: str(dtype) for name, dtype in frame.dtypes.items() if str(dtype) not in DTYPES}
    if odd or entry.target not in names:
        raise ValueError(f"{entry.id}: target {entry.target!r}, columns of other types: {odd}")
    return frame


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    written = json.loads(build(target).read_text(encoding="utf-8"))
    total = sum(item["size_bytes"] for item in written)
    print(f"{len(written)} sample sets, {total / 1e6:.2f} MB, in {target}")
