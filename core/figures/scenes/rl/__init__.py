"""Pictures of the stage reinforcement learning."""
