"""Beat the agent: the learner's episode and the agent's, step by step with the same luck."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.blocks import Block, Moving, Words, escape
from core.figures.curves import Curve, around, growing
from core.figures.deeds import Beside, Button
from core.figures.film import Axis, Boxes, Dots, FilmPicture, Layer, Line, Panel, Readout
from core.figures.plain_formula import with_minus
from core.figures.rl import grid
from core.figures.rl.ground import Ground, ground_of
from core.figures.rl.tables import taxi_map, taxi_places
from core.rl.worlds.toy_text import describe
from core.stages.reinforcement.beat_the_agent.episodes import Duel, DuelSettings, Played
from core.stages.reinforcement.beat_the_agent.settings import as_text, with_action
from core.stages.reinforcement.beat_the_agent.words import about_duel
from core.wording import counted

MOST_STEPS = 150
"""Steps that are drawn, the last ones."""
WIDE_PX, HALF_PX, LOW_PX = 440, 328, 190
YOU, AGENT = 0, 1
TAXI = "Taxi-v4"


def draw(settings: DuelSettings, answer: Duel) -> tuple[Block, ...]:
    """Draw where you stand; once you are done, both episodes beside each other."""
    if answer.ended:
        return (Words(escape(answer.ended)),)
    return Words(_invitation(settings, answer)), Moving(_film(settings, answer))


def notice(settings: DuelSettings, answer: Duel) -> str:
    """Say how far the learner is, or who won."""
    return with_minus(about_duel(answer))


def _invitation(settings: DuelSettings, answer: Duel) -> str:
    if answer.verdict:
        return ":material/flag: The episode is over: play it to see both, or start anew below."
    told = describe(settings.world, int(answer.learner.states[-1]))
    if told:
        return f":material/touch_app: {escape(told)} Choose an action below."
    return ":material/touch_app: Your turn: click beside the disc, or use the arrow keys."


def _film(settings: DuelSettings, answer: Duel) -> FilmPicture:
    mine, theirs = answer.learner, answer.agent
    both = bool(answer.verdict)
    longest = max(len(mine.actions), len(theirs.actions)) if both else len(mine.actions)
    times = np.arange(max(0, longest - MOST_STEPS), longest + 1)
    ground = ground_of(settings.world, _n_states(mine, theirs))
    panels = [_world(settings.world, ground, mine, times, "You", YOU, alone=not both)]
    if both:
        panels.append(
            _world(settings.world, ground, theirs, times, "The agent", AGENT, alone=False)
        )
    panels.append(_scores(settings, answer, times, panels[0].height_px, both=both))
    return FilmPicture(
        "duel",
        tuple(panels),
        times,
        f"Your episode of {counted(len(mine.actions), 'step')}"
        + (f" beside the agent's of {len(theirs.actions)}" if both else ""),
        captions=tuple(_caption(ground, answer, int(t), both=both) for t in times),
        readouts=_readouts(settings, answer, times, both=both),
        seconds=float(np.clip(len(times) / 4, 3, 12)),
        begin="play" if both else "end",
        file_name="duel.html",
        title="By hand and by an agent",
    )


def _n_states(mine: Played, theirs: Played) -> int:
    return int(max(mine.states.max(), theirs.states.max())) + 1


def _world(
    world: str, ground: Ground, played: Played, times: NDArray[np.int64], name: str,
    colour: int, *, alone: bool,
) -> Panel:  # fmt: skip
    """Draw one episode up to every time; who is there already stays."""
    reached = np.minimum(times, len(played.actions))
    here = played.states[reached]
    if world == TAXI:
        return _town(here, name, colour, alone=alone)
    x, y = ground.x[here][:, None], (ground.y[here] + grid.LIFT)[:, None]
    paths = [played.states[max(0, t - 60) : t + 1] for t in reached]
    layers: tuple[Layer, ...] = (
        grid.floor_layer(ground),
        *grid.under(ground),
        grid.path_layer(ground, paths, colour),
        *grid.over(ground),
        Dots(x, y, colour, 0 if colour == YOU else 1, 9.0, name=name),
    )
    panel = grid.grid_panel(
        ground,
        name,
        layers,
        width=8 if alone else 6,
        wide_px=WIDE_PX if alone else HALF_PX,
        tallest_px=380 if alone else 300,
        pick="walk" if name == "You" else "",
        alt=f"Where {name.lower()} went: the disc or square is the place now, the line the way",
    )
    return replace(panel, note="")


def _town(here: NDArray[np.int64], name: str, colour: int, *, alone: bool) -> Panel:
    """Draw Taxi's town with the taxi, its passenger and where they want to go."""
    taxi_x, taxi_y, rider_x, rider_y, goal_x, goal_y = (
        part[:, None].astype(float) for part in taxi_places(here)
    )
    goal = Boxes(goal_x - 0.44, goal_y - 0.44, goal_x + 0.44, goal_y + 0.44, 2, 3.5, "wants to go")
    return Panel(
        f"{name}: the town",
        Axis("column", 0, 5, tuple((i + 0.5, f"{i + 1}") for i in range(5))),
        Axis("row", 0, 5, tuple((4.5 - i, f"{i + 1}") for i in range(5))),
        (
            grid.mesh(5, 5),
            *taxi_map(),
            goal,
            Dots(taxi_x, taxi_y, colour, 1, 13.0, name="taxi"),
            Dots(rider_x, rider_y, 6, 4, 7.0, name="passenger"),
        ),
        width=8 if alone else 6,
        height_px=340 if alone else 290,
        square=True,
        alt="A town of 5 by 5 cells with walls and four stops; the taxi, passenger and destination",
    )


def _earned(played: Played, gamma: float, times: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the discounted return so far at every time; it stays after the end."""
    steps = np.concatenate([[0.0], gamma ** np.arange(len(played.rewards)) * played.rewards])
    total: NDArray[np.float64] = np.cumsum(steps)[np.minimum(times, len(played.rewards))]
    return total


def _scores(
    settings: DuelSettings, answer: Duel, times: NDArray[np.int64], height_px: int, *, both: bool
) -> Panel:
    mine = _earned(answer.learner, settings.gamma, times)
    theirs = _earned(answer.agent, settings.gamma, times)
    x = times.astype(float)
    layers = growing(x, Curve(mine, "you", YOU, 3.0))
    seen = [mine]
    if both:
        layers += growing(x, Curve(theirs, "the agent", AGENT, 3.0, dash=True))
        seen.append(theirs)
    if np.isfinite(answer.best):
        seen.append(np.array([answer.best]))
        ends = np.array([x[0], max(x[-1], x[0] + 1)])
        best = np.full(2, answer.best)
        layers += (Line(ends, best, -1, 1.5, dash=True, name="best on average"),)
    span = around(np.concatenate([*seen, [0.0]]), 0.1)
    return Panel(
        "Return so far",
        Axis("step", float(x[0]), float(max(x[-1], x[0] + 1))),
        Axis("discounted return", *span),
        layers,
        width=12 if both else 4,
        height_px=LOW_PX if both else min(max(height_px, LOW_PX), 300),
        alt="What you, and at the end the agent, have earned by step",
    )


def _readouts(
    settings: DuelSettings, answer: Duel, times: NDArray[np.int64], *, both: bool
) -> tuple[Readout, ...]:
    own = Readout("you earned", _earned(answer.learner, settings.gamma, times), 2)
    if both:
        return own, Readout("the agent", _earned(answer.agent, settings.gamma, times), 2)
    to_beat = np.full(len(times), answer.agent.discounted)
    return own, Readout("to beat: the agent's", to_beat, 2)


def _caption(ground: Ground, answer: Duel, t: int, *, both: bool) -> str:
    if t == 0:
        return "Both begin here, and the same step meets the same luck for both."
    parts = [_did(ground, answer, answer.learner, t, "You")]
    if both:
        parts.append(_did(ground, answer, answer.agent, t, "The agent"))
    return with_minus(f"Step {t}. {' '.join(parts)}")


def _did(ground: Ground, answer: Duel, played: Played, t: int, who: str) -> str:
    if t > len(played.actions):
        return f"{who} had finished."
    verb = "went" if who == "You" else "chose"
    action = int(played.actions[t - 1])
    slid = ground.slid(int(played.states[t - 1]), action, int(played.states[t]))
    return f"{who} {verb} “{answer.actions[action]}”{slid} and got {played.rewards[t - 1]:g}."


KEYS = {"up": "Up", "right": "Right", "down": "Down", "left": "Left"}
"""The arrow keys that press the buttons of a grid's moves."""


def operate(settings: DuelSettings, answer: Duel, _table: Any) -> tuple[Beside, ...]:
    """Return a button (and an arrow key) for every action, one step back, and a fresh start."""
    if answer.ended:
        return ()
    over, nothing = answer.learner.is_over, not settings.actions
    actions = (
        Button(
            f"do_{action}",
            name,
            with_action(settings, answer, action),
            disabled=over,
            shortcut=KEYS.get(name, ""),
        )
        for action, name in enumerate(answer.actions)
    )
    shorter = {"mine": as_text(settings.actions[:-1])}
    back = Button("back", "Step back", shorter, icon=":material/undo:", disabled=nothing)
    new = Button("new", "Start anew", {"mine": ""}, icon=":material/refresh:", disabled=nothing)
    return (Beside((*actions, back, new)),)
