"""The agent's video: a greedy episode, step by step, with what the agent thought of its actions."""

from __future__ import annotations

import numpy as np

from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Panel,
    Readout,
    Segments,
    still,
)
from core.stages.reinforcement.deep_rl.frames import DeepFrame
from core.stages.reinforcement.deep_rl.scene_worlds import LOOKS, ground
from core.stages.reinforcement.deep_rl.settings import DeepSettings

TALL_PX, VIDEO_S = 270, 8.0


def video(settings: DeepSettings, last: DeepFrame) -> FilmPicture:
    """Return the last check's first episode as a film of its own, played in the browser."""
    clip, world = last.clip, settings.place
    look = LOOKS[world.id]
    limbs = look.limbs(clip.states, clip.actions)
    lines, pushes = limbs.lines, limbs.pushes
    pushed = (np.hypot(*np.moveaxis(pushes[..., 2:] - pushes[..., :2], -1, 0)) > 0.02).astype(float)
    layers: list[Layer] = [*look.around(), *ground(clip.terrain)]
    x0, y0, x1, y1 = (lines[..., i] for i in range(4))
    p0, q0, p1, q1 = (pushes[..., i] for i in range(4))
    layers += [
        Segments(x0, y0, x1, y1, np.ones(lines.shape[1]), thickest=4.5, colour=0),
        Dots(limbs.dots[..., 0], limbs.dots[..., 1], 1, 0, 5.0),
        Segments(p0, q0, p1, q1, pushed, thickest=3.5, colour=4, arrow=look.arrows),
    ]
    since = f"{clip.n_trained:,} steps of training"
    if settings.starting is not None:
        since = f"{clip.n_trained:,} more steps" if clip.n_trained else "no further training"
    alt = f"{world.name}, played greedily after {since}"
    stage = Panel(
        f"Video: a greedy episode after {since}",
        look.x, look.y, tuple(layers), 7, TALL_PX, square=True, plain=True, alt=alt,
    )  # fmt: skip
    return FilmPicture(
        "episode",
        (stage, _thoughts(settings, last)),
        clip.steps,
        alt,
        captions=tuple(_caption(settings, last, i) for i in range(len(clip.steps))),
        readouts=(
            Readout("return so far", clip.rewards, 1),
            *((Readout("this state is worth", clip.values, 1),) if has_values(settings) else ()),
        ),
        seconds=max(VIDEO_S * len(clip.steps) / 160, 1.0),
        file_name="episode.html",
        title=f"{world.name} after {since}",
        film=f"{clip.n_trained} {len(clip.steps)}",
    )


def _thoughts(settings: DeepSettings, last: DeepFrame) -> Panel:
    clip, world = last.clip, settings.place
    names = world.actions or ("torque",)
    n = len(names)
    chosen = np.nan_to_num(clip.actions, nan=-1.0).astype(int) if world.is_discrete else None
    colour = 0 if chosen is None else np.where(np.arange(n) == chosen[:, None], 1, 9)
    heights = clip.preferences
    low, high = min(float(heights.min()), 0.0), max(float(heights.max()), 1e-6)
    if not world.is_discrete:
        low, high = -world.reach, world.reach
    ticks = tuple((float(i), brief(name)) for i, name in enumerate(names))
    return Panel(
        f"{_measure(settings)}; the one taken stands out",
        Axis("action", -0.7, n - 0.3, ticks),
        Axis(_measure(settings).lower(), low * 1.1, high * 1.1),
        (Bars(still(np.arange(n)), heights, colour, 0.6),),
        width=5,
        height_px=TALL_PX,
        alt=f"{_measure(settings)} at each step of the episode",
    )


def has_values(settings: DeepSettings) -> bool:
    """Whether the agent says what states are worth: REINFORCE does with a critic only."""
    return settings.method != "reinforce" or settings.baseline == "critic"


def brief(action: str) -> str:
    """Return an action's name for a narrow place."""
    return action.removesuffix(" engine")


def _measure(settings: DeepSettings) -> str:
    if settings.method == "dqn":
        return "Action values"
    return "Probabilities" if settings.place.is_discrete else "Torque"


def _caption(settings: DeepSettings, last: DeepFrame, i: int) -> str:
    clip, world = last.clip, settings.place
    action, step = clip.actions[i], int(clip.steps[i])
    if np.isnan(action):
        return f"The episode ended after {step} steps with a return of {clip.rewards[i]:.1f}."
    if not world.is_discrete:
        return f"Step {step}: a torque of {action:+.2f}."
    value = clip.preferences[i, int(action)]
    what = "value" if settings.method == "dqn" else "probability"
    return f"Step {step}: {world.actions[int(action)]}, the largest {what}: {value:.3g}."
