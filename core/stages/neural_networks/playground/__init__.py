"""Playground: build a net and watch every neuron learn."""
