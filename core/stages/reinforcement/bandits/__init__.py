"""Bandits: explore or exploit; regret."""
