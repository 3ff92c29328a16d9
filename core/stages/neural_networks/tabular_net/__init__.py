"""Tabular net: a net against boosted trees."""
