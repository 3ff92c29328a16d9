"""Where a race's trials lie in its pictures: at which frame, and between which ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.blocks import human
from core.figures.curves import around
from core.stages.tuning.search_race.frames import RaceFrame
from core.stages.tuning.search_race.settings import METHODS, RaceSettings
from core.tabular.judge.defined import is_defined
from core.tabular.judge.metrics import metric_spec
from core.tabular.search.space import Dimension

MOST_FRAMES = 100
GRID = 61
"""Places along the budget at which the best so far is drawn."""
SHOWN = 0.7
"""This share of the scores, the better ones, lies within the picture; the rest at its edge."""
ALONE = 0.05
"""Of a score's own size: the room around scores that are all equal."""
Floats = NDArray[np.float64]


def thinned(film: Film[RaceFrame]) -> Film[RaceFrame]:
    """Return at most so many frames, the last among them."""
    n = len(film.frames)
    if n <= MOST_FRAMES:
        return film
    kept = np.unique(np.linspace(0, n - 1, MOST_FRAMES).astype(int))
    return Film(tuple(film.frames[i] for i in kept), film.steps[kept], film.n_steps)


@dataclass(frozen=True, eq=False)
class Layout:
    """A race's film, ready to be drawn; n trials in the last of F frames."""

    settings: RaceSettings
    film: Film[RaceFrame]

    @property
    def last(self) -> RaceFrame:
        """The newest frame, which holds all trials."""
        return self.film.last

    def shown(self, trials: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return (F, k) whether each of the ``trials`` (n,) picked is done at each frame."""
        counts = np.array([frame.n_trials for frame in self.film.frames])
        found: NDArray[np.bool_] = np.arange(self.last.n_trials)[None] < counts[:, None]
        return found[:, trials]

    def when_done(self, values: Floats, trials: NDArray[np.bool_]) -> Floats:
        """Return (F, k) ``values`` (n,) of the trials picked, NaN before they are done."""
        return np.where(self.shown(trials), values[trials][None], np.nan)

    def score_ends(self) -> tuple[float, float]:
        """Return the ends of the axis of scores: the better ones, and all lines."""
        last = self.last
        known = last.score[last.whole]
        if not len(known):
            return _ends(last.plain.scores, 0.5)
        worst_first = np.sort(last.sign * known)
        better = last.sign * worst_first[int((1 - SHOWN) * (len(known) - 1)) :]
        best = last.best[np.isfinite(last.best)]
        return _ends(np.concatenate([better, best, last.plain.scores]), 0.12)

    def test_ends(self) -> tuple[float, float]:
        """Return the ends of the axis of search scores and test scores of winners."""
        last = self.last
        plain = [] if last.plain.test is None else _reach(last.plain.test)
        found = [value for winner in last.winners for value in (winner.score, winner.test.value)]
        found += [value for winner in last.champions for value in _reach(winner.test)]
        return _ends(np.array([*found, *plain, *last.plain.scores]), 0.1)

    @property
    def is_blank(self) -> bool:
        """Whether no score is known yet, not even that of the defaults."""
        return not np.isfinite(self.last.plain.scores).any() and not self.last.n_whole

    def score_ticks(self) -> tuple[tuple[float, str], ...]:
        """Return the marks of an axis of scores: only 0 while an error's size is unknown."""
        in_units = metric_spec(self.last.metric).unit == "target"
        return ((0.0, "0"),) if self.is_blank and in_units else ()

    def clipped(self, values: Floats) -> Floats:
        """Return scores within the picture; those out of it at its edge."""
        return np.clip(values, *self.score_ends())

    def best_so_far(self, *, done: bool) -> tuple[Floats, Floats]:
        """Return (GRID,) places along the budget, and (F, m, seeds, GRID) the best until there.

        Of seeds that are through, or of the one under way. NaN before the first whole trial.
        """
        last, frames = self.last, self.film.frames
        x = np.linspace(0, last.budget, GRID)
        found = np.full((len(frames), len(last.racing), last.n_seeds, GRID), np.nan)
        for i, method in enumerate(last.racing):
            for seed in range(int(last.seed.max(initial=-1)) + 1):
                mine = last.whole & (last.method == method) & (last.seed == seed)
                line = last.sign * _steps(last.spent[mine], last.sign * last.score[mine], x)
                for f, frame in enumerate(frames):
                    if _through(frame, int(method), seed) == done:
                        end = last.budget if done else _reached(frame, int(method), seed)
                        found[f, i, seed] = np.where(x <= end, line, np.nan)
        return x, found

    def label(self, trial: int) -> str:
        """Return what is told of a trial when it is hovered."""
        last = self.last
        place = int(last.method[trial])
        told = ", ".join(
            f"{one.label} {value_text(one, value)}"
            for one, value in zip(self.settings.space.dimensions, last.values[trial], strict=True)
        )
        head = f"{METHODS[place].label}, seed {int(last.seed[trial]) + 1}: {told}"
        if last.reasons[trial]:
            return f"{head} · failed: {last.reasons[trial]}"
        score = f"{last.metric_label} {last.score[trial]:.4f}"
        few = "" if last.rows[trial] == last.n_rows else f" on {last.rows[trial]:,} rows"
        return f"{head} · {score}{few}"


def _ends(values: Floats, share: float) -> tuple[float, float]:
    """Return an axis around scores: 0 to 1 before the first, even where their size is unknown."""
    known = values[np.isfinite(values)]
    if not known.size:
        return 0.0, 1.0
    return around(known, share, ALONE * float(np.abs(known).max()) or ALONE)


def _reach(metric: object) -> list[float]:
    ends = [getattr(metric, name) for name in ("low", "value", "high")]
    return [end for end in ends if is_defined(end)]


def _steps(spent: Floats, gains: Floats, x: Floats) -> Floats:
    """Return the best of ``gains`` until each x, NaN before the first."""
    if not len(spent):
        return np.full(len(x), np.nan)
    best = np.maximum.accumulate(gains)
    place = np.searchsorted(spent, x + 1e-9, side="right") - 1
    return np.where(place >= 0, best[np.maximum(place, 0)], np.nan)


def _through(frame: RaceFrame, method: int, seed: int) -> bool:
    """Whether a method has come to the end of a seed."""
    judged = any(w.method == method and w.seed == seed for w in frame.winners)
    return seed < frame.seed_now or frame.over or judged


def _reached(frame: RaceFrame, method: int, seed: int) -> float:
    """Return how much of a seed's budget a method has spent."""
    return float(frame.spent[(frame.method == method) & (frame.seed == seed)].max(initial=0.0))


def value_text(one: Dimension, value: float) -> str:
    """Return a setting's value as it is read, from the number that stands for it in a frame."""
    if one.choices:
        chosen = one.choices[int(value)]
        return next((c.label for c in one.param.choices if c.id == chosen), str(chosen))
    return human(round(value) if one.whole else value)


def own_value(one: Dimension, value: object) -> str:
    """Return a candidate's value as it is read."""
    if one.choices:
        return value_text(one, one.choices.index(value))  # type: ignore[arg-type]
    return "no limit" if value is None else value_text(one, float(value))  # type: ignore[arg-type]


def share_of(one: Dimension, values: Floats) -> Floats:
    """Return (n,) places along a setting's axis, 0 to 1, of numbers in a frame."""
    if one.choices:
        return np.asarray(values / max(len(one.choices) - 1, 1))
    return np.array([one.place(value) for value in values])


def ticks_of(one: Dimension, most: int = 4) -> tuple[tuple[float, str], ...]:
    """Return marks along a setting's axis in its own units: powers of ten where it is in powers."""
    if one.choices:
        names = [value_text(one, place) for place in range(len(one.choices))]
        last = max(len(names) - 1, 1)
        return tuple((place / last, name) for place, name in enumerate(names))
    if one.log and one.high / one.low >= 100:
        low, high = np.log10([one.low, one.high])
        powers = np.arange(np.ceil(low - 1e-9), np.floor(high + 1e-9) + 1)
        step = max(int(np.ceil(len(powers) / most)), 1)
        return tuple((one.place(10.0**p), f"{10.0**p:g}") for p in powers[::step])
    return tuple(_marks(one, np.linspace(0, 1, most)))


def _marks(one: Dimension, shares: Sequence[float] | Floats) -> list[tuple[float, str]]:
    marks = {human(float(one.at(float(share)))): float(share) for share in shares}  # type: ignore[arg-type]
    return [(share, name) for name, share in marks.items()]
