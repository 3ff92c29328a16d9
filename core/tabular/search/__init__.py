"""Search for a model's settings: what can be searched, and what a candidate scores by folds."""
