"""One step by hand: every number, forward and back."""
