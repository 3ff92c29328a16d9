"""Missions of the playground regression."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission
from core.value import Value

FAR_OFF = 5.0
CLOSE = 0.4


def with_plant(place: int, kilograms: float) -> str:
    """Return the first plants as text, one of them (from 1) at another harvest."""
    from core.stages.evaluation.regression.settings import START, drawn, moved

    return moved(drawn(START), place - 1, kilograms)


def _n_moved(settings: Any, answer: Any) -> int | None:
    """Return how many plants were moved; None for rows of a table."""
    return answer.n_moved if settings.judged == "points" else None


def _one_against_all(settings: Any, answer: Any) -> bool:
    now, alone = answer.judged.now, _n_moved(settings, answer) == 1
    return bool(alone and settings.line == "fixed" and now.r2 < 0 and now.median_ae < CLOSE)


def _unmoved(settings: Any, answer: Any) -> bool:
    import numpy as np

    if settings.line == "fixed" or _n_moved(settings, answer) != 1:
        return False
    sizes = np.sort(np.abs(answer.judged.errors))
    return bool(sizes[-1] > FAR_OFF and sizes[:-1].mean() < CLOSE)


def _percent(settings: Any, answer: Any) -> bool:
    now = answer.judged.now
    return bool(settings.judged == "points" and now.mape > 1 and now.mae < 0.5)


def _one_in_ten(settings: Any, answer: Any) -> bool:
    if settings.line == "fixed" or _n_moved(settings, answer) != 0:
        return False
    return bool((answer.judged.errors > 1e-9).mean() >= 0.8)


def _values(place: int, kilograms: float, **more: Value) -> Any:
    return lambda: {"points": with_plant(place, kilograms), **more}


MISSIONS = (
    Mission(
        "evaluation.one_bad_plant",
        "One against fourteen",
        "Hold the line fixed and move a single plant until R² falls below 0, while the median "
        "error stays below 0.4 kg.",
        (
            "The plant that can be farthest from the line does most.",
            "Drag plant 6, the one with an hour of sun, up to 9.9 kg.",
        ),
        _one_against_all,
        _values(6, 9.9),
        _values(6, 7.9),
    ),
    Mission(
        "evaluation.line_that_stays",
        "The line that does not chase",
        "Move one plant more than 5 kg off a refitted line, and keep the other fourteen within "
        "0.4 kg of it on average.",
        (
            "Which metric did not care much for the one you moved? Let it choose the line.",
            "Drag plant 6 up to 9.9 kg and refit the line for the least MAE.",
        ),
        _unmoved,
        _values(6, 9.9, line="mae"),
        _values(6, 9.9, line="mse"),
    ),
    Mission(
        "evaluation.percent_of_nothing",
        "A percentage of nearly nothing",
        "Bring MAPE above 100 % while MAE stays below 0.5 kg.",
        (
            "MAPE divides by the truth: make one truth tiny.",
            "Drag plant 15, with three hours of sun, down to 0.1 kg.",
        ),
        _percent,
        _values(15, 0.1, held=15),
        _values(15, 0.5, held=15),
    ),
    Mission(
        "evaluation.aim_low",
        "A line that most outgrow",
        "Leave the plants where they are and have a refitted line with at least four in five of "
        "them above it.",
        (
            "The pinball loss can make it dear to say too much.",
            "Refit the line for the least pinball loss and set the quantile to 0.1.",
        ),
        _one_in_ten,
        {"line": "pinball", "quantile": 0.1},
        {"line": "pinball", "quantile": 0.3},
    ),
)
