"""What can be chosen: the points, and up to six models that part them."""

from __future__ import annotations

from core.neural.data.dataset import COLUMNS, DRAWN, MOST_CLASSES, DataSettings, Point
from core.neural.data.labelled import BORN, SEVERAL, SOURCES
from core.settings import Declared, borrowed, control
from core.stages.supervised.boundary_studio.models import CHOICES, Player, players

MOST_MODELS = 6
FIRST = "logistic, gaussian_nb, knn, svm_rbf, decision_tree, random_forest"
"""A line, two bells, votes, a margin, a tree and many: six ways to part the same points."""


class StudioSettings(Declared):
    """Equal settings, equal points, equal maps."""

    shape: str = control(
        "Data", "What there is to tell apart.",
        *SOURCES,
        default="moons",
    )  # fmt: skip
    n_classes: int = borrowed(DataSettings, "n_classes", when=("shape", SEVERAL), high=MOST_CLASSES)
    points: tuple[Point, ...] = borrowed(DataSettings, "points")
    x1: str = borrowed(DataSettings, "x1")
    x2: str = borrowed(DataSettings, "x2")
    target: str = borrowed(DataSettings, "target")
    noise: float = borrowed(DataSettings, "noise", default=0.3, high=1.0, when=("shape", BORN))
    models: str = control(
        "Models", "Up to six, each with the number that bends it most. One can stand twice.",
        *CHOICES, default=FIRST, kind="lineup", low=1, high=MOST_MODELS,
    )  # fmt: skip
    n_points: int = borrowed(
        DataSettings, "n_points", default=200, when=("shape", (*BORN, COLUMNS)),
        help="Training and test points together, at most.", advanced=True,
    )  # fmt: skip
    test_share: float = borrowed(
        DataSettings, "test_share", default=0.4, help="Points no model learns from."
    )
    data_seed: int = borrowed(
        DataSettings, "data_seed", label="Seed",
        help="Another seed draws other points, and all else that is left to chance.",
    )  # fmt: skip
    large: str = control(
        "Map in large", "A click on a map does the same.", ("0", "none"),
        *((str(place), f"map {place}") for place in range(1, MOST_MODELS + 1)),
        default="0", light=True, advanced=True,
    )  # fmt: skip

    @property
    def players(self) -> tuple[Player, ...]:
        """The models, in their order."""
        return players(self.models)

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
