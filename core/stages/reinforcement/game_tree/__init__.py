"""Game tree: monte Carlo tree search; play against it."""
