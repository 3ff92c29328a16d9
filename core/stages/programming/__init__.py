"""Programming and libraries."""
