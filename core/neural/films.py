"""The films of the three playgrounds: what a worker is asked for."""

from __future__ import annotations

import pandas as pd

from core.film import Film, record
from core.neural.by_hand import ByHandFrame, ByHandSettings, run_by_hand
from core.neural.perceptron import PerceptronFrame, PerceptronSettings, run_perceptron
from core.neural.settings import PlaygroundSettings
from core.neural.train import NetFrame, final_axes, train_lazily


def playground_film(
    settings: PlaygroundSettings, frame: pd.DataFrame | None = None
) -> Film[NetFrame]:
    """Return a whole run, pictures made only for frames that are kept.

    The bent spaces are seen along the axes of the trained network, so that the film ends where
    its layers part the points best; it is trained twice for that.
    """
    axes = final_axes(settings, frame)
    run = train_lazily(settings, frame, axes=axes)
    return record(run, n_steps=settings.n_epochs // settings.every, text="epoch")


def perceptron_film(settings: PerceptronSettings) -> Film[PerceptronFrame]:
    """Return every correction (thinned when there are very many)."""
    return record(run_perceptron(settings))


def by_hand_film(settings: ByHandSettings) -> Film[ByHandFrame]:
    """Return one frame per number."""
    return record(run_by_hand(settings))
