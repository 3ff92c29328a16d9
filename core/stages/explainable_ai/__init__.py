"""Explainable AI."""
