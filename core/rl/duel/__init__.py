"""An episode by hand, and an agent with the same luck."""
