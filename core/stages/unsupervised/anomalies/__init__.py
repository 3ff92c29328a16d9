"""Anomalies: four detectors on the same rows."""
