"""The map of the features, and the nearest of the digit in hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.film import Axis, Boxes, Dots, Layer, Panel, Texts, still
from core.stages.learning_types.self_supervised.run import SelfFrame
from core.stages.learning_types.self_supervised.scene_mosaic import heat
from core.stages.learning_types.self_supervised.settings import N_NEAR, SelfSettings

MAP = "map"
REACH = 1.12
N_SYMBOLS = 5
WRONG = 4


def map_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the held-out digits in the plane of their features, gliding as the net learns."""
    study, places = film.last.study, film.series("places", float)
    x, y = places[..., 0], places[..., 1]
    digits = study.digits
    labels = tuple(
        f"digit {i + 1}" if settings.hidden else f"digit {i + 1}, a {digit}"
        for i, digit in enumerate(digits)
    )
    plain = settings.hidden
    at = [settings.held - 1]
    layers: tuple[Layer, ...] = (
        Dots(x, y, 0 if plain else digits, 0 if plain else digits % N_SYMBOLS, 3.4,
             labels=labels, glides=True),
        *(() if plain else _names(places, digits)),
        Dots(x[:, at], y[:, at], 1, 5, 10.0, "in hand", (labels[at[0]],), glides=True),
    )  # fmt: skip
    return Panel(
        "Map of the features",
        Axis("", -REACH, REACH), Axis("", -REACH, REACH), layers, 6, 270, square=True,
        plain=True, pick=MAP,
        note="Principal plane; the net never saw the colours.",
        alt="A map of the held-out digits by the net's features, coloured by the digit",
    )  # fmt: skip


def _names(places: NDArray[np.float64], digits: NDArray[np.int64]) -> tuple[Texts, ...]:
    """Return every digit's name in the middle of its dots."""
    found = []
    for digit in range(10):
        middle = np.median(places[:, digits == digit], axis=1)
        found.append(Texts(middle[:, [0]], middle[:, [1]], (str(digit),), 17, digit, True,
                           halo=True, glides=True))  # fmt: skip
    return tuple(found)


def near_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the digit in hand with its nearest by pixels and by features."""
    study, held = film.last.study, settings.held - 1
    ink, own = study.ink / 16.0, study.digits[settings.held - 1]
    by_pixels = study.near[held]
    by_features = film.series("near", np.int64)[:, held]  # (n_frames, 5)
    layers = (
        heat(ink[[held]], 1, 0, 0.2, "in hand", 1.9),
        heat(ink[by_pixels], N_NEAR, 2.2, 1.15, "by pixels"),
        heat(ink[by_features], N_NEAR, 2.2, 0.0, "by features"),
        _frames(study.digits[by_pixels] == own, 1.15),
        _frames(study.digits[by_features] == own, 0.0, "another digit"),
        Texts(still([0.95]), still([2.3]), (f"a {own}",), 12),
    )
    return Panel(
        "Nearest of the digit in hand",
        Axis("", 0, 7.3), Axis("", 0, 2.5), layers, 4, 84, square=True, plain=True,
        note="Above by pixels, below by features.",
        alt="The digit in hand, its five nearest held-out digits by pixels and by features",
    )  # fmt: skip


def _frames(right: NDArray[np.bool_], foot: float, name: str = "") -> Boxes:
    """Frame the pictures ([n_frames,] 5) that show another digit."""
    left = np.broadcast_to(2.2 + np.arange(N_NEAR), right.shape)
    low = np.full(right.shape, foot + 0.02)
    return Boxes(
        np.where(right, np.nan, left + 0.02), low, left + 0.98, low + 0.96, WRONG, 2.0, name
    )
