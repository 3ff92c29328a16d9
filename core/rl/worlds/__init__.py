"""Worlds: painted, small and Gymnasium's, all as transition tables."""
