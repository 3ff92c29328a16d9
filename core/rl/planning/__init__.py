"""Planning with a known model, and returns filled in backwards."""
