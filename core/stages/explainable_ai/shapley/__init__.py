"""Shapley by hand: every coalition of a small game, and every order of its players."""
