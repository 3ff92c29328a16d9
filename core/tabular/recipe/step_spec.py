"""What the catalogue says about one preprocessing step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.data.task import Task
from core.errors import PlaygroundError
from core.params import Param
from core.tabular.calls import Call
from core.value import Value

StepKind: TypeAlias = Literal["table", "rows", "transform"]
Outputs: TypeAlias = Literal[
    "same", "borrows", "blends", "levels", "mixed", "powers", "fewer", "adds", "gone", "none"
]
BOTH: tuple[Task, ...] = ("classification", "regression")


class UnknownStep(PlaygroundError):
    """A step id that is not in the catalogue."""


@dataclass(frozen=True)
class StepSpec:
    """One preprocessing step.

    ``call`` builds what does the work: for ``table`` a function of the frame, for ``rows`` an
    imbalanced-learn sampler, for ``transform`` a scikit-learn transformer of the chosen columns.
    ``regression`` replaces it where the task is regression.

    ``columns`` are the column kinds it takes when the learner names no columns; ``"numeric"``
    means everything that is a number when the step is reached, also what earlier steps made.

    ``outputs`` says how its output columns come from its inputs: ``same`` names; ``borrows``, the
    same names, but gaps are filled from the other inputs; ``blends``, the same names, each from
    all inputs; ``levels``, a few per input, named
    after it; ``mixed``, each from all inputs; ``powers``, products of
    inputs; ``fewer``, some of the inputs; ``adds``, the inputs and some more named after them;
    ``gone``; ``none``, the columns stay as they are.

    ``makes_numbers``: its outputs are numbers. ``fills``: no gaps are left in its columns.
    ``takes_gaps``: it works on columns with gaps. ``needs_all_numeric``: the whole table must be
    numbers without gaps when it is reached (SMOTE). ``widened_by``: the switch with which it takes
    every number that is there, categories as 0/1 levels, if no columns are named.
    ``sets_model``: it sets arguments of the model instead of changing data. ``hidden``: only ever
    added by the suite.
    """

    id: str
    label: str
    help: str
    kind: StepKind
    family: str
    call: Call
    params: tuple[Param, ...] = ()
    columns: tuple[str, ...] = ()
    regression: Call | None = None
    outputs: Outputs = "same"
    makes_numbers: bool = True
    fills: bool = False
    takes_gaps: bool = False
    needs_all_numeric: bool = False
    widened_by: str = ""
    tasks: tuple[Task, ...] = BOTH
    sets_model: tuple[tuple[str, Value], ...] = ()
    hidden: bool = False
    source: str = ""

    @property
    def build(self) -> str:
        """The entry point, ``"module:name"``."""
        return self.call.entry

    def call_for(self, task: Task) -> Call:
        """Return the call template for a task."""
        if task == "regression" and self.regression is not None:
            return self.regression
        return self.call
