"""What the code on the page is given: the settings that train a net, and its task alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.stages.learning_types.self_supervised.settings import SelfSettings


@dataclass(frozen=True)
class Task:
    """One task: ``outputs`` numbers of its head, how it is posed and judged."""

    outputs: int
    pose: Callable[..., Any]
    judge: Callable[..., Any]


@dataclass(frozen=True)
class Plan:
    """Names as in the settings of the playground."""

    task: Task
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
    names = ("n_steps", "width", "size", "batch_size", "seed", "n_draws", "shift", "noise",
             "temperature", "mask")  # fmt: skip
    return Plan(
        Task(task.outputs, task.pose, task.judge),
        **{name: getattr(settings, name) for name in names},
    )
