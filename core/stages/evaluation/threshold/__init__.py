"""Threshold: one slider moves confusion matrix, ROC and cost together."""
