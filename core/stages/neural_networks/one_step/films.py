"""The film of one step by hand: what a worker is asked for."""

from __future__ import annotations

from core.compute.film import Film, record
from core.stages.neural_networks.one_step.step import ByHandFrame, ByHandSettings, run_by_hand


def by_hand_film(settings: ByHandSettings) -> Film[ByHandFrame]:
    """Return one frame per number."""
    return record(run_by_hand(settings))
