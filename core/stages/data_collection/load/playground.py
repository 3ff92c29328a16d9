"""Load: what its page shows, and how."""

from __future__ import annotations

from core.data.load import LoadSettings
from core.export.script import ReadTable
from core.playground import Context, Playground, Source, Values
from core.stages.data_collection.load import scene
from core.stages.data_collection.load.example import example
from core.stages.data_collection.load.reading import kept_reading, sample_reading
from core.stages.data_collection.load.settings import LoadView


def _settings(context: Context, values: Values) -> LoadView:
    table = context.chosen.table
    told = context.uploads.get(table.partition(":")[2])
    reading = None if told is None else LoadSettings(**told)
    return LoadView.of(values, table=table, reading=reading)


def _load_code(view: LoadView, _loaded: object) -> ReadTable:
    if view.reading is None:
        return ReadTable(example, sample_reading, view.table.partition(":")[2])
    return ReadTable(example, kept_reading, view.reading)


PLAYGROUND = Playground(
    params=LoadView.PARAMS,
    settings=_settings,
    describe=True,
    draw=scene.draw,
    notice=scene.notice,
    code=_load_code,
    keeps=("table",),
    sources=(
        Source("RFC 4180, Common format for CSV files", "https://www.rfc-editor.org/rfc/rfc4180"),
        Source("RFC 8259, JSON", "https://www.rfc-editor.org/rfc/rfc8259"),
        Source("Apache Parquet format", "https://parquet.apache.org/docs/file-format/"),
        Source("Tukey (1977), Exploratory Data Analysis"),
    ),
)
