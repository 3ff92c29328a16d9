"""Whether a run is chaotic: a change of the weights that nobody can see leads somewhere else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.compute.progress import report
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.trainer import Trainer

NUDGE, PARTED = 1e-12, 1e-7
REPORT_EVERY = 200


@dataclass(frozen=True)
class Chaos:
    """Training losses of a run and of one whose first weights differ by about 1e-12.

    ``apart`` is their distance over the first; ``epoch`` the first after which it passed 1e-7, or
    -1. A run that is ``chaotic`` cannot be reproduced by another library, which rounds elsewhere.
    """

    loss: float
    loss_beside: float
    apart: float
    epoch: int

    @property
    def chaotic(self) -> bool:
        """Whether the two runs have parted."""
        return self.epoch >= 0

    @property
    def sentence(self) -> str:
        """What it means, for a learner."""
        if not self.chaotic:
            return "This run is steady: a change of 0.000000000001 in the weights does nothing."
        return (
            "This run is chaotic: a change of 0.000000000001 in the first weights has grown so far "
            f"by epoch {self.epoch} that the losses differ. Another library rounds elsewhere and "
            "ends elsewhere. Lower the learning rate."
        )


def measure_chaos(settings: PlaygroundSettings, frame: pd.DataFrame | None = None) -> Chaos:
    """Train twice, the second time from nudged weights, and compare after every epoch."""
    return run_beside(Trainer(settings, frame), settings, frame)


def run_beside(
    first: Trainer, settings: PlaygroundSettings, frame: pd.DataFrame | None = None
) -> Chaos:
    """Train ``first`` and another from nudged weights; return whether they part.

    ``first`` has come to its end, unless only one of the two overflowed.
    """
    second = Trainer(settings, frame)
    second.net.theta += NUDGE * np.random.default_rng(0).normal(0, 1, len(second.net.theta))
    parted, losses = -1, (first.loss(), second.loss())
    for epoch in range(1, settings.n_epochs + 1):
        if epoch % REPORT_EVERY == 0:
            report(epoch, settings.n_epochs, f"looking ahead, epoch {epoch}")
        alive = first.epoch(), second.epoch()
        if alive[0] != alive[1]:  # one of them has overflowed
            return Chaos(*losses, float("inf"), epoch)
        if not alive[0]:
            break
        losses = first.loss(), second.loss()
        if parted < 0 and _apart(*losses) > PARTED:
            parted = epoch
        if first.stopped():
            break
    return Chaos(*losses, _apart(*losses), parted)


def _apart(loss: float, beside: float) -> float:
    if loss == beside or not np.isfinite(loss):
        return 0.0
    return abs(loss - beside) / max(abs(loss), 1e-12)
