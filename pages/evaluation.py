"""Stage: model evaluation. One threshold, metrics by hand, honest validation."""

from core.ui import shell

shell.page("evaluation")
