"""Beat the agent: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.reinforcement.beat_the_agent import scene as rl_duel
from core.stages.reinforcement.beat_the_agent.episodes import duel
from core.stages.reinforcement.beat_the_agent.example import example, meeting_of
from core.stages.reinforcement.beat_the_agent.settings import HAND_PARAMS, hand_settings, picked

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=HAND_PARAMS,
    settings=lambda _context, values: hand_settings(values),
    work=duel,
    draw=rl_duel.draw,
    notice=rl_duel.notice,
    pick=picked,
    operate=rl_duel.operate,
    code=lambda settings, _answer: Example(example, settings, meeting_of),
    needs_table=False,
    sources=(BOOK, Source("Farama Foundation, Gymnasium", "https://gymnasium.farama.org/")),
)
