"""The learning-rate range test (Smith, 2017), and the same run with every schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.neural.net.schedules import SCHEDULE_BY_ID, SCHEDULES
from core.stages.neural_networks.deep_trouble.deep_net import DeepRun, Floats, with_rate
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.deep_trouble.signals import frame_of, passed_through

LOWEST, HIGHEST = 1e-5, 100.0
GIVE_UP = 4.0
"""The test ends where the loss is this many times its start."""


@dataclass(frozen=True, eq=False)
class FinderFrame:
    """After ``step`` steps, the last at ``rate``.

    loss : of the test. lowest_at : the rate at which the loss was lowest so far. suggested : a
    tenth of it. trials : (3,) losses of three plain runs after as many steps, at a tenth of the
    suggestion of the whole test, at it, and at ten times it; NaN once they broke. tried : their
    rates. arrives : the gradient at the first layer over that at the last, before any step.
    """

    step: int
    rate: float
    loss: float
    lowest_at: float
    suggested: float
    tried: tuple[float, float, float]
    trials: tuple[float, float, float]
    arrives: float = 1.0
    ended: str = ""


def find_rate(settings: TroubleSettings) -> Iterator[FinderFrame]:
    """Raise the rate step by step, evenly in ratio from 1e-5 to 100, and note the loss."""
    rates, losses, ended = range_test(settings)
    lowest = [rates[int(np.argmin(losses[: i + 1]))] for i in range(len(losses))]
    suggested = float(lowest[-1] / 10)
    tried = (suggested / 10, suggested, suggested * 10)
    arrives = passed_through(frame_of(DeepRun(settings)))
    trials = np.stack([_losses(with_rate(settings, rate), len(losses) - 1) for rate in tried])
    for i in range(len(losses)):
        last = i == len(losses) - 1
        a, b, c = (float(value) for value in trials[:, i])
        yield FinderFrame(
            i, float(rates[i]), float(losses[i]), float(lowest[i]), float(lowest[i] / 10),
            tried, (a, b, c), arrives, ended if last else "",
        )  # fmt: skip


def range_test(settings: TroubleSettings) -> tuple[Floats, Floats, str]:
    """Return rates and losses, each (n + 1,), the first before any step; and why it ended."""
    rates = np.geomspace(LOWEST, HIGHEST, settings.n_steps + 1)
    run = DeepRun(settings)
    losses = [run.loss]
    for rate in rates[1:]:
        if not run.step(float(rate)):
            return rates[: len(losses)], np.array(losses), run.ended
        losses.append(run.loss)
        if run.loss > GIVE_UP * losses[0]:
            break
    return rates[: len(losses)], np.array(losses), ""


def _losses(settings: TroubleSettings, n_steps: int) -> Floats:
    """Return the losses (n_steps + 1,) of a run with a constant rate, NaN from where it broke."""
    losses = np.full(n_steps + 1, np.nan)
    run = DeepRun(settings)
    losses[0] = run.loss
    for i in range(1, n_steps + 1):
        if not run.step(settings.learning_rate):
            break
        losses[i] = run.loss
    return losses


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """All schedules after ``step`` steps: rates of the coming step and losses, (n_schedules,)."""

    step: int
    rates: Floats
    losses: Floats
    ended: str = ""

    @property
    def lowest(self) -> float:
        """The lowest loss of all, NaN once all of them have overflowed."""
        return float(np.nanmin(self.losses)) if np.isfinite(self.losses).any() else float("nan")

    def of(self, schedule: str) -> float:
        """Return the loss of one schedule, NaN once it has overflowed."""
        return float(self.losses[[spec.id for spec in SCHEDULES].index(schedule)])


def rate_at(settings: TroubleSettings, schedule: str, step: int) -> float:
    """Return the rate of step ``step`` (from 0): schedule times warm-up times the rate."""
    factor = SCHEDULE_BY_ID[schedule].factor(step, settings.n_steps)
    rising = settings.warm_up * settings.n_steps
    return settings.learning_rate * factor * min(1.0, (step + 1) / max(rising, 1.0))


def race(settings: TroubleSettings) -> Iterator[RaceFrame]:
    """Train one copy of the network with each schedule; a copy that overflows stays out (NaN)."""
    names = [spec.id for spec in SCHEDULES]
    runs = [DeepRun(settings) for _ in names]
    losses = np.array([run.loss for run in runs])
    for step in range(settings.n_steps + 1):
        rates = np.array([rate_at(settings, name, step) for name in names])
        yield RaceFrame(step, rates, losses.copy(), _fate(runs, step == settings.n_steps))
        for i, run in enumerate(runs):
            alive = not run.ended and run.step(float(rates[i]))
            losses[i] = run.loss if alive else np.nan
        if all(run.ended for run in runs):
            yield RaceFrame(step + 1, rates, losses.copy(), runs[0].ended)
            return


def _fate(runs: list[DeepRun], over: bool) -> str:
    return next((run.ended for run in runs if run.ended), "") if over else ""
