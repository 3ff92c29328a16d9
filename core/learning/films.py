"""The film of an algorithm: what a worker is asked for."""

from __future__ import annotations

from core.film import Film, record
from core.learning.catalogue import ALGORITHM_BY_ID
from core.learning.frames import LearnFrame
from core.learning.settings import LearnSettings


def learning_film(settings: LearnSettings) -> Film[LearnFrame]:
    """Return the whole film of ``settings.algorithm``. Raises `core.learning.data.BadData`."""
    spec = ALGORITHM_BY_ID[settings.algorithm]
    return record(spec.run(settings), most=spec.most)
