"""Natural language processing."""
