"""REINFORCE in PyTorch: the whole algorithm, as the page shows it.

Source: Williams (1992); Sutton & Barto, 2nd ed. (2018), section 13.3 and 13.4 (baseline).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any


def network(n_in: int, hidden: Any, n_out: int) -> Any:
    """Return a fully connected network with tanh between its layers."""
    import torch

    widths, layers = [n_in, *hidden], []
    for before, after in pairwise(widths):
        layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], n_out))


def networks(
    seed: int, *, n_in: int, hidden: Any, n_out: int, is_discrete: bool, learning_rate: float
) -> tuple[Any, Any, Any, Any]:
    """Return a policy, the logarithm of its spread (None for choices), a critic and an optimiser.

    ``seed`` decides the weights, and all that is drawn with torch from then on.
    """
    import torch

    torch.manual_seed(seed)
    policy = network(n_in, hidden, n_out)
    log_std = None if is_discrete else torch.nn.Parameter(torch.zeros(n_out))
    critic = network(n_in, hidden, 1)
    parts = [*policy.parameters(), *critic.parameters()] + ([] if log_std is None else [log_std])
    return policy, log_std, critic, torch.optim.Adam(parts, lr=learning_rate)


def distribution(policy: Any, log_std: Any, states: Any) -> Any:
    """Return the policy's distribution over actions: categorical, or normal with a mean."""
    import torch

    if log_std is None:
        return torch.distributions.Categorical(logits=policy(states))
    normal = torch.distributions.Normal(policy(states), log_std.exp())
    return torch.distributions.Independent(normal, 1)


def returns_to_go(rewards: Any, gamma: float) -> list[float]:
    """Return the discounted sum of what came after each step.

    >>> returns_to_go([1.0, 0.0, 2.0], 0.5)
    [1.5, 1.0, 2.0]
    """
    found, later = [], 0.0
    for reward in reversed(rewards):
        later = reward + gamma * later
        found.append(later)
    return found[::-1]


def policy_loss(chances: Any, actions: Any, weights: Any, ent_coef: float) -> Any:
    """Return −mean(log π(a|s) · weight) − ent_coef · mean entropy; its gradient is REINFORCE's."""
    gain = (chances.log_prob(actions) * weights).mean()
    return -gain - ent_coef * chances.entropy().mean()


def reinforce(
    env: Any, policy: Any, log_std: Any, critic: Any, optimiser: Any, *, n_steps: int, seed: int,
    gamma: float, baseline: str, ent_coef: float, on_step: Any, on_update: Any,
) -> None:  # fmt: skip
    """Train until ``n_steps``: play an episode, weigh its actions by what came after, repeat.

    baseline : "none", "mean" (of the episode's returns, divided by their spread), or "critic", a
    second network trained on them. An episode cut off by the time limit counts as ended.
    """
    import torch

    state, _ = env.reset(seed=seed)
    states, actions, rewards = [], [], []
    for step in range(1, n_steps + 1):
        seen = torch.as_tensor(state, dtype=torch.float32)
        with torch.no_grad():
            action = distribution(policy, log_std, seen).sample()
        limit = None if log_std is None else env.action_space.high
        move = int(action) if limit is None else action.numpy().clip(-limit, limit)
        state, reward, terminated, truncated, _ = env.step(move)
        states.append(seen)
        actions.append(action)
        rewards.append(float(reward))
        on_step(step, state, rewards, terminated or truncated)
        if not (terminated or truncated):
            continue
        seen, returns = torch.stack(states), torch.tensor(returns_to_go(rewards, gamma))
        weights, critic_loss = returns, torch.tensor(0.0)
        if baseline == "mean" and len(returns) > 1:
            weights = (returns - returns.mean()) / (returns.std() + 1e-8)
        elif baseline == "critic":
            guess = critic(seen)[:, 0]
            weights = returns - guess.detach()
            weights = weights / (weights.std(unbiased=False) + 1e-8)
            critic_loss = ((returns - guess) ** 2).mean()
        chances = distribution(policy, log_std, seen)
        loss = policy_loss(chances, torch.stack(actions), weights, ent_coef)
        optimiser.zero_grad()
        (loss + critic_loss).backward()
        optimiser.step()
        on_update(loss.item(), critic_loss.item())
        states, actions, rewards = [], [], []
        state, _ = env.reset()
