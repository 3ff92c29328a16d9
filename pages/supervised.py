"""Stage: supervised learning. Fit a model, see honestly how good it is, compare them all."""

from core.ui import shell

shell.page("supervised")
