"""Stage: unsupervised learning. Find groups, planes, odd ones and rules in data without labels."""

from core.ui import shell

shell.page("unsupervised")
