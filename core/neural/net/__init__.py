"""A multilayer perceptron in float64 NumPy: layers, losses, optimisers, initialisations."""
