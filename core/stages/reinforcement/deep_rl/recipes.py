"""The methods, the pairs that are legal, and the hyperparameters each pair starts with.

Starting points: RL Baselines3 Zoo (Raffin, 2020), changed where a comment says so; no pair uses
running normalisation of observations, which a learner would have to carry along when acting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import PlaygroundError
from core.stages.reinforcement.deep_rl.worlds import DeepWorld, world_of


class IllegalPair(PlaygroundError):
    """A method that cannot act in a world."""


@dataclass(frozen=True)
class DeepMethod:
    """One method. ``library`` : its class in Stable-Baselines3, "" for ours."""

    id: str
    label: str
    help: str
    library: str
    activation: str = "tanh"
    needs_choices: bool = False


METHODS: tuple[DeepMethod, ...] = (
    DeepMethod("ppo", "PPO", "Several small, clipped steps on each batch of play.", "PPO"),
    DeepMethod("a2c", "A2C", "Actor and critic learn together after every few steps.", "A2C"),
    DeepMethod("dqn", "DQN", "Learns action values from remembered steps; needs named actions.",
               "DQN", "relu", needs_choices=True),
    DeepMethod("reinforce", "REINFORCE", "Weighs whole episodes by their return; ours, 40 lines.",
               ""),
)  # fmt: skip
METHOD_BY_ID = {method.id: method for method in METHODS}


@dataclass(frozen=True)
class Recipe:
    """Every number of one training. Rates fall linearly to 0 where ``falls``.

    n_steps : environment steps in all. n_envs worlds are played side by side; ``rollout`` steps in
    each of them make a batch. exploration : share of the run in which ε falls from ``eps_start`` to
    ``eps``. noise_steps : for so many steps a torque's noise depends on the state alone (gSDE,
    Raffin et al., 2021); 0: drawn anew at every step.
    Fields that a method has no use for are ignored.
    """

    n_steps: int
    learning_rate: float
    falls: bool = False
    gamma: float = 0.99
    hidden: tuple[int, ...] = (64, 64)
    n_envs: int = 8
    rollout: int = 32
    batch_size: int = 256
    n_epochs: int = 10
    gae_lambda: float = 0.95
    ent_coef: float = 0.0
    clip: float = 0.2
    buffer_size: int = 50_000
    learning_starts: int = 1000
    target_update: int = 10
    train_freq: int = 256
    gradient_steps: int = 128
    exploration: float = 0.16
    eps_start: float = 1.0
    eps: float = 0.04
    noise_steps: int = 0
    baseline: str = "mean"


_PPO = Recipe(100_000, 1e-3, True, 0.98, n_epochs=20, gae_lambda=0.8)
_A2C = Recipe(300_000, 7e-4, n_envs=8, rollout=5, gae_lambda=1.0)
_DQN = Recipe(50_000, 2.3e-3, hidden=(256, 256), batch_size=64, n_envs=1, buffer_size=100_000)
_OURS = Recipe(50_000, 3e-3, n_envs=1)
RECIPES: dict[tuple[str, str], Recipe] = {
    ("ppo", "CartPole-v1"): _PPO,
    ("a2c", "CartPole-v1"): _A2C,
    ("dqn", "CartPole-v1"): _DQN,
    ("reinforce", "CartPole-v1"): _OURS,
    ("ppo", "MountainCar-v0"): replace(_PPO, n_steps=300_000, gamma=0.99, gae_lambda=0.98,
                                       ent_coef=0.01, n_epochs=4, rollout=64),
    ("a2c", "MountainCar-v0"): replace(_A2C, ent_coef=0.01),
    ("dqn", "MountainCar-v0"): replace(_DQN, n_steps=120_000, learning_rate=4e-3, gamma=0.98,
                                       batch_size=128, buffer_size=10_000, target_update=600,
                                       train_freq=16, gradient_steps=8, exploration=0.2, eps=0.07),
    ("reinforce", "MountainCar-v0"): replace(_OURS, n_steps=100_000),
    ("ppo", "Acrobot-v1"): replace(_PPO, n_steps=200_000, gamma=0.99, gae_lambda=0.94, n_epochs=4,
                                   rollout=64, batch_size=128),
    ("a2c", "Acrobot-v1"): replace(_A2C, n_steps=400_000),
    ("dqn", "Acrobot-v1"): replace(_DQN, n_steps=100_000, learning_rate=6.3e-4, batch_size=128,
                                   buffer_size=50_000, target_update=250, train_freq=4,
                                   gradient_steps=4, exploration=0.12, eps=0.1),
    ("reinforce", "Acrobot-v1"): replace(_OURS, n_steps=200_000),
    ("ppo", "Pendulum-v1"): replace(_PPO, n_steps=100_000, gamma=0.9, gae_lambda=0.95, n_envs=4,
                                    rollout=256, batch_size=64, n_epochs=10, falls=False,
                                    noise_steps=4),
    ("a2c", "Pendulum-v1"): replace(_A2C, n_steps=500_000, gamma=0.9, gae_lambda=0.9),
    ("reinforce", "Pendulum-v1"): replace(_OURS, n_steps=300_000, gamma=0.9),
    ("ppo", "LunarLander-v3"): replace(_PPO, n_steps=1_000_000, learning_rate=3e-4, falls=False,
                                       gamma=0.999, gae_lambda=0.98, n_epochs=4, n_envs=16,
                                       rollout=1024, batch_size=64, ent_coef=0.01),
    ("a2c", "LunarLander-v3"): replace(_A2C, n_steps=500_000, learning_rate=8.3e-4, falls=True,
                                       gamma=0.995, ent_coef=1e-5),
    ("dqn", "LunarLander-v3"): replace(_DQN, n_steps=100_000, learning_rate=6.3e-4, batch_size=128,
                                       buffer_size=50_000, target_update=250, train_freq=4,
                                       gradient_steps=4, exploration=0.12, eps=0.1),
    ("reinforce", "LunarLander-v3"): replace(_OURS, n_steps=500_000, learning_rate=1e-3),
}  # fmt: skip
"""The legal pairs and what they start with."""


def recipe_of(method_id: str, world: DeepWorld) -> Recipe:
    """Return the recipe of a pair; raise `IllegalPair` where there is none."""
    method = METHOD_BY_ID.get(method_id)
    if method is None:
        raise IllegalPair(
            f"There is no method {method_id!r}. Choose one of {', '.join(METHOD_BY_ID)}."
        )
    found = RECIPES.get((method_id, world.id))
    if found is None:
        raise IllegalPair(
            f"{method.label} picks the best of a few named actions, and {world.label} wants a "
            f"torque, which is any number up to {world.reach:g}. Choose PPO, A2C or REINFORCE."
        )
    return found


def legal_pairs() -> tuple[tuple[str, str], ...]:
    """Return every (method, world) that can be trained."""
    return tuple((method, world_of(world).id) for method, world in RECIPES)
