"""The recipe: steps, their catalogue, the plan and pipeline they become, what they do."""
