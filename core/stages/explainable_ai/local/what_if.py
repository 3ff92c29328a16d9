"""What if: one test row with some values changed, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.stages.explainable_ai.local.run import class_probabilities, predicted_text
from core.stages.explainable_ai.local.settings import WhatIfSettings
from core.tabular.explain.changed_row import changed_row
from core.tabular.explain.importance import DUST
from core.tabular.explain.target import (
    explained_quantity,
    quantity_function,
    refuse_unknown_row,
)


@dataclass(frozen=True)
class WhatIfAnswer:
    """The explained number ``label`` before and after the change.

    before_row, after_row : (1, n_columns) raw frames. predicted_* : class or number as text;
    probabilities_* : by class, empty for regression. notes : values the model never saw.
    """

    label: str
    class_: str | None
    before: float
    after: float
    predicted_before: str
    predicted_after: str
    probabilities_before: dict[str, float]
    probabilities_after: dict[str, float]
    before_row: pd.DataFrame
    after_row: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def change(self) -> float:
        """After minus before; 0 where the two differ by rounding only."""
        moved = self.after - self.before
        return moved if abs(moved) > DUST * max(abs(self.after), abs(self.before)) else 0.0


def what_if(settings: WhatIfSettings, frame: pd.DataFrame) -> WhatIfAnswer:
    """Fit the experiment (or take the fitted one) and predict a test row before and after.

    Raises `UnknownRow`, `UnknownColumn`, `UnknownClass`, `BadCell`.
    """
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    before_row = fitted.X_test.iloc[[settings.row]].reset_index(drop=True)
    after_row, notes = changed_row(fitted, before_row, settings.changed)
    explained = explained_quantity(fitted, settings.experiment.target, settings.class_, before_row)
    predict = quantity_function(fitted, explained)
    return WhatIfAnswer(
        label=explained.label,
        class_=explained.class_,
        before=float(predict(before_row)[0]),
        after=float(predict(after_row)[0]),
        predicted_before=predicted_text(fitted, before_row),
        predicted_after=predicted_text(fitted, after_row),
        probabilities_before=class_probabilities(fitted, before_row),
        probabilities_after=class_probabilities(fitted, after_row),
        before_row=before_row,
        after_row=after_row,
        notes=notes,
    )
