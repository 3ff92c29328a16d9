"""The bandit race: what each policy thinks of each arm, how often it pulls it, what it misses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.blocks import Block, Moving
from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Bars, Dots, FilmPicture, Layer, Line, Panel, Readout
from core.figures.plain_formula import with_minus
from core.stages.reinforcement.bandits.run import BanditFrame
from core.stages.reinforcement.bandits.settings import LATELY, POLICIES, BanditSettings
from core.stages.reinforcement.bandits.words import about_bandits
from core.wording import counted

LOW_PX = 190
MOST_NAMED = 12
"""Arms that all have their number below; of more of them every fifth and the best."""
SPREAD = 0.76
"""How much of an arm's place its policies share."""
_SPECS = {spec.id: spec for spec in POLICIES}
COLOURS = {spec.id: i for i, spec in enumerate(POLICIES)}
"""A policy keeps its colour and symbol whoever plays beside it."""


def draw(settings: BanditSettings, film: Film[BanditFrame]) -> tuple[Block, ...]:
    """Draw arms, pulls, regret and the share of the best arm."""
    last = film.last
    last_chart = _reward if settings.curve == "reward" else _optimal
    names = ", ".join(_label(name) for name in last.policies)
    picture = FilmPicture(
        "bandits",
        (_estimates(film), _counts(film), _regret(settings, film), last_chart(settings, film)),
        film.series("n_pulls"),
        f"{names} on {len(last.means)} arms, {counted(last.n_pulls, 'pull')} each",
        unit="pull",
        captions=tuple(_caption(frame) for frame in film.frames),
        readouts=tuple(
            Readout(f"{_label(name)} missed", _curve(film, last.regret)[:, i], 1)
            for i, name in enumerate(last.policies)
        ),
        seconds=9.0,
        file_name="bandits.html",
        title="A race of bandit policies",
    )
    return (Moving(picture),)


def notice(settings: BanditSettings, film: Film[BanditFrame]) -> str:
    """Say who missed least and most."""
    return with_minus(about_bandits(film.last))


def _label(name: str) -> str:
    return _SPECS[name].label


def _offsets(n: int) -> NDArray[np.float64]:
    return (np.arange(n) - (n - 1) / 2) * SPREAD / max(n, 2)


def _arms(means: NDArray[np.float64]) -> Axis:
    """Return the axis of arms; a star marks the best."""
    best = int(means.argmax())
    crowded = len(means) > MOST_NAMED
    names = tuple(
        (float(i), f"{i + 1}★" if i == best else f"{i + 1}")
        for i in range(len(means))
        if i == best or not crowded or (not (i + 1) % 5 and abs(i - best) > 1)
    )
    return Axis("arm of the first run (★ the best)", -0.6, len(means) - 0.4, names)


def _estimates(film: Film[BanditFrame]) -> Panel:
    last = film.last
    k, n = last.means.size, len(last.policies)
    x = np.arange(k, dtype=float)
    truth_x = np.stack([x - 0.42, x + 0.42, np.full(k, np.nan)], axis=1).ravel()
    truth_y = np.stack([last.means, last.means, np.full(k, np.nan)], axis=1).ravel()
    layers: list[Layer] = [Line(truth_x, truth_y, -1, 4.0, name="true mean")]
    estimates, counts = film.series("estimates"), film.series("counts")
    for i, (name, offset) in enumerate(zip(last.policies, _offsets(n), strict=True)):
        tried = counts[:, i] > 0
        y = np.where(tried, estimates[:, i], np.nan)
        shown = np.where(tried, x + offset, np.nan)
        layers.append(Dots(shown, y, COLOURS[name], COLOURS[name], 4.0, name=_label(name)))
    known = np.concatenate([last.means, estimates[-1].ravel()])
    return Panel(
        "What each thinks an arm pays",
        _arms(last.means),
        Axis("mean reward", *around(known, 0.12)),
        tuple(layers),
        width=6,
        height_px=LOW_PX,
        alt="For every arm its true mean as a bar and each policy's estimate as a point",
    )


def _counts(film: Film[BanditFrame]) -> Panel:
    last = film.last
    n = len(last.policies)
    counts = film.series("counts", float)
    share = 100 * counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)
    x = np.arange(last.means.size, dtype=float)
    layers = tuple(
        Bars(x + offset, share[:, i], COLOURS[name], SPREAD / max(n, 2), name=_label(name))
        for i, (name, offset) in enumerate(zip(last.policies, _offsets(n), strict=True))
    )
    return Panel(
        "How often each has pulled an arm",
        _arms(last.means),
        Axis("share of its pulls (%)", 0, 104),
        layers,
        width=6,
        height_px=LOW_PX,
        alt="For every arm the share of pulls that each policy has given it",
    )


def _curve(film: Film[BanditFrame], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n_frames, m): the newest known point of a curve of the last frame, NaN before it."""
    pulls = film.series("n_pulls")
    place = np.searchsorted(film.last.at, pulls, side="right") - 1
    values: NDArray[np.float64] = np.where(place[:, None] >= 0, curve.T[np.maximum(place, 0)], 0)
    values[place < 0] = np.nan
    return values


def _lines(
    film: Film[BanditFrame], values: NDArray[np.float64], band: tuple[str, str] | None = None
) -> tuple[Layer, ...]:
    """Return each policy's line, over the fields of the last frame that ``band`` lies between."""
    ends = [_curve(film, getattr(film.last, name)) for name in band or ()]
    curves = []
    for i, name in enumerate(film.last.policies):
        colour, between = COLOURS[name], (ends[0][:, i], ends[1][:, i]) if ends else None
        curves.append(
            Curve(values[:, i], _label(name), colour, 2.4, colour % 2 == 1, between, mark=4.5)
        )
    return growing(film.series("n_pulls", float), *curves)


def _regret(settings: BanditSettings, film: Film[BanditFrame]) -> Panel:
    values = _curve(film, film.last.regret)
    highs = film.last.regret_high
    top = max(float(np.nanmax(curve, initial=0.0)) for curve in (values, highs)) or 1.0
    return Panel(
        "Regret: missed against the best arm",
        Axis("pull", 0.0, float(settings.n_steps)),
        Axis("reward missed so far", 0.0, 1.05 * top),
        _lines(film, values, ("regret_low", "regret_high")),
        width=6,
        height_px=LOW_PX,
        note=_what_is_shaded(settings),
        alt=f"Regret by pull, the mean of {settings.n_runs} runs and the band of eight in ten",
    )


def _what_is_shaded(settings: BanditSettings) -> str:
    if settings.n_runs == 1:
        return "One run. With more of them (More settings) a band shows their spread."
    return f"Line: mean of {settings.n_runs} runs. Shaded: 8 in 10 runs (10th to 90th percentile)."


def _reward(settings: BanditSettings, film: Film[BanditFrame]) -> Panel:
    last = film.last
    seen = np.concatenate([last.recent, last.recent_low, last.recent_high], axis=1)
    return Panel(
        f"Reward: mean of the last {LATELY} pulls",
        Axis("pull", 0.0, float(settings.n_steps)),
        Axis("reward of a pull", *around(seen, 0.05)),
        _lines(film, _curve(film, last.recent), ("recent_low", "recent_high")),
        width=6,
        height_px=LOW_PX,
        note=_what_is_shaded(settings),
        alt=f"Mean reward of late by pull, over {settings.n_runs} runs, and the band of 8 in 10",
    )


def _optimal(settings: BanditSettings, film: Film[BanditFrame]) -> Panel:
    return Panel(
        "How often it is the best arm",
        Axis("pull", 0.0, float(settings.n_steps)),
        Axis(f"share of {settings.n_runs} runs (%)", 0.0, 104.0),
        _lines(film, 100 * _curve(film, film.last.optimal)),
        width=6,
        height_px=LOW_PX,
        alt="Share of runs in which each policy pulls the best arm, by pull",
    )


# Captions: the rule that chose


def _caption(frame: BanditFrame) -> str:
    if not frame.n_pulls:
        return "Before the first pull: nobody knows an arm. All will meet the same luck."
    told = [
        f"{_label(name)} → arm {frame.arm[i] + 1} ({_REASONS[name](frame, i)})"
        for i, name in enumerate(frame.policies)
    ]
    return with_minus(f"Pull {frame.n_pulls}. {'; '.join(told)}.")


def _estimate(frame: BanditFrame, i: int) -> str:
    scores, arm = frame.scores[i], frame.arm[i]
    if scores[arm] < scores.max() - 1e-12:
        return "at random"
    n_alike = int((scores == scores.max()).sum())
    if n_alike > 1:  # ties are broken by chance
        return f"by lot among {n_alike} with the highest estimate, {scores[arm]:.2f}"
    return f"highest estimate, {scores[arm]:.2f}"


def _bound(frame: BanditFrame, i: int) -> str:
    score = frame.scores[i, frame.arm[i]]
    return "untried" if np.isinf(score) else f"highest bound, {score:.2f}"


def _drawn(frame: BanditFrame, i: int) -> str:
    return f"highest draw, {frame.scores[i, frame.arm[i]]:.2f}"


def _chance(frame: BanditFrame, i: int) -> str:
    return f"its chance was {frame.scores[i, frame.arm[i]]:.0%}"


_REASONS: dict[str, Callable[[Any, int], str]] = {
    "greedy": _estimate,
    "epsilon_greedy": _estimate,
    "optimistic": _estimate,
    "ucb": _bound,
    "thompson": _drawn,
    "gradient": _chance,
    "gradient_plain": _chance,
}
