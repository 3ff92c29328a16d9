"""Stage: explainable AI. What the model looks at, over all rows and for one."""

from core.ui import shell

shell.page("explainable_ai")
