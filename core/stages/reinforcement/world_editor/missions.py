"""Missions of the playground world editor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.course.missions import Mission
from core.value import Value

NEAR_GOAL = 35
"""The cell of the small prize in the world with two goals."""


START = 16
"""Where that world begins."""


CORNERS: dict[str, Value] = {"world": "corners", "method": "policy_evaluation", "gamma": 1.0}


ROUND = "islands~................2.......2.......112...10..11110"
"""Arrows along the lowest row of the world with two goals."""


def _walled(name: str, *cells: int) -> str:
    from core.rl.worlds.grid import paint
    from core.rl.worlds.presets import preset
    from core.rl.worlds.text import to_text

    world = preset(name)
    for cell in cells:
        world = paint(world, cell, "wall")
    return to_text(world)


ONE_WALL = tuple(range(20, 29))


TWO_WALLS = (*ONE_WALL, *range(51, 60))
"""Cells of walls across the open field, with a gap at opposite ends."""


def _is(settings: Any, name: str) -> bool:
    return type(settings.work).__name__ == name


def _near_prize(settings: Any, answer: Any) -> bool:
    if not _is(settings, "WalkSettings") or answer.film is None:
        return False
    asked = (settings.work.walker, settings.work.world) == ("optimal", "islands")
    return bool(asked and answer.states[-1] == NEAR_GOAL)


def _only_walls(text: str, name: str) -> bool:
    """Whether a world is that preset with walls painted into it, and nothing else changed."""
    from core.rl.worlds.grid import WALL
    from core.rl.worlds.presets import painted, preset

    world, plain = painted(text), preset(name)
    if world is None or len(world.cells) != len(plain.cells) or world.cells == plain.cells:
        return False
    pairs = zip(world.cells, plain.cells, strict=True)
    same = replace(world, cells=plain.cells) == plain
    return same and all(new in (old, WALL) for new, old in pairs)


def _detour(settings: Any, answer: Any) -> bool:
    if not _is(settings, "PlanningSettings") or not _only_walls(settings.work.world, "field"):
        return False
    plans = settings.work.method == "value_iteration" and settings.work.gamma == 0.9
    start = answer.last.values[0]
    return bool(plans and answer.last.phase == "settled" and 0 < start < 0.1)


def _in_place(settings: Any, answer: Any) -> bool:
    if not _is(settings, "PlanningSettings"):
        return False
    work = settings.work
    asked = (work.world, work.method, work.gamma) == ("corners", "policy_evaluation", 1.0)
    precise = work.theta <= 1e-4 and answer.last.phase == "settled"
    return bool(asked and precise and answer.last.n_sweeps < 150)


def _own_way(settings: Any, answer: Any) -> bool:
    if not _is(settings, "PlanningSettings"):
        return False
    work, last = settings.work, answer.last
    asked = (work.world, work.method, work.gamma) == ("islands", "policy_evaluation", 0.9)
    return bool(asked and work.arrows and last.phase == "settled" and last.values[START] >= 0.8)


def _nothing_better(settings: Any, answer: Any) -> bool:
    if not _is(settings, "PlanningSettings"):
        return False
    work = settings.work
    asked = (work.world, work.method, work.gamma) == ("corners", "policy_iteration", 1.0)
    improved = any(frame.phase == "improvement" for frame in answer.frames)
    return bool(asked and work.arrows and answer.last.phase == "settled" and not improved)


MISSIONS = (
    Mission(
        "reinforcement.near_prize",
        "A bird in the hand",
        "Among lava and two goals, make the best agent take the near prize of 1, not the far one "
        "of 3, without painting.",
        (
            "Look at a return: whoever walks best goes to the far goal.",
            "An agent in a hurry discounts more: lower γ to 0.8.",
        ),
        _near_prize,
        {"view": "return", "gamma": 0.8},
        {"view": "return", "gamma": 0.95},
    ),
    Mission(
        "reinforcement.detour",
        "The long way round",
        "On the open field, with γ at 0.9, paint walls only, until value iteration finds the start "
        "worth less than 0.1 but more than nothing.",
        (
            "Every step of a detour costs a tenth of the value.",
            "Draw two long walls across, with a gap at opposite ends.",
        ),
        _detour,
        lambda: {"world": "field", "painted": _walled("field", *TWO_WALLS)},
        lambda: {"world": "field", "painted": f"{_walled('field', *ONE_WALL)}~p0.5"},
    ),
    Mission(
        "reinforcement.in_place",
        "Fewer sweeps",
        "In the world of two corners, evaluate the random policy with γ = 1 and a stop of 1e-4 or "
        "less in fewer than 150 sweeps.",
        ("Choose policy evaluation and set γ to 1.", "Let new values be used at once: in place."),
        _in_place,
        {**CORNERS, "theta": 1e-4, "in_place": True},
        {**CORNERS, "theta": 1e-4},
    ),
    Mission(
        "reinforcement.own_way",
        "Your own way",
        "Among lava and two goals, with γ at 0.9, paint arrows until policy evaluation finds the "
        "start worth 0.8.",
        (
            "Let a click turn arrows. Where you paint none, the agent stumbles about at random.",
            "The near goal is not worth enough: lead it along the lowest row to the far one.",
        ),
        _own_way,
        {"method": "policy_evaluation", "arrows": ROUND},
        {"method": "policy_evaluation", "arrows": "islands~1"},
    ),
    Mission(
        "reinforcement.nothing_better",
        "Nothing to improve",
        "In the world of two corners, with γ = 1, paint arrows in which policy iteration finds "
        "nothing to improve: it settles after evaluating them once.",
        (
            "Every cell should lead to the corner that is nearer.",
            "Or evaluate your arrows, improve them with the button below the picture, and repeat.",
        ),
        _nothing_better,
        {**CORNERS, "method": "policy_iteration", "arrows": "corners~.33200020012011"},
        {**CORNERS, "method": "policy_iteration", "arrows": "corners~.33200020012013"},
    ),
)
