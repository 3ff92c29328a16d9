"""Up to six models learn the same points; each says what it thinks of every place of the plane."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.neural.data.dataset import Dataset
from core.neural.data.labelled import labelled_points
from core.stages.supervised.boundary_studio.models import Player, model_call
from core.stages.supervised.boundary_studio.score import Score
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.tabular.fit import library_errors

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Ranges: TypeAlias = tuple[tuple[float, float], tuple[float, float]]

SIDE = 80
"""Places of a map in each direction."""
LONGEST = 160


@dataclass(frozen=True, eq=False)
class Map:
    """What one model says.

    winner : (80, 80) uint8, the class it names, row 0 at the lowest x2. sure : (80, 80) float32,
    the probability of that class, None where the model has none. margin : (80, 80) float32, how far
    the winner is ahead of the next class, in probability or in the model's own score, at least 0.
    said_train, said_test : class codes of the points. train, test : how many are right. refused :
    why there is no map, "" where there is one; then all arrays are empty. note : what the library
    warned of.
    """

    player: Player
    winner: NDArray[np.uint8]
    sure: NDArray[np.float32] | None
    margin: NDArray[np.float32]
    said_train: Codes
    said_test: Codes
    train: Score
    test: Score
    refused: str = ""
    note: str = ""

    @property
    def is_flat(self) -> bool:
        """Whether it names one class all over the map, and at every point that is on it."""
        said = np.concatenate([self.winner.ravel(), self.said_train, self.said_test])
        return bool(self.winner.size) and bool((said == said[0]).all())

    @property
    def looks_flat(self) -> bool:
        """Whether its map is of one class, though a point on it has another."""
        one = bool(self.winner.size) and bool((self.winner == self.winner.flat[0]).all())
        return one and not self.is_flat

    def is_drawn_as(self, other: Map) -> bool:
        """Whether the two maps look the same: class and certainty of each place."""
        if not np.array_equal(self.winner, other.winner):
            return False
        if self.sure is None or other.sure is None:
            return self.sure is other.sure
        return np.array_equal(self.sure, other.sure)


@dataclass(frozen=True, eq=False)
class Board:
    """The points and one map for each model, in the order of the models."""

    data: Dataset
    maps: tuple[Map, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What each model is called; its number beside its name where one stands twice."""
        labels = [one.player.label for one in self.maps]
        return tuple(
            f"{label} ({one.player.setting})" if labels.count(label) > 1 else label
            for label, one in zip(labels, self.maps, strict=True)
        )

    @property
    def ranked(self) -> tuple[Map, ...]:
        """The maps there are, the most test points right first; equal ones as they stand."""
        drawn = [one for one in self.maps if not one.refused]
        return tuple(sorted(drawn, key=lambda one: -one.test.right))

    @property
    def leaders(self) -> tuple[Map, ...]:
        """The maps with the most test points right; none where all are equal or nothing is."""
        ranked = self.ranked
        if not ranked or ranked[0].test.right == ranked[-1].test.right:
            return ()
        return tuple(one for one in ranked if one.test.right == ranked[0].test.right)


def boundaries(settings: StudioSettings, frame: pd.DataFrame | None = None) -> Board:
    """Return the maps of all models; ``frame`` is the table that columns are named of.

    Raises `core.neural.data.dataset.BadData`. A model that cannot learn from these points says so
    on its own map.
    """
    data, maps = labelled_points(settings.data, frame), []
    grid, chosen = places(data.ranges), settings.players
    for place, player in enumerate(chosen):
        report(place, len(chosen), player.label)
        maps.append(learn(player, data, grid, settings.data_seed))
    return Board(data, tuple(maps))


def places(ranges: Ranges) -> Floats:
    """Return the centres (6400, 2) of a map's cells, row by row from the lowest x2."""
    across, up = (low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE for low, high in ranges)
    x1, x2 = np.meshgrid(across, up)
    return np.column_stack([x1.ravel(), x2.ravel()])


def learn(player: Player, data: Dataset, grid: Floats, seed: int) -> Map:
    """Fit one model and ask it about every place of ``grid`` and every point."""
    asked = int(player.value)
    if player.id == "knn" and asked > len(data.y_train):
        return _refused(
            player,
            f"{asked} neighbours are asked for, and there are only {len(data.y_train)} training "
            "points. Ask for fewer.",
        )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            model = model_call(player, seed).build().fit(data.X_train, data.y_train)
            opinion = _opinion(model, grid, data.n_classes)
            on_train = np.asarray(model.predict(data.X_train), np.int64)
            on_test = np.asarray(model.predict(data.X_test), np.int64)
        except library_errors() as error:
            return _refused(player, _why(error))
    return Map(
        player, *opinion, on_train, on_test, score(on_train, data.y_train),
        score(on_test, data.y_test), note=_unsettled(player, warned),
    )  # fmt: skip


def _opinion(model: Any, grid: Floats, n_classes: int) -> tuple[Any, Any, Any]:
    """Return the winning class, its probability (None where there is none) and its lead, square."""
    if hasattr(model, "predict_proba"):
        scores = np.asarray(model.predict_proba(grid), np.float64)
        winner, sure = scores.argmax(axis=1), scores.max(axis=1).astype(np.float32)
    else:
        scores, sure = np.asarray(model.decision_function(grid), np.float64), None
        if scores.ndim == 1:  # of two classes there is one score, for the second
            scores = np.column_stack([-scores, scores])
            winner = (scores[:, 1] > 0).astype(np.int64)
        else:
            winner = np.asarray(model.predict(grid), np.int64)
    others = scores.copy()
    others[np.arange(len(grid)), winner] = -np.inf
    margin = scores[np.arange(len(grid)), winner] - others.max(axis=1)
    square = (SIDE, SIDE)
    return (
        winner.astype(np.uint8).reshape(square),
        None if sure is None else sure.reshape(square),
        np.maximum(margin, 0).astype(np.float32).reshape(square),
    )


def score(said: Codes, truth: Codes) -> Score:
    """Return how many of the classes said are the true ones."""
    return Score(int((said == truth).sum()), len(truth))


def _refused(player: Player, why: str) -> Map:
    none, codes, nothing = np.empty((0, 0), np.float32), np.empty(0, np.int64), Score(0, 1)
    winner = np.empty((0, 0), np.uint8)
    return Map(player, winner, None, none, codes, codes, nothing, nothing, refused=why)


def _why(error: Exception) -> str:
    """Return why a library cannot learn from the points, and what to do."""
    words = " ".join(str(error).split())
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return f"It cannot learn from these points: {short.rstrip('.')}. Take more of each class."


def _unsettled(player: Player, warned: list[warnings.WarningMessage]) -> str:
    names = {one.category.__name__ for one in warned if "close to the spec" not in str(one.message)}
    if "ConvergenceWarning" not in names:
        return ""
    return f"{player.label} stopped before it had settled: its boundary would still move."
