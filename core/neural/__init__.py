"""Neural networks in float64 NumPy: data, layers, training as a film, and why it went so."""
