"""Load: upload a file; see what was detected and overrule it."""
