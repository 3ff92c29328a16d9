"""Recipe: ordered cleaning steps and what each does to the score."""
