"""Scores as sentences write them: three decimals, more or fewer only where they would hide it."""

from __future__ import annotations

from core.figures.blocks import measured

FINEST = 0.0005
"""Three decimals would show a smaller number as nothing."""


def number(value: float) -> str:
    """Return a score or a difference.

    >>> number(0.0097), number(0.00012), number(44648.3), number(0.0), number(-0.6)
    ('0.010', '0.00012', '44,648', '0.000', '−0.600')
    """
    text = f"{value:.3f}" if FINEST <= abs(value) < 1000 or not value else measured(value)
    return text.replace("-", "−") if value < 0 else text


def signed(value: float) -> str:
    """Return a difference with its sign.

    >>> signed(0.0366), signed(-0.0366), signed(0.0)
    ('+0.037', '−0.037', '0.000')
    """
    return f"+{number(value)}" if value > 0 else number(value)
