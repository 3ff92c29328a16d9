"""How it learns: each model step by step."""
