"""What a learner chooses: the points, what is looked at, an algorithm and its knobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.params import Choice, Param
from core.settings import Declared, control, part
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID, ALGORITHMS
from core.stages.unsupervised.clustering.spec import MOST_CLUSTERS
from core.unlabelled.settings import PointSettings, unread

FILM, COUNT, COMPARE, READ = "film", "count", "compare", "read"
PLUS, RANDOM, MINE = "plus", "random", "mine"
FIRST_STARTS = "12,12,0;22,10,0;10,24,0;88,88,0;88,12,0;12,88,0;50,50,0;50,88,0"
"""Places in percent of the picture, from the left and from the bottom."""
FIRST_LINEUP = "k_means 3, gaussian_mixture 3"
MOST_COMPARED = 4


class ClusterSettings(Declared):
    """Everything that decides a clustering. Each algorithm reads its knobs and no others.

    ``starts`` : (x, y, 0) in percent of the picture. ``own`` : the same as places of the points'
    space, (k, d), filled in where the points are known.
    """

    view: str = control(
        "What to look at", "The points stay the same in all four.",
        (FILM, "Watch one", "An algorithm step by step."),
        (COUNT, "How many?", "Four rules that recommend a number of clusters."),
        (COMPARE, "Side by side", "Up to four algorithms on the same points, and how they agree."),
        (READ, "Read a cluster", "What sets one cluster apart, in your columns."),
        default=FILM,
    )  # fmt: skip
    algorithm: str = control(
        "Algorithm", "What looks for the groups.", *ALGORITHMS, default="k_means",
        when=("view", (FILM, READ)),
    )  # fmt: skip
    lineup: str = control(
        "Algorithms", "Up to four, each with the number that changes it most.",
        *(Choice(spec.id, spec.label, spec.help, spec.knob) for spec in ALGORITHMS),
        default=FIRST_LINEUP, kind="lineup", low=1, high=MOST_COMPARED,
        when=("view", (COMPARE,)),
    )  # fmt: skip
    data: PointSettings = part(PointSettings)
    n_clusters: int = control(
        "Clusters k", "How many groups are to be found.", default=3, low=1, high=MOST_CLUSTERS
    )
    start: str = control(
        "First centres", "Where the search begins decides where it ends.",
        (PLUS, "Far apart (k-means++)", "Each next one is drawn with a chance that grows with the "
         "squared distance to those there are."),
        (RANDOM, "Random points", "k points drawn by the seed."),
        (MINE, "Where I put them", "Drag a centre in the picture; it sets this by itself."),
        default=MINE,
    )  # fmt: skip
    fuzzifier: float = control(
        "Fuzziness m", "Near 1 every point belongs to one cluster; the larger, the more mixed.",
        default=2.0, low=1.1, high=5.0, step=0.1,
    )  # fmt: skip
    covariance: str = control(
        "Shape of the bells", "What each bell may look like.",
        ("full", "Any ellipse", "A full covariance matrix for each."),
        ("tied", "One ellipse for all", "The same covariance matrix for all."),
        ("diag", "Upright ellipses", "Columns vary on their own: a diagonal matrix for each."),
        ("spherical", "Circles", "One variance for each."),
        default="full",
    )  # fmt: skip
    bandwidth: float = control(
        "Bandwidth", "The radius of a window, in the picture's units.", default=1.5, low=0.1,
        high=6.0, step=0.1,
    )  # fmt: skip
    linkage: str = control(
        "Linkage", "How far apart two clusters are.",
        ("ward", "Ward", "By how much a merger raises the squared distances to the middle."),
        ("average", "Average", "The mean distance of their points."),
        ("complete", "Complete", "Between the two points furthest apart."),
        ("single", "Single", "Between the two points nearest to each other."),
        default="ward",
    )  # fmt: skip
    cut_height: float = control(
        "Cut at height", "Where the dendrogram is cut, as a drag in it sets. 0 lets k decide: the "
        "cut then stands in the middle of the gap that leaves k clusters.",
        default=0.0, low=0.0, high=1e6, step=0.05, typed=True,
    )  # fmt: skip
    eps: float = control(
        "Reach ε", "Points nearer than this are neighbours.", default=0.8, low=0.05, high=5.0,
        step=0.01,
    )  # fmt: skip
    min_samples: int = control(
        "Neighbours for a core", "How many points, itself counted, make a point a core point.",
        default=5, low=1, high=30,
    )  # fmt: skip
    grow_eps: bool = control(
        "Grow ε slowly", "The film runs over ε instead of over the points.", default=False
    )
    min_cluster_size: int = control(
        "Smallest cluster", "A split that leaves fewer points than this is none.", default=10,
        low=2, high=100,
    )  # fmt: skip
    core_samples: int = control(
        "Neighbours for the core distance", "How many points, itself counted, are to be within it.",
        default=5, low=1, high=30,
    )  # fmt: skip
    affinity: str = control(
        "Likeness", "What makes an edge of the graph.",
        ("nearest", "Nearest neighbours", "Each point and its nearest ones."),
        ("rbf", "Distance (RBF)", "exp(−γ d²): every pair, the nearer the stronger."),
        default="nearest",
    )  # fmt: skip
    n_neighbours: int = control(
        "Neighbours", "How many each point is tied to.", default=10, low=2, high=50
    )
    gamma: float = control(
        "γ", "How fast likeness falls with squared distance; for the likeness by distance.",
        default=1.0, low=0.01, high=100.0, scale="log", advanced=True,
    )  # fmt: skip
    threshold: float = control(
        "Threshold", "How wide a summary may become, as a radius.", default=0.5, low=0.05,
        high=5.0, step=0.05,
    )  # fmt: skip
    branching: int = control(
        "Branches", "How many summaries a node of the tree can hold.", default=6, low=2, high=50
    )
    starts: str = control(
        "Your centres", "In percent of the picture. Dragging a centre in it does the same.",
        ("0", "centre"), default=FIRST_STARTS, kind="points", low=0.0, high=100.0, colours=(4,),
        advanced=True,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Draws the first centres, and all else that is left to chance.", default=0, low=0,
        high=9999, advanced=True,
    )  # fmt: skip
    cluster: int = control(
        "Which cluster", "A click on a point chooses its cluster.", default=1, low=1,
        high=MOST_CLUSTERS, light=True, typed=True, when=("view", (READ,)),
    )  # fmt: skip
    own: tuple[tuple[float, ...], ...] = ()


def _shown(param: Param) -> Param | None:
    """Return a control as it is shown: a knob only with the algorithms that read it."""
    if param.id not in _KNOBS:
        return param
    if param.id == "starts":
        return replace(param, when=("start", (MINE,)))
    readers = tuple(spec.id for spec in ALGORITHMS if param.id in spec.knobs)
    return replace(param, when=("algorithm", readers)) if readers else None


_PLAIN = {"view", "algorithm", "lineup", "cluster", "seed", *(p.id for p in PointSettings.PARAMS)}
_KNOBS = tuple(param.id for param in ClusterSettings.PARAMS if param.id not in _PLAIN)
PARAMS: tuple[Param, ...] = tuple(
    shown for shown in map(_shown, ClusterSettings.PARAMS) if shown is not None
)
_DEFAULTS: dict[str, Any] = {param.id: param.default for param in ClusterSettings.PARAMS}


def cluster_settings(
    values: Mapping[str, object], features: tuple[str, ...] | None = None, target: str = ""
) -> ClusterSettings:
    """Return the settings of ``values``; what nothing reads stays at its default.

    So equal films have equal settings. features, target : the experiment's, of which a table's
    columns are the points and the groups to compare with.
    """
    chosen = ClusterSettings.of(values)
    idle = set(_KNOBS) - _read_by(chosen)
    if chosen.view not in (FILM, READ):
        idle.add("algorithm")
    if chosen.view != COMPARE:
        idle.add("lineup")
    if chosen.view != READ:
        idle.add("cluster")
    if chosen.start != MINE:
        idle.add("starts")
    if chosen.view in (FILM, READ) and not ALGORITHM_BY_ID[chosen.algorithm].draws:
        idle.add("seed")
    data = settled(chosen.data, features, target)
    return replace(chosen, data=data, **{name: _DEFAULTS[name] for name in idle})


def _read_by(chosen: ClusterSettings) -> set[str]:
    """Return the knobs that what is looked at reads."""
    if chosen.view not in (FILM, READ):
        return set()
    return set(ALGORITHM_BY_ID[chosen.algorithm].knobs)


def settled(
    data: PointSettings, features: tuple[str, ...] | None = None, target: str = ""
) -> PointSettings:
    """Return the choice of points, with the experiment's, without what its shape does not read."""
    plain = PointSettings()
    known = replace(data, features=features, target=target)
    idle: dict[str, Any] = {name: getattr(plain, name) for name in unread(data.shape)}
    return replace(known, **idle)
