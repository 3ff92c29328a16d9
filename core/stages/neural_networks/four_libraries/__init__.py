"""Four libraries: the same net in four libraries."""
