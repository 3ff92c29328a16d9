"""Bias and variance: refit on fresh samples; learning curves."""
