"""How models learn: one plain generator of frames for each algorithm, and their catalogue."""
