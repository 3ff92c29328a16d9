"""What a worker answers: maps of the same points, frame by frame, and what each keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.stages.unsupervised.projection.measures import disparity, ratio
from core.stages.unsupervised.projection.settings import Player

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BoardFrame:
    """All maps after a step.

    places : (n_maps, n, 2), NaN where there is no map. loss : (n_maps,) what each method
    lowers, NaN where it takes no steps. kept : (n_maps,) the share of true neighbours kept.
    """

    places: Floats
    loss: Floats
    kept: Floats


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points in all their dimensions. X : (n, d), true to the order of the rows.

    near : (n, k) each point's nearest, the nearest first. far : (n_pairs,) distances of the pairs
    that are drawn. widths, gaps : of the groups and between them. shares : of all variance in the
    first two principal components.
    """

    X: Floats
    near: Ints
    far: Floats
    widths: Floats
    gaps: Floats
    shares: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Map:
    """One method's map, as it ends.

    each : (n,) the share of each point's neighbours that it keeps, ``kept`` their mean. trust :
    trustworthiness. stress : 0 to 1, of all distances. scale : what brings map distances nearest to
    true ones. widths, gaps : as in `Cloud`, in the map. clumps : the silhouette of the best groups
    that k-means finds in it, ``clumps_true`` of the same groups in all dimensions, ``n_clumps`` how
    many; NaN and 0 but beside noise. refused : why there is no map. axes, note : of the method.
    """

    player: Player
    cloud: int
    seed: int
    each: Floats
    kept: float
    trust: float
    stress: float
    scale: float
    widths: Floats
    gaps: Floats
    clumps: float = float("nan")
    clumps_true: float = float("nan")
    n_clumps: int = 0
    refused: str = ""
    axes: str = ""
    note: str = ""

    @property
    def moves(self) -> bool:
        """Whether its film moves."""
        return self.player.spec.moves and not self.refused

    @property
    def when(self) -> str:
        """When what is measured holds: " at the end" of a map that moves, "" of one that rests."""
        return " at the end" if self.moves else ""


@dataclass(frozen=True, eq=False)
class Colours:
    """What points are coloured by. codes : (n,), -1 for none; ``ordered``: of a scale."""

    codes: Ints
    names: tuple[str, ...]
    title: str = ""
    ordered: bool = False


@dataclass(frozen=True, eq=False)
class Board(Film[BoardFrame]):
    """A film of maps.

    clouds : the points, and noise like them where it is looked at. pairs : (n_pairs, 2) the pairs
    whose distances are drawn. k : neighbours counted. rows : (n,) the points' rows in the table.
    labels : (n,) known groups, 0 where none are known.
    notes : what was left out
    or taken instead.
    """

    clouds: tuple[Cloud, ...] = ()
    maps: tuple[Map, ...] = ()
    pairs: Ints = field(default_factory=lambda: np.empty((0, 2), np.int64))
    k: int = 0
    colours: Colours = field(default_factory=lambda: Colours(np.empty(0, np.int64), ()))
    rows: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    notes: tuple[str, ...] = ()
    labels: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def n(self) -> int:
        """How many points there are."""
        return len(self.rows)

    @property
    def d(self) -> int:
        """How many dimensions they have."""
        return int(self.clouds[0].X.shape[1])

    @property
    def chance(self) -> float:
        """The share of neighbours that a map of random places keeps."""
        return self.k / (self.n - 1)

    @property
    def drawn(self) -> tuple[Map, ...]:
        """The maps there are."""
        return tuple(one for one in self.maps if not one.refused)

    @property
    def plane_share(self) -> float:
        """The share of all variance in the points' best plane."""
        return float(sum(self.clouds[0].shares))

    @property
    def apart(self) -> Floats:
        """What differs of each pair of maps of one cloud when turned and scaled to fit, 0 to 1."""
        last = [self.last.places[place] for place, one in enumerate(self.maps) if not one.refused]
        return np.array([disparity(*pair) for pair in combinations(last, 2)])

    @property
    def width_ratios(self) -> Floats:
        """How many times as wide the widest group is as the narrowest: truly, then in each map."""
        return np.array([ratio(self.clouds[0].widths), *(ratio(one.widths) for one in self.maps)])

    @property
    def gap_ratios(self) -> Floats:
        """The largest distance of two groups over the smallest: truly, then in each map."""
        return np.array([ratio(self.clouds[0].gaps), *(ratio(one.gaps) for one in self.maps)])

    @property
    def names(self) -> tuple[str, ...]:
        """What each map is called; its number beside its name where the method stands twice."""
        ids = [one.player.id for one in self.maps]
        if len(self.clouds) == 2:
            ends: tuple[str, ...] = ("your points", "noise")
        elif len(ids) > 1 and len({one.seed for one in self.maps}) > 1:
            ends = tuple(f"seed {one.seed}" for one in self.maps)
        else:
            ends = tuple(one.player.setting if ids.count(one.player.id) > 1 else ""
                         for one in self.maps)  # fmt: skip
        return tuple(
            f"{one.player.spec.label}, {end}" if end else one.player.spec.label
            for one, end in zip(self.maps, ends, strict=True)
        )
