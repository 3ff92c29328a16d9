"""What is said of a clustering algorithm so that it can be chosen, watched and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.params import Param
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_CLUSTERS = 8
K = Param("n_clusters", "k", "int", 3, low=1, high=MOST_CLUSTERS)
"""The number of clusters, as it stands beside an algorithm in a lineup."""


@dataclass(frozen=True)
class AlgorithmSpec:
    """One algorithm. ``unit`` : what a frame counts.

    run : ``run(X, settings)`` yields frames, X (n, d) float64 as the algorithm sees it.
    knobs : names of the `ClusterSettings` it reads beside the points.
    fit : the algorithm without its frames, ``fit(X, **knobs)``, with a ``seed`` if it ``draws``;
    it returns labels (n,) and numbers by name, equal to those of the last frame.
    knob : the one of its knobs that stands beside it in a lineup, called as in the settings.
    most : frames kept. count : the field that the slider counts, "" for the frames themselves.
    seconds : how long the film plays.
    """

    id: str
    label: str
    help: str
    unit: str
    run: Callable[[Floats, ClusterSettings], Iterator[ClusterFrame]]
    knobs: tuple[str, ...]
    fit: Callable[..., tuple[Ints, dict[str, Any]]]
    knob: Param
    source: str
    most: int = 120
    count: str = ""
    draws: bool = False
    seconds: float = 8.0
