"""Passport: your progress, kept in this browser, and a certificate."""
