"""Load: what its page shows, and how."""

from __future__ import annotations

from dataclasses import replace

from core.data.load import LoadSettings
from core.export.script import CodeBy
from core.params import Param
from core.playground import CodeOrder, Context, Playground, Source, TableFacts, Values, with_choices
from core.stages.data_collection.load import scene
from core.stages.data_collection.load.code import reading_script, sample_script
from core.stages.data_collection.load.scene import LoadView
from core.table_choices import COLUMN, choice
from core.tabular.experiment import Experiment

VIEW = choice("view", "Look at", ("glance", "Columns"), ("rows", "Rows"), ("column", "One column"))


ROWS = Param(
    "n_rows",
    "Rows shown",
    "int",
    20,
    "From the top of the table",
    low=5,
    high=200,
    when=("view", ("rows",)),
)


def _offer(
    params: tuple[Param, ...], table: TableFacts, _experiment: Experiment
) -> tuple[Param, ...]:
    return tuple(
        with_choices(param, table.columns) if param.id == "column" else param for param in params
    )


def _settings(context: Context, values: Values) -> LoadView:
    view, column = str(values["view"]), str(values["column"])
    table = context.chosen.table
    told = context.uploads.get(table.partition(":")[2])
    reading = None if told is None else LoadSettings(**told)
    return LoadView(view, column, table, int(str(values["n_rows"])), reading)


def _load_code(view: LoadView, _loaded: object) -> CodeOrder:
    if view.reading is None:
        return CodeBy(sample_script, view.table.partition(":")[2])
    return CodeBy(reading_script, view.reading)


PLAYGROUND = Playground(
    params=(VIEW, ROWS, replace(COLUMN, when=("view", ("column",)))),
    offer=_offer,
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
