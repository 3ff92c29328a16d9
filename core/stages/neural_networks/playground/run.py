"""The film and the live run of the playground: what a worker is asked for."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.compute.film import Film, record
from core.stages.neural_networks.playground.chaos import Chaos, run_beside
from core.stages.neural_networks.playground.picture import BOUNDARY_SIDE, MOST_BENT, NEURON_SIDE
from core.stages.neural_networks.playground.settings import MOST_EPOCHS, PlaygroundSettings
from core.stages.neural_networks.playground.train import Making, NetFrame, final_axes, train_lazily
from core.stages.neural_networks.playground.trainer import NetChange, Trainer

FILM_BYTES, FEWEST_FRAMES, MOST_KEPT = 1_000_000, 60, 160
"""What is sent to the browser, before it is written as text; and how many frames that may be."""


@dataclass(frozen=True)
class NetFilm(Film[NetFrame]):
    """A film of the playground and whether its run is chaotic."""

    chaos: Chaos | None = None


def playground_film(settings: PlaygroundSettings, frame: pd.DataFrame | None = None) -> NetFilm:
    """Return a whole run, pictures made only for frames that are kept.

    The bent spaces are seen along the axes of the trained network, so that the film ends where
    its layers part the points best: it is trained before for that, with another beside it that
    starts a hair's breadth away.
    """
    ahead = Trainer(settings, frame)
    chaos = run_beside(ahead, settings, frame)
    axes = final_axes(ahead)
    run = train_lazily(settings, frame, axes=axes)
    n_steps = settings.n_epochs // settings.every
    film: Film[NetFrame] = record(run, most=most_frames(settings), n_steps=n_steps, text="epoch")
    return NetFilm(film.frames, film.steps, film.n_steps, chaos)


def playground_live(
    settings: PlaygroundSettings, frame: pd.DataFrame | None = None
) -> Generator[Making, NetChange | None, None]:
    """Return a run that goes on and on, unless its schedule needs an end."""
    endless = settings.schedule == "constant"
    return train_lazily(replace(settings, n_epochs=MOST_EPOCHS) if endless else settings, frame)


def most_frames(settings: PlaygroundSettings) -> int:
    """Return how many frames a film keeps: the fewer, the more there is to draw in each."""
    widths = [layer.width for layer in settings.layers]
    neurons = NEURON_SIDE**2 * sum(widths)
    bent = len(widths) * 2 * 4 * min(settings.data.n_points, MOST_BENT)
    weights = 4 * sum(a * b for a, b in zip([7, *widths], [*widths, 5], strict=True))
    each = BOUNDARY_SIDE**2 + neurons + bent + weights
    return int(np.clip(FILM_BYTES // each, FEWEST_FRAMES, MOST_KEPT))
