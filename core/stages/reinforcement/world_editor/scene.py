"""The world editor: values spreading over a painted world, or an episode's return backwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words
from core.figures.curves import Curve, around, growing
from core.figures.deeds import Beside, Button, Field
from core.figures.film import Axis, Bars, Dots, FilmPicture, Line, Panel, Readout
from core.figures.plain_formula import plain, spelled, spelled_out, with_minus
from core.figures.rl import deeds, grid
from core.figures.rl.ground import Ground, ground_of
from core.params import Param
from core.rl.planning.sweeps import PlanningFrame, PlanningSettings
from core.rl.worlds.brush import ARROW_TOOLS, INSPECT, POINTS, REWARD, TURN, Brush, rewarded
from core.rl.worlds.grid import CLIFF, GOAL, LAVA, TOOLS, WALL
from core.rl.worlds.presets import drawn
from core.stages.reinforcement.world_editor.run import Walk, best_arrows
from core.stages.reinforcement.world_editor.settings import (
    EVALUATING,
    EditorSettings,
    WalkSettings,
    clicked,
)
from core.stages.reinforcement.world_editor.words import about_planning
from core.wording import counted

WIDE_PX, SIDE_PX = 440, 330
LOOKS = "Click a cell to have **its** update spelled out below, picture by picture."
PAINTS = "To change the world that this episode runs in, choose what a click paints."
TINY = 1e-12
_TOOLS = {tool.id: tool.label.lower() for tool in TOOLS}


def draw(settings: EditorSettings, answer: Film[PlanningFrame] | Walk) -> tuple[Block, ...]:
    """Draw the world with what is computed on it; a click on a cell paints."""
    if isinstance(answer, Walk):
        told = invitation(replace(settings.brush, place=-1), PAINTS)
        return (told, *_draw_walk(settings.work, answer))
    return invitation(settings.brush), Moving(_planning(settings, answer))


def notice(settings: EditorSettings, answer: Film[PlanningFrame] | Walk) -> str:
    """Say what came out, with its numbers."""
    if isinstance(answer, Walk):
        return with_minus(_about_walk(answer))
    warning = answer.last.warning
    said = about_planning(settings.work, answer.last)  # type: ignore[arg-type]
    return with_minus(f"{said} {warning}" if warning and warning != said else said)


def invitation(brush: Brush, looks: str = LOOKS) -> Words:
    """Return the line that says what a click does; ``looks``: what inspecting a cell shows."""
    if drawn(brush.world) is None:
        return Words(
            ":material/table: Nothing to paint here: every place is a state of this world's table."
        )
    return Words(f"{_ICONS.get(brush.tool, _BRUSH)} {_told(brush, looks)}{_icy(brush)}")


_BRUSH = ":material/brush:"
_ICONS = {INSPECT: ":material/search:", TURN: ":material/rotate_right:"}


def _told(brush: Brush, looks: str) -> str:
    if brush.tool == INSPECT:
        if brush.place < 0:
            return looks
        place = ground_of(brush.world, brush.place + 1).at(brush.place)
        return f"You inspect **{place}**{_still(brush)}; a second click lets it go."
    if brush.tool == TURN:
        return (
            "A click **turns the arrow** of a cell to the next action; after the last it has none."
        )
    if brush.tool in POINTS:
        return f"A click paints an **arrow {POINTS[brush.tool]}**: what your policy does there."
    tool = f"reward {brush.reward:+g}" if brush.tool == REWARD else _TOOLS[brush.tool]
    return with_minus(f"A click on a cell paints **{tool}**.")


def _icy(brush: Brush) -> str:
    world = drawn(brush.world)
    slip = 0.0 if world is None else world.slip
    return f" The ground is icy: {slip:.0%} of the moves go sideways." if slip else ""


def _still(brush: Brush) -> str:
    """Return why nobody acts from an inspected cell, "" where somebody may."""
    world = drawn(brush.world)
    kind = "" if world is None else world.cells[brush.place]
    if kind == WALL:
        return ", a wall: nobody stands there, so it has no value"
    if kind in (GOAL, LAVA):
        return ", an end: nothing follows, so its value stays 0; its reward counts on the way in"
    if kind == CLIFF:
        return (
            ", a cliff: who steps on it is put back to a start, so nobody ever stands there; the "
            "value below is only what leaving from there would be worth"
        )
    return ""


# Planning


def _planning(all_settings: EditorSettings, film: Film[PlanningFrame]) -> FilmPicture:
    frames, settings = film.frames, all_settings.work
    assert isinstance(settings, PlanningSettings)  # noqa: S101 (a walk has its own picture)
    values = film.series("values")
    ground = ground_of(settings.world, values.shape[1])
    world = grid.grid_panel(
        ground,
        _title(settings),
        _world_layers(ground, film, all_settings),
        width=8,
        wide_px=WIDE_PX,
        pick="cell",
        alt="The world: blue cells are worth having, orange ones are not; thin arrows are the "
        "policy, thick orange ones are yours",
    )
    starts = ground.world.starts() if ground.world is not None else ()
    at_start = values[:, list(starts)].mean(axis=1) if starts else values[:, 0]
    deltas = film.series("delta")
    return FilmPicture(
        "planning",
        (world, _deltas(settings, film, deltas, world.height_px)),
        film.steps,
        f"{settings.method.replace('_', ' ')} in {len(frames)} pictures; "
        f"at the end a start is worth {at_start[-1]:.3f}",
        captions=tuple(_caption(settings, ground, frame) for frame in frames),
        readouts=(
            Readout("sweeps", film.series("n_sweeps"), 0),
            Readout("updates", film.series("n_updates"), 0),
            Readout("largest change", deltas, 4),
            Readout("value of a start", at_start, 3),
            *_place_readout(ground, values, settings.place),
        ),
        seconds=float(np.clip(len(frames) / 6, 5, 14)),
        file_name="planning.html",
        title="Planning in a known world",
        film=repr(replace(settings, place=-1)),  # a place is inspected while the film stays
    )


def _title(settings: PlanningSettings) -> str:
    if settings.method != "policy_evaluation":
        return "Values and the best actions"
    return "What your arrows are worth" if settings.arrows else "What a random walk is worth"


def _place_readout(ground: Ground, values: Any, place: int) -> tuple[Readout, ...]:
    return () if place < 0 else (Readout(ground.at(place), values[:, place], 3),)


def _world_layers(
    ground: Ground, film: Film[PlanningFrame], settings: EditorSettings
) -> tuple[Any, ...]:
    frames, brush = film.frames, settings.brush
    values = film.series("values")
    policy = film.series("policy")
    is_said = np.array([_has_arrows(settings.work, frame) for frame in frames])
    shown = (policy > TINY) & is_said[:, None, None]
    return (
        *grid.value_layers(ground, values),
        *grid.under(ground),
        *grid.your_arrows(ground, brush.arrows),
        *grid.arrow_layer(ground, shown),
        *grid.over(ground),
        grid.box_layer(ground, [frame.cell for frame in frames]),
        grid.box_layer(ground, [brush.place] * len(frames), grid.YOURS),
    )


def _has_arrows(settings: Any, frame: PlanningFrame) -> bool:
    """Whether the policy was computed; the one that evaluation begins with is the learner's."""
    if settings.method == "value_iteration":
        return frame.n_updates > 0
    return frame.n_changed >= 0


def _deltas(settings: Any, film: Film[PlanningFrame], deltas: Any, height_px: int) -> Panel:
    x = film.steps.astype(float)
    shown = np.where(deltas > 0, deltas, np.nan)
    line = growing(x, Curve(shown, "largest change"))
    stop = Line(x[[0, -1]], np.full(2, settings.theta), -1, 1.5, dash=True, name="stop below")
    return Panel(
        "How much still changes",
        Axis("step", 0.0, float(max(film.n_steps, 1))),
        Axis("change of a value (log scale)", settings.theta / 2, 10, log=True, auto=True),
        (*line, stop),
        width=4,
        height_px=min(height_px, SIDE_PX),
        alt="The largest change of a value, falling sweep by sweep",
    )


def _caption(settings: PlanningSettings, ground: Ground, frame: PlanningFrame) -> str:
    """Say what was updated; with a place inspected, its newest update action by action."""
    if not frame.bellman and not frame.mine:
        waits = settings.place >= 0 and frame.phase == "start" and not frame.ended
        more = f" Step on to see how {ground.at(settings.place)} is updated." if waits else ""
        return about_planning(settings, frame) + more
    if not frame.mine:
        return f"{_when(settings, ground, frame)}. {spelled(frame.bellman)}"
    first, *lines = spelled_out(frame.mine)
    change = f"from {frame.mine_old:.3f} to {frame.mine_new:.3f}"
    where = f"{ground.at(settings.place).capitalize()} went {change}: {first}"
    said = about_planning(settings, frame) if not frame.bellman else ""
    begun = said or f"{_when(settings, ground, frame)} (to {frame.new:.3f})."
    return with_minus("\n".join([begun, where, *lines]))


def _when(settings: PlanningSettings, ground: Ground, frame: PlanningFrame) -> str:
    which = "Updated" if settings.pace == "cell" else "Changed most"
    sweep = frame.n_sweeps + (settings.pace == "cell")
    return f"Sweep {sweep}. {which}: {ground.at(frame.cell)}"


# A return, backwards


def _draw_walk(settings: Any, walk: Walk) -> tuple[Block, ...]:
    if walk.film is None:
        return (Words(walk.ended),)
    return (Moving(_returned(settings, walk, walk.film)),)


def _returned(settings: WalkSettings, walk: Walk, film: Film[Any]) -> FilmPicture:
    frames = film.frames
    world_cells = ground_of(settings.world, int(walk.states.max()) + 1)
    n_cells = world_cells.n_cells
    worth = np.full((len(frames), n_cells), np.nan)
    for i, frame in enumerate(frames):
        for t in range(len(frame.returns) - 1, frame.step - 1, -1):
            worth[i, walk.states[t]] = frame.returns[t]
    here = [int(walk.states[frame.step]) for frame in frames]
    layers = (
        *grid.value_layers(world_cells, worth, name="return"),
        *grid.under(world_cells),
        grid.path_layer(world_cells, [walk.states] * len(frames), grid.AGENT, name="the episode"),
        *grid.over(world_cells),
        grid.box_layer(world_cells, here),
    )
    panel = grid.grid_panel(
        world_cells, "The episode, from its end", layers, width=8, wide_px=WIDE_PX, pick="cell",
        alt="The path of an episode; each cell on it shows the return from there on",
    )  # fmt: skip
    return FilmPicture(
        "return",
        (panel, _bars(film, panel.height_px)),
        film.steps,
        _walked(walk, frames[-1].returns[0]),
        captions=tuple(_return_caption(frame, walk) for frame in frames),
        readouts=(
            Readout("time t", film.series("step"), 0),
            Readout("return from there", np.array([f.returns[f.step] for f in frames]), 4),
        ),
        seconds=float(np.clip(len(frames) / 2, 4, 12)),
        file_name="return.html",
        title="A return, filled in backwards",
    )


def _bars(film: Film[Any], height_px: int) -> Panel:
    rewards = film.last.rewards
    n = len(rewards)
    times = np.arange(n, dtype=float)
    returns = film.series("returns")[:, :-1]
    values = np.concatenate([film.last.returns, rewards, [0.0]])
    return Panel(
        "Rewards, and what is still to come",
        Axis("time t", -0.6, n - 0.4),
        Axis("reward", *around(values, 0.08)),
        (
            Bars(times, returns, 0, 0.8, name="return G"),
            Dots(times, rewards, 1, 4, 4.0, name="next reward R"),
        ),
        width=4,
        height_px=min(height_px, SIDE_PX),
        alt="The return from each time on as bars, filled in from the right, and each reward",
    )


def _return_caption(frame: Any, walk: Walk) -> str:
    if frame.step == len(frame.rewards):
        if walk.terminated:
            return f"{plain(frame.latex)}: after the end nothing more comes. Now backwards."
        return (
            f"{plain(frame.latex)}: the time limit cut the episode off here, so nothing more is "
            "counted. Now backwards."
        )
    return f"{plain(frame.latex)} (it went {walk.actions[frame.step]})."


def _about_walk(walk: Walk) -> str:
    if walk.film is None:
        return walk.ended
    last = walk.film.last
    n, worth = len(last.rewards), f"{last.returns[0]:.2f}"
    if walk.n_before:
        return (
            f"The last {n} of the episode's {n + walk.n_before} rewards add up to "
            f"{walk.total:.2f}; discounted by {walk.gamma:g} a step, they are worth {worth} where "
            f"the picture begins (t = 0). The whole episode's return is {walk.whole:.2f}."
        )
    rewards = "one reward is" if n == 1 else f"{n} rewards add up to"
    they_are = "it is" if n == 1 else "they are"
    return (
        f"The episode's {rewards} {walk.total:.2f}; discounted by {walk.gamma:g} a step, "
        f"{they_are} worth {worth} at its beginning."
    )


def _walked(walk: Walk, worth: float) -> str:
    n = counted(len(walk.actions), "step")
    which = f"The last {n} of an episode" if walk.n_before else f"An episode of {n}"
    return f"{which}; their return is {worth:.3f}"


SLIDER_REWARD = 5.0


def operate(settings: EditorSettings, answer: Any, _table: Any) -> tuple[Beside | Field, ...]:
    """Return the keyboard, the reward of the inspected cell, and what arrows all do at once."""
    brush = settings.brush
    deeds_ = deeds.paint(brush, lambda cell: clicked(settings, cell))
    if brush.tool in ARROW_TOOLS or brush.arrows:
        deeds_ += _all_arrows(settings, answer)
    return (Beside(deeds_), *(_reward(brush) if brush.place >= 0 else ()))


def _all_arrows(settings: EditorSettings, answer: Any) -> tuple[Button, Button]:
    better = best_arrows(settings, answer)
    return (
        Button(
            "improve",
            "Improve my arrows",
            {"arrows": better, "method": EVALUATING[0]} if better else {},
            icon=":material/trending_up:",
            help="Every arrow turns to the action that is best by the values at the end of the "
            "film: one policy improvement.",
            disabled=not better,
            quiet=True,
        ),
        Button(
            "clear",
            "Clear my arrows",
            {"arrows": ""},
            icon=":material/ink_eraser:",
            disabled=not settings.brush.arrows,
            quiet=True,
        ),
    )


def _reward(brush: Brush) -> tuple[Field, ...]:
    """Return a slider for the reward of the inspected cell."""
    grid = drawn(brush.world)
    if grid is None or grid.cells[brush.place] == WALL:
        return ()
    row, col = divmod(brush.place, grid.n_cols)
    now = grid.reward_of(brush.place)
    most = max(SLIDER_REWARD, abs(now))
    param = Param(
        "pays",
        f"Reward for entering row {row + 1}, column {col + 1}",
        "float",
        now,
        "For larger rewards choose “Paints: reward” as what a click does.",
        low=-most,
        high=most,
        step=0.1,
    )
    key = f"pays_{brush.place}"
    return (Field(key, param, now, lambda chosen: rewarded(brush, brush.place, chosen)),)
