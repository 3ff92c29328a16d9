"""Beat the agent: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source
from core.stages.reinforcement.beat_the_agent import hand
from core.stages.reinforcement.beat_the_agent import scene as rl_duel
from core.stages.reinforcement.beat_the_agent.episodes import duel
from core.ui import rl_desk

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=hand.HAND_PARAMS,
    settings=lambda _experiment, values: hand.hand_settings(values),
    work=duel,
    draw=rl_duel.draw,
    notice=rl_duel.notice,
    pick=hand.picked,
    after=rl_desk.walk_desk("reinforcement_beat_the_agent"),
    code=lambda settings, _answer: settings,
    needs_table=False,
    sources=(BOOK, Source("Farama Foundation, Gymnasium", "https://gymnasium.farama.org/")),
)
