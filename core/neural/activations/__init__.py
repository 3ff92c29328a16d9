"""Activations and losses at one input and all along its axis."""
