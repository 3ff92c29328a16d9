"""Bandits: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.reinforcement.bandits import scene as rl_bandits
from core.stages.reinforcement.bandits.example import example, race_of
from core.stages.reinforcement.bandits.run import race_film
from core.stages.reinforcement.bandits.settings import RACE_PARAMS, BanditSettings, race_settings

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)


PLAYGROUND = Playground(
    params=RACE_PARAMS,
    settings=lambda _context, values: race_settings(values),
    work=race_film,
    work_settings=BanditSettings.work,
    draw=rl_bandits.draw,
    notice=rl_bandits.notice,
    code=lambda settings, _film: Example(example, settings, race_of),
    needs_table=False,
    sources=(
        BOOK,
        Source("Auer, Cesa-Bianchi and Fischer (2002), Finite-time Analysis of the Bandit"),
        Source("Thompson (1933), On the Likelihood that One Unknown Probability Exceeds"),
    ),
)
