"""Weights out of a network as arrays and back into one: how agents are kept and go on."""

from __future__ import annotations

from typing import Any

from core.stages.reinforcement.deep_rl.play import Agent


def arrays(module: Any) -> Any:
    """Return weights and biases in turn, as arrays of their own."""
    return tuple(part.detach().cpu().numpy().copy() for part in module.parameters())


def read_out(policy: Any, library: str, is_discrete: bool, reach: float) -> Any:
    """Return a policy of Stable-Baselines3 as plain arrays."""
    if library == "DQN":
        return Agent("q", arrays(policy.q_net.q_net), (), "relu")
    actor = (*arrays(policy.mlp_extractor.policy_net), *arrays(policy.action_net))
    critic = (*arrays(policy.mlp_extractor.value_net), *arrays(policy.value_net))
    if is_discrete:
        return Agent("policy", actor, critic, "tanh", reach)
    spread = (policy.log_std.detach().cpu().numpy().copy(),)
    return Agent("mean", actor, critic, "tanh", reach, spread)


def fill(module: Any, parts: Any) -> None:
    """Copy arrays into a module's weights and biases, in turn."""
    import torch

    with torch.no_grad():
        for place, part in zip(module.parameters(), parts, strict=True):
            place.copy_(torch.as_tensor(part))


def put_in(policy: Any, library: str, agent: Any) -> None:
    """Copy an agent into a policy of Stable-Baselines3; what it lacks stays fresh."""
    import torch

    if library == "DQN":
        fill(policy.q_net.q_net, agent.actor)
        policy.q_net_target.load_state_dict(policy.q_net.state_dict())
        return
    fill(policy.mlp_extractor.policy_net, agent.actor[:-2])
    fill(policy.action_net, agent.actor[-2:])
    if agent.critic:
        fill(policy.mlp_extractor.value_net, agent.critic[:-2])
        fill(policy.value_net, agent.critic[-2:])
    if agent.spread and policy.log_std.shape == agent.spread[0].shape:
        with torch.no_grad():
            policy.log_std.copy_(torch.as_tensor(agent.spread[0]))


def put_in_ours(policy: Any, log_std: Any, critic: Any, agent: Any) -> None:
    """Copy an agent into our networks; what it lacks stays fresh."""
    import torch

    fill(policy, agent.actor)
    if agent.critic:
        fill(critic, agent.critic)
    if log_std is not None and agent.spread and log_std.shape == agent.spread[0].shape:
        with torch.no_grad():
            log_std.copy_(torch.as_tensor(agent.spread[0]))
