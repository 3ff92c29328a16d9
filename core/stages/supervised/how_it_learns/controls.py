"""The controls of "How it learns", and the settings they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.params import Choice, Param, check_all
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID, ALGORITHMS
from core.stages.supervised.how_it_learns.data import (
    COLUMNS,
    DRAWN,
    HIGH,
    LOW,
    SHAPES,
    DataSettings,
)
from core.stages.supervised.how_it_learns.settings import LearnSettings

AUTO = "auto"
_BORN = (AUTO, *(spec.id for spec in SHAPES))
FIRST_DRAWING = (
    "-3,2,0;-2,3,0;-3.5,0.5,0;-1,2,0;-2,1,0;-4,2.5,0;2,-1,1;3,-2,1;1,-2.5,1;3.5,0,1;2.5,-3,1;4,-1,1"
)


def _readers(knob: str) -> tuple[str, tuple[str, ...]]:
    return ("algorithm", tuple(spec.id for spec in ALGORITHMS if knob in spec.knobs))


_KNOBS: tuple[Param, ...] = (
    Param("start_w", "Your line: slope w", "float", 0.0,
          "Where descent begins. A click into the picture of the loss sets both.",
          low=-4.0, high=4.0, step=0.05),
    Param("start_b", "Your line: height b at 0", "float", 0.0,
          "Where descent begins. A click into the picture of the loss sets both.",
          low=LOW, high=HIGH, step=0.05),
    Param("learning_rate", "Learning rate", "float", 0.03, "How far a step goes against the slope.",
          low=0.001, high=1.0, scale="log"),
    Param("n_steps", "Steps", "int", 60, "How many steps.", low=1, high=400),
    Param("max_degree", "Highest degree", "int", 15, "Where the film ends.", low=1, high=15),
    Param("n_waves", "Waves", "int", 30, "How many waves get a weight, ever finer ones.",
          low=2, high=40),
    Param("max_depth", "Depth", "int", 3, "How many cuts lie above one another at most.",
          low=1, high=6),
    Param("criterion", "Impurity", "choice", "gini", "How mixed a group of points is.",
          choices=(Choice("gini", "Gini", "2p(1 − p)."),
                   Choice("entropy", "Entropy", "In bits."))),
    Param("n_trees", "Trees", "int", 30, "How many trees vote.", low=1, high=80),
    Param("max_features", "Coordinates per cut", "int", 1,
          "1: each cut may look at one coordinate drawn by chance; 2: at both, which is bagging.",
          low=1, high=2),
    Param("n_rounds", "Rounds", "int", 40, "How many trees are added up.", low=1, high=120),
    Param("shrinkage", "Learning rate", "float", 0.2, "How much of each tree is added.",
          low=0.02, high=1.0, step=0.02),
    Param("c", "C", "float", 1.0, "What a point inside the margin costs.", low=0.01, high=100.0,
          scale="log"),
    Param("gamma", "γ", "float", 0.3, "How narrow the kernel's bumps are, per squared unit.",
          low=0.01, high=10.0, scale="log"),
    Param("max_k", "Film ends at k", "int", 25,
          "The film tries k = 1, 2, 3 … up to this; it is not the k of a model.", low=1, high=60),
    Param("at_x", "Asked at x₁", "float", 0.5, "The place asked about; click into the picture.",
          low=LOW, high=HIGH, step=0.1, advanced=True),
    Param("at_y", "Asked at x₂", "float", 0.5, "The place asked about; click into the picture.",
          low=LOW, high=HIGH, step=0.1, advanced=True),
)  # fmt: skip


def _with_readers(param: Param) -> Param:
    return replace(param, when=_readers(param.id))


LEARN_PARAMS: tuple[Param, ...] = (
    Param("algorithm", "Algorithm", "choice", "line", "What is watched while it learns.",
          choices=tuple(Choice(spec.id, spec.label, spec.help) for spec in ALGORITHMS)),
    Param("shape", "Data", "choice", AUTO,
          "Classifiers predict the colour of a point, regressions its height.",
          choices=(Choice(AUTO, "What suits it"),
                   *(Choice(spec.id, spec.label, spec.help) for spec in SHAPES),
                   Choice(DRAWN, "Your drawing", "Points you draw yourself."),
                   Choice(COLUMNS, "Two columns",
                          "Of the active data set; its target gives the classes."))),
    Param("points", "Your points", "points", FIRST_DRAWING, "Click to add points of either class.",
          low=LOW, high=HIGH, choices=(Choice("0", "class 0"), Choice("1", "class 1")),
          colours=(4, 0), when=("shape", (DRAWN,))),
    Param("x1", "Across (x₁)", "column", "", "The column drawn from left to right.", role="number",
          when=("shape", (COLUMNS,))),
    Param("x2", "Up (x₂)", "column", "", "The column drawn from bottom to top: a line predicts it.",
          role="suited number", when=("shape", (COLUMNS,))),
    *(_with_readers(param) for param in _KNOBS if _readers(param.id)[1]),
    Param("n_points", "Points", "int", 90, "For training and test, at most.", low=10, high=300,
          when=("shape", (*_BORN, COLUMNS)), advanced=True),
    Param("noise", "Noise", "float", 0.3, "How far points are moved at random.", low=0.0, high=1.0,
          step=0.05, when=("shape", _BORN)),
    Param("seed", "Seed", "int", 0, "Draws the points and everything else left to chance.", low=0,
          high=9999, advanced=True),
)  # fmt: skip


def learn_settings(values: Mapping[str, object], target: str = "") -> LearnSettings:
    """Return the settings for values of `LEARN_PARAMS`, missing ones at their default.

    target : the active table's, whose values are the classes of its rows.
    """
    v: dict[str, Any] = dict(check_all(LEARN_PARAMS, values))
    spec = ALGORITHM_BY_ID[v["algorithm"]]
    shape = spec.shape if v["shape"] == AUTO else v["shape"]
    drawn = v["points"] if shape == DRAWN else ""
    columns = (v["x1"], v["x2"], target) if shape == COLUMNS else ()
    data = DataSettings(shape, v["n_points"], v["noise"], v["seed"], drawn, *columns)
    return LearnSettings(spec.id, data, **{knob: v[knob] for knob in spec.knobs})
