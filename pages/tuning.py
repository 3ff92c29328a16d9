"""Stage: model selection and tuning. Search settings, and measure how much of the gain is luck."""

from core.ui import shell

shell.page("tuning")
