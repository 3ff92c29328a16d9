"""How good a model is: metrics, thresholds, validation, comparison."""
