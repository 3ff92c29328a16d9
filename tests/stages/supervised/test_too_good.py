"""A copy of the target among the columns: the score is perfect, and the page calls for a doubt."""

import numpy as np
import pandas as pd
import pytest

from core.data.describe import column_kinds
from core.stages.supervised.model_lab.scene import LabView, notice
from core.tabular.check import first_experiment
from core.tabular.judge.evaluate import ModelLabSettings, train

DOUBT = "So good a score calls for a doubt: does a column hold the answer? Load names copies."
RNG = np.random.default_rng(0)
SURVIVED = RNG.random(120) < 0.4
FRAME = pd.DataFrame({"age": RNG.normal(40, 9, 120), "survived": SURVIVED.astype(int)})
WORDS = pd.Series(np.where(SURVIVED, "yes", "no"), dtype="str")


@pytest.mark.parametrize(("frame", "doubted"), [(FRAME.assign(alive=WORDS), True), (FRAME, False)])
def test_a_perfect_score_calls_for_a_doubt(frame, doubted):
    first = first_experiment("t", "t", column_kinds(frame), "survived", "classification")
    settings = ModelLabSettings(first)
    said = notice(LabView(settings), train(settings, frame))
    assert (DOUBT in said) is doubted
