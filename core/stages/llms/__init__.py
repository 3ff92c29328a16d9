"""Large language models."""
