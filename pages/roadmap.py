"""Stage: the roadmap. Where you stand, and where to go next."""

from core.ui import shell

shell.page("roadmap")
