"""Router: navigation and the shell around every page; nothing else."""

from core.ui import shell

shell.run()
