"""Stage: kinds of learning. The same points with labels, with few, with none, with a reward."""

from core.ui import shell

shell.page("learning_types")
