"""What is judged: points that a learner moves, or the test rows of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import PlaygroundError
from core.kinds.points import Point, parse_points, write_points
from core.settings import Declared, control
from core.tabular.experiment import Experiment

POINTS, ROWS = "points", "rows"
FIXED, SQUARES, ABSOLUTE, QUANTILE = "fixed", "mse", "mae", "pinball"
LOW, HIGH = 0.0, 10.0
LEAST, MOST = 3, 40
START = (
    "5.5,4.3,0;2,1.5,0;8.5,5.2,0;3.5,2.9,0;10,6.9,0;1,1.4,0;6.5,4.2,0;7.5,5.6,0;"
    "4,2.6,0;9,6.4,0;2.5,2.3,0;6,3.9,0;4.5,3.6,0;8,5.1,0;3,1.9,0"
)
"""Fifteen plants: hours of sun a day and kilograms of tomatoes, in the order of weighing."""
BENT = (
    "7.6,5.7,0;6.4,6.5,0;9.4,2.8,0;2.2,3.6,0;8.8,4,0;1,1.2,0;7,6.1,0;1.5,2.3,0;"
    "3.4,5.3,0;5.2,6.6,0;4.6,6.4,0;8.2,4.9,0;4,5.9,0;2.8,4.6,0;5.8,6.6,0"
)
FAN = (
    "1,1.1,0;4.5,3.7,0;5.5,4.6,0;9,2.9,0;3.5,3,0;5,2.8,0;1.5,1.3,0;6,3,0;9.5,9.4,0;"
    "2,1.6,0;7.5,6.9,0;6.5,5.6,0;8.5,8.1,0;4,2.7,0;3,2.2,0;2.5,2.1,0;7,3.1,0;8,3,0"
)
"""Two more fields: where the line is too straight, and where errors grow with the sun."""
FIRSTS = (START, BENT, FAN)
METRIC_CHOICES = (
    ("mae", "MAE"),
    ("mse", "MSE"),
    ("rmse", "RMSE"),
    ("median_ae", "Median error"),
    ("mape", "MAPE"),
    ("pinball", "Pinball loss"),
    ("r2", "R²"),
)


class CannotJudge(PlaygroundError):
    """There is nothing to judge, or not by these metrics."""


@dataclass(frozen=True)
class PointSettings:
    """What judging points needs: ``held`` is the place, from 1, of the one to move."""

    points: tuple[Point, ...]
    held: int
    line: str
    quantile: float


@dataclass(frozen=True)
class RowSettings:
    """What the worker needs of an experiment. ``feature`` : residuals are drawn against it."""

    experiment: Experiment
    feature: str
    quantile: float


class RegressionSettings(Declared):
    """What is judged, by which line, and which metric is spelled out.

    ``quantile`` in (0, 1) of the pinball loss. ``held`` from 1.
    """

    judged: str = control(
        "What is judged",
        "Fifteen plants that you can move, or what your own model says of rows it has not seen.",
        (POINTS, "Points to drag"),
        (ROWS, "My test rows"),
        default=POINTS,
    )
    line: str = control(
        "The line",
        "Held, it stays as it was before you moved anything: of least MSE. Else it is fitted anew "
        "at every place of your point, to be as good as can be by that metric.",
        (FIXED, "Held fixed"),
        (SQUARES, "Refitted: least MSE"),
        (ABSOLUTE, "Refitted: least MAE"),
        (QUANTILE, "Refitted: least pinball"),
        default=FIXED, when=("judged", (POINTS,)),
    )  # fmt: skip
    metric: str = control(
        "Spell out", "Its formula with your numbers, and whom it blames.", *METRIC_CHOICES,
        default="mse", light=True,
    )  # fmt: skip
    quantile: float = control(
        "Quantile of the pinball loss",
        "At 0.9 a value above the prediction costs nine times as much as one below it.",
        default=0.9, low=0.05, high=0.95, step=0.05,
    )  # fmt: skip
    feature: str = control(
        "Residuals against", "A column the model learns from.", default="", kind="column",
        role="feature", when=("judged", (ROWS,)),
    )  # fmt: skip
    left_out: int = control(
        "Worst rows left out (%)",
        "The metrics once more without the rows with the largest errors. Dragging in *Who is to "
        "blame?* does the same.",
        default=0, low=0, high=20, when=("judged", (ROWS,)), light=True,
    )  # fmt: skip
    held: int = control(
        "Plant in hand", "The one that moves; pressing a dot takes it in hand.", default=6,
        low=1, high=MOST, typed=True, when=("judged", (POINTS,)),
    )  # fmt: skip
    points: str = control(
        "Your points", "Sun from left to right, harvest upwards. Click to add a plant.",
        ("0", "plant"), default=START, kind="points", low=LOW, high=HIGH,
        when=("judged", (POINTS,)), advanced=True,
    )  # fmt: skip
    experiment: Experiment | None = None

    @property
    def work_settings(self) -> PointSettings | RowSettings:
        """What the answer depends on; rows are a worker's. Raises `CannotJudge`, `BadPoints`."""
        return _rows(self) if self.judged == ROWS else points_of(self)


def regression_settings(
    values: Mapping[str, object], experiment: Experiment | None
) -> RegressionSettings:
    """Return the settings of ``values``; what nothing reads stays at its default."""
    chosen = RegressionSettings.of(values, experiment=experiment)
    idle: dict[str, Any] = {"experiment": None, "feature": "", "left_out": 0}
    if chosen.judged == ROWS:
        plain = RegressionSettings()
        idle = {name: getattr(plain, name) for name in ("line", "held", "points")}
    settled = replace(chosen, **idle)
    _ = settled.work_settings  # refuses here what cannot be judged
    return settled


def points_of(settings: RegressionSettings) -> PointSettings:
    """Return what judging points needs. Raises `CannotJudge`, `BadPoints`."""
    points = drawn(settings.points)
    held = min(settings.held, len(points))
    return PointSettings(points, held, settings.line, settings.quantile)


def drawn(text: str) -> tuple[Point, ...]:
    """Return the points of a drawing: enough for a line, few enough to see. Raises."""
    points = parse_points(text)
    if not LEAST <= len(points) <= MOST:
        few = len(points) < LEAST
        raise CannotJudge(
            f"{len(points)} points are too {'few' if few else 'many'}: a line and its errors take "
            f"{LEAST} to {MOST}. {'Add some' if few else 'Erase some'} in the drawing."
        )
    if len({point[0] for point in points}) == 1:
        raise CannotJudge(
            "All points lie above the same number of hours, and no line leans on one column. "
            "Move a point to the side in the drawing."
        )
    return points


def first_heights(points: tuple[Point, ...]) -> tuple[float, ...]:
    """Return the heights before any was moved: of a first field above the same hours, if any.

    >>> first_heights(((1.0, 2.0, 0), (3.0, 4.0, 0)))
    (2.0, 4.0)
    """
    sun = [point[0] for point in points]
    firsts = (parse_points(text) for text in FIRSTS)
    first = next((each for each in firsts if [point[0] for point in each] == sun), points)
    return tuple(point[1] for point in first)


def moved(points: tuple[Point, ...], place: int, y: float) -> str:
    """Return the text of the points with one of them moved up or down to ``y``.

    >>> moved(((1.0, 2.0, 0), (3.0, 4.0, 0)), 1, 5.04)
    '1,2,0;3,5,0'
    """
    x, _, colour = points[place]
    inside = min(max(y, LOW), HIGH)
    return write_points((*points[:place], (x, inside, colour), *points[place + 1 :]))


def _rows(settings: RegressionSettings) -> RowSettings:
    experiment = settings.experiment
    if experiment is None:
        raise CannotJudge("There is no experiment yet. Open a table, or judge the points.")
    return RowSettings(experiment, settings.feature, settings.quantile)
