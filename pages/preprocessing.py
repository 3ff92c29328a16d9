"""Stage: cleaning and preprocessing. A recipe of steps, and the leak that makes it lie."""

from core.ui import shell

shell.page("preprocessing")
