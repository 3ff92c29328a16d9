"""Missions of the playground training loop."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _one_fault(settings: Any, film: Any) -> bool:
    names = ("train_mode", "shuffle", "zero_grad", "backward", "step", "eval_mode")
    faults = sum(not getattr(settings, name) for name in names) + (settings.order != "right")
    learns = film.last.moved > 0 and settings.target == "right"
    return bool(faults == 1 and learns and film.last.test_loss >= 2 * film.last.target_test)


def _harmless(settings: Any, film: Any) -> bool:
    changed = not (settings.eval_mode and settings.train_mode) or settings.order != "right"
    return bool(settings.target == "right" and changed and film.last.gap == 0)


def _reproduced(settings: Any, film: Any) -> bool:
    truth = film.last.truth
    ill = truth not in ("", "healthy") and settings.diagnosis == truth
    return bool(ill and film.last.gap < 0.03)


MISSIONS = (
    Mission(
        "neural_networks.one_fault",
        "One line is enough",
        "Change exactly one line so that the weights still move in the last epoch, but the test "
        "loss ends at twice the right loop's or more.",
        (
            "Some lines stop everything: those do not count.",
            "With batch norm the order of the points matters: leave shuffle out.",
        ),
        _one_fault,
        {"net": "batch_norm", "shuffle": False},
        {"net": "batch_norm", "backward": False},
    ),
    Mission(
        "neural_networks.harmless",
        "The fault nobody sees",
        "Leave out train() or eval(), or let two lines trade places, and still get the right "
        "loop's curve exactly.",
        (
            "When must the gradients be zero, and when not?",
            "What is it that eval() switches? A plain network has nothing of it.",
        ),
        _harmless,
        {"net": "plain", "eval_mode": False},
        {"eval_mode": False},
    ),
    Mission(
        "neural_networks.reproduced",
        "Diagnose and reproduce",
        "Choose a lettered curve that is not healthy, name what is wrong with it, and come "
        "within 0.03 of it with your own loop.",
        (
            "Compare training with test: apart, both high, or jumping?",
            "Curve A is judged while half of its units are silent.",
        ),
        _reproduced,
        {"target": "A", "diagnosis": "no_eval", "eval_mode": False},
        {"target": "A", "diagnosis": "no_eval"},
    ),
)
