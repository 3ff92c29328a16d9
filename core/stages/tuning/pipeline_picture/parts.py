"""What the model makes of a row, taken apart: the words that all kinds of model share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.tuning.pipeline_picture.learnt import How

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Kind: TypeAlias = Literal["sum", "path", "neighbours", "votes", "rounds", "asked"]
Floats: TypeAlias = NDArray[np.float64]
MOST_TERMS = 11
DUST = 1e-9
"""A centre nearer to zero than this share of the distance from it is rounding."""
MOST_ASKED = 200
"""So many columns of the table are put to their usual value, at most."""
MOST_USUAL_ROWS = 20_000
ROUNDS = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Term:
    """One part of the model's answer: a weighted column, a question, a neighbour, a vote.

    value : what the row has there. how : what is done with it. part : what comes of it, a number
    whose bar is drawn, or a word.
    """

    name: str
    value: Any
    how: How | None
    part: float | str


@dataclass(frozen=True)
class Verdict:
    """A model's answer for one row, taken apart.

    quantity : what ``total`` is: the sum of ``start`` and all parts, the leaf, the last round.
    folded : parts that are not among ``terms``, ``folded_part`` their sum. loudest : the column
    with the largest part, ``loudest_part``; where parts are no columns, the column of the table
    that moves the answer most when it is put to its usual value. class_name : the class that is
    told of, "" for a number.
    """

    kind: Kind
    quantity: str
    terms: tuple[Term, ...]
    total: float
    start: float | None = None
    folded: int = 0
    folded_part: float = 0.0
    loudest: str = ""
    loudest_part: float = 0.0
    class_name: str = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """One row at the model: its columns there, (1, n_columns), and itself, (1, n_raw_columns).

    k : the class in question by its place among the model's, None for a regression.
    """

    fitted: Fitted
    frame: pd.DataFrame
    raw: pd.DataFrame
    k: int | None

    @property
    def x(self) -> Floats:
        """The columns that the model gets, (n_columns,)."""
        row: Floats = self.frame.to_numpy(dtype=np.float64)[0]
        return row

    @property
    def names(self) -> list[str]:
        """Their names."""
        return list(map(str, self.frame.columns))

    @property
    def given(self) -> Any:
        """What the model is handed: plain numbers where it refuses names."""
        plain = any(step.spec.id == "plain_array" for step in self.fitted.steps)
        return np.ascontiguousarray(self.frame, dtype=np.float64) if plain else self.frame

    @property
    def class_name(self) -> str:
        """The class in question, as the learner calls it."""
        return "" if self.k is None else self.fitted.classes[code_of(self.fitted, self.k)]


def quantity(fitted: Fitted, raw: pd.DataFrame, k: int | None) -> Floats:
    """Return what is told of raw rows: the probability of the class in question, or the number."""
    return fitted.predict(raw) if k is None else fitted.proba(raw)[:, k]


def in_question(fitted: Fitted, raw: pd.DataFrame) -> int:
    """Return the place of the class that is told of: of two the second, of more the predicted."""
    known = [int(code) for code in fitted.model.classes_]
    if len(known) == 2:
        return 1
    return known.index(int(fitted.predict_codes(raw)[0]))


def code_of(fitted: Fitted, k: int) -> int:
    """Return the code of the ``k``-th class that the model knows."""
    return int(fitted.model.classes_[k])


def score_of(at: Asked) -> str:
    """Return what the parts of a line or of rounds add up to."""
    return f"score of {at.class_name}" if at.class_name else at.fitted.experiment.target


def name_of(at: Asked, k: int) -> str:
    """Return the ``k``-th class that the model knows, as the learner calls it."""
    return at.fitted.classes[code_of(at.fitted, k)]


def answer_of(at: Asked) -> str:
    """Return what the model's answer is a number of."""
    return f"probability of {at.class_name}" if at.class_name else at.fitted.experiment.target
