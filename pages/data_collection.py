"""Stage: data sources and formats. A file becomes a table, and says what it had to decide."""

from __future__ import annotations

from dataclasses import replace

from core.data.load import LoadSettings
from core.data.samples import SampleSettings
from core.figures.scenes import load as scene
from core.figures.scenes.load import LoadView
from core.params import Param
from core.tabular.experiment import Experiment
from core.ui import load_desk, shell, state
from core.ui.playground import CodeOrder, Playground, Source, TableFacts, Values, with_choices
from core.ui.table_choices import COLUMN, choice

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


PLAYGROUNDS = (
    Playground(
        id="load",
        title="Load",
        question="What is in this file, and what had to be decided to read it?",
        params=(VIEW, ROWS, replace(COLUMN, when=("view", ("column",)))),
        offer=offer,
        settings=settings,
        describe=True,
        draw=scene.draw,
        notice=scene.notice,
        code=load_code,
        before=load_desk.show,
        sources=(
            Source(
                "RFC 4180, Common format for CSV files", "https://www.rfc-editor.org/rfc/rfc4180"
            ),
            Source("RFC 8259, JSON", "https://www.rfc-editor.org/rfc/rfc8259"),
            Source("Apache Parquet format", "https://parquet.apache.org/docs/file-format/"),
            Source("Tukey (1977), Exploratory Data Analysis"),
        ),
    ),
)

shell.page("data_collection", PLAYGROUNDS)
