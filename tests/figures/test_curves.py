"""The curves of one column: what is drawn are the answer's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.stages.explainable_ai.global_ import scene as explain_global
from core.stages.explainable_ai.global_.scene import GlobalView
from core.tabular.experiment import ModelChoice
from core.tabular.explain.pdp import PdpSettings, partial_dependence
from tests.pages.walk import facts, start

pytestmark = pytest.mark.slow


def drawn(column):
    table, frame = facts("tips")
    experiment = start(table)
    settings = PdpSettings(replace(experiment, model=ModelChoice("random_forest")), column)
    answer = partial_dependence(settings, frame)
    blocks = explain_global.draw(GlobalView(settings, "curve", column), answer)
    return answer, {trace.name: trace for trace in blocks[0].figure.data}


def test_local_effects_stand_beside_the_mean_at_the_height_of_the_rows():
    answer, traces = drawn("bill_usd")
    line = traces["steps among real neighbours (ALE)"]
    assert list(line.x) == answer.ale.edges.tolist()
    np.testing.assert_allclose(line.y - answer.ale.values, answer.own_predictions.mean())
    assert list(traces["their mean (PDP)"].y) == answer.pdp.tolist()


def test_a_category_has_no_local_effects():
    _, traces = drawn("day")
    assert set(traces) == {"single rows (ICE)", "their mean (PDP)"}
