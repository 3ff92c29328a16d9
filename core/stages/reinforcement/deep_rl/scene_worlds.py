"""How the worlds of deep RL look: an agent's state as limbs and dots, and what stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from core.figures.film import Axis, Layer, Line, Texts, still

Array = Any


@dataclass(frozen=True)
class Limbs:
    """States drawn: lines (..., n_lines, 4) as x0, y0, x1, y1, and dots (..., n_dots, 2).

    pushes : (..., n_pushes, 4) lines for what the action does; of no length where it does nothing.
    """

    lines: Array
    dots: Array
    pushes: Array


@dataclass(frozen=True)
class Look:
    """A world's picture. ``limbs`` draws states (..., n_observed) with the actions taken there;
    ``around`` what stands still; ``glyphs`` stand for its actions. ``arrows`` : whether pushes
    have heads; flames have none.
    """

    x: Axis
    y: Axis
    limbs: Callable[[Array, Array], Limbs]
    around: Callable[[], tuple[Layer, ...]]
    glyphs: tuple[str, ...]
    arrows: bool = True


def _line(x0: Any, y0: Any, x1: Any, y1: Any) -> Array:
    return np.stack(np.broadcast_arrays(x0, y0, x1, y1), axis=-1)


def _point(x: Any, y: Any) -> Array:
    return np.stack(np.broadcast_arrays(x, y), axis=-1)


def _push(x: Array, y: Any, way: Array, length: float, lean: Any = 0.0) -> Array:
    """Return one arrow's line from (x, y), ``lean`` radians off the x axis, as (..., 1, 4)."""
    along = way * length
    end = x + along * np.cos(lean), y + along * np.sin(lean)
    return np.asarray(_line(x, y, *end))[..., None, :]


def _cart(states: Array, actions: Array) -> Limbs:
    x, angle = states[..., 0], states[..., 2]
    box = [(-0.3, -0.12), (0.3, -0.12), (0.3, 0.12), (-0.3, 0.12), (-0.3, -0.12)]
    sides = [_line(x + ax, ay, x + bx, by) for (ax, ay), (bx, by) in pairwise(box)]
    tip = x + np.sin(angle), 0.12 + np.cos(angle)
    pole = _line(x, 0.12, *tip)
    way = np.where(np.isnan(actions), 0, np.where(actions == 1, 1, -1))
    push = _push(x + way * 0.33, 0.0, way, 0.4)
    dots = np.stack([_point(*tip), _point(x, 0.12)], axis=-2)
    return Limbs(np.stack([*sides, pole], axis=-2), dots, push)


def _hill(x: Array) -> Array:
    return np.sin(3 * x) * 0.45 + 0.55


_CAR = [(-0.1, 0.03), (0.1, 0.03), (0.06, 0.11), (-0.07, 0.11), (-0.1, 0.03)]


def _car(states: Array, actions: Array) -> Limbs:
    x = states[..., 0]
    y, lean = _hill(x), np.arctan(1.35 * np.cos(3 * x))
    sides = [_turned((*a, *b), x, y, lean, 1.0, 0.0) for a, b in pairwise(_CAR)]
    wheels = [_turned((side, 0.02, side, 0.02), x, y, lean, 1.0, 0.0) for side in (-0.06, 0.06)]
    push = _push(x, y + 0.22, np.nan_to_num(actions - 1.0), 0.22, lean)
    dots = np.stack([wheel[..., :2] for wheel in wheels], axis=-2)
    return Limbs(np.stack(sides, axis=-2), dots, push)


def _arms(states: Array, actions: Array) -> Limbs:
    upper = np.arctan2(states[..., 1], states[..., 0])
    both = upper + np.arctan2(states[..., 3], states[..., 2])
    elbow = np.sin(upper), -np.cos(upper)
    tip = elbow[0] + np.sin(both), elbow[1] - np.cos(both)
    way = np.nan_to_num(actions - 1.0)
    lines = [_line(0.0, 0.0, *elbow), _line(*elbow, *tip)]
    dots = [_point(np.zeros_like(upper), 0.0), _point(*elbow), _point(*tip)]
    push = _push((elbow[0] + tip[0]) / 2, (elbow[1] + tip[1]) / 2, way, 0.6, both)
    return Limbs(np.stack(lines, axis=-2), np.stack(dots, axis=-2), push)


def _pendulum(states: Array, actions: Array) -> Limbs:
    tip = -states[..., 1], states[..., 0]
    way = -np.clip(np.nan_to_num(actions), -2, 2) / 2
    dots = [_point(np.zeros_like(tip[0]), 0.0), _point(*tip)]
    push = _push(*tip, way, 0.6, np.arctan2(states[..., 1], states[..., 0]))
    return Limbs(_line(0.0, 0.0, *tip)[..., None, :], np.stack(dots, axis=-2), push)


_HULL = [(-0.47, 0.57), (-0.57, 0.0), (-0.57, -0.33), (0.57, -0.33), (0.57, 0.0), (0.47, 0.57)]
_LEGS = [(-0.5, -0.33, -0.85, -0.75), (0.5, -0.33, 0.85, -0.75)]
_FEET = [(-1.0, -0.75, -0.7, -0.75), (0.7, -0.75, 1.0, -0.75)]
_FLAMES = [
    (1, (-0.6, 0.35, -1.3, 0.35)),
    (2, (0.0, -0.4, 0.0, -1.7)),
    (2, (-0.18, -0.4, -0.25, -1.25)),
    (2, (0.18, -0.4, 0.25, -1.25)),
    (3, (0.6, 0.35, 1.3, 0.35)),
]
"""Action and line, in the lander's own frame."""


def _lander(states: Array, actions: Array) -> Limbs:
    """Draw the lander at 1.4 times its size, or its flames would hardly be seen."""
    x, y, angle = 10 * states[..., 0], 20 / 3 * states[..., 1], states[..., 4]
    hull = [(*a, *b) for a, b in zip(_HULL, [*_HULL[1:], _HULL[0]], strict=True)]
    lines = [_turned(piece, x, y, angle, 1.4, 0.45) for piece in (*hull, *_LEGS, *_FEET)]
    flames = [
        _turned(flame, x, y, angle, np.where(actions == action, 1.4, 0.0), 0.45)
        for action, flame in _FLAMES
    ]
    legs = [
        np.where((states[..., 6 + i] > 0.5)[..., None],
                 _turned(leg, x, y, angle, 1.4, 0.45)[..., 2:], np.nan)
        for i, leg in enumerate(_LEGS)
    ]  # fmt: skip
    return Limbs(*(np.stack(parts, axis=-2) for parts in (lines, legs, flames)))


def _turned(piece: Any, x: Array, y: Array, angle: Array, size: Any, lift: float) -> Array:
    """Return a line of a body's own frame where the body is; ``lift`` raises it in that frame."""
    ends = []
    for px, py in (piece[:2], piece[2:]):
        px, py = px * size, py * size + lift
        ends += [x + px * np.cos(angle) - py * np.sin(angle)]
        ends += [y + px * np.sin(angle) + py * np.cos(angle)]
    return _line(*ends)


def _track() -> tuple[Layer, ...]:
    edges = [Line(still([x, x]), still([-0.2, 1.25]), 4, 1.5, dash=True) for x in (-2.4, 2.4)]
    return (Line(still([-2.6, 2.6]), still([-0.14, -0.14]), -1, 1.5), *edges)


def _hillside() -> tuple[Layer, ...]:
    x = np.linspace(-1.2, 0.6, 60)
    pole = Line(still([0.5, 0.5]), still([_hill(0.5), _hill(0.5) + 0.22]), 2, 2.5)
    flag = Texts(still([0.5]), still([_hill(0.5) + 0.3]), ("⚑",), 16, 2)
    return Line(still(x), still(_hill(x)), -1, 2.0), pole, flag


def _bar() -> tuple[Layer, ...]:
    goal = Texts(still([-1.5]), still([1.18]), ("the tip must pass here",), 11)
    return Line(still([-2.2, 2.2]), still([1.0, 1.0]), 2, 2.0, dash=True), goal


def _upright() -> tuple[Layer, ...]:
    around = np.linspace(0, 2 * np.pi, 60)
    return (
        Line(still(np.sin(around)), still(np.cos(around)), -1, 1.0, dash=True),
        Texts(still([0.0]), still([1.22]), ("hold it here",), 11),
    )


def pad() -> tuple[Layer, ...]:
    """Return LunarLander's pad, the one part of the ground that is the same in every episode."""
    poles = [Line(still([x, x]), still([-0.63, 1.0]), 2, 2.0) for x in (-2.0, 2.0)]
    flags = Texts(still([-1.7, 2.3]), still([1.2, 1.2]), ("⚑", "⚑"), 16, 2)
    return Line(still([-4.0, 4.0]), still([-0.63, -0.63]), -1, 3.0), *poles, flags


def ground(terrain: Array) -> tuple[Layer, ...]:
    """Return LunarLander's hills; (n, 2) in the units of its states, () without."""
    if not len(terrain):
        return ()
    return (Line(still(10 * terrain[:, 0]), still(20 / 3 * terrain[:, 1]), -1, 2.0),)


LOOKS: dict[str, Look] = {
    "CartPole-v1": Look(Axis("position of the cart", -2.6, 2.6), Axis("", -0.35, 1.35), _cart,
                        _track, ("←", "→")),
    "MountainCar-v0": Look(Axis("position", -1.2, 0.6), Axis("height", -0.05, 1.4), _car,
                           _hillside, ("←", "·", "→")),
    "Acrobot-v1": Look(Axis("", -2.3, 2.3), Axis("height", -2.2, 2.2), _arms, _bar,
                       ("↻", "·", "↺")),
    "Pendulum-v1": Look(Axis("", -1.8, 1.8), Axis("height", -1.4, 1.4), _pendulum, _upright, ()),
    "LunarLander-v3": Look(Axis("place", -10.5, 10.5), Axis("height", -3.5, 11.0), _lander,
                           pad, ("·", "◁", "△", "▷"), arrows=False),
}  # fmt: skip
