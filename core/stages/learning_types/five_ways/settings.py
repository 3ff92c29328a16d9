"""What can be chosen: the points, how many labels there are, and who learns from them."""

from __future__ import annotations

from core.neural.data.dataset import COLUMNS, DRAWN, MOST_CLASSES, DataSettings, Point
from core.neural.data.labelled import BORN, SEVERAL, SOURCES
from core.settings import Declared, borrowed, control

KNN, SVM, LOGISTIC = "knn", "svm", "logistic"
K_MEANS, SINGLE, MIXTURE = "k_means", "single_linkage", "mixture"
KNN_GRAPH, RBF_GRAPH = "knn_graph", "rbf_graph"
NEAR, SHUFFLED, FILL = "near", "shuffled", "fill"
BUMPS, LINE = "bumps", "line"
MOST_LABELS, MOST_TRIES, MOST_REPEATS = 20, 3_000, 10


class FiveSettings(Declared):
    """Equal settings, equal points, equal answers."""

    shape: str = control(
        "Data", "The points that all five learn.",
        *SOURCES,
        default="moons",
    )  # fmt: skip
    n_classes: int = borrowed(DataSettings, "n_classes", when=("shape", SEVERAL), high=MOST_CLASSES)
    points: tuple[Point, ...] = borrowed(DataSettings, "points")
    x1: str = borrowed(DataSettings, "x1")
    x2: str = borrowed(DataSettings, "x2")
    target: str = borrowed(DataSettings, "target")
    noise: float = borrowed(DataSettings, "noise", default=0.15, high=1.0, when=("shape", BORN))
    n_labels: int = control(
        "Labels per class", "So many points of each class are labelled where labels are few.",
        default=3, low=1, high=MOST_LABELS, step=1,
    )  # fmt: skip
    supervised: str = control(
        "With labels", "The model of whoever is told classes.",
        (KNN, "k nearest neighbours",
         "Five labelled neighbours vote, or as many as a class has labels."),
        (SVM, "SVM (RBF)", "A margin that may bend."),
        (LOGISTIC, "Logistic regression", "One straight border between two classes."),
        default=KNN,
    )  # fmt: skip
    groups: str = control(
        "Without labels", "How points are grouped, into as many groups as there are classes.",
        (K_MEANS, "k-means", "Each point goes to the nearest of k centres."),
        (SINGLE, "Single linkage", "The two groups with the closest points are joined, again and "
         "again."),
        (MIXTURE, "Gaussian mixture", "A bell for each group, of any slant."),
        default=K_MEANS,
    )  # fmt: skip
    spreading: str = control(
        "With a few", "Which points hand labels on to each other in label spreading.",
        (KNN_GRAPH, "Six nearest", "Each point, with its six nearest neighbours."),
        (RBF_GRAPH, "All, by distance", "All points, the nearer the more (RBF kernel)."),
        default=KNN_GRAPH,
    )  # fmt: skip
    pretext: str = control(
        "Pretext task", "A riddle made of the points themselves, before any label is seen.",
        (NEAR, "Neighbours or strangers", "Bring neighbours together and push strangers apart."),
        (SHUFFLED, "Real or shuffled", "Tell real points from points with another one's x₂."),
        (FILL, "Fill in the gap", "Guess a coordinate from the other one."),
        default=NEAR,
    )  # fmt: skip
    bandit: str = control(
        "Bandit's learner", "What the bandit knows a place by.",
        (BUMPS, "Bumps", "Places close together share what is learnt (radial basis functions)."),
        (LINE, "A line", "Its coordinates alone: one straight border between two classes."),
        default=BUMPS, advanced=True,
    )  # fmt: skip
    n_tries: int = control(
        "Tries of the bandit", "So often it names a class and is told 'right' or 'wrong'.",
        default=600, low=50, high=MOST_TRIES, step=50,
    )  # fmt: skip
    epsilon: float = control(
        "Exploration ε", "How often the bandit names any class at all, to find out.",
        default=0.1, low=0.0, high=1.0, step=0.05, advanced=True,
    )  # fmt: skip
    n_points: int = borrowed(
        DataSettings, "n_points", default=240, low=40, high=600,
        when=("shape", (*BORN, COLUMNS)), advanced=True,
        help="Training and held-out points together, at most.",
    )  # fmt: skip
    test_share: float = borrowed(
        DataSettings, "test_share", default=0.4, help="Points held out: no way learns from them."
    )
    n_repeats: int = control(
        "Repeats", "Each labels other points, and begins anew whatever begins by chance.",
        default=5, low=2, high=MOST_REPEATS, step=1, advanced=True,
    )  # fmt: skip
    data_seed: int = borrowed(
        DataSettings, "data_seed", label="Seed", advanced=False,
        help="Another seed draws other points, and all else that is left to chance.",
    )  # fmt: skip

    @property
    def data(self) -> DataSettings:
        """The choice of points, without what its shape does not look at."""
        columns = self.shape == COLUMNS
        return DataSettings(
            shape=self.shape, n_classes=self.n_classes, n_points=self.n_points, noise=self.noise,
            test_share=self.test_share, data_seed=self.data_seed,
            points=self.points if self.shape == DRAWN else (),
            x1=self.x1 if columns else "", x2=self.x2 if columns else "",
            target=self.target if columns else "",
        )  # fmt: skip


def label_of(name: str, choice: str) -> str:
    """Return what a choice of a control is called on the screen.

    >>> label_of("groups", "k_means")
    'k-means'
    """
    param = next(param for param in FiveSettings.PARAMS if param.id == name)
    return next(option.label for option in param.choices if option.id == choice)
