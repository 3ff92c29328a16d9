"""Self-supervised: what a net learns of digits from a task made of the digits alone."""
