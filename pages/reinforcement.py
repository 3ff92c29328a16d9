"""Stage: reinforcement learning. Watch agents find their way by reward alone."""

from __future__ import annotations

from core.figures.scenes.rl import bandits as rl_bandits
from core.figures.scenes.rl import duel as rl_duel
from core.figures.scenes.rl import editor as rl_editor
from core.figures.scenes.rl import temporal_difference as td_scene
from core.figures.scenes.rl import tree as rl_tree
from core.rl.bandits import race
from core.rl.duel import hand
from core.rl.duel.episodes import duel
from core.rl.films import planning_film, step_film, td_film
from core.rl.games import match
from core.rl.planning import editor
from core.rl.planning.sweeps import PlanningSettings
from core.rl.td import playground as td
from core.rl.td.settings import TdSettings
from core.rl.td.steps import StepSettings
from core.rl.worlds.brush import painted_cell, picked
from core.ui import deep_desk, rl_desk, shell
from core.ui.playground import Playground, Source

BOOK = Source(
    "Sutton and Barto (2018), Reinforcement Learning: An Introduction, 2nd edition",
    "http://incompleteideas.net/book/the-book-2nd.html",
)

PLAYGROUNDS = (
    Playground(
        id="bandits",
        title="Bandits",
        question="When should you try something new, and when take what is best so far?",
        params=race.RACE_PARAMS,
        settings=lambda _experiment, values: race.race_settings(values),
        work=race.race_film,
        work_settings=race.work_of,
        draw=rl_bandits.draw,
        notice=rl_bandits.notice,
        code=lambda settings, _film: settings,
        needs_table=False,
        sources=(
            BOOK,
            Source("Auer, Cesa-Bianchi and Fischer (2002), Finite-time Analysis of the Bandit"),
            Source("Thompson (1933), On the Likelihood that One Unknown Probability Exceeds"),
        ),
    ),
    Playground(
        id="world_editor",
        title="World editor",
        question="What is every place worth to an agent that knows its world?",
        params=editor.EDITOR_PARAMS,
        settings=lambda _experiment, values: editor.editor_settings(values),
        work={PlanningSettings: planning_film, editor.WalkSettings: editor.walk_film},
        work_settings=lambda settings: settings.work,
        draw=rl_editor.draw,
        notice=rl_editor.notice,
        pick=lambda settings, _answer, click: editor.picked(settings, click),
        after=rl_desk.editor_desk("reinforcement_world_editor"),
        code=lambda settings, _answer: editor.script_of(settings),
        needs_table=False,
        sources=(
            BOOK,
            Source("Puterman (1994), Markov Decision Processes"),
            Source("Karpathy, REINFORCEjs: GridWorld", "https://cs.stanford.edu/people/karpathy/"),
        ),
    ),
    Playground(
        id="temporal_difference",
        title="Temporal difference",
        question="How does an agent learn from surprise, one step after another?",
        params=td.PLAYGROUND_PARAMS,
        settings=lambda _experiment, values: td.playground_settings(values),
        work={TdSettings: td_film, StepSettings: step_film},
        work_settings=lambda settings: settings.work,
        draw=td_scene.draw,
        notice=td_scene.notice,
        live=td.live,
        pace=1,
        change=td.change,
        pick=lambda settings, _answer, click: picked(settings.brush, click),
        after=rl_desk.paint_desk(
            "reinforcement_temporal_difference",
            lambda settings, cell: painted_cell(settings.brush, cell),
        ),
        code=lambda settings, film: td.script_of(settings, film.last.n_episodes),
        needs_table=False,
        sources=(
            BOOK,
            Source("Watkins (1989), Learning from Delayed Rewards: Q-learning"),
            Source("Rummery and Niranjan (1994): SARSA"),
        ),
    ),
    deep_desk.PLAYGROUND,
    Playground(
        id="game_tree",
        title="Game tree",
        question="How does a machine think ahead without looking at every game?",
        params=match.MATCH_PARAMS,
        settings=lambda _experiment, values: match.match_settings(values),
        work=match.match,
        draw=rl_tree.draw,
        notice=rl_tree.notice,
        pick=match.picked,
        after=rl_desk.game_desk("reinforcement_game_tree"),
        code=match.script_of,
        needs_table=False,
        sources=(
            Source("Kocsis and Szepesvári (2006), Bandit Based Monte-Carlo Planning"),
            Source("Browne et al. (2012), A Survey of Monte Carlo Tree Search Methods"),
            Source("Silver et al. (2016), Mastering the game of Go: AlphaGo"),
        ),
    ),
    Playground(
        id="beat_the_agent",
        title="Beat the agent",
        question="Can you earn more than an agent that practised, with the same luck?",
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
    ),
)

shell.page("reinforcement", PLAYGROUNDS)
