"""Model lab: pick a target and a model, fit it, judge it, take it away."""
