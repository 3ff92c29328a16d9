"""Transfer learning."""
