"""Shapley by hand: what its page shows, and how."""

from __future__ import annotations

from core.playground import Context, Playground, Source, Values
from core.stages.explainable_ai.shapley import scene
from core.stages.explainable_ai.shapley.run import play_game, play_row
from core.stages.explainable_ai.shapley.settings import (
    MODEL,
    PARAMS,
    GameSettings,
    RowSettings,
    Settings,
    row_settings,
)
from core.stages.explainable_ai.shapley.taken import code_of


def _settings(context: Context, values: Values) -> Settings:
    """Return a game, or a row of the learner's model; raise what their readers raise."""
    if values["game"] == MODEL:
        return row_settings(context.chosen, values)
    return GameSettings.of(values)


PLAYGROUND = Playground(
    params=PARAMS,
    settings=_settings,
    work={GameSettings: play_game, RowSettings: play_row},
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    operate=scene.operate,
    code=code_of,
    needs_table="maybe",
    uses_table=lambda values: values["game"] == MODEL,
    sources=(
        Source("Shapley (1953), A value for n-person games"),
        Source("Shapley and Shubik (1954), A method for evaluating the distribution of power"),
        Source("Shapley and Shubik (1969), Pure competition, coalitional power and fair division"),
        Source(
            "Littlechild and Owen (1973), A simple expression for the Shapley value",
            "https://doi.org/10.1287/mnsc.20.3.370",
        ),
        Source(
            "O'Neill (1982), A problem of rights arbitration from the Talmud",
            "https://doi.org/10.1016/0165-4896(82)90029-4",
        ),
        Source("Banzhaf (1965), Weighted voting doesn't work"),
        Source(
            "Lundberg and Lee (2017), A unified approach (SHAP)",
            "https://arxiv.org/abs/1705.07874",
        ),
    ),
)
