"""What if: change one row's values and see the prediction move."""

from __future__ import annotations

import streamlit as st

from core.figures.blocks import escape, human
from core.stages.supervised.model_lab.scene import LabView
from core.stages.explainable_ai.local.run import LocalAnswer, LocalSettings
from core.stages.explainable_ai.local.what_if import WhatIfSettings, what_if
from core.tabular.judge.evaluate import PredictSettings, predict_one
from core.ui import row_form
from core.ui.fields import key_of
from core.playground import TableFacts
from core.ui.work import answer_of


def show(settings: LocalSettings, answer: LocalAnswer, table: TableFacts) -> None:
    """Show the explained row's values and the prediction for what the learner makes of them."""
    with st.expander("What if this row were different?", icon=":material/edit:", expanded=True):
        row = row_form.plain_row(answer.row)
        prefix = key_of("what_if", settings.row, row)
        st.caption("Change a value: the prediction above the form moves with it.")
        told = st.container()
        changed = row_form.controls(row, table, prefix)
        asked = WhatIfSettings(settings.experiment, settings.row, changed, answer.class_)
        found = answer_of(
            "what_if",
            what_if,
            asked,
            table=table.digest,
            label="Predicting the changed row",
            affinity=settings.experiment.digest,
        )
        if found is None:
            return
        delta = human(found.change, sign=True) if found.change else None
        with told.container(horizontal=True):
            st.metric("As it is", human(found.before), help=escape(answer.label), width=200)
            st.metric("Changed", human(found.after), delta, delta_color="off", width=200)
        for note in found.notes:
            st.caption(f":material/info: {escape(note)}")


def predict(view: LabView, _answer: object, table: TableFacts) -> None:
    """Show a form for a made-up row and the model's prediction for it."""
    experiment = view.work.experiment
    with st.expander("Predict a row of your own", icon=":material/edit:"):
        names = experiment.feature_names(table.columns)
        row = row_form.usual_row(names, table)
        changed = row_form.controls(row, table, f"predict_{table.digest}")
        values = tuple(sorted({**row, **dict(changed)}.items()))
        found = answer_of(
            "predict",
            predict_one,
            PredictSettings(experiment, tuple((n, v) for n, v in values if v is not None)),
            table=table.digest,
            label="Predicting your row",
            affinity=experiment.digest,
        )
        if found is not None:
            st.markdown(f"**{escape(found.sentence)}**")
