"""MLOps and deployment."""
