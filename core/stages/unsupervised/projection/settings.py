"""What a learner chooses: points, up to four methods, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.kinds.lineup import read_lineup
from core.params import Choice, Param
from core.settings import Declared, borrowed, control
from core.stages.unsupervised.projection.catalogue import METHOD_BY_ID, METHODS, MethodSpec
from core.unlabelled.settings import OWN, PointSettings, unread

SIDE_BY_SIDE, NOISE, SEEDS = "methods", "noise", "seeds"
DISTANCES, STEPS = "distances", "steps"
MOST_METHODS, MOST_POINTS, N_SEEDS = 4, 500, 3
FIRST = "pca, tsne 30, mds"
RANDOM, FLAT = "random", "pca"
KERNELS = (
    ("rbf", "Gaussian (RBF)", "exp(−γ distance²): near counts, far does not."),
    ("poly", "Polynomial", "(γ x·y + 1)³."),
    ("sigmoid", "Sigmoid", "tanh(γ x·y + 1)."),
    ("cosine", "Cosine", "The cosine of the angle; γ counts for nothing."),
)


@dataclass(frozen=True)
class Player:
    """A method with its number, None where it has none."""

    id: str
    value: float | None

    @property
    def spec(self) -> MethodSpec:
        """Its entry of the catalogue."""
        return METHOD_BY_ID[self.id]

    @property
    def setting(self) -> str:
        """Its number with the number's name, such as "perplexity 30"; "" without one."""
        knob = self.spec.knob
        return "" if knob is None else f"{knob.label.lower()} {self.value:g}"


class ProjectionSettings(Declared):
    """Equal settings, equal maps. ``features`` and ``target`` are the experiment's."""

    view: str = control(
        "Look at", "What stands side by side.",
        (SIDE_BY_SIDE, "Methods", "Up to four methods on the same points."),
        (NOISE, "Beside noise", "The first method, on your points and on nothing but noise."),
        (SEEDS, "Three seeds", "The first method from three starts."),
        default=SIDE_BY_SIDE,
    )  # fmt: skip
    shape: str = borrowed(PointSettings, "shape", default="tight_and_wide")
    points: tuple[tuple[float, float, int], ...] = borrowed(PointSettings, "points")
    x1: str = borrowed(PointSettings, "x1")
    x2: str = borrowed(PointSettings, "x2")
    colour_by: str = control(
        "Colour by", "No map but LDA's looks at it.", default="", kind="column", role="target",
        when=("shape", OWN),
    )  # fmt: skip
    methods: str = control(
        "Methods", "Up to four, each with the number that changes it most. One can stand twice.",
        *(Choice(spec.id, spec.label, spec.help, spec.knob) for spec in METHODS),
        default=FIRST, kind="lineup", low=1, high=MOST_METHODS,
    )  # fmt: skip
    n_points: int = borrowed(PointSettings, "n_points", default=120, high=MOST_POINTS)
    noise: float = borrowed(PointSettings, "noise")
    n_near: int = control(
        "Neighbours counted", "How many true neighbours of each dot are looked for in a map.",
        default=10, low=1, high=50,
    )  # fmt: skip
    start_seed: int = control(
        "Seed of the start", "Where t-SNE and MDS begin.", default=0, low=0, high=9999
    )
    below: str = control(
        "Under the maps", "",
        (DISTANCES, "Distances", "Each pair of dots: how far apart truly, how far in the map."),
        (STEPS, "Over the steps", "What t-SNE and MDS lower, and the neighbours kept meanwhile."),
        default=DISTANCES, light=True,
    )  # fmt: skip
    hidden: bool = control(
        "Hide the colours", "As you would see it if nobody had told you.", default=False,
        light=True,
    )  # fmt: skip
    held: int = control(
        "Dot in hand", "Its true neighbours light up in every map; 0 for none. Or click a dot.",
        default=0, low=0, high=MOST_POINTS, typed=True, light=True,
    )  # fmt: skip
    n_steps: int = control(
        "Steps", "Of t-SNE and of MDS.", default=500, low=50, high=1000, step=50, advanced=True
    )
    learning_rate: float = control(
        "Learning rate of t-SNE", "How far a step goes.", default=50.0, low=1.0, high=1000.0,
        scale="log", advanced=True,
    )  # fmt: skip
    exaggeration: float = control(
        "Early exaggeration of t-SNE",
        "In the first quarter of the steps attraction counts so many times.",
        default=4.0, low=1.0, high=30.0, step=0.5, advanced=True,
    )  # fmt: skip
    begin: str = control(
        "Start of t-SNE and MDS", "Where the dots begin.",
        (RANDOM, "At random", "Another seed, another map."),
        (FLAT, "As PCA has them", "The same for every seed."),
        default=RANDOM, advanced=True,
    )  # fmt: skip
    kernel: str = control(
        "Kernel of kernel PCA", "How alike two points are.", *KERNELS, default="rbf",
        advanced=True,
    )  # fmt: skip
    scaling: str = borrowed(PointSettings, "scaling")
    data_seed: int = borrowed(PointSettings, "data_seed")
    features: tuple[str, ...] | None = field(default=None)
    target: str = field(default="")

    @property
    def players(self) -> tuple[Player, ...]:
        """The methods that are looked at, in their order."""
        found = tuple(_player(name, number) for name, number in read_lineup(self.methods))
        return found if self.view == SIDE_BY_SIDE else found[:1]

    @property
    def data(self) -> PointSettings:
        """The choice of points."""
        names = ("shape", "points", "x1", "x2", "n_points", "noise", "scaling", "data_seed",
                 "features", "target")  # fmt: skip
        return PointSettings(**{name: getattr(self, name) for name in names})


def _player(name: str, number: float | None) -> Player:
    knob = METHOD_BY_ID[name].knob
    if knob is None:
        return Player(name, None)
    usual = float(knob.default)  # type: ignore[arg-type]
    return Player(name, usual if number is None else float(number))


PARAMS: tuple[Param, ...] = ProjectionSettings.PARAMS


def projection_settings(
    values: Mapping[str, object], *, features: tuple[str, ...] | None = None, target: str = ""
) -> ProjectionSettings:
    """Return the settings of ``values``; what nothing reads stays at its default.

    features, target : the experiment's. So equal maps have equal settings.
    """
    chosen = ProjectionSettings.of(values, features=features, target=target)
    idle = _idle(chosen)
    plain: dict[str, Any] = {name: getattr(ProjectionSettings(), name) for name in idle}
    return replace(chosen, **plain)


def _idle(chosen: ProjectionSettings) -> set[str]:
    """Return what these settings do not look at."""
    ids = {player.id for player in chosen.players}
    idle = set(unread(chosen.shape))
    if chosen.shape not in OWN:
        idle |= {"colour_by"}
    if not ids & {"tsne", "mds"}:
        idle |= {"n_steps", "begin", "below"}
    if "tsne" not in ids:
        idle |= {"learning_rate", "exaggeration"}
    if "kernel_pca" not in ids:
        idle |= {"kernel"}
    return idle
