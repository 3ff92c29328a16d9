"""The script of any reinforcement playground, written by a worker: it may need Gymnasium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.rl.bandits.code import bandit_script
from core.rl.duel.code import duel_script
from core.rl.games.code import tree_script
from core.rl.planning.code import planning_script
from core.rl.td.code import td_script


@dataclass(frozen=True)
class RlScript:
    """``code`` that runs without the suite and without data."""

    code: str
    data_name: str = ""


def rl_script(settings: Any) -> RlScript:
    """Return the script that prints the numbers of these settings; raises like their film."""
    return RlScript(_WRITERS[type(settings).__name__](settings))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "BanditSettings": bandit_script,
    "DuelSettings": duel_script,
    "PlanningSettings": planning_script,
    "TdSettings": td_script,
    "TreeSettings": tree_script,
}
NAMES = tuple(_WRITERS)
