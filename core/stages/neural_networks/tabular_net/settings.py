"""What can be chosen of a net against trees: both of them, and when they stop."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from core.settings import Declared, control
from core.tabular.experiment import Experiment


class TabularNetSettings(Declared):
    """The experiment (its model does not count), the net, the trees, and when they stop."""

    experiment: Experiment
    stop: bool = control(
        "Early stopping",
        "End when held-out rows stop getting better, and go back to the best place.",
        default=True,
    )
    patience: int = control(
        "Patience",
        "Epochs (net) or rounds (trees) without a new best.",
        default=10, low=1, high=50, step=1,
    )  # fmt: skip
    n_layers: int = control("Hidden layers", "Of the net.", default=2, low=1, high=4, step=1)
    width: int = control("Neurons per layer", "Of the net.", default=32, low=2, high=128, step=2)
    dropout: float = control(
        "Dropout",
        "Part of the units silenced at each step.",
        default=0.1, low=0.0, high=0.8, step=0.05, unit="share",
    )  # fmt: skip
    learning_rate: float = control(
        "Learning rate", "Of the net (AdamW).", default=0.003, low=1e-4, high=0.1, scale="log"
    )
    weight_decay: float = control(
        "Weight decay", "Of the net.", default=0.01, low=0.0, high=1.0, step=0.01, advanced=True
    )
    batch_size: int = control(
        "Batch size",
        "Rows per step of the net.",
        default=64, low=8, high=512, step=8, advanced=True,
    )  # fmt: skip
    n_epochs: int = control(
        "Most epochs", "Of the net.", default=80, low=5, high=200, step=5, advanced=True
    )
    tree_rate: float = control(
        "Learning rate of the trees",
        "Part of each tree that counts.",
        default=0.1, low=0.01, high=0.5, step=0.01, advanced=True,
    )  # fmt: skip
    leaves: int = control(
        "Leaves of a tree", "At most.", default=15, low=2, high=63, step=1, advanced=True
    )
    rounds: int = control(
        "Most rounds",
        "Trees, one after the other.",
        default=200, low=10, high=400, step=10, advanced=True,
    )  # fmt: skip
    max_rows: int = control(
        "Rows",
        "At most so many training rows, drawn by the seed.",
        default=10_000, low=100, high=50_000, step=100, scale="log", advanced=True,
    )  # fmt: skip

    @property
    def how(self) -> dict[str, Any]:
        """What the two training functions are given."""
        names = (item.name for item in fields(self) if item.name not in ("experiment", "max_rows"))
        return {name: getattr(self, name) for name in names} | {"seed": self.experiment.seed}
