"""The perceptron's settings: which points, in which order, from where."""

from __future__ import annotations

from core.kinds.points import Point
from core.neural.data.dataset import DRAWN, DataSettings
from core.params import Choice
from core.settings import Declared, borrowed, control

_MADE = ("linear", "two_gaussians", "blobs", "xor", "circles", "moons")


class PerceptronSettings(Declared):
    """Everything that decides a run; all points are trained on."""

    shape: str = control(
        "Data", "Two classes of points.",
        ("linear", "Bands", "A line parts them."),
        ("two_gaussians", "Two bells", "A line nearly parts them."),
        ("blobs", "Blobs", "A line parts them easily."),
        ("xor", "XOR", "No line parts them."),
        ("circles", "Circles", "No line parts them."),
        ("moons", "Moons", "A line parts most of them."),
        (DRAWN, "Your drawing", "Points you draw yourself."),
        default="linear",
    )  # fmt: skip
    points: tuple[Point, ...] = borrowed(
        DataSettings, "points", help="Draw two classes to part.", up_to="", colours=(4, 0),
        choices=(Choice("0", "class −1"), Choice("1", "class +1")),
    )  # fmt: skip
    n_points: int = control(
        "Points", "How many points.",
        default=40, low=10, high=400, step=10, when=("shape", _MADE),
    )  # fmt: skip
    noise: float = borrowed(DataSettings, "noise", default=0.0, when=("shape", _MADE))
    order: str = control(
        "Order of points", "Which point is looked at next.",
        ("given", "As given", "The same order in every pass."),
        ("shuffled", "Shuffled", "A new order in every pass."),
        ("worst", "Worst first", "Always the point furthest on the wrong side."),
        default="given",
    )  # fmt: skip
    start: str = control(
        "Start", "The weights before the first point.",
        ("zero", "All zero", "The bound on mistakes holds."),
        ("random", "At random", "The rate matters, the bound does not hold."),
        default="zero",
    )  # fmt: skip
    learning_rate: float = control(
        "Learning rate", "How far a correction goes.",
        default=1.0, low=0.01, high=10.0, scale="log", advanced=True,
    )  # fmt: skip
    most_passes: int = control(
        "Passes", "Give up after so many passes.",
        default=20, low=1, high=200, step=1, advanced=True,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Draws points, order and start.", default=0, low=0, high=9999, step=1
    )

    @property
    def data(self) -> DataSettings:
        """The points that are made, where none are drawn."""
        return DataSettings(self.shape, 2, self.n_points, self.noise, data_seed=self.seed)
