"""The same net in four libraries."""
