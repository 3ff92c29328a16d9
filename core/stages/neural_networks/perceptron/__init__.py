"""Perceptron: the line after every correction."""
