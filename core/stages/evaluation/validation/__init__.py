"""Validation: hold-out, k-fold and others: folds and spread."""
