"""When a playground needs another kind of target: the columns and samples that would do."""

from __future__ import annotations

import streamlit as st

from core.data import samples
from core.data.task import Task
from core.figures.blocks import escape, label
from core.playground import TableFacts
from core.tabular.experiment import Experiment
from core.tabular.start import retarget
from core.ui import state

WORDS = {"classification": "a class", "regression": "a number"}
MOST_CLASSES = 20
MOST_SAMPLES = 3


def show(task: str, experiment: Experiment, table: TableFacts) -> None:
    """Say what is needed and offer targets of this table, then samples."""
    st.info(
        f"Here the target must be {WORDS[task]}; **{escape(experiment.target)}** is not. "
        "Predict another column of this table, or take a sample that fits.",
        icon=":material/swap_horiz:",
    )
    fitting = [name for name in table.columns if _fits(name, task, table)]
    wanted: Task = "classification" if task == "classification" else "regression"
    with st.container(horizontal=True):
        for name in fitting:
            st.button(
                f"Predict {label(name)}",
                key=f"task_column_{name}",
                on_click=_predict,
                args=(experiment, name, wanted),
            )
    st.caption("Or open a sample with such a target:")
    with st.container(horizontal=True):
        for spec in [spec for spec in samples.SAMPLES if spec.task == task][:MOST_SAMPLES]:
            st.button(
                spec.title,
                key=f"task_sample_{spec.id}",
                icon=":material/table:",
                on_click=state.choose_sample,
                args=(spec.id,),
            )


def _predict(experiment: Experiment, name: str, task: Task) -> None:
    state.set_experiment(retarget(experiment, name, task))


def _fits(name: str, task: str, table: TableFacts) -> bool:
    column = table.loaded.profile.column(name)
    if task == "regression":
        return bool(column.kind == "number" and column.n_unique > MOST_CLASSES)
    return bool(column.kind == "category" and 2 <= column.n_unique <= MOST_CLASSES)
