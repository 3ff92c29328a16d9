"""Missions of the stage reinforcement learning."""

from __future__ import annotations

from core.course import missions_reinforcement_deep as deep
from core.course import missions_reinforcement_games as games
from core.course import missions_reinforcement_worlds as worlds

MISSIONS = (*worlds.MISSIONS, *games.MISSIONS, *deep.MISSIONS)
