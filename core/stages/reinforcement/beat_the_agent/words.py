"""What there is to see in a duel."""

from __future__ import annotations

import numpy as np

from core.stages.reinforcement.beat_the_agent.episodes import Duel


def about_duel(duel: Duel) -> str:
    """Say how far the learner is, or who earned more."""
    if duel.ended:
        return duel.ended
    mine, agents = duel.learner.discounted, duel.agent.discounted
    best = "" if np.isnan(duel.best) else f" The best policy earns {duel.best:.2f} on average."
    if not duel.verdict:
        n_steps = len(duel.learner.actions)
        so_far = f"{n_steps} step{'' if n_steps == 1 else 's'} so far"
        return f"{so_far}, {mine:.2f} earned; the agent ended with {agents:.2f}.{best}"
    won = {"learner": "You win", "agent": "The agent wins", "draw": "A draw"}[duel.verdict]
    return f"{won}: you earned {mine:.2f}, the agent {agents:.2f}, with the same luck.{best}"
