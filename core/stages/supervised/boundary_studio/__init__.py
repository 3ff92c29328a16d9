"""Boundary studio: up to six models part the same points of the plane, side by side."""
