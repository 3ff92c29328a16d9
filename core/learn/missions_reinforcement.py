"""Missions of the stage reinforcement learning."""

from __future__ import annotations

from core.learn import missions_reinforcement_deep as deep
from core.learn import missions_reinforcement_games as games
from core.learn import missions_reinforcement_worlds as worlds

MISSIONS = (*worlds.MISSIONS, *games.MISSIONS, *deep.MISSIONS)
