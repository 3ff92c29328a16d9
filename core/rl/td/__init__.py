"""Temporal difference: tabular agents that learn from steps."""
