"""The lesson of deep RL. Its questions are answered by the first checks of short runs."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.wording import in_words

SHORT = {"method": "ppo", "world": "CartPole-v1", "learning_rate": "tuned", "steps": "10000"}
SOLVED, POOR = 475.0, 50.0
"""Steps that CartPole's pole must stand to count as solved, and what chance hardly gets."""
AT_CHECK = 2
"""The check that answers: after a tenth of a run."""
N_EARLY = 20
"""Points of the curve of returns that lie in the first fifth of a run."""
PLAY = "Press play, let the chart grow past the third orange diamond (a few seconds) and pause."


def _gradient(settings: Any, film: Any) -> str:
    """Return the update with the newest picture's learning rate and chance; for DQN its target."""
    last = film.last
    if settings.method == "dqn":
        gamma, best = settings.recipe.gamma, float(last.preferences.max())
        return rf"r + {gamma:g} \cdot {best:.3g}"
    if not settings.place.is_discrete:
        return ""
    chance = float(last.preferences.max())
    return rf"\theta + {last.learning_rate:.3g}\; A\; \nabla_{{\theta}} \ln {chance:.3g}"


def _checks(_settings: Any, film: Any) -> tuple[float, float]:
    """Return the greedy returns before any training and after a tenth of it, NaN before it."""
    checks = film.last.checks[0]
    return float(checks[0]), float(checks[AT_CHECK])


def _stands(earned: float) -> int | None:
    """Return 0 for a solved CartPole, 1 for less, 2 for a poor one; None while it is unknown."""
    if earned != earned:  # NaN: the check is still to come
        return None
    return 0 if earned >= SOLVED else 1 if earned > POOR else 2


def _flags(settings: Any, film: Any) -> tuple[int, int, float]:
    """Return how many early points of the curve saw the flag, of how many, and the best return.

    Of none while they are still to come.
    """
    last = film.last
    if last.n_steps < last.n_total * N_EARLY // len(last.returns[0]):
        return 0, 0, 0.0
    known = [float(mean) for mean in last.returns[0][:N_EARLY] if mean == mean]
    n_reached = sum(mean > -settings.place.time_limit for mean in known)
    return n_reached, len(known), max(known, default=0.0)


def _how_often(_before: Any, after: tuple[int, int, float]) -> int | None:
    n_reached, n_known, _ = after
    if not n_known:
        return None
    return 0 if n_reached == 0 else 1 if 2 * n_reached < n_known else 2


def _is_lost(settings: Any, film: Any) -> bool:
    first, later = _checks(settings, film)
    return first >= SOLVED and later < POOR


def _solves(_settings: Any, film: Any) -> bool:
    return bool((film.last.checks[0][1:] >= SOLVED).any())


LESSON = Lesson(
    idea=(
        "In a small world an **agent** keeps a number for every square. A pole on a cart has "
        "endless angles and speeds, so a network stands in the table's place and guesses what it "
        "never met. Its weights θ make a **policy** π: the chance of each action. What went "
        "better than expected (the advantage A, often judged by a second network, the **critic**) "
        "becomes likelier, by the learning rate η. But the agent learns from its own play, and "
        "one step too far spoils that. Top left, the line is what episodes in training returned; "
        "orange diamonds are checks in which it plays **greedy**. Beside it is the pole in "
        "training. Below, over its angle and speed: what a state is worth (dark is high), what "
        "the agent does there, and how much it still tries out."
    ),
    formula=r"\theta \leftarrow \theta + \eta\; A\; \nabla_{\theta} \ln \pi_{\theta}(a \mid s)",
    numbers=_gradient,
    words=("agent", "policy", "critic", "greedy"),
    tour=(
        Step(
            "This agent of ours is half trained. The video below the chart shows it playing as it "
            "came. Then press play and follow the orange diamonds: do they climb towards the "
            "dashed line?",
            sets={**SHORT, "start": "half"},
        ),
        Step(
            "The video shows an agent that has learnt: the pole stands for all 500 steps. You are "
            "about to replace its weights by fresh ones, drawn by chance, and to look before any "
            "training.",
            "start",
            {**SHORT, "start": "trained"},
            Prediction(
                "reinforcement.untrained_pole",
                "For how many steps does the pole stand now, on average?",
                ("475 or more", "51 to 474", "50 or fewer"),
                {"start": "fresh"},
                _checks,
                lambda _before, after: _stands(after[0]),
                lambda before, after: (
                    f"{in_words(before[0])} with the trained weights, {in_words(after[0])} with "
                    "random ones. All it can do stands in the weights."
                ),
            ),
        ),
        Step(
            "An agent that gets 500 of 500 has nothing left to lose, one should think. You will "
            "train it on with a learning rate of 0.1, a hundred times what suits it. The first "
            "diamond is the agent as it comes.",
            "learning_rate",
            {**SHORT, "start": "fresh", "learning_rate": "0.1"},
            Prediction(
                "reinforcement.trained_on",
                "What will the check after 1,000 more steps show?",
                ("475 or more: learnt is learnt", "51 to 474", "50 or fewer"),
                {"start": "trained"},
                _checks,
                lambda _before, after: _stands(after[1]),
                lambda _before, after: (
                    f"{in_words(after[0])} as it came, {in_words(after[1])} after a tenth of the "
                    "run. Each step changes the play, and the play is all it learns from: there is "
                    "no data set to come back to."
                ),
                surprises=True,
                always="Steps that large throw the weights far away from all they had learnt.",
                undecided=PLAY,
            ),
        ),
        Step(
            "The same method, another world: a car too weak for its hill. Every step costs 1 "
            "until the flag is reached, and after 200 steps the episode is cut off.",
            "world",
            {**SHORT, "start": "fresh"},
            Prediction(
                "reinforcement.no_news",
                "In the first fifth of training, how often does the car reach the flag?",
                ("Never", "Now and then", "Mostly"),
                {"world": "MountainCar-v0"},
                _flags,
                _how_often,
                lambda _before, after: (
                    f"The best mean return so far is {in_words(after[2])}. While every episode "
                    "costs the same 200, no action looks better than another, so there is nothing "
                    "to learn from."
                    if after[0] == 0
                    else f"It was seen at {after[0]} of {after[1]} points of the curve, the best "
                    f"at {in_words(after[2])}."
                ),
                surprises=True,
                always="Chance alone hardly ever swings the car up to the flag.",
                undecided=PLAY,
            ),
        ),
        Step(
            "How much of a curve is luck? Set Seeds to 3 and press play: three agents with equal "
            "settings train side by side, and thin lines show the worst and the best of them.",
            "n_seeds",
            {**SHORT, "start": "fresh", "n_seeds": 1},
            until=lambda settings, _film: settings.n_seeds > 1,
        ),
    ),
    traps=(
        Trap(
            "Trained stays trained.",
            "A learning rate of 0.1 ruins an agent that got 500 within the first checks.",
            {**SHORT, "start": "trained", "learning_rate": "0.1"},
            _is_lost,
        ),
        Trap(
            "The newer method learns faster.",
            "Not in a small world: in 10,000 steps REINFORCE, published in 1992, gets a check of "
            "475 or more. PPO's strength is large networks and long trainings.",
            {**SHORT, "method": "reinforce", "start": "fresh"},
            _solves,
        ),
    ),
    on_the_job=(
        "PPO trains walking robots and tunes language models to what people prefer. There, too, "
        "the last agent is seldom the best: keep checkpoints, examine them on fresh episodes and "
        "report several seeds."
    ),
    more=(
        Reading(
            "OpenAI",
            "Spinning Up in Deep RL: intro to policy optimization",
            "https://spinningup.openai.com/en/latest/spinningup/rl_intro3.html",
        ),
        Reading(
            "Hugging Face",
            "Deep Reinforcement Learning Course (free)",
            "https://huggingface.co/learn/deep-rl-course",
        ),
        Reading(
            "Henderson and others",
            "Deep Reinforcement Learning that Matters (2018)",
            "https://arxiv.org/abs/1709.06560",
        ),
        Reading(
            "Stable-Baselines3",
            "Reinforcement learning tips and tricks",
            "https://stable-baselines3.readthedocs.io/en/master/guide/rl_tips.html",
        ),
    ),
)
