"""Regression: what each metric makes of the same errors, and of one point that is dragged."""
