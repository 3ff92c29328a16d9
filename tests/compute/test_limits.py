"""Limits follow the machine, and what runs at once fits into its memory."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute import device
from core.compute.limits import MB, SERVER_BYTES, SMALLEST_WORKER_BYTES, limits, sized


@given(st.integers(1, 128), st.integers(300 * MB, 2**40))
def test_workers_and_server_fit_into_memory(n_cores, total_bytes):
    size = sized(n_cores, total_bytes)
    assert 1 <= size.n_workers <= n_cores
    assert size.worker_bytes >= SMALLEST_WORKER_BYTES
    if total_bytes >= 1100 * MB:
        assert size.n_workers * size.worker_bytes + SERVER_BYTES <= total_bytes
    assert size.replace_bytes < size.worker_bytes
    assert size.table_bytes < size.worker_bytes
    assert size.cache_bytes <= max(64 * MB, total_bytes / 10)


def test_streamlit_cloud_gets_by_with_one_worker():
    assert sized(2, 1024 * MB).n_workers == 1


def test_the_environment_overrules(monkeypatch):
    limits.cache_clear()
    monkeypatch.setenv("PLAYGROUND_TIMEOUT_S", "12")
    monkeypatch.setenv("PLAYGROUND_WORKERS", "1")
    try:
        assert (limits().timeout_s, limits().n_workers) == (12, 1)
    finally:
        limits.cache_clear()


def test_without_a_driver_the_device_is_the_cpu_and_says_why(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_DEVICE", raising=False)
    monkeypatch.setattr(device, "NVIDIA_FILES", ())
    monkeypatch.setattr(device.sys, "platform", "linux")
    found = device.describe()
    assert (found.name, found.sentence) == (
        "cpu",
        "CPU: no NVIDIA driver and no Apple GPU was found here.",
    )


@pytest.mark.parametrize(
    ("wanted", "name", "words"),
    [("cuda", "cuda", "chosen by PLAYGROUND_DEVICE"), ("tpu", "cpu", "none of cuda, mps, cpu")],
)
def test_the_device_can_be_forced(monkeypatch, wanted, name, words):
    monkeypatch.setenv("PLAYGROUND_DEVICE", wanted)
    assert device.describe().name == name
    assert words in device.choose().sentence


def test_importing_compute_loads_nothing_heavy():
    code = (
        "import core.compute, sys;"
        "print([m for m in ('numpy','pandas','dask','distributed','pyarrow') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
