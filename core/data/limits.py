"""How large a table may be; the host may change each limit in its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

MAX_BYTES = 200_000_000  # unpacked; PLAYGROUND_MAX_TABLE_BYTES
MAX_CELLS = 20_000_000  # rows x columns; PLAYGROUND_MAX_TABLE_CELLS
MAX_COLUMNS = 5_000  # PLAYGROUND_MAX_TABLE_COLUMNS


@dataclass(frozen=True)
class Limits:
    """What a table may have at most: ``n_bytes`` unpacked, ``n_cells`` and ``n_columns``."""

    n_bytes: int
    n_cells: int
    n_columns: int

    @property
    def size(self) -> str:
        """The byte limit as a learner reads it."""
        return size_text(self.n_bytes)


def size_text(n_bytes: int) -> str:
    """Return a size as a learner reads it.

    >>> size_text(200_000_000)
    '200 MB'
    """
    return f"{n_bytes / 1e6:,.0f} MB" if n_bytes >= 1e6 else f"{n_bytes:,} bytes"


def limits() -> Limits:
    """Return the limits of this host.

    An environment variable decides; without it the constants above, or less on a small machine
    (`core.compute.limits`).
    """
    from core.compute.limits import limits as machine_limits

    machine = machine_limits()
    return Limits(
        _from_environment("PLAYGROUND_MAX_TABLE_BYTES", min(MAX_BYTES, machine.table_bytes)),
        _from_environment("PLAYGROUND_MAX_TABLE_CELLS", min(MAX_CELLS, machine.table_cells)),
        _from_environment("PLAYGROUND_MAX_TABLE_COLUMNS", MAX_COLUMNS),
    )


def _from_environment(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else default
