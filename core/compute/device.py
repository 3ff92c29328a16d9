"""Which device a worker computes on: CUDA, then MPS, then the CPU. Never imported torch by itself.

`describe` looks for a driver without torch (importing it costs 410 MB); `choose` is for a function
that has imported torch anyway.
"""

from __future__ import annotations

import ctypes.util
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Name: TypeAlias = Literal["cuda", "mps", "cpu"]
NAMES: tuple[Name, ...] = ("cuda", "mps", "cpu")
LARGE = 1_000_000
"""Weights from which a GPU is tried; below, moving the data costs more than it saves."""
NVIDIA_FILES = ("/dev/nvidiactl", "/proc/driver/nvidia/version", "/dev/dxg")


@dataclass(frozen=True)
class Device:
    """A device by torch's name for it, and a sentence for the sidebar that says why."""

    name: Name
    sentence: str


def describe() -> Device:
    """Return the device that a worker here would choose, without importing torch."""
    forced = _forced()
    if forced is not None:
        return forced
    if _has_nvidia_driver():
        return Device("cuda", "GPU: an NVIDIA driver is here; networks large enough use it.")
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return Device("mps", "GPU: Apple silicon; networks large enough use it.")
    return Device("cpu", "CPU: no NVIDIA driver and no Apple GPU was found here.")


def choose() -> Device:
    """Return the device to compute on, as torch sees it. Imports torch: call it in a worker."""
    forced = _forced()
    if forced is not None:
        return forced
    import torch

    if _has_nvidia_driver() and torch.cuda.is_available():
        return Device("cuda", f"GPU: {torch.cuda.get_device_name()}.")
    if torch.backends.mps.is_available():
        return Device("mps", "GPU: Apple silicon.")
    return Device("cpu", "CPU: torch finds no GPU that it can use here.")


def for_weights(n_weights: int) -> Device:
    """Return the device to train a network of so many weights on, and why."""
    return small(n_weights) if n_weights < LARGE else choose()


def small(n_weights: int) -> Device:
    """Return the CPU for a network that no GPU would speed up.

    >>> small(34976).sentence
    'CPU: a network of 34,976 weights trains faster there than on a GPU.'
    """
    why = f"CPU: a network of {n_weights:,} weights trains faster there than on a GPU."
    return Device("cpu", why)


def _forced() -> Device | None:
    wanted = os.environ.get("PLAYGROUND_DEVICE", "").strip().lower()
    if not wanted:
        return None
    if wanted not in NAMES:
        known = ", ".join(NAMES)
        return Device("cpu", f"CPU: PLAYGROUND_DEVICE is {wanted!r}, which is none of {known}.")
    return Device(wanted, f"{wanted.upper()}: chosen by PLAYGROUND_DEVICE.")


def _has_nvidia_driver() -> bool:
    if os.environ.get("CUDA_VISIBLE_DEVICES") == "":
        return False
    if sys.platform == "win32":
        return ctypes.util.find_library("nvcuda") is not None
    return any(Path(name).exists() for name in NVIDIA_FILES)
