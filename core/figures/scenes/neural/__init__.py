"""Pictures of the stage neural networks."""
