"""Below the model lab's picture: take a model of the leaderboard, or predict a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.figures.blocks import human
from core.stages.supervised.model_lab.scene import LabView
from core.tabular.experiment import ModelChoice
from core.tabular.judge.compare import CompareAnswer
from core.tabular.judge.evaluate import TrainAnswer
from core.ui import state, what_if
from core.playground import TableFacts

VIEW_KEY = "supervised_model_lab_view"
PICK_KEY = "supervised_use_model"


def show(view: LabView, answer: TrainAnswer | CompareAnswer, table: TableFacts) -> None:
    """Show what can be done with the open view."""
    if view.view == "compare":
        _use_one(answer)  # type: ignore[arg-type]
    else:
        what_if.predict(view, answer, table)


def _use_one(answer: CompareAnswer) -> None:
    """Offer the models of the board, best first; the chosen one becomes the experiment's."""
    labels = {
        row.model: f"{row.label} · {human(row.value)}"
        for row in answer.rows
        if np.isfinite(row.value)
    }
    st.selectbox(
        "Use this model",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Choose one of the leaderboard and see its result",
        key=PICK_KEY,
        on_change=_use,
    )


def _use() -> None:
    """Make the chosen model the experiment's and turn to its result."""
    chosen, experiment = st.session_state.get(PICK_KEY), state.experiment()
    if chosen is None or experiment is None:
        return
    state.set_experiment(replace(experiment, model=ModelChoice(chosen)))
    st.session_state[PICK_KEY] = None
    st.session_state[VIEW_KEY] = "result"
