"""The film of an algorithm: what a worker is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core.compute.film import Film, record
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID
from core.stages.supervised.how_it_learns.columns import Names, read_columns
from core.stages.supervised.how_it_learns.data import COLUMNS
from core.stages.supervised.how_it_learns.settings import DataSettings, LearnSettings


@dataclass(frozen=True)
class LearnFilm(Film[Any]):
    """A film with the points it was made of and their names.

    data : as in the settings, with the rows of a table where the points are columns of one.
    """

    data: DataSettings = field(default_factory=DataSettings)
    names: Names = field(default_factory=Names)


def with_points(settings: LearnSettings, film: LearnFilm) -> LearnSettings:
    """Return ``settings`` with the points the film was made of, where they come from a table."""
    return replace(settings, data=film.data)


def learning_film(settings: LearnSettings, frame: pd.DataFrame | None = None) -> LearnFilm:
    """Return the whole film of ``settings.algorithm``; ``frame`` is the table its columns are in.

    Raises `core.stages.supervised.how_it_learns.data.BadData`.
    """
    spec = ALGORITHM_BY_ID[settings.algorithm]
    names = Names()
    if settings.data.shape == COLUMNS and frame is not None:
        classes = spec.task == "classification"
        data, names = read_columns(settings.data, frame, classes=classes)
        settings = replace(settings, data=data)
    film = record(spec.run(settings), most=spec.most)
    return LearnFilm(film.frames, film.steps, film.n_steps, settings.data, names)
