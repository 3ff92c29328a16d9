"""What trains: three methods of Stable-Baselines3, and REINFORCE of our own, behind one face.

Everything here runs in the training's own thread, in a worker. ``listen(event)`` is called after
every step in the world and every step of the optimiser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from core.stages.reinforcement.deep_rl.play import Agent
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID, Recipe
from core.stages.reinforcement.deep_rl.reinforce import networks, reinforce
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.weights import arrays, put_in, put_in_ours, read_out
from core.stages.reinforcement.deep_rl.worlds import load_physics, open_world

Listen = Callable[["Heard"], None]
LOGGED = {
    "train/policy_gradient_loss": "policy loss",
    "train/policy_loss": "policy loss",
    "train/value_loss": "value loss",
    "train/loss": "loss",
    "train/approx_kl": "KL",
    "train/clip_fraction": "clipped",
    "train/std": "spread",
    "rollout/exploration_rate": "ε",
}
"""What the library logs and we show, with our names for it."""


NAMES = {
    "PPO": {"n_steps": "rollout", "batch_size": "batch_size", "n_epochs": "n_epochs",
            "gae_lambda": "gae_lambda", "ent_coef": "ent_coef", "clip_range": "clip"},
    "A2C": {"n_steps": "rollout", "gae_lambda": "gae_lambda", "ent_coef": "ent_coef"},
    "DQN": {"buffer_size": "buffer_size", "learning_starts": "learning_starts",
            "batch_size": "batch_size", "train_freq": "train_freq",
            "gradient_steps": "gradient_steps", "target_update_interval": "target_update",
            "exploration_fraction": "exploration", "exploration_initial_eps": "eps_start",
            "exploration_final_eps": "eps"},
}  # fmt: skip
"""The library's arguments and our names for them."""


class Heard:
    """What one step brought: steps so far, the first world's state, returns of ended episodes.

    ``n_steps`` is None after a step of the optimiser.
    """

    __slots__ = ("ended", "is_new", "n_steps", "state")

    def __init__(
        self, n_steps: int | None, state: Any, ended: list[tuple[float, int]], is_new: bool
    ) -> None:
        self.n_steps, self.state, self.ended, self.is_new = n_steps, state, ended, is_new


class Learner(Protocol):
    """One agent and its way of training."""

    def put_in(self, agent: Agent) -> None:
        """Go on from these weights."""

    def learn(self, listen: Listen) -> None:
        """Train to the end."""

    def agent(self) -> Agent:
        """Return the agent as it is now, as arrays of its own."""

    def losses(self) -> dict[str, float]:
        """Return what was logged last."""

    def set_rate(self, learning_rate: float) -> None:
        """Go on with another learning rate."""


def make_learner(settings: DeepSettings, seed: int, device: str) -> Learner:
    """Return a learner for these settings, seeded, before any step."""
    library = METHOD_BY_ID[settings.method].library
    learner = FromLibrary(settings, seed, device) if library else Ours(settings, seed)
    if settings.starting is not None:
        learner.put_in(settings.starting.agent)
    return learner


class FromLibrary:
    """A method of Stable-Baselines3. ``learn`` is called once: in chunks, schedules are lost."""

    def __init__(self, settings: DeepSettings, seed: int, device: str) -> None:
        self._recipe, self._world = settings.recipe, settings.place
        self._method = METHOD_BY_ID[settings.method]
        self.model = build(self._method.library, settings.world, self._recipe, seed, device)

    def put_in(self, agent: Agent) -> None:
        """Copy the weights into the library's policy."""
        put_in(self.model.policy, self._method.library, agent)

    def learn(self, listen: Listen) -> None:
        """Train to the end; the library's callback and the optimiser's hook both listen."""
        quiet = Heard(None, None, [], False)
        hook = self.model.policy.optimizer.register_step_post_hook(
            lambda *_: listen(quiet)  # an update of many steps must not hold everyone up
        )
        try:
            self.model.learn(self._recipe.n_steps, callback=lambda now, _: _told(now, listen))
        finally:
            hook.remove()

    def agent(self) -> Agent:
        """Read the network out."""
        policy, library = self.model.policy, self._method.library
        found: Agent = read_out(policy, library, self._world.is_discrete, self._world.reach)
        return found

    def losses(self) -> dict[str, float]:
        """Return the newest values of what the library logs."""
        logged = self.model.logger.name_to_value if hasattr(self.model, "_logger") else {}
        return {LOGGED[name]: float(logged[name]) for name in LOGGED if name in logged}

    def set_rate(self, learning_rate: float) -> None:
        """Have the library use a constant rate from its next update on."""
        self.model.learning_rate = learning_rate
        self.model.lr_schedule = lambda _left: learning_rate


def _told(now: dict[str, Any], listen: Listen) -> bool:
    """Read a step out of the library's local variables, as its own callbacks do."""
    dones = now["dones"]
    ended: list[tuple[float, int]] = []
    if dones.any():
        found = [info["episode"] for info in now["infos"] if "episode" in info]
        ended = [(float(episode["r"]), int(episode["l"])) for episode in found]
    listen(Heard(now["self"].num_timesteps, now["new_obs"][0], ended, bool(dones[0])))
    return True


def build(library: str, world: str, recipe: Recipe, seed: int, device: str) -> Any:
    """Return the library's model for a recipe, seeded as its own documentation does."""
    import stable_baselines3
    from stable_baselines3.common.env_util import make_vec_env
    from stable_baselines3.common.logger import Logger

    load_physics(world)
    model = getattr(stable_baselines3, library)(
        "MlpPolicy",
        make_vec_env(world, n_envs=recipe.n_envs, seed=seed),
        seed=seed,
        device=device,
        **arguments(library, recipe),
    )
    model.set_logger(Logger(None, []))  # its own would leave a folder behind for every training
    return model


def arguments(library: str, recipe: Recipe) -> dict[str, Any]:
    """Return the library's keyword arguments for a recipe."""
    from stable_baselines3.common.utils import LinearSchedule

    def rate(value: float) -> Any:
        return LinearSchedule(value, 0.0, 1.0) if recipe.falls else value

    found: dict[str, Any] = {
        "learning_rate": rate(recipe.learning_rate),
        "gamma": recipe.gamma,
        "policy_kwargs": {"net_arch": list(recipe.hidden)},
    }
    for argument, name in NAMES[library].items():
        value = getattr(recipe, name)
        found[argument] = rate(value) if name == "clip" else value
    if recipe.noise_steps:
        found |= {"use_sde": True, "sde_sample_freq": recipe.noise_steps}
    return found


class Ours:
    """REINFORCE on a policy network, with a critic where the baseline is one."""

    def __init__(self, settings: DeepSettings, seed: int) -> None:
        self._recipe, self._world, self._seed = settings.recipe, settings.place, seed
        world, recipe = self._world, self._recipe
        self.policy, self.log_std, self.critic, self.optimiser = networks(
            seed, n_in=world.n_observed, hidden=recipe.hidden, n_out=len(world.actions) or 1,
            is_discrete=world.is_discrete, learning_rate=recipe.learning_rate,
        )  # fmt: skip
        self.env = open_world(settings.world)
        self._losses: dict[str, float] = {}

    def put_in(self, agent: Agent) -> None:
        """Copy the weights; a critic that the agent lacks stays fresh."""
        put_in_ours(self.policy, self.log_std, self.critic, agent)

    def learn(self, listen: Listen) -> None:
        """Play and learn to the end."""
        quiet, recipe = Heard(None, None, [], False), self._recipe

        def on_step(step: int, state: Any, rewards: list[float], is_over: bool) -> None:
            ended = [(sum(rewards), len(rewards))] if is_over else []
            listen(Heard(step, state, ended, is_over))

        def on_update(policy_loss: float, critic_loss: float) -> None:
            self._losses = {"policy loss": policy_loss}
            if recipe.baseline == "critic":
                self._losses["value loss"] = critic_loss
            if self.log_std is not None:
                self._losses["spread"] = float(self.log_std.detach().exp().mean())
            listen(quiet)

        reinforce(
            self.env, self.policy, self.log_std, self.critic, self.optimiser,
            n_steps=recipe.n_steps, seed=self._seed, gamma=recipe.gamma, baseline=recipe.baseline,
            ent_coef=recipe.ent_coef, on_step=on_step, on_update=on_update,
        )  # fmt: skip

    def agent(self) -> Agent:
        """Read the networks out; the critic only where it is trained."""
        kind = "policy" if self._world.is_discrete else "mean"
        critic = arrays(self.critic) if self._recipe.baseline == "critic" else ()
        log_std = self.log_std
        spread = () if log_std is None else (log_std.detach().numpy().copy(),)
        return Agent(kind, arrays(self.policy), critic, "tanh", self._world.reach, spread)

    def losses(self) -> dict[str, float]:
        """Return the losses of the last update."""
        return self._losses

    def set_rate(self, learning_rate: float) -> None:
        """Go on with another learning rate."""
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate
