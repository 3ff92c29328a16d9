"""Walk a playground's trip without Streamlit: settings, work, derive, blocks, sentence."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.data.describe import column_kinds, profile
from core.data.samples import load_sample, sample
from core.figures.blocks import Block
from core.figures.encoding import encode
from core.figures.film import FilmPicture
from core.params import Param
from core.playground import Context, Playground, TableFacts
from core.tabular.check import first_experiment
from core.tabular.experiment import Experiment
from core.ui import road
from core.value import Value
from tests import store


@dataclass(frozen=True)
class Stop:
    """Everything one walk met."""

    settings: Any
    answer: Any
    blocks: tuple[Block, ...]
    sentence: str


def facts(sample_id: str) -> tuple[TableFacts, pd.DataFrame]:
    """The server's knowledge of a sample, and its rows."""
    from core.data.load import Loaded

    table = load_sample(sample_id)
    kinds = column_kinds(table.frame)
    spec = sample(sample_id)
    loaded = Loaded(
        digest=table.digest,
        name=table.name,
        n_rows=len(table.frame),
        n_columns=table.frame.shape[1],
        head=table.frame.head(200),
        profile=profile(table.frame),
        kinds=kinds,
        notes=table.notes,
        target=spec.target,
        task=spec.task,
    )
    known = TableFacts(
        f"sample:{sample_id}", table.name, table.digest, len(table.frame), kinds, loaded
    )
    return known, table.frame


def start(table: TableFacts) -> Experiment:
    """The experiment a learner starts with."""
    spec = sample(table.id.removeprefix("sample:"))
    rarest = table.loaded.profile.column(spec.target).rarest
    return first_experiment(table.id, table.name, table.kinds, spec.target, spec.task, rarest)


def defaults(params: Iterable[Param]) -> dict[str, Value]:
    return {param.id: param.default for param in params}


FIRST_PICTURES = 24
"""How much of a run that is only watched live a walk sees."""
NOTHING: Mapping[str, str] = {}


def walk(
    playground: Playground,
    values: Mapping[str, Value],
    experiment: Experiment | None = None,
    frame: pd.DataFrame | None = None,
    table: TableFacts | None = None,
    *,
    pictures: int = FIRST_PICTURES,
    earned: Mapping[str, str] = NOTHING,
) -> Stop:
    context = Context(experiment, earned=earned, existing=road.existing())
    settings = playground.settings(context, values)
    worked = table.loaded if playground.describe and table is not None else None
    asked = playground.work_settings(settings)
    work, live = playground.work_for(asked), playground.live_for(asked)
    if work is not None:
        worked = store.answer(work, asked, frame if needs_table(playground, values) else None)
    elif live is not None and playground.live_only:
        given = frame if needs_table(playground, values) else None
        worked = store.watched(live, asked, pictures, given)
    answer = playground.derive(settings, worked)
    return Stop(
        settings, answer, playground.draw(settings, answer), playground.notice(settings, answer)
    )


def needs_table(playground: Playground, values: Mapping[str, Value]) -> bool:
    """Whether these values of its controls make a playground work on the table."""
    maybe = playground.needs_table == "maybe"
    return playground.uses_table(values) if maybe else bool(playground.needs_table)


def _nameless(film: FilmPicture) -> FilmPicture:
    """The film without names made of its settings: only what is seen counts."""
    return dataclasses.replace(film, film="", file_name="", title="")


def picture(blocks: tuple[Block, ...]) -> str:
    """The data of all pictures as text: equal text, equal picture."""
    return json.dumps([_SEEN[type(block).__name__](block) for block in blocks], default=str)


_SEEN: dict[str, Any] = {
    "Chart": lambda chart: json.loads(chart.figure.to_json()),
    "Moving": lambda moving: json.dumps(encode(_nameless(moving.picture))),
    "Numbers": dataclasses.asdict,
    "Grid": lambda grid: grid.frame.to_csv(),
    "Words": lambda words: words.text,
    "Drawing": lambda drawing: drawing.svg,
    "Links": dataclasses.asdict,
    "Notes": dataclasses.asdict,
    "Row": lambda row: picture(row.items),
    "Stack": lambda stack: picture(stack.items),
}


def numbers_in(text: str) -> list[tuple[float, int]]:
    """Numbers written in a sentence as (value, decimals); thousands commas allowed."""
    plain = re.sub(r"`[^`]*`|\*\*[^*]*\*\*(?=:)", " ", text)
    for name, power in (("millionths", "e-6"), ("billionths", "e-9"), ("trillionths", "e-12")):
        plain = plain.replace(f" {name}", power)
    found = re.findall(r"(?<![\w.])[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])", plain)
    result = []
    for raw in found:
        clean = raw.replace(",", "").replace("−", "-").rstrip(".")
        decimals = len(clean.partition(".")[2]) if "e" not in clean else 0
        result.append((float(clean), decimals))
    return result


def flatten(value: Any) -> Iterator[float]:
    """Every number in an answer or settings, however deep."""
    if isinstance(value, bool | np.bool_):
        return
    if isinstance(value, int | float | np.integer | np.floating):
        yield float(value)
    elif isinstance(value, str):
        yield from (number for number, _ in numbers_in(value))
    elif isinstance(value, np.ndarray):
        yield from (
            value.astype(float).ravel() if value.dtype.kind in "iuf" else flatten(value.tolist())
        )
    elif isinstance(value, pd.DataFrame):
        for name in value.columns:
            yield from flatten(value[name])
    elif isinstance(value, pd.Series):
        yield from flatten(value.to_numpy())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from flatten(getattr(value, field.name))
        for name, own in vars(type(value)).items():
            if isinstance(own, property) and not name.startswith("_"):
                yield from flatten(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from flatten(item)
    elif isinstance(value, list | tuple):
        yield float(len(value))
        for item in value:
            yield from flatten(item)
