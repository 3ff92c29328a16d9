"""What can be chosen: the points, who has a label, and who makes use of the others."""

from __future__ import annotations

from dataclasses import replace

from core.neural.data.dataset import COLUMNS, DRAWN, MOST_CLASSES, DataSettings, Point
from core.neural.data.labelled import BORN, SEVERAL, SOURCES
from core.settings import Declared, borrowed, control
from core.stages.learning_types.semi_supervised.base import BASES
from core.stages.learning_types.semi_supervised.marks import Mark, parse_marks

FILM, STUDY = "film", "study"
SPREADING, PROPAGATION, SELF_TRAINING = "spreading", "propagation", "self_training"
KNN, RBF = "knn", "rbf"
THRESHOLD, K_BEST = "threshold", "k_best"
TRUE, LOOK = "true", "look"
FLOWS = (SPREADING, PROPAGATION)
MOST_POINTS, MOST_STEPS = 300, 200


class SemiSettings(Declared):
    """Equal settings, equal points, equal labels, equal films."""

    view: str = control(
        "What to look at", "The points and the method stay the same in both.",
        (FILM, "Watch one", "A few labels, and what becomes of the other points, step by step."),
        (STUDY, "Labels against accuracy", "1 to 20 labels of each class, drawn again and again."),
        default=FILM,
    )  # fmt: skip
    method: str = control(
        "Method", "How points without a label get one.",
        (SPREADING, "Label spreading", "Colour flows along a graph; part of each label stays at "
         "its source."),
        (PROPAGATION, "Label propagation", "Each point takes the mean of its neighbours; labels "
         "that were given never change."),
        (SELF_TRAINING, "Self-training", "A model labels what it is surest of, and learns again."),
        default=SPREADING,
    )  # fmt: skip
    shape: str = control(
        "Data", "Which points.",
        *SOURCES,
        default="moons",
    )  # fmt: skip
    n_classes: int = borrowed(DataSettings, "n_classes", when=("shape", SEVERAL), high=MOST_CLASSES)
    points: tuple[Point, ...] = borrowed(DataSettings, "points")
    x1: str = borrowed(DataSettings, "x1")
    x2: str = borrowed(DataSettings, "x2")
    target: str = borrowed(DataSettings, "target")
    noise: float = borrowed(DataSettings, "noise", default=0.1, high=1.0, when=("shape", BORN))
    n_labels: int = control(
        "Labels to begin with", "Of each class; drawn by a seed. 0 leaves all of them to you.",
        default=1, low=0, high=20, when=("view", (FILM,)),
    )  # fmt: skip
    click: str = control(
        "A click on a point", "Click it again, and its label is gone.",
        (TRUE, "Tells its own class", "You ask, and somebody who knows answers."),
        *((str(code), f"Labels it class {code}", "Right or wrong: your word is taken for it.")
          for code in range(MOST_CLASSES)),
        (LOOK, "Takes it in hand", "No label; you see what its neighbours give it."),
        default=TRUE, light=True, when=("view", (FILM,)),
    )  # fmt: skip
    graph: str = control(
        "Graph", "Along which edges colour flows.",
        (KNN, "Nearest neighbours", "Each point listens to its k nearest."),
        (RBF, "Distance (RBF)", "exp(−γ d²): every point listens to all, to near ones most."),
        default=KNN, when=("method", FLOWS),
    )  # fmt: skip
    n_neighbours: int = control(
        "Neighbours k", "Itself counted, as in scikit-learn.", default=10, low=2, high=50,
        when=("graph", (KNN,)),
    )  # fmt: skip
    gamma: float = control(
        "γ", "Small: far points count, too; large: only the nearest.", default=5.0, low=0.01,
        high=100.0, scale="log", when=("graph", (RBF,)),
    )  # fmt: skip
    alpha: float = control(
        "Share of the neighbours α", "The rest, 1 − α, is the point's own label.", default=0.9,
        low=0.05, high=0.99, step=0.01, when=("method", (SPREADING,)),
    )  # fmt: skip
    base: str = control(
        "Model beside it", "It learns from the labels alone; in self-training it teaches itself.",
        *BASES, default="gp",
    )  # fmt: skip
    takes: str = control(
        "Each round it labels", "What it is surest of, but what is sure?",
        (THRESHOLD, "All above a threshold", "Points with a probability above it."),
        (K_BEST, "The surest few", "The same number each round, however unsure."),
        default=K_BEST, when=("method", (SELF_TRAINING,)),
    )  # fmt: skip
    threshold: float = control(
        "Threshold", "How probable a class must be to be believed.", default=0.6, low=0.5,
        high=0.99, step=0.01, when=("takes", (THRESHOLD,)),
    )  # fmt: skip
    k_best: int = control(
        "How many", "Points labelled in each round.", default=8, low=1, high=50,
        when=("takes", (K_BEST,)),
    )  # fmt: skip
    n_points: int = borrowed(
        DataSettings, "n_points", default=150, low=30, high=MOST_POINTS,
        when=("shape", (*BORN, COLUMNS)), help="Labelled ones counted, at most.", advanced=True,
    )  # fmt: skip
    n_steps: int = control(
        "Steps at most", "It rests sooner where nothing changes any more.", default=60, low=1,
        high=MOST_STEPS, advanced=True,
    )  # fmt: skip
    label_seed: int = control(
        "Seed of the labels", "Another seed draws other points to begin with.", default=0, low=0,
        high=9999, advanced=True,
    )  # fmt: skip
    n_seeds: int = control(
        "Draws of labels", "So many times labels are drawn for each number of them.", default=10,
        low=2, high=20, when=("view", (STUDY,)), advanced=True,
    )  # fmt: skip
    data_seed: int = borrowed(
        DataSettings, "data_seed", label="Seed of the points",
        help="Another seed draws other points.",
    )  # fmt: skip
    marks: tuple[Mark, ...] = control(
        "Labels by hand", "12 tells point 12's own class, 45=1 calls point 45 class 1, 7=x takes "
        "the label of point 7. Clicks do the same.",
        default="", read=parse_marks, when=("view", (FILM,)), advanced=True,
    )  # fmt: skip
    hand: int = control(
        "Point in hand", "What its neighbours give it; 0 is the most torn one.", default=0, low=0,
        high=MOST_POINTS, typed=True, light=True, when=("view", (FILM,)), advanced=True,
    )  # fmt: skip
    edges: bool = control(
        "Draw the graph", "Its edges, faintly.", default=True, light=True,
        when=("method", FLOWS), advanced=True,
    )  # fmt: skip
    errors: bool = control(
        "Show what is wrong", "By a ring in the colour of the true class, which no method sees.",
        default=True, light=True, when=("view", (FILM,)), advanced=True,
    )  # fmt: skip

    @property
    def flows(self) -> bool:
        """Whether colour flows along a graph."""
        return self.method in FLOWS

    @property
    def data(self) -> DataSettings:
        """The choice of points as the shared room reads it."""
        return DataSettings(
            shape=self.shape, n_classes=self.n_classes, n_points=self.n_points, noise=self.noise,
            test_share=0.1, data_seed=self.data_seed, points=self.points, x1=self.x1, x2=self.x2,
            target=self.target,
        )  # fmt: skip


def settled(chosen: SemiSettings) -> SemiSettings:
    """Return the settings without what nothing reads, so that equal films have equal settings."""
    plain, idle = SemiSettings(), set(_unread(chosen))
    return replace(chosen, **{name: getattr(plain, name) for name in idle}) if idle else chosen


def _unread(chosen: SemiSettings) -> tuple[str, ...]:
    """Return the names of the fields that do not matter."""
    found: list[str] = []
    found += ["n_seeds"] if chosen.view == FILM else ["n_labels", "marks"]
    if chosen.flows:
        found += [
            "takes",
            "threshold",
            "k_best",
            "gamma" if chosen.graph == KNN else "n_neighbours",
        ]
    else:
        found += ["graph", "n_neighbours", "gamma"]
        found += ["k_best"] if chosen.takes == THRESHOLD else ["threshold"]
    found += [] if chosen.method == SPREADING else ["alpha"]
    found += [] if chosen.shape == DRAWN else ["points"]
    found += [] if chosen.shape == COLUMNS else ["x1", "x2", "target"]
    return tuple(found)
