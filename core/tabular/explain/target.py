"""What every explanation speaks of: one number per row, in the learner's words.

Regression: the predicted number, in the target's unit. Classification: the probability of one
chosen class, in [0, 1]. Permutation, SHAP, PDP, LIME and what-if all explain this same number, as
a function of the raw feature columns, through the whole recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.errors import PlaygroundError
from core.settings import Declared, control
from core.tabular.explain.hybrids import Hybrids
from core.tabular.recipe.pipeline import borrowing
from core.wording import counted

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Predict: TypeAlias = Callable[[pd.DataFrame], NDArray[np.float64]]
OfPositions: TypeAlias = Callable[[NDArray[np.intp]], NDArray[np.float64]]
Tell: TypeAlias = Callable[[float, float, str], None]
"""`core.compute.progress.report`, or a part of it made by `tell_part`."""

PROBE_ROWS = 20


class ExplainSettings(Declared):
    """What every explanation may ask: whose probability it explains, and by which seed."""

    class_: str | None = control(
        "Class",
        "Whose probability is looked at",
        default=None, kind="text", optional=True, role="class",
    )  # fmt: skip
    seed: int = control(
        "Seed",
        "Decides which rows are drawn and how they are shuffled.",
        default=0, low=0, high=9999,
    )  # fmt: skip


class UnknownClass(PlaygroundError):
    """The class to explain is not one of the model's."""


class UnknownColumn(PlaygroundError):
    """The column to explain is not a feature of the model."""


class UnknownRow(PlaygroundError):
    """The row to explain is not among the test rows."""


class NothingToExplain(PlaygroundError):
    """The model predicts the same for every row, or there is nothing to compare."""


@dataclass(frozen=True)
class Explained:
    """The explained number.

    ``label`` names it on an axis ("price", "probability of yes"). ``class_`` and ``class_index``
    (its position in ``Fitted.classes``) are None for regression.
    """

    label: str
    class_: str | None = None
    class_index: int | None = None


def explained_quantity(
    fitted: Fitted, target: str, class_: str | None = None, row: pd.DataFrame | None = None
) -> Explained:
    """Return what is explained; raise `UnknownClass` if the model has no such class.

    Without ``class_``: of two classes the second; of more, the one predicted for ``row`` or, with
    no row given, the most frequent in the training rows.
    """
    if not fitted.classes:
        return Explained(target)
    if class_ is None:
        class_ = _usual_class(fitted, row)
    if class_ not in fitted.classes:
        raise UnknownClass(
            f"The target has no class {class_!r}. Choose one of: {', '.join(fitted.classes)}."
        )
    return Explained(f"probability of {class_}", class_, fitted.classes.index(class_))


def _usual_class(fitted: Fitted, row: pd.DataFrame | None) -> str:
    if len(fitted.classes) == 2:
        return fitted.classes[1]
    if row is not None:
        return fitted.classes[int(np.argmax(fitted.proba(row)[0]))]
    return str(pd.Series(fitted.y_train).astype(str).mode().iloc[0])


def predict_function(fitted: Fitted, class_: str | None = None) -> Predict:
    """Return the model as one function: raw feature frame -> (n_rows,) float64.

    Regression: predicted numbers. Classification: the probability of ``class_``, by default as in
    `explained_quantity`. Raises `UnknownClass`.
    """
    return quantity_function(fitted, explained_quantity(fitted, "", class_))


def quantity_function(fitted: Fitted, explained: Explained) -> Predict:
    """Return the function raw feature frame -> (n_rows,) float64 of an explained number."""
    return Quantity(fitted, explained.class_index)


@dataclass(frozen=True)
class Quantity:
    """The explained number of a fitted model, of raw rows or of rows put together from some."""

    fitted: Fitted
    class_index: int | None

    def __call__(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return (n_rows,) float64 for raw feature rows."""
        return self._of(self.fitted, frame)

    def among(self, pool: pd.DataFrame) -> OfPositions:
        """Return the function of positions into ``pool``; see `core.tabular.explain.hybrids`."""
        hybrids = Hybrids(self.fitted, pool)
        return lambda positions: self._of(hybrids, positions)

    def _of(self, model: Fitted | Hybrids, rows: Any) -> NDArray[np.float64]:
        if self.class_index is None:
            return np.asarray(model.predict(rows), dtype=np.float64)
        return np.asarray(model.proba(rows), dtype=np.float64)[:, self.class_index]


def heard_columns(fitted: Fitted) -> tuple[str, ...]:
    """Return the raw columns the model gets anything of, in their order.

    The recipe leaves others out: ids, constants, what a selection drops. A column that only fills
    the gaps of others is heard.
    """
    columns = tuple(fitted.X_train.columns)
    heard = {name for sources in fitted.provenance.values() for name in sources}
    filler = borrowing(fitted.steps, fitted.prepared.gaps)
    if filler is not None:
        heard |= set(columns if filler.columns is None else filler.columns)
    return tuple(name for name in columns if name in heard)


def unheard_columns(fitted: Fitted) -> tuple[str, ...]:
    """Return the raw columns that no prediction depends on, as the model does not get them."""
    heard = heard_columns(fitted)
    return tuple(name for name in fitted.X_train.columns if name not in heard)


def unheard_told(names: Sequence[str], most: int = 4) -> str:
    """Say of columns that the model does not get them.

    >>> unheard_told(["id"])
    'The model does not get id, so it cannot use it.'
    >>> unheard_told(list("abcdef"))
    'The model does not get a, b, c, d and 2 others, so it cannot use them.'
    """
    more = len(names) - most
    told = ", ".join(names[:most]) + (f" and {counted(more, 'other')}" if more > 0 else "")
    return f"The model does not get {told}, so it cannot use {'it' if len(names) == 1 else 'them'}."


def refuse_constant(predict: Predict, rows: pd.DataFrame, explained: Explained) -> None:
    """Raise `NothingToExplain` when the model predicts the same number for all ``rows``.

    A few rows nearly always settle it; all are asked only when those are equal.
    """
    for probe in (rows.iloc[:PROBE_ROWS], rows):
        predictions = predict(probe)
        if float(np.ptp(predictions)) != 0.0:
            return
    if len(rows):
        raise NothingToExplain(
            f"This model gives the same {explained.label} ({predictions[0]:.4g}) for every row, so "
            "no column matters to it. Scale the columns, loosen its regularisation or choose "
            "another model."
        )


def refuse_unknown_column(column: str, columns: Iterable[str]) -> None:
    """Raise `UnknownColumn` unless ``column`` is one of the model's raw feature ``columns``."""
    known = list(columns)
    if column not in known:
        raise UnknownColumn(
            f"The model has no feature named {column!r}. Choose one of: {', '.join(known[:12])}"
            f"{' …' if len(known) > 12 else '.'}"
        )


def refuse_unknown_row(row: int, n_rows: int) -> None:
    """Raise `UnknownRow` unless 0 <= ``row`` < ``n_rows``, the number of test rows."""
    if not 0 <= row < n_rows:
        raise UnknownRow(
            f"There is no test row {row}: the {n_rows} test rows are numbered from 0 to "
            f"{n_rows - 1}. Choose a number in that range."
        )


def tell_part(part: int, n_parts: int) -> Tell:
    """Return a report function for one of ``n_parts`` equal parts of a longer computation."""
    return lambda done, total, text: report(part + done / total, n_parts, text)


def sample_rows(frame: pd.DataFrame, n: int, seed: int) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return at most ``n`` rows and their positions, drawn without repetition, in table order."""
    if len(frame) <= n:
        return frame, np.arange(len(frame))
    positions = np.sort(np.random.default_rng(seed).choice(len(frame), n, replace=False))
    return frame.iloc[positions], positions
