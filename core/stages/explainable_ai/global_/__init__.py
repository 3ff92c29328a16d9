"""Global: what the model uses over all rows."""
