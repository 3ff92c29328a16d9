"""The lesson of the world editor."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap

BESIDE, RIGHT = 34, 1
"""The square left of the near goal among lava and two goals, and the action that enters it."""
VALUES = {"view": "values", "method": "value_iteration"}


def _best_of_four(settings: Any, answer: Any) -> str:
    """Return the inspected place's value, or the start's, as the best of its actions; "" else."""
    from core.rl.worlds.presets import drawn

    work = settings.work
    if not hasattr(answer, "last"):
        film = answer.film
        return "" if film is None else str(film.last.latex)
    grid = drawn(work.world)
    if work.method == "policy_evaluation" or grid is None:
        return ""
    places = (settings.brush.place,) if settings.brush.place >= 0 else grid.starts()
    if not places:
        return ""
    q, value = answer.last.q[places[0]], answer.last.values[places[0]]
    row, col = divmod(places[0], grid.n_cols)
    told = ",\\ ".join(f"{x:.3g}" for x in q)
    return rf"V(\text{{row {row + 1}, column {col + 1}}}) = \max({told}) = {value:.3g}"


def _going_in(_settings: Any, film: Any) -> tuple[float, float]:
    """Return what entering the near goal is worth from beside it, and the best other action."""
    q = film.last.q[BESIDE]
    return float(q[RIGHT]), float(max(value for i, value in enumerate(q) if i != RIGHT))


def _start_and_all(settings: Any, film: Any) -> tuple[float, float, float]:
    """Return what the start is worth, and the lowest and highest of all places one can stand on."""
    from core.rl.worlds.presets import drawn

    grid = drawn(settings.work.world)
    assert grid is not None  # noqa: S101 (its steps choose a grid)
    live = [float(v) for v, kind in zip(film.last.values, grid.cells, strict=True) if kind in ".S"]
    return float(film.last.values[grid.starts()[0]]), min(live), max(live)


def _n_sweeps(_settings: Any, film: Any) -> int:
    return int(film.last.n_sweeps)


def _walks_on(settings: Any, film: Any) -> bool:
    at_hand, elsewhere = _going_in(settings, film)
    return elsewhere > at_hand


LESSON = Lesson(
    idea=(
        "Suppose an **agent** knows its world: what each move pays, where it leads, where it "
        "slips. Then nothing has to be tried; it can be computed. What a place s is worth, its "
        "**value** V, is the next **reward** r plus the value of the place after it, s′, made a "
        "little smaller by the **discount** γ. So worth spreads backwards from the goals like the "
        "smell of a kitchen, one square further in each **sweep**. Every square of the picture is "
        "a place: its number is its value, blue is good and orange bad; thin arrows are the best "
        "moves; S, G and L are start, goals and lava, dark squares are walls, the boxed square "
        "changed most. Route planners work so, and agents that learn by trying are after these "
        "same numbers."
    ),
    formula=r"V(s) \leftarrow \max_a \big[\, r + \gamma\, V(s') \,\big]",
    numbers=_best_of_four,
    words=("agent", "value", "reward", "discount", "sweep"),
    tour=(
        Step(
            "Press play: every picture is one sweep over all squares. Blue spreads from the +3 on "
            "the right and the +1 at the bottom, and the arrows turn as better news arrives.",
            sets={**VALUES, "world": "islands"},
        ),
        Step(
            "Look inside: click any free square. Its update is spelled out below the picture, "
            "move by move, with the numbers of the sweep that you see.",
            sets={**VALUES, "tool": "inspect", "place": ""},
            until=lambda settings, _film: settings.brush.place >= 0,
        ),
        Step(
            "With γ = 0.5 a reward halves with every step it is away. The orange box marks the "
            "square beside the near goal, whose arrow goes straight in. You are about to set γ to "
            "0.9.",
            "gamma",
            {**VALUES, "world": "islands", "gamma": 0.5, "place": f"{BESIDE}"},
            Prediction(
                "reinforcement.prize_at_hand",
                "Where will the arrow in the orange box point?",
                ("Into the goal at hand, as before", "Away from it"),
                {"gamma": 0.9},
                _going_in,
                lambda _before, after: int(after[1] > after[0]),
                lambda _before, after: (
                    f"Going in is worth {after[0]:.2f}, the best other move {after[1]:.2f}: when "
                    "little is lost on the way, the far goal of 3 is worth a walk."
                ),
                surprises=True,
                always="Both prizes and the way between them belong to this world: that a larger "
                "one further off can win is the lesson.",
            ),
        ),
        Step(
            "An open field, steps cost nothing, the goal pays 1 and γ is 0.9: the further away, "
            "the paler. Now without any discount, γ = 1.",
            "gamma",
            {**VALUES, "world": "field", "gamma": 0.9},
            Prediction(
                "reinforcement.no_hurry",
                "What will the start, 17 moves from the goal, be worth?",
                (
                    "More than now, but less than a square beside the goal",
                    "As much as a square beside the goal",
                ),
                {"gamma": 1.0},
                _start_and_all,
                lambda _before, after: int(after[2] - after[1] < 0.005),
                lambda before, after: (
                    f"The start goes from {before[0]:.2f} to {after[0]:.2f}, and squares lie "
                    f"between {after[1]:.2f} and {after[2]:.2f}. The discount was the only reason "
                    "to hurry: without it every way that ends at the goal is as good."
                ),
                surprises=True,
                always="With steps that cost nothing and no discount, nothing is lost on any way.",
            ),
        ),
        Step(
            "Every step costs 1 until a corner with G is reached. Planned, the square right of "
            "the upper left G is one step away: −1. Now nobody plans, and all moves are drawn "
            "by lot.",
            "method",
            {**VALUES, "world": "corners", "gamma": 1.0, "arrows": ""},
            Prediction(
                "reinforcement.random_walk_home",
                "How many steps does a random walk need from there, on average?",
                ("About 2", "About 5", "About 14"),
                {"method": "policy_evaluation"},
                lambda _settings, film: float(film.last.values[1]),
                lambda _before, after: 0 if after > -3 else 1 if after > -9 else 2,
                lambda before, after: (
                    f"{-before:.0f} step with a plan, {-after:.1f} by lot: three moves "
                    "of four lead away from the corner or nowhere, and coming back takes long."
                ),
                surprises=True,
                always="It is a known number of this world: Sutton and Barto's figure 4.1.",
            ),
        ),
        Step(
            "Value iteration takes the best move in every update. Policy iteration first "
            "computes in full what its present moves are worth, then improves them, and again.",
            "method",
            {**VALUES, "world": "islands", "gamma": 0.9, "arrows": ""},
            Prediction(
                "reinforcement.sweeps_of_iteration",
                "How many sweeps will policy iteration need to arrive at the same values?",
                ("Fewer", "As many", "More"),
                {"method": "policy_iteration"},
                _n_sweeps,
                lambda before, after: 1 + (after > before) - (after < before),
                lambda before, after: (
                    f"{before} sweeps with value iteration, {after} with policy iteration. It "
                    "improves only a few times, but each time it computes to the last digit what "
                    "a policy is worth that it will not keep."
                ),
                surprises=True,
                always="A policy by lot wanders for long before it ends, and so do its sweeps.",
            ),
        ),
    ),
    traps=(
        Trap(
            "Who stands beside a prize takes it.",
            "Not if a larger one can be reached before the discount has eaten the difference: "
            "the arrow in the orange box leads away from the goal that pays 1.",
            {**VALUES, "world": "islands", "gamma": 0.9, "place": f"{BESIDE}"},
            _walks_on,
        ),
        Trap(
            "A square that pays nothing is worth nothing.",
            "A reward belongs to a step, a value to a place: a place is worth all that can still "
            "be earned from there.",
            {**VALUES, "world": "field", "gamma": 0.9},
            lambda settings, film: _start_and_all(settings, film)[1] > 0.1,
        ),
    ),
    on_the_job=(
        "Where the model is known, as in stock keeping, elevators or a game's rules, planning is "
        "exact and costs no trial. And the discount is a decision: it says how far ahead your "
        "system looks, and it can change the plan itself."
    ),
    more=(
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning: An Introduction, chapters 3 and 4",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Reading(
            "Andrej Karpathy",
            "REINFORCEjs: dynamic programming in a grid world",
            "https://cs.stanford.edu/people/karpathy/reinforcejs/gridworld_dp.html",
        ),
        Reading(
            "David Silver",
            "Course on reinforcement learning (free lectures)",
            "https://davidstarsilver.wordpress.com/teaching/",
        ),
    ),
)
