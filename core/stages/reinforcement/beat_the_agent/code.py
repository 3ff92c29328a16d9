"""The script of an episode by hand: the agent learns or plans, then both meet the same luck."""

from __future__ import annotations

from core.rl.code import script, sources, world_code
from core.rl.td import agent
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.presets import resolve
from core.stages.reinforcement.beat_the_agent import episodes
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings
from core.stages.reinforcement.temporal_difference.code import td_parts
from core.stages.reinforcement.world_editor.code import planning_parts

_PLAY = '''
SEED, DISCOUNT = {seed}, {gamma}
MINE = {actions}
chance = random.Random(f"{{SEED}} agent").random


def begin():
    """Return the state that the episode starts in."""
    drawn, below = luck(SEED, -1), 0.0
    for state, share in STARTS:
        below += share
        if drawn < below:
            break
    return state


def step(state, action, drawn):
    """Return (next state, reward, terminated) for a uniform number."""
    below = 0.0
    for probability, target, reward, terminated in TABLE[state][action]:
        below += probability
        if drawn < below:
            break
    return target, reward, terminated


def play(name, act):
    """Play one episode and print it."""
    states, rewards, terminated = [begin()], [], False
    while not terminated and len(rewards) < TIME_LIMIT:
        action = act(len(rewards), states[-1])
        if action is None:
            break
        state, reward, terminated = step(states[-1], action, luck(SEED, len(rewards)))
        states.append(state)
        rewards.append(reward)
    total = sum(DISCOUNT**t * reward for t, reward in enumerate(rewards))
    print(f"{{name}}: {{total:.3f}} in {{len(rewards)}} steps,", "states", *states)


play("you", lambda t, state: MINE[t] if t < len(MINE) else None)
play("agent", lambda t, state: {act})
'''
_GREEDY = "choose(rows[state], 0.0, chance)"


def duel_script(settings: DuelSettings) -> str:
    """Return a script that prints both episodes; raise `BadWorld` where nobody can start."""
    model = resolve(settings.world)
    if not model.is_playable:
        raise BadWorld(model.warning)
    parts = _PARTS.get(settings.agent, _learnt)(settings)
    act = "int(chance() * len(ACTIONS))" if settings.agent == "random" else _GREEDY
    play = _PLAY.format(
        seed=settings.seed, gamma=settings.gamma, actions=list(settings.actions), act=act
    )
    title = "One episode by hand and by an agent, with the same luck."
    return script(title, *parts, sources(episodes.luck), play)


def _random(settings: DuelSettings) -> tuple[str, ...]:
    return (world_code(settings.world),)


def _planned(settings: DuelSettings) -> tuple[str, ...]:
    parts = planning_parts(episodes.planning_of(settings))
    rows = "rows = [action_values(state, values) for state in range(len(TABLE))]"
    return (*parts, rows, sources(agent.choose))


def _learnt(settings: DuelSettings) -> tuple[str, ...]:
    return (*td_parts(episodes.training_of(settings)), f'rows = agents["{settings.agent}"][0].q')


_PARTS = {"random": _random, "optimal": _planned}
