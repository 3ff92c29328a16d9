"""The budgets, measured: ``python run.py bench`` or ``python -m tests.bench [NAME ...]``."""
