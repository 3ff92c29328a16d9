"""Load: what its page shows, and how."""

from __future__ import annotations

from dataclasses import replace

from core.data.load import LoadSettings
from core.data.samples import SampleSettings
from core.params import Param
from core.playground import CodeOrder, Playground, Source, TableFacts, Values, with_choices
from core.stages.data_collection.load import scene
from core.stages.data_collection.load.scene import LoadView
from core.table_choices import COLUMN, choice
from core.tabular.experiment import Experiment
from core.ui import load_desk, state

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


def offer(
    params: tuple[Param, ...], table: TableFacts, _experiment: Experiment
) -> tuple[Param, ...]:
    return tuple(
        with_choices(param, table.columns) if param.id == "column" else param for param in params
    )


def settings(experiment: Experiment, values: Values) -> LoadView:
    view, column = str(values["view"]), str(values["column"])
    return LoadView(view, column, experiment.table, int(str(values["n_rows"])))


def load_code(view: LoadView, _loaded: object) -> CodeOrder:
    kind, _, name = view.table.partition(":")
    if kind == "sample":
        return SampleSettings(name)
    return LoadSettings(**state.uploads()[name])


PLAYGROUND = Playground(
    params=(VIEW, ROWS, replace(COLUMN, when=("view", ("column",)))),
    offer=offer,
    settings=settings,
    describe=True,
    draw=scene.draw,
    notice=scene.notice,
    code=load_code,
    before=load_desk.show,
    sources=(
        Source("RFC 4180, Common format for CSV files", "https://www.rfc-editor.org/rfc/rfc4180"),
        Source("RFC 8259, JSON", "https://www.rfc-editor.org/rfc/rfc8259"),
        Source("Apache Parquet format", "https://parquet.apache.org/docs/file-format/"),
        Source("Tukey (1977), Exploratory Data Analysis"),
    ),
)
