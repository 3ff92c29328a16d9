"""The deep plain network of Deep trouble, and how it is trained."""

from __future__ import annotations

from core.neural.net.optimisers import OPTIMISERS
from core.neural.net.schedules import SCHEDULES
from core.neural.net.starts import STARTS
from core.neural.net.units import ACTIVATIONS
from core.settings import Declared, control

_SCHEDULED = ("view", ("schedules",))


class TroubleSettings(Declared):
    """A plain deep network and how it is trained, in full batches of 120 points."""

    view: str = control(
        "Look at", "What the film shows.",
        ("signals", "Signals", "What each layer passes on, and back."),
        ("finder", "Rate finder", "One run with an ever larger rate."),
        ("schedules", "Schedules", "The same run with every schedule."),
        default="signals",
    )  # fmt: skip
    n_layers: int = control("Hidden layers", "How deep.", default=12, low=2, high=30, step=1)
    activation: str = control(
        "Activation", "What a neuron does with its sum.", *ACTIVATIONS, default="sigmoid"
    )
    init: str = control(
        "Initial weights", "How the weights are drawn.", *STARTS, default="xavier_uniform"
    )
    learning_rate: float = control(
        "Learning rate", "How far a step goes.",
        default=0.1, low=1e-4, high=100.0, scale="log", when=("view", ("signals", "schedules")),
    )  # fmt: skip
    schedule: str = control(
        "Schedule", "The one drawn thick.", *SCHEDULES, default="constant", when=_SCHEDULED
    )
    warm_up: float = control(
        "Warm-up", "Part of the steps over which the rate rises.",
        default=0.0, low=0.0, high=0.5, step=0.05, unit="share", when=_SCHEDULED,
    )  # fmt: skip
    batch_norm: bool = control(
        "Batch normalisation", "Give every neuron's sums mean 0 and spread 1, layer by layer.",
        default=False,
    )  # fmt: skip
    optimiser: str = control(
        "Optimiser", "How a gradient becomes a step.", *OPTIMISERS, default="sgd", advanced=True
    )
    width: int = control(
        "Neurons per layer", "How wide.", default=24, low=4, high=64, step=4, advanced=True
    )
    n_steps: int = control(
        "Steps", "Each sees all 120 points.",
        default=60, low=10, high=200, step=10, advanced=True,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Another seed draws other weights.",
        default=0, low=0, high=9999, step=1, advanced=True,
    )  # fmt: skip
