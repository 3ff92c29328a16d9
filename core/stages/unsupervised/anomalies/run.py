"""Four detectors learn the same points; each says how unusual every point and place is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.stages.unsupervised.anomalies.detectors import DETECT, Unsuited, in_order
from core.stages.unsupervised.anomalies.points import Sight, look, without_constants
from core.stages.unsupervised.anomalies.settings import LABELS, AnomalySettings
from core.stages.unsupervised.anomalies.trees import Trees
from core.tabular.fit import library_errors
from core.unlabelled.points import PointSet

Floats: TypeAlias = NDArray[np.float64]

SIDE = 64
"""Places of a map in each direction."""
LONGEST = 160


@dataclass(frozen=True, eq=False)
class Opinion:
    """What one detector makes of the points.

    score : (n,) the higher, the more unusual. chart : (64, 64) float32, the same of places of the
    plane, row 0 at the lowest; None where the points have more than two columns. refused : why
    there are no scores, "" where there are. note : what the library warned of.
    """

    id: str
    score: Floats
    chart: NDArray[np.float32] | None
    refused: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What the detector is called."""
        return LABELS[self.id]


@dataclass(frozen=True, eq=False)
class Findings:
    """The points, the opinions in the detectors' order, and the forest's trees."""

    sight: Sight
    opinions: tuple[Opinion, ...]
    trees: Trees

    @property
    def points(self) -> PointSet:
        """The points that were scored."""
        return self.sight.points


def findings(settings: AnomalySettings, frame: pd.DataFrame | None = None) -> Findings:
    """Return what all detectors say; ``frame`` is the table that columns are named of.

    Raises `core.unlabelled.points.BadData`. A detector that cannot learn from these points says so
    in its own opinion.
    """
    sight = look(settings, frame)
    sight = replace(sight, points=without_constants(sight.points))
    grid = places(sight.points) if sight.points.X.shape[1] == 2 else None
    found = []
    for place, (name, label) in enumerate(LABELS.items()):
        report(place, len(LABELS), label)
        found.append(judge(name, settings, sight, grid))
    grown = next(trees for _, trees in found if trees is not None)  # on any points
    return Findings(sight, tuple(opinion for opinion, _ in found), grown)


def places(points: PointSet) -> Floats:
    """Return the centres (4096, 2) of a map's cells, row by row from the lowest."""
    across, up = (
        low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE for low, high in points.plane.ranges()
    )
    x, y = np.meshgrid(across, up)
    return np.column_stack([x.ravel(), y.ravel()])


def judge(
    name: str, settings: AnomalySettings, sight: Sight, grid: Floats | None
) -> tuple[Opinion, Trees | None]:
    """Let one detector learn and score every point, and every place of ``grid``."""
    X = sight.points.X
    learnt = sight.learnt[in_order(X[sight.learnt])]
    try:
        fitted = DETECT[name](settings, X[learnt])
        score = np.empty(len(X))
        if len(learnt) < len(X):
            score[:] = fitted.ask(X)
        score[learnt] = fitted.own
        chart = None if grid is None else fitted.ask(grid).reshape(SIDE, SIDE).astype(np.float32)
    except library_errors() as error:
        return Opinion(name, np.full(len(X), np.nan), None, refused=_why(error)), None
    return Opinion(name, score, chart, note=fitted.note), fitted.trees


def _why(error: Exception) -> str:
    if isinstance(error, Unsuited):
        return str(error)
    words = " ".join(str(error).split())
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return f"It cannot learn from these points: {short.rstrip('.')}. Take more or other points."
