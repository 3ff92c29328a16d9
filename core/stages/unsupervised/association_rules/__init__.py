"""Association rules: what is bought together, and whether that means anything."""
