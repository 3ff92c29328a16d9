"""Jobs that bring a table in: read an upload or a sample, keep its rows, return what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.compute import tables
from core.compute.progress import report
from core.data.samples import SampleSettings, load_sample, sample
from core.params import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.data.describe import Profile
    from core.data.table import Table

HEAD_ROWS = 200


@dataclass(frozen=True)
class LoadSettings:
    """An upload by the digest of its bytes, the learner's name for it, what they overrule."""

    upload: str
    name: str
    overrides: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Loaded:
    """What the server keeps of a table: the rows themselves stay in the store under ``digest``.

    ``head``: the first 200 rows. ``kinds``: column -> kind. ``target`` and ``task``: what a fresh
    experiment starts with. ``notes``: what was detected, repaired or typed.
    """

    digest: str
    name: str
    n_rows: int
    n_columns: int
    head: pd.DataFrame
    profile: Profile
    kinds: dict[str, str]
    notes: tuple[str, ...]
    target: str
    task: Literal["classification", "regression"]


def load(settings: LoadSettings) -> Loaded:
    """Read an upload, keep its rows and return what is shown. Raises `UnreadableTable`."""
    from core.data.describe import suggest_target, task_of
    from core.data.read import read_table

    report(0, 3, "reading the file")
    content = tables.get_bytes(settings.upload)
    table = read_table(settings.name, content, **dict(settings.overrides))
    target = suggest_target(table.frame)
    return _kept(table, target, task_of(table.frame, target))


def open_sample(settings: SampleSettings) -> Loaded:
    """Read a sample, keep its rows and return what is shown. Raises `UnknownSample`."""
    report(0, 3, "opening the sample")
    spec = sample(settings.id)
    return _kept(load_sample(settings.id), spec.target, spec.task)


def _kept(table: Table, target: str, task: Literal["classification", "regression"]) -> Loaded:
    from core.data.describe import column_kinds, profile

    report(1, 3, "keeping the rows")
    tables.put(table.frame, table.digest)
    report(2, 3, "describing the columns")
    described = profile(table.frame)
    report(3, 3, "ready")
    return Loaded(
        digest=table.digest,
        name=table.name,
        n_rows=len(table.frame),
        n_columns=table.frame.shape[1],
        head=table.frame.head(HEAD_ROWS),
        profile=described,
        kinds=dict(column_kinds(table.frame)),
        notes=table.notes,
        target=target,
        task=task,
    )
