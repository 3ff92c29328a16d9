"""What the code on the page is given: the settings that train a net, and its task alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.stages.learning_types.self_supervised.settings import READS, SelfSettings


@dataclass(frozen=True)
class Plan:
    """What a net is trained with; ``pose`` and ``judge`` are its task's."""

    pose: Callable[..., Any]
    judge: Callable[..., Any]
    outputs: int
    n_steps: int
    width: int
    size: int
    batch_size: int
    seed: int
    n_draws: int
    shift: int = 0
    noise: float = 0.0
    temperature: float = 1.0
    mask: float = 0.0


def plan_of(settings: SelfSettings) -> Plan:
    """Return what trains the net of these settings."""
    task = settings.task
    names = (
        "n_steps", "width", "size", "batch_size", "seed", "n_draws", *READS.get(task.id, ()),
    )  # fmt: skip
    return Plan(task.pose, task.judge, task.outputs,
                **{name: getattr(settings, name) for name in names})  # fmt: skip
