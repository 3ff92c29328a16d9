"""What can be chosen: the points, what each detector needs, and how many are to be flagged."""

from __future__ import annotations

from core.kinds.points import parse_points
from core.settings import Declared, borrowed, control
from core.unlabelled.anomalies import SCENES
from core.unlabelled.settings import COLUMNS, DRAWN, HIGH, LOW, OWN, TABLE, PointSettings

_MADE = tuple(spec.id for spec in SCENES)
_PLANTED = tuple(spec.id for spec in SCENES if spec.plants)
MOST_UNUSUAL = -1
"""The point that is looked at while none is chosen."""
MOST_ROWS = 20_000
START_DRAWING = (
    "-3,-2,0;-2.5,-2.6,0;-3.4,-1.4,0;-2.2,-1.8,0;-2.8,-0.9,0;-3.6,-2.4,0;-2.6,-2,0;-3.1,-2.7,0;"
    "2,-1,0;2.6,-1.6,0;3,-0.8,0;2.2,-0.2,0;3.4,-1.4,0;2.8,0.2,0;2.5,-0.8,0;1.7,-1.5,0;"
    "0,3,0;0.6,3.4,0;-0.5,2.6,0;0.4,2.4,0;-0.2,3.6,0;1,2.8,0;4.5,4.5,1;-4.6,3.8,1;0.2,-4.8,1"
)
"""Three small clouds and three strays."""

DETECTORS: tuple[tuple[str, str, str], ...] = (
    ("forest", "Isolation forest", "Cuts at random: what is soon alone is unusual."),
    ("lof", "Local outlier factor", "Compares how dense it is here and at the neighbours."),
    ("svm", "One-class SVM", "A border around where most points are, bent by a kernel."),
    ("envelope", "Elliptic envelope", "One ellipse around the middle part of the points."),
)
LABELS = {name: label for name, label, _ in DETECTORS}


class AnomalySettings(Declared):
    """Equal settings and tables, equal scores. ``features`` (None: all) are the experiment's."""

    shape: str = control(
        "Data", "The points in which to look for anomalies.",
        *SCENES,
        (DRAWN, "Your drawing", "Points you draw yourself; plant anomalies among them."),
        (COLUMNS, "Two columns", "Two columns of the active data set."),
        (TABLE, "Whole table", "Every feature of the active data set."),
        default="scattered",
    )  # fmt: skip
    points: tuple[tuple[float, float, int], ...] = control(
        "Your points", "Draw ordinary points, and anomalies: those only judge the detectors.",
        ("0", "ordinary"), ("1", "planted"),
        default=START_DRAWING, kind="points", read=parse_points, low=LOW, high=HIGH,
        when=("shape", (DRAWN,)), colours=(0, 4),
    )  # fmt: skip
    x1: str = borrowed(PointSettings, "x1")
    x2: str = borrowed(PointSettings, "x2")
    label: str = control(
        "Labels, only to judge", "A column whose rarest value is the anomaly. No detector sees it.",
        default="", kind="column", role="target", when=("shape", OWN),
    )  # fmt: skip
    n_planted: int = control(
        "Planted", "How many of the points are planted anomalies.",
        default=12, low=1, high=60, when=("shape", _PLANTED),
    )  # fmt: skip
    contamination: float = control(
        "Contamination", "The share of points you want flagged: your assumption, not a finding.",
        default=0.06, low=0.001, high=0.5, step=0.001, light=True,
    )  # fmt: skip
    detector: str = control(
        "In large", "A click on a small map does the same.", *DETECTORS, default="forest",
        light=True,
    )  # fmt: skip
    n_neighbors: int = control(
        "LOF: neighbours", "With how many neighbours each point is compared.",
        default=20, low=1, high=120,
    )  # fmt: skip
    chosen: int = control(
        "Point (−1: the strangest)",
        "Which point is looked at, by its row; −1: the most unusual to the detector in large. "
        "Or click one.",
        default=MOST_UNUSUAL, low=MOST_UNUSUAL, high=9_999_999, typed=True, light=True,
        advanced=True,
    )  # fmt: skip
    n_points: int = control(
        "Points", "How many points, the planted ones among them.",
        default=200, low=40, high=600, step=10, when=("shape", _MADE), advanced=True,
    )  # fmt: skip
    n_learn: int = control(
        "Rows learnt from", "At most so many rows, drawn by the seed; more are scored.",
        default=1_000, low=100, high=2_000, step=100, when=("shape", OWN), advanced=True,
    )  # fmt: skip
    n_trees: int = control(
        "Forest: trees", "How many trees.", default=100, low=1, high=300, advanced=True
    )
    sample_size: int = control(
        "Forest: points per tree", "Each tree is grown from so many points at most.",
        default=256, low=2, high=512, advanced=True,
    )  # fmt: skip
    nu: float = control(
        "SVM: ν", "At most this share of points is left outside the SVM's own border.",
        default=0.1, low=0.01, high=0.9, step=0.01, advanced=True,
    )  # fmt: skip
    gamma: float = control(
        "SVM: γ", "How narrow the kernel's bumps are; 1 is 1 / (columns · variance).",
        default=3.0, low=0.1, high=100.0, scale="log", advanced=True,
    )  # fmt: skip
    support_fraction: float = control(
        "Envelope: support", "The share of points that the ellipse is drawn around.",
        default=0.75, low=0.5, high=1.0, step=0.05, advanced=True,
    )  # fmt: skip
    data_seed: int = control(
        "Seed", "Draws the points, the trees and all else that is left to chance.",
        default=0, low=0, high=9999, advanced=True,
    )  # fmt: skip
    features: tuple[str, ...] | None = None
