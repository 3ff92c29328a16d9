"""Reinforcement learning: bandits, grid worlds, planning, temporal difference, game trees."""
