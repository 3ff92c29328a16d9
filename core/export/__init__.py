"""Settings in, runnable code out: script and notebook."""
