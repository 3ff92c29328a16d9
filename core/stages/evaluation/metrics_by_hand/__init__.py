"""Metrics by hand: change the counts, read every metric."""
