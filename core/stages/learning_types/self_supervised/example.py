"""A net learns a task made of the digits alone; a probe with few labels says what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.neural.data.digits import load_digits, split_digits
from core.stages.learning_types.self_supervised.settings import LABELS, N_HELD
from core.stages.learning_types.self_supervised.training import labelled, net_of, probe, train

if TYPE_CHECKING:
    from core.stages.learning_types.self_supervised.plan import Plan


def example(settings: Plan) -> None:
    """Train without labels; print the task's loss and the probe beside pixels and no training."""
    import torch

    ink, digits = load_digits()
    held, left = split_digits(len(ink), N_HELD, settings.seed)
    pool, test = torch.from_numpy(ink[left]), torch.from_numpy(ink[held])
    body, head = net_of(settings)
    draws = labelled(digits[left], settings)
    with torch.no_grad():
        pictures = {"raw pixels": (pool, test), "untrained net": (body(pool), body(test))}
    for _ in train(body, head, pool, settings):
        pass
    with torch.no_grad():
        pictures["this net"] = body(pool), body(test)
        chance = torch.Generator().manual_seed(settings.seed)
        shown, goal = settings.pose(test[: settings.batch_size], settings, chance)
        loss, right = settings.judge(head(body(shown)), goal, settings)
    print(f"after {settings.n_steps} steps: loss {loss:.3f}")
    if right.isfinite():
        print(f"{100 * right:.1f} % of the task right")
    for name, (learn, check) in pictures.items():
        found = probe(learn.numpy(), digits[left], check.numpy(), digits[held], draws)
        means, spreads = 100 * found.mean(axis=0), 100 * found.std(axis=0)
        for n, mean, spread in zip(LABELS, means, spreads, strict=True):
            print(f"{name}, {n} labels: {mean:.1f} % ± {spread:.1f}")
