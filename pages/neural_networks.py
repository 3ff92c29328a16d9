"""Stage: neural network basics. Watch a network learn, step by step and backwards."""

from core.ui import shell

shell.page("neural_networks")
