"""Stage: reinforcement learning. Watch agents find their way by reward alone."""

from core.ui import shell

shell.page("reinforcement")
