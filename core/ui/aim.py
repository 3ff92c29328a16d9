"""What is learnt from what: one line above the controls of every playground of a table."""

from __future__ import annotations

import streamlit as st

from core.figures.blocks import escape
from core.playground import TableFacts
from core.tabular.experiment import Experiment
from core.ui import state
from core.wording import counted

MOST_CLASSES = 4
"""So many are named; of more only their number is told."""


def show(table: TableFacts) -> None:
    """Say it of the active experiment."""
    experiment = state.experiment()
    if experiment is not None:
        st.caption(sentence(experiment, table))


def sentence(experiment: Experiment, table: TableFacts) -> str:
    """Return what is to be guessed, from how many columns and rows, in plain words."""
    n_facts = len(experiment.feature_names(table.columns))
    target = f"**{escape(experiment.target)}** ({_answers(experiment, table)})"
    return (
        f"From {counted(n_facts, 'fact')} about a case guess {target}: "
        f"{counted(table.n_rows, 'row')}, one case each."
    )


def _answers(experiment: Experiment, table: TableFacts) -> str:
    """Return what the target may be: a number, its few classes, or how many there are."""
    if experiment.task == "regression":
        return "a number"
    known = table.loaded.profile.column(experiment.target)
    classes = known.classes if table.classes is None else table.classes
    if 1 < len(classes) <= MOST_CLASSES:
        return f"{', '.join(map(escape, classes[:-1]))} or {escape(classes[-1])}"
    return f"one of {counted(len(classes) or known.n_unique, 'class', 'classes')}"
