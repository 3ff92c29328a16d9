"""The lesson of temporal difference."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value
from core.wording import in_words

PAIR: dict[str, Value] = {
    "view": "race",
    "world": "cliff",
    "method_1": "q_learning",
    "method_2": "sarsa",
}
RACE: dict[str, Value] = {**PAIR, "n_runs": 3, "n_episodes": 500}
SHORTEST = -13.0
"""What the shortest way along the cliff earns."""


def _first_update(settings: Any, film: Any) -> str:
    """Return the newest update of a watched learner, or the first one of a race, in numbers."""
    from core.rl.planning.bellman import wrapped
    from core.rl.worlds.presets import drawn

    work, last = settings.work, film.last
    if hasattr(last, "target"):
        if last.state < 0:
            return ""
        return (
            rf"{last.old:.3g} + {work.alpha:g}\,[({last.target:.3g}) - ({last.old:.3g})]"
            rf" = {last.new:.3g}"
        )
    grid, guess = drawn(work.world), work.initial_q
    if grid is None:
        return ""
    reward = grid.step_reward
    new = guess + work.alpha * (reward + work.gamma * guess - guess)
    return (
        rf"\text{{first step: }} {guess:g} + {work.alpha:g}\,[{reward:g} + {work.gamma:g}"
        rf" \cdot {wrapped(guess)} - {wrapped(guess)}] = {new:.3g}"
    )


def _earned(_settings: Any, film: Any) -> tuple[float, float] | None:
    """Return what Q-learning and SARSA earned lately per episode."""
    last = film.last
    if not {"q_learning", "sarsa"} <= set(last.methods):
        return None
    q, sarsa = (float(last.lately[last.methods.index(m)]) for m in ("q_learning", "sarsa"))
    return q, sarsa


def _leader(_before: Any, after: tuple[float, float]) -> int:
    lead = after[0] - after[1]
    return 2 if abs(lead) <= 1 else 0 if lead > 0 else 1


def _lead_grows(before: tuple[float, float], after: tuple[float, float]) -> int | None:
    first, second = before[1] - before[0], after[1] - after[0]
    if first <= 1:
        return None
    return 0 if second <= first else 1 if second <= 3 * first else 2


def _practised(before: tuple[float, float], after: tuple[float, float]) -> int:
    if after[0] > SHORTEST - 3:
        return 0
    return 1 if after[0] > 0.75 * before[0] else 2


def _last_length(_settings: Any, film: Any) -> float:
    """Return the steps of the first learner's last episode."""
    return float(film.last.newest[1, 0])


def _knows_more(settings: Any, film: Any) -> bool:
    """Whether Q-learning earned less than SARSA and yet expects the shortest way's return."""
    from core.rl.worlds.presets import drawn

    q, sarsa = _earned(settings, film) or (0.0, 0.0)
    grid = drawn(settings.work.world)
    assert grid is not None  # noqa: S101 (the cliff is a grid)
    expects = film.last.q[film.last.methods.index("q_learning"), grid.starts()[0]].max()
    return bool(q < sarsa - 5 and abs(expects - SHORTEST) < 0.5)


def _waiting_is_worse(_settings: Any, film: Any) -> bool:
    last = film.last
    waits, steps = (last.lately[last.methods.index(m)] for m in ("monte_carlo", "sarsa"))
    return bool(waits < steps - 10)


LESSON = Lesson(
    idea=(
        "Nobody gives this **agent** a map. Before each step it has a guess Q of all it will "
        "still earn. One step later it holds a **reward** r and the guess from where it now "
        "stands: by how much these two together differ from the old guess is the **temporal "
        "difference**, and a share α of this surprise corrects it. You do the same when you guess "
        "your time of arrival anew at every traffic light. Two learners live in the same world, "
        "one map each: a square's colour and number are the best **value** the learner expects "
        "from there, arrows its best moves, the orange line its last **episode**. The chart shows "
        "what each earned, episode by episode. So TD-Gammon taught itself backgammon; deep RL "
        "puts a network where these tables stand."
    ),
    formula=r"Q(s,a) \leftarrow Q(s,a) + \alpha\,\big[\,r + \gamma \max_b Q(s',b) - Q(s,a)\,\big]",
    numbers=_first_update,
    words=("agent", "reward", "temporal difference", "value", "episode"),
    tour=(
        Step(
            "Press play. A step costs 1, the cliff (C) costs 100 and puts the walker back to S. "
            "Q-learning counts on the best next move, SARSA on the one it will really make. See "
            "whose arrows hug the edge, and in the chart who earns more.",
            sets=RACE,
        ),
        Step(
            "One update at a time says more than any curve. Under **Look at** choose **Each "
            "step**, then step through the film: the update stands below it with its numbers.",
            "view",
            {"view": "race"},
            until=lambda settings, _film: type(settings.work).__name__ == "StepSettings",
        ),
        Step(
            "One action in ten is drawn by lot (ε = 0.1), and on the edge a lot can mean a fall. "
            "SARSA is ahead. You are about to switch the lots off: ε = 0.",
            "epsilon",
            {**RACE, "epsilon": 0.1},
            Prediction(
                "reinforcement.no_more_lots",
                "Who earns more in the last episodes now?",
                ("Q-learning", "SARSA, as before", "Neither, to within 1"),
                {"epsilon": 0.0},
                _earned,
                _leader,
                lambda _before, after: (
                    f"Q-learning earns {in_words(after[0])} and SARSA {in_words(after[1])}. They "
                    "differ only in how they count random moves; with none they are the same rule."
                ),
                surprises=True,
                always="Without random moves SARSA's next move is the best one, so both rules are "
                "one.",
            ),
        ),
        Step(
            "Now the other way: three actions in ten by lot, for both.",
            "epsilon",
            {**RACE, "epsilon": 0.1},
            Prediction(
                "reinforcement.more_lots",
                "SARSA's lead over Q-learning will …",
                ("shrink or stay", "grow, up to three times", "grow to more than three times"),
                {"epsilon": 0.3},
                _earned,
                _lead_grows,
                lambda before, after: (
                    f"From {before[1] - before[0]:.0f} to {after[1] - after[0]:.0f}. Q-learning "
                    "still walks along the edge, where every lot may cost 100; SARSA moves away."
                ),
                surprises=True,
                always="Q-learning stays at the edge, so more random moves are more falls.",
                undecided="SARSA leads by less than 1 here, so there is no lead to grow: let both "
                "run on the cliff with ε at 0.1.",
            ),
        ),
        Step(
            "Q-learning still falls after 500 episodes. Perhaps it only needs practice: four "
            "times as many episodes.",
            "n_episodes",
            {**RACE, "epsilon": 0.1},
            Prediction(
                "reinforcement.practice_and_falls",
                "The shortest way earns −13. What will Q-learning earn in its last episodes?",
                ("About −13", "Clearly more than before", "About what it earned before"),
                {"n_episodes": 2000},
                _earned,
                _practised,
                lambda before, after: (
                    f"{in_words(before[0])} before, {in_words(after[0])} now. It has long known "
                    "the best way; the falls come from random moves, which practice does not end."
                ),
                surprises=True,
            ),
        ),
        Step(
            "A maze, ten episodes, Q-learning alone: each step corrects one guess. Dyna-Q also "
            "remembers where each move led, and replays five memories after every step.",
            "method_1",
            {
                "view": "race",
                "world": "maze",
                "method_1": "q_learning",
                "method_2": "none",
                "n_episodes": 10,
                "n_planning": 5,
                "n_runs": 3,
            },
            Prediction(
                "reinforcement.replayed_memories",
                "How many steps will its tenth way to the goal take?",
                ("About as many", "Between a third and three quarters", "Less than a third"),
                {"method_1": "dyna_q"},
                _last_length,
                lambda before, after: (
                    0 if after > 0.75 * before else 1 if 3 * after > before else 2
                ),
                lambda before, after: (
                    f"{before:.0f} steps with Q-learning, {after:.0f} with Dyna-Q; 14 is the "
                    "shortest. Replaying carries the news of the goal backwards without walking."
                ),
                always="Five memories after each step carry the news to the start in ten episodes.",
            ),
        ),
    ),
    traps=(
        Trap(
            "Who earned less has learnt less.",
            "Q-learning earns less here while it learns, but the way it has found is the "
            "shortest: without random moves it would earn −13. SARSA learnt a safer way.",
            {**PAIR, "epsilon": 0.1, "n_runs": 10, "n_episodes": 500},
            _knows_more,
        ),
        Trap(
            "Monte Carlo waits for the real return, so it learns better.",
            "Its targets are right on average, but carry the luck of a whole episode, and nothing "
            "is learnt before the end: here it still earns far less than SARSA.",
            {**PAIR, "method_1": "monte_carlo", "epsilon": 0.1, "n_runs": 10, "n_episodes": 500},
            _waiting_is_worse,
        ),
    ),
    on_the_job=(
        "A robot that learns while it works pays for its own random moves: an on-policy method "
        "prices them in. From logs of what others did, recommendations or prices for instance, "
        "only an off-policy method such as Q-learning can learn."
    ),
    more=(
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning: An Introduction, chapter 6",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Reading("Watkins and Dayan", "Q-learning (1992)", "https://doi.org/10.1007/BF00992698"),
        Reading(
            "Hugging Face",
            "Deep Reinforcement Learning Course (free), unit 2",
            "https://huggingface.co/learn/deep-rl-course",
        ),
        Reading(
            "Schultz, Dayan and Montague",
            "A neural substrate of prediction and reward (1997)",
            "https://doi.org/10.1126/science.275.5306.1593",
        ),
    ),
)
