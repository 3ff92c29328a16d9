"""One training step number by number."""
