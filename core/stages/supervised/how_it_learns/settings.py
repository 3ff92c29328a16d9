"""What a learner chooses for one film of learning: the points, the algorithm and its knobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from core.params import Choice, Param
from core.settings import Declared, control
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID, ALGORITHMS
from core.stages.supervised.how_it_learns.data import COLUMNS, DRAWN, HIGH, LOW, SHAPES

AUTO = "auto"
_BORN = (AUTO, *(spec.id for spec in SHAPES))
FIRST_DRAWING = (
    "-3,2,0;-2,3,0;-3.5,0.5,0;-1,2,0;-2,1,0;-4,2.5,0;2,-1,1;3,-2,1;1,-2.5,1;3.5,0,1;2.5,-3,1;4,-1,1"
)
_HERE = "The place asked about; click into the picture."
_BEGINS = "Where descent begins. A click into the picture of the loss sets both."


class DataSettings(Declared):
    """Which points: ``noise`` in [0, 1] is half of the standard deviation that moves them.

    ``points`` are drawn ones (`core.kinds.points`), for the shape "drawn". For the shape
    "columns", x1 and x2 name columns and ``target`` the classes; ``rows`` (x1, x2, class) are read
    from them
    (`core.stages.supervised.how_it_learns.columns`).
    """

    shape: str = control(
        "Data",
        "Classifiers predict the colour of a point, regressions its height.",
        Choice(AUTO, "What suits it"),
        *(Choice(spec.id, spec.label, spec.help) for spec in SHAPES),
        Choice(DRAWN, "Your drawing", "Points you draw yourself."),
        Choice(COLUMNS, "Two columns", "Of the active data set; its target gives the classes."),
        default=AUTO,
    )
    points: str = control(
        "Your points", "Click to add points of either class.",
        Choice("0", "class 0"), Choice("1", "class 1"), default=FIRST_DRAWING, kind="points",
        low=LOW, high=HIGH, colours=(4, 0), when=("shape", (DRAWN,)),
    )  # fmt: skip
    x1: str = control(
        "Across (x₁)", "The column drawn from left to right.", default="", kind="column",
        role="number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    x2: str = control(
        "Up (x₂)", "The column drawn from bottom to top: a line predicts it.", default="",
        kind="column", role="suited number", when=("shape", (COLUMNS,)),
    )  # fmt: skip
    n_points: int = control(
        "Points", "For training and test, at most.", default=90, low=10, high=300,
        when=("shape", (*_BORN, COLUMNS)), advanced=True,
    )  # fmt: skip
    noise: float = control(
        "Noise", "How far points are moved at random.", default=0.3, low=0.0, high=1.0, step=0.05,
        when=("shape", _BORN),
    )  # fmt: skip
    seed: int = control(
        "Seed", "Draws the points and everything else left to chance.", default=0, low=0,
        high=9999, advanced=True,
    )  # fmt: skip
    target: str = ""
    rows: tuple[tuple[float, float, int], ...] = ()


class LearnSettings(Declared):
    """Everything that decides a film. Each algorithm reads the knobs it has and no others."""

    algorithm: str = control(
        "Algorithm",
        "What is watched while it learns.",
        *(Choice(spec.id, spec.label, spec.help) for spec in ALGORITHMS),
        default="line",
    )
    data: DataSettings = field(default_factory=DataSettings)
    start_w: float = control(
        "Your line: slope w", _BEGINS, default=0.0, low=-4.0, high=4.0, step=0.05
    )
    start_b: float = control(
        "Your line: height b at 0", _BEGINS, default=0.0, low=LOW, high=HIGH, step=0.05
    )
    learning_rate: float = control(
        "Learning rate", "How far a step goes against the slope.", default=0.03, low=0.001,
        high=1.0, scale="log",
    )  # fmt: skip
    n_steps: int = control("Steps", "How many steps.", default=60, low=1, high=400)
    max_degree: int = control("Highest degree", "Where the film ends.", default=15, low=1, high=15)
    n_waves: int = control(
        "Waves", "How many waves get a weight, ever finer ones.", default=30, low=2, high=40
    )
    max_depth: int = control(
        "Depth", "How many cuts lie above one another at most.", default=3, low=1, high=6
    )
    criterion: str = control(
        "Impurity", "How mixed the colours of a group of points are; 0 where all are alike.",
        ("gini", "Gini", "2p(1 − p), p being the share of class 1."),
        ("entropy", "Entropy", "How many yes-or-no questions a colour is worth, in bits."),
        default="gini",
    )  # fmt: skip
    n_trees: int = control("Trees", "How many trees vote.", default=30, low=1, high=80)
    max_features: int = control(
        "Coordinates per cut",
        "1: each cut may look at one coordinate drawn by chance; 2: at both, which is bagging.",
        default=1, low=1, high=2,
    )  # fmt: skip
    n_rounds: int = control("Rounds", "How many trees are added up.", default=40, low=1, high=120)
    shrinkage: float = control(
        "Learning rate", "How much of each tree is added.", default=0.2, low=0.02, high=1.0,
        step=0.02,
    )  # fmt: skip
    c: float = control(
        "C", "What a point inside the margin costs.", default=1.0, low=0.01, high=100.0, scale="log"
    )
    gamma: float = control(
        "γ", "How narrow the kernel's bumps are, per squared unit.", default=0.3, low=0.01,
        high=10.0, scale="log",
    )  # fmt: skip
    max_k: int = control(
        "Film ends at k",
        "The film tries k = 1, 2, 3 … up to this; it is not the k of a model.",
        default=25, low=1, high=60,
    )  # fmt: skip
    at_x: float = control(
        "Asked at x₁", _HERE, default=0.5, low=LOW, high=HIGH, step=0.1, advanced=True
    )
    at_y: float = control(
        "Asked at x₂", _HERE, default=0.5, low=LOW, high=HIGH, step=0.1, advanced=True
    )


def _of_its_readers(knob: Param) -> Param:
    """Return the control, shown for the algorithms that read it."""
    readers = tuple(spec.id for spec in ALGORITHMS if knob.id in spec.knobs)
    return replace(knob, when=("algorithm", readers))


_ALGORITHM, *_KNOBS = LearnSettings.PARAMS
PARAMS: tuple[Param, ...] = (
    _ALGORITHM, *DataSettings.PARAMS[:4], *map(_of_its_readers, _KNOBS), *DataSettings.PARAMS[4:]
)  # fmt: skip


def learn_settings(values: Mapping[str, object], target: str = "") -> LearnSettings:
    """Return the settings of ``values``; what nothing reads stays at its default.

    So equal films have equal settings. target : the active table's, whose values are the classes of
    its rows.
    """
    chosen = LearnSettings.of(values, data=DataSettings.of(values, target=target))
    spec = ALGORITHM_BY_ID[chosen.algorithm]
    shape = spec.shape if chosen.data.shape == AUTO else chosen.data.shape
    idle: dict[str, Any] = {p.id: p.default for p in _KNOBS if p.id not in spec.knobs}
    return replace(chosen, data=_read(replace(chosen.data, shape=shape)), **idle)


def _read(data: DataSettings) -> DataSettings:
    """Return the choice of points without what its shape does not look at."""
    points = data.points if data.shape == DRAWN else ""
    if data.shape == COLUMNS:
        return replace(data, points=points)
    return replace(data, points=points, x1="", x2="", target="")
