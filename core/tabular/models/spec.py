"""What the catalogue says about one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.data.task import Task
from core.errors import PlaygroundError
from core.params import Param
from core.tabular.calls import Call

ModelFamily: TypeAlias = Literal[
    "linear", "neighbours", "tree", "ensemble", "kernel", "bayes", "net"
]
Need: TypeAlias = Literal["scale", "nonnegative", "array"]


class UnknownModel(PlaygroundError):
    """A model id that is not in the catalogue."""


@dataclass(frozen=True)
class Rounds:
    """How a model tells how far it has come while it is fitted.

    ``how`` names a listener of `core.tabular.commentary`: ``printed`` reads the library's own
    running commentary (``verbose`` level, one ``line`` a round, a regular expression), the others
    use the library's callbacks. ``total`` is the argument that holds the number of rounds,
    ``word`` what a round is called. ``inside`` names the argument that holds the estimator when
    it is wrapped.
    """

    how: Literal["printed", "ada_boost", "lightgbm", "xgboost"]
    total: str
    word: str
    line: str = ""
    verbose: int = 1
    inside: str = ""


@dataclass(frozen=True)
class ModelSpec:
    """One model.

    ``classifier`` and ``regressor`` build it for the task, None where it has none.
    ``needs``: ``scale``, it works badly on unscaled columns (default recipes scale);
    ``nonnegative``, it refuses negative numbers (columns are mapped to 0–1); ``array``, it refuses
    some column names, so it is given plain numbers.
    ``class_weight``: knows class weights. ``tree``: made of trees (SHAP is exact and quick).
    ``least_squares``: a line without a penalty, which columns that repeat each other can spoil.
    ``finest_target``: a regression's target must spread more than this (standard deviation, in its
    own unit), because the library takes smaller differences for none.
    ``max_rows``: the most training rows with which it ends in reasonable time and memory.
    """

    id: str
    label: str
    help: str
    family: ModelFamily
    source: str
    classifier: Call | None = None
    regressor: Call | None = None
    params: tuple[Param, ...] = ()
    needs: tuple[Need, ...] = ()
    class_weight: bool = False
    tree: bool = False
    least_squares: bool = False
    finest_target: float = 0.0
    max_rows: int | None = None
    rounds: Rounds | None = None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks it can do."""
        both: tuple[tuple[Task, Call | None], ...] = (
            ("classification", self.classifier),
            ("regression", self.regressor),
        )
        return tuple(task for task, template in both if template is not None)

    def call_for(self, task: Task) -> Call:
        """Return the call template for a task; raise `UnknownModel` if it cannot do that task."""
        template = self.classifier if task == "classification" else self.regressor
        if template is None:
            other = "regression" if task == "classification" else "classification"
            raise UnknownModel(
                f"{self.label} only does {other}, and the task is {task}. Choose another model."
            )
        return template
