"""The only door to where work runs."""
