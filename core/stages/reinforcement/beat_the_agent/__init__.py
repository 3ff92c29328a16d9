"""Beat the agent: play the same episode by hand."""
