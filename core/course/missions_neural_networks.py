"""Missions of the stage neural network basics."""

from __future__ import annotations

from core.course import missions_neural_neuron, missions_neural_playground, missions_neural_training

STAGE = "neural_networks"

MISSIONS = (
    *missions_neural_neuron.MISSIONS,
    *missions_neural_playground.MISSIONS,
    *missions_neural_training.MISSIONS,
)
