"""The film of a race of learners; that of one learner's steps is its generator (`steps.run`)."""

from __future__ import annotations

from core.compute.film import MOST_FRAMES, Film, record
from core.rl.td import run as td
from core.rl.td.settings import TdFrame, TdSettings
from core.rl.worlds.presets import resolve

Q_BYTES = 6_000_000
"""What the action values of a film may take; Taxi's of four learners are 96 kB a frame."""
FEWEST_FRAMES = 40


def td_film(settings: TdSettings) -> Film[TdFrame]:
    """Return a whole run of learners, without changes on the way; fewer frames of large worlds."""
    n_steps = settings.n_episodes // settings.every
    run, model = td.run(settings), resolve(settings.world)
    q_bytes = 8 * len(settings.methods) * model.n_states * model.n_actions
    most = min(MOST_FRAMES, max(FEWEST_FRAMES, Q_BYTES // q_bytes))
    return record(run, most=most, n_steps=n_steps, text="picture")
