"""Calculus and optimisation."""
