"""Deep RL: returns with their spread, the agent at work, what it values and what it does."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words, human, notes
from core.figures.curves import Curve, growing
from core.figures.film import (
    Axis,
    Dots,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
    bytes_of,
    bytes_of_classes,
    still,
)
from core.stages.reinforcement.deep_rl.frames import N_BINS, DeepFrame
from core.stages.reinforcement.deep_rl.rates import rate_sentence
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID
from core.stages.reinforcement.deep_rl.scene_curves import joined, smoothed
from core.stages.reinforcement.deep_rl.scene_video import brief, has_values, video
from core.stages.reinforcement.deep_rl.scene_worlds import LOOKS
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.start import started_sentence
from core.stages.reinforcement.deep_rl.worlds import GRID, DeepWorld, Span

TALL_PX, LOW_PX = 215, 165
GHOSTS, GHOST_GAP = 6, 3
"""How many earlier states of the training episode are shown, so many steps apart."""
MARKS = 5
"""Marks of the greedy action along each side of the plane."""


def draw(settings: DeepSettings, film: Film[DeepFrame]) -> tuple[Block, ...]:
    """Draw the training, the video of its last check, and what else is to be known."""
    last, world = film.last, settings.place
    panels = (
        _returns(settings, film),
        _agent(world, film),
        _values(settings, film),
        _actions(world, film),
        _undecided(settings, film),
    )
    name = METHOD_BY_ID[settings.method].label
    picture = FilmPicture(
        "training",
        panels,
        film.steps,
        f"{name} on {world.name} after {last.n_steps} of {last.n_total} steps",
        unit="picture",
        readouts=_readouts(settings, film),
        file_name="training.html",
        title=f"{name} learns {world.name}",
    )
    told = [last.device, rate_sentence(settings.method, settings.world)]
    begun = settings.starting
    said = () if begun is None else (Words(started_sentence(begun, settings.method)),)
    if world.hard:
        told.insert(0, f"Why this world is hard: {world.hard}.")
    return (
        Moving(picture),
        Moving(video(settings, last), aside=True),
        *said,
        *notes(*filter(None, told)),
    )


def notice(settings: DeepSettings, film: Film[DeepFrame]) -> str:
    """Say how good the agent was at its newest check, when that was, and how training goes now."""
    last, world = film.last, settings.place
    if last.ended:
        return last.ended
    if last.exam.size:
        return _examined(last, world)
    place = int(np.flatnonzero(np.isfinite(last.checks[0]))[-1])
    newest, when = float(last.checks[0][place]), int(last.check_steps[place])
    solved = f"{human(world.threshold)} counts as solved"
    if not last.n_episodes[0]:
        begun = "Before training" if settings.starting is None else "As it came"
        return (
            f"{begun}, played greedily, the first agent got {human(newest)} an episode; {solved}."
        )
    recent = float(last.recent[0])
    return (
        f"After {last.n_steps:,} steps the last training episodes of the first agent return "
        f"{human(recent)} on average. Played greedily at the check of step {when:,}, it got "
        f"{human(newest)} an episode; {solved}. {_what_follows(settings, last, place)}"
    )


def _what_follows(settings: DeepSettings, last: DeepFrame, place: int) -> str:
    """Say what to make of the newest check: of an old one only when the next one is due."""
    world, newest = settings.place, float(last.checks[0][place])
    best = float(np.nanmax(last.checks[0]))
    if settings.keep == "best" and newest < best - 0.1 * abs(best - world.returns[0]):
        return (
            f"It was better before: the agent of step {last.kept_steps[0]:,}, which got "
            f"{human(best)}, is kept."
        )
    if last.n_steps > last.check_steps[place] and place + 1 < len(last.check_steps):
        due = int(last.check_steps[place + 1])
        return f"How it plays since then, the check of step {due:,} will tell."
    if newest > last.recent[0]:
        return "Greedy play is better: training still tries things out."
    if newest >= world.threshold:
        return "So it has got there: what is left to learn is to stay there."
    return "Greedy play is not better yet: what it holds best is still a poor guess."


def _examined(last: DeepFrame, world: DeepWorld) -> str:
    means = last.exam.mean(axis=1)
    solved = int((means >= world.threshold).sum())
    kept = f"kept after {last.kept_steps[0]:,} steps"
    if len(means) == 1:
        return (
            f"On twenty fresh episodes the agent returns {human(float(means[0]))} on average; "
            f"{human(world.threshold)} counts as solved, so it has {'' if solved else 'not '}"
            f"solved its world. It was {kept}."
        )
    parts = ", ".join(human(float(mean)) for mean in means)
    verdict = (
        f"{solved} of {len(means)} agents solved it" if solved else "none of the agents solved it"
    )
    return (
        f"On twenty fresh episodes the agents return {parts} on average; "
        f"{human(world.threshold)} counts as solved, so {verdict}. The first one was {kept}."
    )


def _returns(settings: DeepSettings, film: Film[DeepFrame]) -> Panel:
    """Mean of each agent's training episodes along the run, smoothed, with greedy checks."""
    last, world = film.last, settings.place
    x = (np.arange(N_BINS) + 0.5) * last.n_total / N_BINS
    kept = film.series("returns")
    curves = joined(smoothed(kept, settings.smoothing))
    several = curves.shape[1] > 1
    with_any = np.isfinite(curves).any(axis=1)
    filled = np.where(np.isfinite(curves), curves, 0.0)
    count = np.maximum(np.isfinite(curves).sum(axis=1), 1)
    mean = np.where(with_any, filled.sum(axis=1) / count, np.nan)
    layers: list[Layer] = [
        Line(still([0, last.n_total]), still([world.threshold] * 2), -1, 1.5, dash=True,
             name=f"solved: {world.threshold:g}"),
    ]  # fmt: skip
    if several:
        low = np.where(with_any, np.where(np.isfinite(curves), curves, np.inf).min(axis=1), np.nan)
        top = np.where(with_any, np.where(np.isfinite(curves), curves, -np.inf).max(axis=1), np.nan)
        layers += [
            Line(still(x), low, 5, 1.5, name="worst and best seed"),
            Line(still(x), top, 5, 1.5),
        ]
    checks = film.series("checks").mean(axis=1)
    layers += [
        Line(still(x), mean, 0, 2.5, name="training" if not several else "training, mean"),
        Dots(
            still(last.check_steps), checks, 1, 4, 4.0, name=f"greedy check, {settings.keep} kept"
        ),
    ]
    return Panel(
        "Return of an episode",
        Axis("steps in the world", 0, last.n_total, _thousands(last.n_total)),
        Axis("return", *world.returns),
        tuple(layers),
        width=6,
        height_px=TALL_PX,
        alt="Mean return of training episodes along the run; diamonds are greedy checks",
    )


def _thousands(n_total: int) -> tuple[tuple[float, str], ...]:
    """Return five marks along the run, in thousands or from a million on in millions."""
    unit, name = (1_000_000, "M") if n_total >= 1_000_000 else (1000, "k")
    marks = [n_total * part / 4 for part in range(5)]
    return tuple((mark, f"{mark / unit:.4g}{name if mark else ''}") for mark in marks)


def _agent(world: DeepWorld, film: Film[DeepFrame]) -> Panel:
    """The first agent's training episode: now, and a few steps ago, paler."""
    look = LOOKS[world.id]
    trails = np.stack([_ghosts(frame, world.n_observed) for frame in film.frames])
    limbs = look.limbs(trails, np.full(trails.shape[:-1], np.nan))
    age = np.linspace(0.12, 1.0, GHOSTS)[None, :, None]
    weight = np.broadcast_to(age, limbs.lines.shape[:-1])
    lines = np.nan_to_num(limbs.lines)
    shown = np.where(np.isfinite(limbs.lines).all(axis=-1), weight, 0.0)
    n = len(trails)
    ends = [lines[..., i].reshape(n, -1) for i in range(4)]
    layers: list[Layer] = [*look.around()]
    x0, y0, x1, y1 = ends
    layers.append(Segments(x0, y0, x1, y1, shown.reshape(n, -1), thickest=4.5, colour=0))
    dots = limbs.dots[:, -1]
    layers.append(Dots(dots[..., 0], dots[..., 1], 1, 0, 4.5))
    return Panel(
        "In training, with its last moments",
        look.x,
        look.y,
        tuple(layers),
        width=6,
        height_px=TALL_PX,
        square=True,
        plain=True,
        alt=f"{world.name}: the state of the training episode, earlier states paler",
    )


def _ghosts(frame: DeepFrame, n_observed: int) -> Any:
    """Return (GHOSTS, n_observed) states, the newest last; NaN where the episode was younger."""
    found = np.full((GHOSTS, n_observed), np.nan)
    picked = frame.trail[::-1][::GHOST_GAP][:GHOSTS]
    found[GHOSTS - len(picked) :] = picked[::-1]
    if not len(picked):
        found[-1] = frame.state
    return found


def _axis(span: Span) -> Axis:
    turns = ((span.low, "−π"), (0.0, "0"), (span.high, "π")) if span.high == np.pi else ()
    return Axis(span.label, span.low, span.high, turns)


def _extent(world: DeepWorld) -> tuple[float, float, float, float]:
    return world.x.low, world.x.high, world.y.low, world.y.high


def _values(settings: DeepSettings, film: Film[DeepFrame]) -> Panel:
    """What states are worth, each picture in its own range, with the episode's way through it."""
    world = settings.place
    planes = film.series("plane")[:, ::-1]
    low = planes.min(axis=(1, 2), keepdims=True)
    span = np.maximum(planes.max(axis=(1, 2), keepdims=True) - low, 1e-9)
    ways = np.stack([_way(frame, world) for frame in film.frames])
    heat = Heat(bytes_of((planes - low) / span, 0, 1), _extent(world), "sequential", 0, 1,
                "worth, 0 lowest to 1 highest", smooth=True)  # fmt: skip
    return Panel(
        "What it values" if has_values(settings) else "No values: it has no critic",
        _axis(world.x),
        _axis(world.y),
        (
            heat,
            Line(ways[:, 0], ways[:, 1], 4, 1.5),
            Dots(ways[:, 0, -1:], ways[:, 1, -1:], 4, 0, 5.0, name="the episode now"),
        ),
        width=4,
        height_px=LOW_PX,
        alt="Worth of states over a plane, dark is high; the line is the training episode",
    )


def _way(frame: DeepFrame, world: DeepWorld) -> Any:
    """Return x and y of the episode's last 40 states, NaN before its start, (2, 40)."""
    found = np.full((2, 40), np.nan)
    states = frame.trail if len(frame.trail) else frame.state[None]
    x, y = world.to_plane(states)
    found[:, 40 - len(states) :] = np.clip(x, *_range(world.x)), np.clip(y, *_range(world.y))
    for row, span in zip(found, (world.x, world.y), strict=True):
        leaps = np.abs(np.diff(row)) > (span.high - span.low) / 2  # an angle went past π
        row[:-1][leaps] = np.nan
    return found


def _range(span: Any) -> tuple[float, float]:
    return span.low, span.high


def _actions(world: DeepWorld, film: Film[DeepFrame]) -> Panel:
    """What the agent would do in each state: a colour and a mark, the fuller the surer."""
    best = film.series("best")[:, ::-1]
    sure = film.series("sure")[:, ::-1]
    layers: list[Layer]
    if world.is_discrete:
        values = bytes_of_classes(best, 0.25 + 0.75 * sure)
        nowhere = still([np.nan])  # the legend's words for colours and marks
        names = zip(LOOKS[world.id].glyphs, world.actions, strict=True)
        words = [
            Dots(nowhere, nowhere, i, name=f"{sign} {brief(name)}")
            for i, (sign, name) in enumerate(names)
        ]
        layers = [Heat(values, _extent(world), "classes"), _glyphs(world, film), *words]
    else:
        values = bytes_of(best, -world.reach, world.reach)
        heat = Heat(values, _extent(world), "diverging", -world.reach, world.reach, "torque")
        layers = [heat, _torques(world, film)]
    return Panel(
        "What it does" if world.is_discrete else "What it does: torque, − or +",
        _axis(world.x),
        _axis(world.y),
        tuple(layers),
        width=4,
        height_px=LOW_PX,
        alt="Greedy action over the same plane: " + ", ".join(world.actions or ("torque",)),
    )


def _marks(world: DeepWorld) -> tuple[Any, Any, Any]:
    """Return the cells that carry a mark and where they lie."""
    picked = np.arange(GRID // MARKS // 2, GRID, GRID // MARKS)
    xs, ys = (
        span.low + (picked + 0.5) * (span.high - span.low) / GRID for span in (world.x, world.y)
    )
    return picked, np.tile(xs, len(picked)), np.repeat(ys, len(picked))


def _glyphs(world: DeepWorld, film: Film[DeepFrame]) -> Texts:
    picked, x, y = _marks(world)
    signs = LOOKS[world.id].glyphs
    texts = tuple(
        tuple(signs[int(action)] for action in frame.best[np.ix_(picked, picked)].ravel())
        for frame in film.frames
    )
    return Texts(x, y, texts, size=12, colour=-3, bold=True)


def _torques(world: DeepWorld, film: Film[DeepFrame]) -> Texts:
    picked, x, y = _marks(world)
    texts = tuple(
        tuple("+" if torque > 0 else "−" for torque in frame.best[np.ix_(picked, picked)].ravel())
        for frame in film.frames
    )
    return Texts(x, y, texts, size=12, colour=-4, bold=True)


def _undecided(settings: DeepSettings, film: Film[DeepFrame]) -> Panel:
    """The loss that shrinks the critic's error, and how much is still tried out."""
    x = film.series("n_steps", float)
    explores = settings.method == "dqn"
    if explores:
        y, name, high = film.series("exploring", float), "ε, random share", 1.05
    elif settings.place.is_discrete:
        y, name, high = film.series("entropy", float), "entropy (nats), 0: sure", 1.5
    else:
        spreads = [dict(frame.losses).get("spread", np.nan) for frame in film.frames]
        y, name, high = np.array(spreads), "spread of the torque", 2.0
    n_total = film.last.n_total
    return Panel(
        "How much it still tries out",
        Axis("steps in the world", 0, n_total, _thousands(n_total)[::2]),
        Axis(name, 0, high),
        growing(x, Curve(y, "", 3, 2.0)),
        width=4,
        height_px=LOW_PX,
        alt=f"{name} along the run",
    )


def _readouts(settings: DeepSettings, film: Film[DeepFrame]) -> tuple[Readout, ...]:
    names = [name for name, _ in film.last.losses if name in ("policy loss", "value loss", "loss")]
    names = names[:2]
    losses = [
        Readout(name, np.array([dict(f.losses).get(name, np.nan) for f in film.frames]), 3)
        for name in names
    ]
    worth = Readout("this state is worth", film.series("state_value", float), 1)
    return (
        Readout("steps", film.series("n_steps", float), 0),
        Readout("episodes", film.series("n_episodes")[:, 0], 0),
        *((worth,) if has_values(settings) else ()),
        Readout("agent kept at step", film.series("kept_steps")[:, 0], 0),
        Readout("learning rate", film.series("learning_rate", float), 5),
        *losses,
    )
