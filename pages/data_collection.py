"""Stage: data sources and formats. A file becomes a table, and says what it had to decide."""

from core.ui import shell

shell.page("data_collection")
