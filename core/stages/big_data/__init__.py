"""Scalable data processing."""
