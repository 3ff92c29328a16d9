"""Kinds of learning."""
