"""Pictures of how classical algorithms learn."""
