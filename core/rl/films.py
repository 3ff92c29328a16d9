"""The films of the reinforcement playgrounds: what a worker is asked for."""

from __future__ import annotations

from core.compute.film import MOST_FRAMES, Film, record
from core.rl.bandits import run as bandits
from core.rl.bandits.run import BanditFrame
from core.rl.bandits.settings import BanditSettings
from core.rl.games import tree as game_tree
from core.rl.games.tree import TreeFrame, TreeSettings
from core.rl.planning import sweeps as planning
from core.rl.planning.returns import ReturnsFrame, ReturnsSettings, returns_backwards
from core.rl.planning.sweeps import PlanningFrame, PlanningSettings
from core.rl.td import run as td
from core.rl.td import steps as td_steps
from core.rl.td.settings import TdFrame, TdSettings
from core.rl.td.steps import StepFrame, StepSettings
from core.rl.worlds.presets import resolve

Q_BYTES = 6_000_000
"""What the action values of a film may take; Taxi's of four learners are 96 kB a frame."""
FEWEST_FRAMES = 40


def bandit_film(settings: BanditSettings) -> Film[BanditFrame]:
    """Return a whole race of policies."""
    n_steps = settings.n_steps // settings.every
    return record(bandits.run(settings), n_steps=n_steps, text="picture")


def planning_film(settings: PlanningSettings) -> Film[PlanningFrame]:
    """Return planning from nothing to the end; frames are made only where they are kept."""
    return record(planning.run_lazily(settings))


def td_film(settings: TdSettings) -> Film[TdFrame]:
    """Return a whole run of learners, without changes on the way; fewer frames of large worlds."""
    n_steps = settings.n_episodes // settings.every
    run, model = td.run(settings), resolve(settings.world)
    q_bytes = 8 * len(settings.methods) * model.n_states * model.n_actions
    most = min(MOST_FRAMES, max(FEWEST_FRAMES, Q_BYTES // q_bytes))
    return record(run, most=most, n_steps=n_steps, text="picture")


def step_film(settings: StepSettings) -> Film[StepFrame]:
    """Return one learner, step by step."""
    return record(td_steps.run(settings))


def tree_film(settings: TreeSettings) -> Film[TreeFrame]:
    """Return a whole search."""
    return record(game_tree.run(settings))


def returns_film(settings: ReturnsSettings) -> Film[ReturnsFrame]:
    """Return an episode's returns, filled in backwards."""
    return record(returns_backwards(settings))
