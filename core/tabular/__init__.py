"""The tabular road: experiment, recipe, models, fit, evaluation, explanations."""
