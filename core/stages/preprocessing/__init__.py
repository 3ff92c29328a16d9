"""Cleaning and preprocessing."""
