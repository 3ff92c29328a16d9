"""Bandits: policies race on the same arms."""
