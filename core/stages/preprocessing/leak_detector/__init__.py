"""Leak detector: fit on all rows or on training rows: the score that cheats."""
