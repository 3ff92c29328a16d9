"""Clustering: nine algorithms find groups in points that nobody labelled, step by step."""
