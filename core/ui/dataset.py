"""The active data set: picker, upload, and what a link to an absent file shows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import compute
from core.data import samples
from core.data.task import Task
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.playground import TableFacts
from core.tabular.experiment import Experiment
from core.ui import show_me, state
from core.ui.work import answer_of
from core.value import Value

FIRST_SAMPLE = "messy_customers"


def active(place: str) -> TableFacts | None:
    """Return the active table's facts, loading it in a worker; None while that shows progress."""
    experiment, chosen = state.experiment(), state.chosen_sample()
    table = f"sample:{FIRST_SAMPLE}" if experiment is None else experiment.table
    if chosen is not None:
        experiment, table = None, f"sample:{chosen}"
    loaded = _loaded(place, table)
    if loaded is None:
        return None
    facts = TableFacts(table, loaded.name, loaded.digest, loaded.n_rows, loaded.kinds, loaded)
    _fit_experiment(experiment, facts)
    return facts


def _loaded(place: str, table: str) -> Any | None:
    kind, _, name = table.partition(":")
    if kind == "sample":
        try:
            samples.sample(name)
        except PlaygroundError as error:
            st.error(escape(error.sentence), icon=":material/error:")
            return None
        from core.data.load import open_sample

        settings = samples.SampleSettings(name)
        return answer_of(place, open_sample, settings, label=f"Opening {name}")
    plain = state.uploads().get(name)
    if plain is None:
        _show_missing_file()
        return None
    from core.data.load import LoadSettings, load

    return answer_of(place, load, LoadSettings(**plain), label="Reading your file")


def _fit_experiment(experiment: Experiment | None, facts: TableFacts) -> None:
    """Give the session an experiment that fits the table; say what a link asked for in vain."""
    from core.tabular.check import first_experiment, repair

    if experiment is None:
        target, task = suggestion(facts)
        rarest = facts.loaded.profile.column(target).rarest
        first = first_experiment(facts.id, facts.name, facts.kinds, target, task, rarest)
        state.set_experiment(show_me.changed(first))
        return
    try:
        mended, sentences = repair(experiment, facts.columns, facts.kinds)
    except PlaygroundError:
        return  # one column, or constants only: still to be looked at; whoever fits says so
    for sentence in sentences:
        state.note(sentence)
    if mended != experiment:
        state.mend_experiment(mended)


def suggestion(facts: TableFacts) -> tuple[str, Task]:
    """Return the target column and task that a fresh experiment starts with."""
    kind, _, name = facts.id.partition(":")
    if kind == "sample":
        spec = samples.sample(name)
        return spec.target, spec.task
    return facts.loaded.target, facts.loaded.task


def read_upload(name: str, content: bytes, place: str = "upload") -> Any | None:
    """Read a file in a worker; on success it becomes the active data set.

    Returns the loaded answer, or None while progress or the reason of a refusal shows. What was
    active before stays active until the new table is read. A link that waited for just this
    content opens as it was sent. ``place`` names the uploader: each waits for its own file.
    """
    experiment = state.experiment()
    plain = {"upload": compute.put_bytes(content), "name": name}
    if experiment is None or not experiment.table.startswith("file:"):
        return read_again(plain, (), place=place)
    wanted = experiment.table.removeprefix("file:")
    overrides = state.overrides_of(wanted)
    return read_again(plain, overrides, wanted if overrides else "", place)


def read_again(
    plain: dict[str, Any],
    overrides: tuple[tuple[str, Value], ...],
    wanted: str = "",
    place: str = "upload",
) -> Any | None:
    """Read a kept upload as ``overrides`` say and make it the active data set.

    ``wanted`` : see `core.data.load.LoadSettings`.
    """
    from core.data.load import LoadSettings, load
    from core.tabular.check import first_experiment

    settings = LoadSettings(plain["upload"], plain["name"], overrides, wanted)
    loaded = answer_of(place, load, settings, label=f"Reading {settings.name}")
    if loaded is None:
        return None
    used = overrides if wanted in ("", loaded.digest) else ()
    kept = {"upload": settings.upload, "name": settings.name, "overrides": used}
    state.add_upload(loaded.digest, kept)
    table, current = f"file:{loaded.digest}", state.experiment()
    if current is None or current.table != table:
        if current is not None and current.table.startswith("file:") and _is_absent(current):
            state.note(
                "This is not the file that the link was made with: a fresh experiment starts."
            )
        state.set_experiment(
            first_experiment(
                table,
                settings.name,
                loaded.kinds,
                loaded.target,
                loaded.task,
                loaded.profile.column(loaded.target).rarest,
            )
        )
    return loaded


def _is_absent(experiment: Experiment) -> bool:
    return experiment.table.removeprefix("file:") not in state.uploads()


def _show_missing_file() -> None:
    """Say which file a link needs; the link keeps its parameter."""
    experiment = state.experiment()
    name = "the same file" if experiment is None else experiment.table_name or "the same file"
    st.warning(
        f"This link was made with **{escape(name)}**, which is not here. Load that file and the "
        "experiment opens as it was sent, or pick a sample to start afresh.",
        icon=":material/upload_file:",
    )
    picker("missing")


def picker(key: str) -> None:
    """Show the two ways to a data set: a sample or a file."""
    ids = [spec.id for spec in samples.SAMPLES]
    titles = {spec.id: f"{spec.title} · {spec.n_rows:,} rows" for spec in samples.SAMPLES}
    chosen = st.selectbox(
        "Pick a sample",
        ids,
        index=None,
        placeholder="Choose a sample data set",
        format_func=lambda name: titles[name],
        key=f"{key}_sample",
    )
    if chosen is not None:
        st.caption(samples.sample(chosen).story)
        st.button(
            "Use this sample",
            key=f"{key}_use",
            type="primary",
            on_click=state.choose_sample,
            args=(chosen,),
        )
    upload(key)


def upload(key: str) -> None:
    """Show the uploader; a new file is read and becomes the active data set.

    Several uploaders may each hold a file: only the newest file of all is read, and once.
    """
    file = st.file_uploader(
        "Or load your own file",
        type=None,  # any name, or none: what counts is the content
        key=f"{key}_file",
        help="CSV, TSV, JSON, JSON lines, Parquet, Excel or SQLite, also gzipped. It stays on this "
        "server only while you use it.",
    )
    is_new = state.is_new_file(f"{key}_file", "" if file is None else file.file_id)
    if file is None or not is_new:
        return
    if read_upload(file.name, file.getvalue(), f"{key}_upload") is not None:
        state.file_is_read()
        st.rerun()
