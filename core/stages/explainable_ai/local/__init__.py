"""Local: why one row got its prediction."""
