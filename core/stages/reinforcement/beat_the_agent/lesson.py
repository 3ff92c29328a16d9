"""The lesson of beat the agent."""

from __future__ import annotations

from typing import Any, NamedTuple

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value
from core.wording import in_words

CLIFF: dict[str, Value] = {"world": "cliff", "n_episodes": 300}


class Way(NamedTuple):
    """The agent's episode: what it earned without discount, in how many steps, if it arrived."""

    earned: float
    n_steps: int
    arrived: bool


def _way(_settings: Any, duel: Any) -> Way:
    agent = duel.agent
    return Way(float(agent.total), len(agent.actions), bool(agent.terminated))


def _sum_of_rewards(settings: Any, duel: Any) -> str:
    """Return the agent's return as the sum of its first rewards, in numbers."""
    rewards = duel.agent.rewards
    if len(rewards) < 3:
        return ""
    return (
        rf"\text{{the agent: }} {rewards[0]:g} + {settings.gamma:g} \cdot ({rewards[1]:g})"
        rf" + \dots = {duel.agent.discounted:.4g}"
    )


def _better(before: Way, after: Way) -> int:
    return 1 + (after.earned > before.earned) - (after.earned < before.earned)


def _arrives(before: Way, after: Way) -> int:
    return 2 if not after.arrived else 0 if after.n_steps <= before.n_steps else 1


def _told(way: Way) -> str:
    earned = in_words(way.earned)
    return f"{earned} in {way.n_steps} steps" if way.arrived else f"{earned}, and never at G"


def _after_long_practice(before: Way, after: Way) -> str:
    because = (
        "It practises with random moves to the end, and for one who stumbles the detour is right."
        if after.arrived
        else "Its numbers never rest, as each surprise moves them half of the way: just now two "
        "squares point at each other."
    )
    return f"Before: {_told(before)}. Now: {_told(after)}. {because}"


LESSON = Lesson(
    idea=(
        "You and an **agent** play the same **episode**, one after the other, with the same luck: "
        "whatever would happen at your seventh step also happens at its own. Your blue disc "
        "starts on S and wants to G; each square that you enter pays its **reward** R, and what "
        "you have earned so far is the blue line beside the world, next to the dashed one of the "
        "best player there is. You see the whole board and can plan. The agent never saw it: it "
        "has only practised, as a child learns to walk, and kept one number for each square and "
        "move. Now it is **greedy** and always takes the highest. So it does what paid while it "
        "stumbled, not what is best: to play against it is the quickest way to feel what reward "
        "alone teaches."
    ),
    formula=r"G = R_1 + \gamma R_2 + \gamma^2 R_3 + \dots",
    numbers=_sum_of_rewards,
    words=("agent", "episode", "reward", "greedy"),
    tour=(
        Step(
            "The bottom row is a cliff: C costs 100 and puts you back to S, and every other step "
            "costs 1. Under the picture stands what the agent earned. Which way would you go?",
            sets={**CLIFF, "agent": "sarsa", "mine": ""},
        ),
        Step(
            "Walk to G with the buttons or the arrow keys. Once you are there, the agent's way "
            "appears beside yours: where does it make a detour?",
            sets={"world": "cliff", "mine": ""},
            until=lambda _settings, duel: bool(duel.verdict),
        ),
        Step(
            "SARSA learnt what its own stumbling cost, so it keeps away from the edge. "
            "Q-learning fell far more often while it practised. Now it is your opponent, and "
            "nobody stumbles any more.",
            "agent",
            {**CLIFF, "agent": "sarsa"},
            Prediction(
                "reinforcement.who_fell_most",
                "What will Q-learning earn in this episode?",
                ("Less than SARSA", "The same", "More"),
                {"agent": "q_learning"},
                _way,
                _better,
                lambda before, after: (
                    f"SARSA: {_told(before)}. Q-learning: {_told(after)}. It learns what the best "
                    "moves are worth, whatever it does meanwhile."
                ),
                surprises=True,
                always="After 300 episodes each has learnt what it counts, whatever its luck was.",
            ),
        ),
        Step(
            "SARSA needs more steps than the way along the edge, 13. Perhaps 300 episodes of "
            "practice were too few: give it 5,000.",
            "n_episodes",
            {**CLIFF, "agent": "sarsa"},
            Prediction(
                "reinforcement.practised_longer",
                "How will it go after 5,000 episodes?",
                (
                    "Along the edge, in 13 steps",
                    "A shorter detour",
                    "Just as far, or it never arrives",
                ),
                {"n_episodes": 5000},
                _way,
                lambda before, after: (
                    0 if after.n_steps <= 13 else 1 if after.n_steps < before.n_steps else 2
                ),
                _after_long_practice,
                surprises=True,
                always="For one who stumbles the detour is right, however long it practises.",
            ),
        ),
        Step(
            "Q-learning with 300 episodes walks along the edge. You are about to leave it only "
            "the first 20 episodes of practice.",
            "n_episodes",
            {**CLIFF, "agent": "q_learning"},
            Prediction(
                "reinforcement.twenty_episodes",
                "What will it do in your episode?",
                ("Arrive as quickly", "Arrive by a longer way", "Never arrive"),
                {"n_episodes": 20},
                _way,
                _arrives,
                lambda before, after: (
                    f"300 episodes: {_told(before)}. 20 episodes: {_told(after)}. In practice a "
                    "random move frees it now and then; greedy, it can walk in a circle for ever."
                    if not after.arrived
                    else f"300 episodes: {_told(before)}. 20 episodes: {_told(after)}."
                ),
                surprises=True,
                always="One step back per visit: in 20 episodes the news of the goal cannot come "
                "all the way along the cliff.",
            ),
        ),
        Step(
            "Last opponent: a planner that was given the whole map and computes the best move of "
            "every square.",
            "agent",
            {**CLIFF, "agent": "q_learning"},
            Prediction(
                "reinforcement.map_or_practice",
                "What will the planner earn, compared with Q-learning?",
                ("Less", "The same", "More"),
                {"agent": "optimal"},
                _way,
                _better,
                lambda before, after: (
                    f"Q-learning: {_told(before)}. The planner: {_told(after)}. Where practice "
                    "was long enough it leads to the same moves, without a map."
                    if before.earned == after.earned
                    else f"Q-learning: {_told(before)}. The planner: {_told(after)}. It had not "
                    "practised enough."
                ),
                always="After 300 episodes Q-learning has found the best way of this world.",
            ),
        ),
    ),
    traps=(
        Trap(
            "With more practice its way gets shorter and shorter.",
            "It gets as good as what it learns from. SARSA counts its own random moves, so after "
            "5,000 episodes it still walks round.",
            {"world": "cliff", "agent": "sarsa", "n_episodes": 5000},
            lambda settings, duel: 13 < _way(settings, duel).n_steps < 30,
        ),
        Trap(
            "Who fell most in practice plays worst.",
            "Q-learning falls most while it practises and still finds the shortest way: 13 steps.",
            {**CLIFF, "agent": "q_learning"},
            lambda settings, duel: _way(settings, duel) == Way(-13.0, 13, True),
        ),
    ),
    on_the_job=(
        "Before an agent is let loose, it is played against people and simple rules on the same "
        "episodes: only with the same luck does a difference of a few per cent mean anything."
    ),
    more=(
        Reading("Farama Foundation", "Gymnasium: the worlds", "https://gymnasium.farama.org/"),
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning: An Introduction, example 6.6",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Reading(
            "OpenAI",
            "Spinning Up in Deep RL: key concepts",
            "https://spinningup.openai.com/en/latest/spinningup/rl_intro.html",
        ),
    ),
)
