"""A small embedded cluster for the tests that need a real one."""

from __future__ import annotations

import time

import pytest

from core import compute


@pytest.fixture(scope="module")
def cluster():
    """`core.compute` with two workers ready; shut down after the module."""
    compute.shutdown()
    compute.start()
    for _ in range(400):
        if compute.status().n_workers >= 2:
            break
        time.sleep(0.05)
    yield compute
    compute.shutdown()
