"""Pipeline picture: a row followed through every step of the fitted recipe and model."""
