"""Pictures that several reinforcement playgrounds share: worlds as grids and as tables."""
