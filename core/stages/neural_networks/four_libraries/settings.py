"""The net that four libraries say."""

from __future__ import annotations

from core.settings import Declared, control


class LibrarySettings(Declared):
    """A net of ``n_layers`` hidden layers of ``width``, trained ``n_epochs`` full-batch steps."""

    library: str = control(
        "Library", "Whose code you read.",
        ("pytorch", "PyTorch"), ("keras", "Keras"), ("tensorflow", "TensorFlow (bare)"),
        ("jax", "JAX"),
        default="pytorch",
    )  # fmt: skip
    n_layers: int = control("Hidden layers", "How deep.", default=2, low=1, high=4, step=1)
    width: int = control("Neurons per layer", "How wide.", default=8, low=2, high=32, step=1)
    activation: str = control(
        "Activation", "What a neuron does with its sum.", ("tanh", "Tanh"), ("relu", "ReLU"),
        default="tanh",
    )  # fmt: skip
    learning_rate: float = control(
        "Learning rate", "How far a step goes.", default=0.2, low=0.01, high=2.0, scale="log"
    )
    momentum: float = control(
        "Momentum", "What is kept of the step before.", default=0.5, low=0.0, high=0.95, step=0.05
    )
    n_epochs: int = control(
        "Epochs", "Steps over all 120 points.", default=200, low=10, high=600, step=10
    )
    seed: int = control(
        "Seed", "Draws points and weights.", default=0, low=0, high=9999, step=1, advanced=True
    )

    @property
    def sizes(self) -> list[int]:
        """Inputs, hidden widths, output."""
        return [2, *[self.width] * self.n_layers, 1]
