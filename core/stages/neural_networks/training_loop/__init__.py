"""Training loop: assemble one; break one."""
