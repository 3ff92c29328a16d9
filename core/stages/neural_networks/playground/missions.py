"""Missions of the playground playground."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission
from core.value import Value

LONG: dict[str, Value] = {"n_epochs": 1000, "optimiser": "adam", "learning_rate": 0.05}


def _spirals(settings: Any, film: Any) -> bool:
    few = sum(layer.width for layer in settings.layers) <= 12
    return bool(settings.data.shape == "spirals" and few and film.last.test_score >= 0.95)


def _bare_circles(settings: Any, film: Any) -> bool:
    bare = settings.data.shape == "circles" and not settings.layers
    one_input = len(settings.features) + len(settings.formulas) == 1
    return bool(bare and one_input and film.last.test_score >= 0.95)


def _diverged(settings: Any, film: Any) -> bool:
    from core.stages.neural_networks.playground.why import why

    small = settings.learning_rate <= 0.03
    return small and why(film.frames, settings).rule == "diverging" and film.last.epoch > 0


def _overfitted(settings: Any, film: Any) -> bool:
    from core.stages.neural_networks.playground.why import why

    lowest, now = min(frame.test_loss for frame in film.frames), film.last
    few = sum(layer.width for layer in settings.layers) <= 8
    overfit = few and why(film.frames, settings).rule == "overfitting"
    return bool(overfit and now.train_score >= 0.95 and now.test_loss >= 2 * lowest)


def _tamed(settings: Any, film: Any) -> bool:
    """Whether a net that could learn the noise ends where its test loss was lowest."""
    data, n_neurons = settings.data, sum(layer.width for layer in settings.layers)
    hard = data.noise >= 0.3 and data.n_points <= 40 and n_neurons >= 20
    lowest = min(frame.test_loss for frame in film.frames)
    now = film.last
    learnt = now.train_score >= 0.85 and now.train_loss < 0.6 * film.frames[0].train_loss
    return bool(hard and learnt and now.epoch >= 200 and now.test_loss <= 1.1 * lowest)


def _stopped(settings: Any, film: Any) -> bool:
    """Whether early stopping ended a run that would have overfitted, near its lowest test loss."""
    data, now = settings.data, film.last
    hard = data.noise >= 0.3 and data.n_points <= 40
    lowest = min(frame.test_loss for frame in film.frames)
    learnt = now.train_loss < 0.6 * film.frames[0].train_loss
    waited = settings.patience is not None and film.ended.startswith("Stopped")
    return bool(hard and waited and learnt and now.test_loss <= 1.06 * lowest)


def _chaotic(settings: Any, film: Any) -> bool:
    chaos = getattr(film, "chaos", None)
    found = chaos is not None and chaos.chaotic and not film.ended
    return bool(found and settings.learning_rate <= 1)


def _run(preset: str, **values: Value) -> dict[str, Value]:
    """Return the values of a run worth seeing, some of them changed."""
    from core.stages.neural_networks.playground.presets import PRESET_BY_ID, preset_values

    return {**preset_values(PRESET_BY_ID[preset]), **values}


MISSIONS = (
    Mission(
        "neural_networks.spirals",
        "Unwind the spiral",
        "Reach a test accuracy of 95 % on the spirals with at most 12 hidden neurons.",
        (
            "One layer makes edges, a second joins them.",
            "“Spirals solved with 2-8-8” takes sixteen. Let it see the sines of both inputs as "
            "well, and two layers of six do.",
        ),
        _spirals,
        lambda: _run(
            "spirals_8_8",
            layers="6 tanh, 6 tanh",
            features=("x1", "x2", "sin_x1", "sin_x2"),
        ),
        lambda: _run("spirals_8_8"),
    ),
    Mission(
        "neural_networks.bare_circles",
        "No hidden layer at all",
        "Reach a test accuracy of 95 % on the circles without a hidden layer, from a single input.",
        (
            "What is the same for all points of a circle? Two squares tell it together.",
            "More settings has inputs of your own: write both squares into one formula, "
            "x1**2 + x2**2, and take the other inputs away.",
        ),
        _bare_circles,
        {"layers": "", "features": (), "formulas": "x1**2 + x2**2"},
        {"layers": "", "features": ("x1_squared", "x2_squared")},
    ),
    Mission(
        "neural_networks.diverged",
        "Over the edge",
        "Make a run diverge at a learning rate of 0.03 or less: its loss must end far above where "
        "it began.",
        (
            "A step is the rate times the slope, and the slope grows with the inputs.",
            "Choose a plane to learn, without a hidden layer, and let the network see squares: "
            "they reach 36.",
        ),
        _diverged,
        {"shape": "plane", "layers": "", "features": ("x1", "x2", "x1_squared", "x2_squared")},
        {"shape": "plane", "layers": ""},
    ),
    Mission(
        "neural_networks.overfitted",
        "By heart",
        "With at most 8 hidden neurons, be right on 95 % of the training points while the test "
        "loss has climbed to twice its lowest.",
        (
            "Few points and much noise: 30 points, and a noise of 0.4.",
            "Few neurons need longer: 1,000 epochs, and Adam at a rate of 0.05.",
        ),
        _overfitted,
        {**LONG, "n_points": 30, "noise": 0.4},
        {**LONG, "n_points": 250, "noise": 0.4},
    ),
    Mission(
        "neural_networks.tamed",
        "Tamed",
        "With at most 40 points of noise 0.3 or more, at least 20 hidden neurons and 200 epochs, "
        "be right on 85 % of the training points and end within 10 % of the lowest test loss.",
        (
            "Keep the weights small.",
            "Begin with “Thirty noisy points by heart” and set L2 to 0.05.",
        ),
        _tamed,
        lambda: _run("overfit", l2=0.05),
        lambda: _run("overfit", l2=1.0),
    ),
    Mission(
        "neural_networks.stopped",
        "Just in time",
        "With at most 40 points of noise 0.3 or more, let early stopping end a run that has lost "
        "40 % of its training loss, within 6 % of its lowest test loss.",
        (
            "More settings: stop when the test loss rises.",
            "“The same thirty points, stopped early” waits 10 epochs and learns some of the noise: "
            "wait 5.",
        ),
        _stopped,
        lambda: _run("overfit_stopped", patience=5),
        lambda: _run("overfit_stopped"),
    ),
    Mission(
        "neural_networks.chaotic",
        "The flap of a wing",
        "At a learning rate of 1 or less, find a run that a change of 0.000000000001 in its "
        "weights sends elsewhere, without an overflow.",
        (
            "The playground says of every film whether its run is steady.",
            "Large steps do it; on the spirals two layers of eight do it at a rate of 1.",
        ),
        _chaotic,
        {"shape": "spirals", "layers": "8 tanh, 8 tanh", "learning_rate": 1.0},
        {"shape": "spirals", "layers": "8 tanh, 8 tanh"},
    ),
)
