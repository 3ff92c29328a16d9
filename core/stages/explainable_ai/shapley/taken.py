"""The code to take away: of a game, or of a row of the learner's model."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import Example, ExportSettings, order
from core.stages.explainable_ai.shapley.example import example, played
from core.stages.explainable_ai.shapley.example_row import chosen, example_row
from core.stages.explainable_ai.shapley.run import Shared
from core.stages.explainable_ai.shapley.settings import Settings


def code_of(settings: Settings, answer: Shared) -> Example | ExportSettings:
    """Return the order for the code that prints what is on the screen."""
    if answer.row is None:
        return Example(example, settings, played)
    return order(settings, Ending(example_row, chosen))
