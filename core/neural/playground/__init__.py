"""The playground: its settings, training as a film, pictures, reasons and code."""
