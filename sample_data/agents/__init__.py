"""Agents of our own training that deep RL starts from; the README says how they were made."""
