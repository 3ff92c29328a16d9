"""Activations and losses: value, slope and saturation."""
