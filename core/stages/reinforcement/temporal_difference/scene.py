"""Temporal difference: learners side by side on one world, or one learner's every update."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.blocks import Block, Moving
from core.figures.curves import Curve, around, growing
from core.figures.deeds import Beside
from core.figures.film import Axis, Bars, Dots, FilmPicture, Layer, Panel, Readout
from core.figures.plain_formula import plain, with_minus
from core.figures.rl import deeds, grid
from core.figures.rl.ground import Ground, ground_of
from core.rl.td.methods import method
from core.rl.td.settings import LATELY, TdFrame
from core.rl.worlds.brush import painted_cell
from core.rl.worlds.model import Action
from core.rl.worlds.toy_text import describe
from core.stages.reinforcement.temporal_difference.settings import PlaygroundSettings
from core.stages.reinforcement.temporal_difference.steps import StepFrame, StepSettings
from core.stages.reinforcement.temporal_difference.words import about_td
from core.stages.reinforcement.world_editor.scene import invitation
from core.wording import counted

HALF_PX, WIDE_PX = 328, 440
LOW_PX = 205
MOST_PATH = 60
LOOKS = "Click a cell to read below what every action there is thought to be worth."
CURVES = {"returns": "Return", "lengths": "Steps"}
SPREAD = {"returns": (8, 100), "lengths": (0, 92)}
"""Percentiles that the chart spans: the first falls off the cliff are left out."""
MUCH = 1.5
"""How much wider all values may lie than those percentiles for all of them to be shown."""


def draw(settings: PlaygroundSettings, film: Film[Any]) -> tuple[Block, ...]:
    """Draw the learners' worlds and what they earned, or one learner's steps."""
    by_step = isinstance(film.last, StepFrame)
    picture = _steps(settings, film) if by_step else _race(settings, film)
    return invitation(settings.brush, LOOKS), Moving(picture)


def notice(settings: PlaygroundSettings, film: Film[Any]) -> str:
    """Say who earned what, or what the last update was."""
    last = film.last
    if isinstance(last, StepFrame):
        return with_minus(_about_steps(last))
    said = about_td(last)
    more = [text for text in (last.notice, last.warning) if text and text not in said]
    more += [f"{name} learns only from its own steps and sits out." for name in settings.sits_out]
    return with_minus(" ".join([said, *more]))


# Learners side by side


def _race(settings: PlaygroundSettings, film: Film[TdFrame]) -> FilmPicture:
    frames, last = film.frames, film.last
    ground = ground_of(last.world, last.q.shape[1], [frame.world for frame in frames])
    place = settings.brush.place
    learners = tuple(_learner(ground, film, i, settings) for i in range(len(last.methods)))
    returns = _returns(settings, film, learners[0].height_px)
    labels = [method(name).label for name in last.methods]
    recent = _curve(film, "recent", "returns")
    return FilmPicture(
        "race",
        (*learners, returns),
        film.series("n_episodes"),
        f"{', '.join(labels)} after {counted(last.n_episodes, 'episode')} on the same world",
        unit="episode",
        captions=tuple(_race_caption(frame, ground, place) for frame in frames),
        readouts=(
            *(
                Readout(f"{label}, last {LATELY}", recent[:, i], 2)
                for i, label in enumerate(labels)
            ),
            Readout("ε", film.series("epsilon"), 3),
            Readout("α", film.series("alpha"), 2),
        ),
        seconds=8.0,
        file_name="learners.html",
        title="Learning by temporal difference",
    )


def _learner(ground: Ground, film: Film[TdFrame], i: int, settings: PlaygroundSettings) -> Panel:
    shows, n_frames = settings.shows, len(film.frames)
    q = film.series("q")[:, i]
    visits = film.series("visits")[:, i]
    known = film.series("greedy")[:, i] >= 0
    layers: tuple[Layer, ...]
    if shows == "visits":
        layers = grid.count_layers(ground, visits)
    else:
        layers = grid.value_layers(ground, np.where(known, q.max(axis=2), np.nan))
    if ground.layout is not None:
        arrows = grid.arrow_layer(ground, grid.best_actions(q, known))
        layers += (*grid.under(ground), *arrows)
    if ground.world is not None:
        paths = [frame.paths[i][-MOST_PATH:] for frame in film.frames]
        layers += (
            *grid.under(ground),
            grid.path_layer(ground, paths, grid.AGENT, name="last episode"),
            *grid.arrow_layer(ground, grid.best_actions(q, known)),
            *grid.over(ground),
            grid.box_layer(ground, [settings.brush.place] * n_frames, grid.YOURS),
        )
    name = method(film.last.methods[i]).label
    alone = len(film.last.methods) == 1
    first = f", run 1 of {film.last.n_runs}" if film.last.n_runs > 1 else ""
    return grid.grid_panel(
        ground,
        f"{name}: {'visits' if shows == 'visits' else 'best values'}{first}",
        layers,
        width=8 if alone else 6,
        wide_px=WIDE_PX if alone else HALF_PX,
        tallest_px=380 if alone else 300,
        pick="cell",
        alt=f"What {name} has learnt: colours are {shows}, arrows the best actions, the line its "
        "last episode",
    )


def _curve(film: Film[TdFrame], part: str, name: str) -> NDArray[np.float64]:
    """Return one field of every frame for a curve of `CURVES`, (n_frames, m)."""
    row = list(CURVES).index(name)
    return film.series(part)[:, row]


def _returns(settings: PlaygroundSettings, film: Film[TdFrame], height_px: int) -> Panel:
    last, name = film.last, settings.curve
    recent, newest, low, high = (
        _curve(film, part, name) for part in ("recent", "newest", "recent_low", "recent_high")
    )
    x = film.series("n_episodes", float)
    layers: list[Layer] = []
    for i, label in enumerate(method(found).label for found in last.methods):
        band = low[:, i], high[:, i]
        layers += growing(
            x,
            Curve(newest[:, i], "", i, 0.8),
            Curve(recent[:, i], label, i, 3.0, dash=i % 2 == 1, band=band, mark=5.0),
        )
    axis_low, axis_high = _range(getattr(last, name), SPREAD[name])
    n = len(last.methods)
    beside = n in (1, 3)
    return Panel(
        f"{CURVES[name]} of an episode",
        Axis("episode", 0.0, 1.0, auto=True),
        Axis(CURVES[name].lower(), axis_low, axis_high),
        tuple(layers),
        width=(4 if n == 1 else 6) if beside else 12,
        height_px=min(height_px, 300) if beside else LOW_PX,
        note=_what_lines_are(last.n_runs),
        alt="What each learner earned per episode, its running mean, and the band of its runs",
    )


def _what_lines_are(n_runs: int) -> str:
    if n_runs == 1:
        return f"Thin: each episode. Thick: mean of the last {LATELY} episodes."
    return (
        f"Thin: each episode, mean of {n_runs} runs. Thick: mean of the last {LATELY} episodes. "
        "Shaded: 8 in 10 runs lie there (10th to 90th percentile)."
    )


def _range(values: NDArray[np.float64], spread: tuple[int, int]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return -1.0, 1.0
    low, high = np.percentile(known, spread)
    if np.ptp(known) < MUCH * (high - low):  # nothing is so far off that it has to be left out
        low, high = known.min(), known.max()
    return around(np.array([low, high]), 0.08, 0.5)


def _race_caption(frame: TdFrame, ground: Ground, place: int) -> str:
    told = [_episode_told(frame)]
    if place >= 0:
        for i, name in enumerate(frame.methods):
            known = bool(frame.visits[i, place])
            told.append(f"{method(name).label}, {_thought(ground, frame.q[i], place, known)}")
    return "\n".join(told)


def _thought(ground: Ground, q: NDArray[np.float64], place: int, known: bool) -> str:
    """Say what each action of a place is thought to be worth, the best first."""
    where = ground.at(place)
    if not known:
        return f"{where}: never left from there, so nothing is known."
    order = np.argsort(-q[place], kind="stable")
    told = ", ".join(f"{ground.actions[a].name} {q[place, a]:.2f}" for a in order)
    return with_minus(f"{where}: {told}.")


def _episode_told(frame: TdFrame) -> str:
    if not frame.n_episodes:
        return frame.ended or "Before the first episode nobody knows anything: no arrows yet."
    n_digits = 1 if np.abs(frame.newest[0]).max() >= 10 else 2
    told = [
        f"{method(name).label} earned {earned:.{n_digits}f} in {_long(length, frame.n_runs)}"
        for name, earned, length in zip(frame.methods, *frame.newest, strict=True)
    ]
    over = f", mean of {frame.n_runs} runs" if frame.n_runs > 1 else ""
    text = with_minus(f"Episode {frame.n_episodes}{over}: {'; '.join(told)}.")
    return " ".join(part for part in (text, frame.notice, frame.ended) if part)


def _long(length: float, n_runs: int) -> str:
    return counted(round(length), "step") if n_runs == 1 else f"{length:.1f} steps"


# Every step of one learner


def _steps(chosen: PlaygroundSettings, film: Film[StepFrame]) -> FilmPicture:
    frames, settings, place = film.frames, chosen.work, chosen.brush.place
    assert isinstance(settings, StepSettings)  # noqa: S101 (a race has its own picture)
    q = film.series("q")
    ground = ground_of(settings.world, q.shape[1])
    tried = film.series("visits") > 0
    values = np.where(tried, q.max(axis=2), np.nan)
    layers: tuple[Layer, ...] = grid.value_layers(ground, values)
    if ground.world is not None:
        layers += (
            *grid.under(ground),
            *grid.arrow_layer(ground, grid.best_actions(q, tried)),
            grid.path_layer(ground, [f.path[-MOST_PATH:] for f in frames], grid.AGENT,
                            name="this episode"),
            *grid.over(ground),
            _agent(ground, film),
        )  # fmt: skip
    if ground.layout is not None:
        arrows = grid.arrow_layer(ground, grid.best_actions(q, tried))
        layers += (*grid.under(ground), *arrows)
    layers += (
        grid.box_layer(ground, [frame.state for frame in frames]),
        grid.box_layer(ground, [place] * len(frames), grid.YOURS),
    )
    world = grid.grid_panel(
        ground, "Best values; the boxed place was updated", layers, width=8,
        wide_px=WIDE_PX, pick="cell",
        alt="The world with the best value of each cell; a box marks the updated one",
    )  # fmt: skip
    return FilmPicture(
        "steps",
        (world, _actions(settings, ground, film, max(world.height_px, 240))),
        film.steps,
        f"{method(settings.method).label}, {counted(film.last.n_steps, 'step')} one by one",
        captions=tuple(_step_told(settings, ground, frame, place) for frame in frames),
        readouts=(
            Readout("episodes finished", film.series("n_episodes"), 0),
            Readout("reward so far", film.series("total"), 2),
            Readout("surprise", film.series("target") - film.series("old"), 3),
        ),
        seconds=float(np.clip(len(frames) / 4, 6, 25)),
        file_name="steps.html",
        title="One update after another",
    )


def _agent(ground: Ground, film: Film[StepFrame]) -> Dots:
    here = film.series("next_state")
    x = np.where(here >= 0, ground.x[here], np.nan)[:, None]
    y = np.where(here >= 0, ground.y[here] + grid.LIFT, np.nan)[:, None]
    return Dots(x, y, grid.AGENT, 0, 8.0, name="the agent")


def _actions(
    settings: StepSettings, ground: Ground, film: Film[StepFrame], height_px: int
) -> Panel:
    frames = film.frames
    n_actions = frames[0].q.shape[1]
    heights = np.stack(
        [f.q[f.state] if f.state >= 0 else np.full(n_actions, np.nan) for f in frames]
    )
    places = np.arange(n_actions, dtype=float)
    colours = np.stack([np.where(np.arange(n_actions) == f.action, 4, 5) for f in frames])
    target = np.array([[f.target if f.state >= 0 else np.nan] for f in frames])
    at = np.array([[f.action if f.state >= 0 else np.nan] for f in frames], float)
    seen = np.concatenate([heights[np.isfinite(heights)], target[np.isfinite(target)], [0.0]])
    return Panel(
        "Each action of the boxed place",
        Axis("action (the updated one vermilion)", -0.6, n_actions - 0.4,
             tuple((float(i), _brief(a, n_actions)) for i, a in enumerate(ground.actions))
             if n_actions <= 8 else ()),
        Axis("Q, return", *around(seen, 0.1)),
        (
            Bars(places, heights, colours, 0.7),
            Dots(at, target, 6, 4, 5.0, name="what it moved towards"),
        ),
        width=4,
        height_px=min(height_px, 300),
        alt="Bars of the action values of the place just updated, and the target of the update",
    )  # fmt: skip


def _brief(action: Action, n_actions: int) -> str:
    """Return a name that fits under its bar: a sign for a move where there are many."""
    sign = _SIGNS.get((action.d_row, action.d_col))
    return sign if sign and n_actions > 4 else action.name.split()[0]


_SIGNS = {
    (-1, 0): "↑", (0, 1): "→", (1, 0): "↓", (0, -1): "←",
    (-1, 1): "↗", (1, 1): "↘", (1, -1): "↙", (-1, -1): "↖",
}  # fmt: skip


def _step_told(settings: StepSettings, ground: Ground, frame: StepFrame, place: int) -> str:
    told = _step_caption(settings, ground, frame)
    if place < 0:
        return told
    return f"{told}\n{_thought(ground, frame.q, place, bool(frame.visits[place])).capitalize()}"


def _step_caption(settings: StepSettings, ground: Ground, frame: StepFrame) -> str:
    if frame.ended:
        return frame.ended
    if frame.state < 0:
        return "Before the first step. Every place without a colour was never updated."
    went = ground.actions[frame.action].name
    how = ", at random," if frame.is_random else ""
    end = " The episode is over." if frame.terminated or frame.truncated else ""
    told = describe(settings.world, frame.state)
    place = f"{told} It took" if told else f"From {ground.at(frame.state)} it took"
    slid = ground.slid(frame.state, frame.action, frame.next_state)
    way = f"“{went}”{how.removesuffix(',') if slid else how}{slid}"
    return with_minus(f"{place} {way} and got {frame.reward:g}. {plain(frame.latex)}.{end}")


def _about_steps(frame: StepFrame) -> str:
    if frame.ended:
        return frame.ended
    if frame.state < 0:
        return f"{frame.n_episodes} episodes were lived before; nothing was updated yet."
    off = frame.target - frame.old
    more = "better" if off > 0 else "worse"
    steps = counted(frame.n_steps, "step")
    episodes = counted(frame.n_episodes, "finished episode")
    felt = f"{abs(off):.2f} {more} than" if abs(off) >= 0.005 else "just as"
    old, new = f"{frame.old:.2f}", f"{frame.new:.2f}"
    moved = f"moved from {old} to {new}" if old != new else f"stayed at {new}"
    said = f"After {steps} and {episodes}, the last step was {felt} expected: the estimate {moved}."
    return f"{said} {frame.warning}" if frame.warning else said


def operate(settings: PlaygroundSettings, _film: Any, _table: Any) -> tuple[Beside, ...]:
    """Return what a click does, by keyboard, and the whole ground."""
    return (Beside(deeds.paint(settings.brush, lambda cell: painted_cell(settings.brush, cell))),)
