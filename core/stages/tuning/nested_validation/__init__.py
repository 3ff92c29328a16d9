"""Nested validation: how much of the best score is the luck of having tried often."""
