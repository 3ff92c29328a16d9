"""Which task without labels, how the net is built, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.params import Param
from core.settings import Declared, control
from core.stages.learning_types.self_supervised.pretexts import (
    CONTRAST,
    MASKING,
    PRETEXT_BY_ID,
    PRETEXTS,
    Pretext,
)

LABELS = (10, 20, 50, 100, 300)
"""How many labels the probe is given: as many of each digit."""
N_HELD = 500
N_NEAR = 5
LEARNING_RATE = 0.01
READS = {CONTRAST: ("shift", "noise", "temperature"), MASKING: ("mask",)}
"""What only one task looks at."""


class SelfSettings(Declared):
    """Equal settings, equal films."""

    pretext: str = control(
        "Pretext task", "What the net is asked, with no label at all.", *PRETEXTS, default=CONTRAST
    )
    shift: int = control(
        "Shift of the views", "Each view is moved by up to so many pixels each way.",
        default=1, low=0, high=3, unit="pixels", when=("pretext", (CONTRAST,)),
    )  # fmt: skip
    noise: float = control(
        "Noise of the views", "Spread of what is added to each pixel; ink goes from 0 to 1.",
        default=0.2, low=0.0, high=1.0, step=0.05, when=("pretext", (CONTRAST,)),
    )  # fmt: skip
    mask: float = control(
        "Hidden pixels", "The share that the net must fill in.",
        default=0.5, low=0.1, high=0.9, step=0.05, unit="share", when=("pretext", (MASKING,)),
    )  # fmt: skip
    n_steps: int = control(
        "Steps", "Each on one batch of digits without labels.",
        default=500, low=20, high=1200, step=20,
    )  # fmt: skip
    labels: int = control(
        "Labels for the probe", "Of all digits together; the net never sees one.",
        *((str(n), f"{n}") for n in LABELS), default="20", read=int, light=True,
    )  # fmt: skip
    held: int = control(
        "Picture in hand", "One of the held-out: its nearest are shown. Or click a dot.",
        default=8, low=1, high=N_HELD, typed=True, light=True,
    )  # fmt: skip
    hidden: bool = control(
        "Hide the colours", "The map as the net has it: nobody told it a digit.",
        default=False, light=True,
    )  # fmt: skip
    width: int = control(
        "Hidden units", "Of the one hidden layer.",
        default=256, low=16, high=512, step=16, scale="log", advanced=True,
    )  # fmt: skip
    size: int = control(
        "Features", "Numbers that the net makes of a digit; the probe sees nothing else.",
        default=64, low=2, high=256, step=2, scale="log", advanced=True,
    )  # fmt: skip
    batch_size: int = control(
        "Batch size", "Digits in a step. In contrast, all are the others to tell a twin from.",
        default=128, low=16, high=256, step=16, advanced=True,
    )  # fmt: skip
    temperature: float = control(
        "Temperature", "Low: only the nearest stranger counts. High: all alike.",
        default=0.5, low=0.05, high=5.0, scale="log", advanced=True, when=("pretext", (CONTRAST,)),
    )  # fmt: skip
    n_draws: int = control(
        "Draws of the labels", "The probe is fitted on so many; mean and spread are shown.",
        default=5, low=1, high=20, advanced=True,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Another seed draws other weights, batches, labels and held-out digits.",
        default=0, low=0, high=9999, advanced=True,
    )  # fmt: skip

    @property
    def task(self) -> Pretext:
        """The entry of the catalogue."""
        return PRETEXT_BY_ID[self.pretext]


PARAMS: tuple[Param, ...] = SelfSettings.PARAMS


def self_settings(values: Mapping[str, object]) -> SelfSettings:
    """Return the settings of ``values``; what the task does not look at stays at its default."""
    chosen, usual = SelfSettings.of(values), SelfSettings()
    idle = [name for task, names in READS.items() if task != chosen.pretext for name in names]
    plain: dict[str, Any] = {name: getattr(usual, name) for name in idle}
    return replace(chosen, **plain)
