"""One batch: what the net is shown of eight held-out digits, and what it answers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.film import (
    Axis,
    Boxes,
    Heat,
    Layer,
    Panel,
    Texts,
    bytes_of,
    still,
    told_of,
)
from core.stages.learning_types.self_supervised.pretexts import CONTRAST, ROTATION, TURNS
from core.stages.learning_types.self_supervised.run import N_SHOWN, SelfFrame
from core.stages.learning_types.self_supervised.scene_mosaic import heat
from core.stages.learning_types.self_supervised.settings import SelfSettings

WIDTH, HEIGHT_PX = 6, 270
RIGHT, WRONG = 2, 4
HALF_TONE = 0.35
"""How a hidden pixel is drawn: as grey paper."""


def batch_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the task's own picture."""
    kinds: dict[str, Callable[[Film[SelfFrame]], Panel]] = {
        CONTRAST: _twins, ROTATION: _turns,
    }  # fmt: skip
    return kinds.get(settings.pretext, _filled)(film)


def _panel(title: str, width: float, height: float, layers: tuple[Layer, ...], alt: str,
           note: str) -> Panel:  # fmt: skip
    return Panel(
        title, Axis("", 0, width), Axis("", 0, height), layers, WIDTH, HEIGHT_PX, square=True,
        plain=True, note=note, alt=alt,
    )  # fmt: skip


def _twins(film: Film[SelfFrame]) -> Panel:
    """Return two views of eight digits, and how alike the net finds every pair."""
    first, second = np.split(film.last.study.shown, 2)
    cosines = film.series("answer", float)
    alike = Heat(bytes_of(cosines, -1, 1), (1, 9, 0, 8), "diverging", -1, 1, "cosine",
                 told=told_of(cosines))  # fmt: skip
    layers = (
        heat(first, 1, 0, 0, "first view"), heat(second, 8, 1, 8, "second view"), alike,
        *_picks(cosines.argmax(axis=2), np.arange(N_SHOWN), down=False),
    )  # fmt: skip
    return _panel(
        "Which two are one digit?", 9, 9, layers,
        "Two views of eight held-out digits, one down the side and one across the top; each square "
        "between says how alike the net finds the two, and the nearest in a row is framed",
        "Framed: its pick of these eight. The share that is right counts all views of a batch.",
    )  # fmt: skip


def _turns(film: Film[SelfFrame]) -> Panel:
    """Return eight turned digits, and the chance that the net gives each turn."""
    study, chances = film.last.study, film.series("answer", float)
    upright = np.swapaxes(chances, 1, 2)  # (n_frames, 4, 8)
    layers = (
        heat(study.shown, 8, 1, 4, "turned digit"),
        Heat(bytes_of(upright, 0, 1), (1, 9, 0, 4), "sequential", 0, 1, "chance",
             told=told_of(upright)),
        Texts(still([0.5] * 4), still([3.5, 2.5, 1.5, 0.5]), TURNS, 12),
        *_picks(chances.argmax(axis=2), study.goal, down=True),
    )  # fmt: skip
    return _panel(
        "By how much was it turned?", 9, 5, layers,
        "Eight held-out digits, each turned by quarters, and under each how sure the net is of the "
        "four turns; its pick is framed",
        "The darker, the surer. Framed: the net's pick.",
    )  # fmt: skip


def _filled(film: Film[SelfFrame]) -> Panel:
    """Return eight digits whole, with pixels hidden, and as the net fills them in."""
    study = film.last.study
    hidden = study.goal.astype(bool)
    said = np.where(hidden, film.series("answer", float), study.whole)
    layers = (
        heat(study.whole, 8, 1, 2, "whole digit"),
        heat(np.where(hidden, HALF_TONE, study.whole), 8, 1, 1, "what the net is shown"),
        heat(said, 8, 1, 0, "filled in by the net"),
        Texts(still([0.5] * 3), still([2.5, 1.5, 0.5]), ("whole", "shown", "filled"), 11),
    )
    return _panel(
        "What stood under the grey?",
        9,
        3,
        layers,
        "Eight held-out digits: whole, with hidden pixels in grey, and as the net fills them in",
        "The net sees the middle row and fills in the grey.",
    )


def _picks(pick: NDArray[np.int64], truth: NDArray[np.int64], *, down: bool) -> tuple[Boxes, Boxes]:
    """Frame what the net picks (n_frames, 8): right picks, then wrong ones.

    down : the pick is a row under its column, else a column in its row.
    """
    own = np.broadcast_to(np.arange(N_SHOWN), pick.shape)
    left, foot = (own + 1.0, 3.0 - pick) if down else (pick + 1.0, 7.0 - own)
    right = pick == truth
    return tuple(  # type: ignore[return-value]
        Boxes(np.where(seen, left + gap, np.nan), foot + gap, left + 1 - gap, foot + 1 - gap,
              colour, 2.5, name)
        for seen, colour, name, gap in (
            (right, RIGHT, "right", 0.04), (~right, WRONG, "wrong", 0.14),
        )
    )  # fmt: skip
