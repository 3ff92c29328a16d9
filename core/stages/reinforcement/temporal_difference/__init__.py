"""Temporal difference: monte Carlo, SARSA, Q-learning side by side."""
