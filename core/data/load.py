"""A learner's file in a worker: read it, keep its table, return what a page needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from core.data.samples import SampleSettings, load_sample, sample

if TYPE_CHECKING:
    import pandas as pd

    from core.data.column_profile import Profile
    from core.data.kinds import Kind
    from core.data.table import Table
    from core.data.task import Task

HEAD_ROWS = 200

Override: TypeAlias = tuple[str, Any]


@dataclass(frozen=True)
class LoadSettings:
    """Which upload to read, and how.

    upload : digest of the file's bytes as `core.compute.put_bytes` returned it; name : what the
    learner calls the file; overrides : (option, value) pairs of `core.data.options.Overrides`.
    wanted : digest of the table that a link waits for: the overrides, which came with it, count
    only if they give just that table. "" where they are the learner's own.
    """

    upload: str
    name: str
    overrides: tuple[Override, ...] = ()
    wanted: str = ""


@dataclass(frozen=True)
class Loaded:
    """What the server keeps of a table: never its rows but the first 200 (``head``).

    ``target`` and ``task`` are what a fresh experiment starts with.
    """

    digest: str
    name: str
    n_rows: int
    n_columns: int
    head: pd.DataFrame
    profile: Profile
    kinds: dict[str, Kind]
    notes: tuple[str, ...]
    target: str
    task: Task


def load(settings: LoadSettings) -> Loaded:
    """Read an upload, keep its table for later calls, and describe it.

    Raises `core.data.UnreadableTable`, or `core.compute.tables.MissingFile` if the upload is no
    longer kept.
    """
    from core.compute import tables
    from core.data.read import read_table
    from core.data.table import UnreadableTable

    content = tables.get_bytes(settings.upload)
    if settings.wanted:
        with suppress(UnreadableTable):  # a sheet that another file does not have
            table = read_table(settings.name, content, **_plain(settings.overrides))
            if table.digest == settings.wanted:
                return keep(table)
        return keep(read_table(settings.name, content))
    return keep(read_table(settings.name, content, **_plain(settings.overrides)))


def open_sample(settings: SampleSettings) -> Loaded:
    """Read a sample, keep its table and describe it; its target and task are the catalogue's.

    Raises `UnknownSample`.
    """
    from core.compute.progress import report

    report(0, 100, "opening the sample")
    spec = sample(settings.id)
    return replace(keep(load_sample(settings.id), spec.target), task=spec.task)


def keep(table: Table, target: str = "") -> Loaded:
    """Store a table's frame under its digest and return what there is to know about it.

    target : the column to predict; "" suggests one.
    """
    from core.compute import tables
    from core.compute.progress import report
    from core.data.describe import profile, suggest_target, task_of

    tables.put(table.frame, table.digest)
    report(97, 100, "describing the columns")
    target = target or suggest_target(table.frame)
    described = profile(table.frame, target)
    report(100, 100, "done")
    return Loaded(
        digest=table.digest,
        name=table.name,
        n_rows=len(table.frame),
        n_columns=len(table.frame.columns),
        head=table.frame.head(HEAD_ROWS),
        profile=described,
        kinds={column.name: column.kind for column in described.columns},
        notes=table.notes,
        target=target,
        task=task_of(table.frame, target),
    )


def _plain(overrides: Mapping[str, Any] | Iterable[Iterable[Any]]) -> dict[str, Any]:
    """Return overrides as keywords; pairs may come back from JSON as lists."""
    pairs = overrides.items() if isinstance(overrides, Mapping) else overrides
    return {str(name): value for name, value in (tuple(pair) for pair in pairs)}
