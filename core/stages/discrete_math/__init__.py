"""Discrete mathematics."""
