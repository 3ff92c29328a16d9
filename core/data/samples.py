"""The sample tables that come with the suite: what they are, and their rows on demand.

Importing this module reads the catalogue only (JSON): no pandas, so the first page stays quick.
`sample_data/build.py` writes the files and the catalogue.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from core.errors import PlaygroundError

if TYPE_CHECKING:
    from core.data.table import Table

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"


class UnknownSample(PlaygroundError):
    """A sample id that is not in the catalogue."""


class MissingSample(PlaygroundError):
    """A sample's file is not where it should be."""


@dataclass(frozen=True)
class SampleSpec:
    """One sample set as the catalogue describes it.

    ``target`` and ``task`` are what the story asks for; a learner may choose others. ``columns``
    holds (name, meaning, unit) for every column, in order. ``how`` tells for a generated set how
    it was made and which columns truly matter. ``digest`` is that of its `Table`, known
    before it is loaded.
    """

    id: str
    title: str
    story: str
    task: Literal["classification", "regression"]
    target: str
    n_rows: int
    n_columns: int
    size_bytes: int
    licence: str
    source: str
    generated: bool
    how: str
    tags: tuple[str, ...]
    columns: tuple[tuple[str, str, str], ...]
    digest: str
    file: str

    @property
    def path(self) -> Path:
        """Where the rows stand."""
        return FOLDER / self.file

    def meaning(self, column: str) -> str:
        """Return a column's meaning with its unit, e.g. ``"Living area, m²"``; "" if unknown."""
        for name, meaning, unit in self.columns:
            if name == column:
                return f"{meaning}, {unit}" if unit else meaning
        return ""


@dataclass(frozen=True)
class SampleSettings:
    """Which sample `core.data.load.open_sample` opens."""

    id: str


def sample(sample_id: str) -> SampleSpec:
    """Return the spec of one sample; raise `UnknownSample` naming those with a similar id.

    >>> sample("churn").target
    'churned'
    """
    spec = _BY_ID.get(sample_id)
    if spec is not None:
        return spec
    near = difflib.get_close_matches(sample_id.lower(), _BY_ID, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Choose one from the list of samples."
    raise UnknownSample(f"There is no sample named {sample_id[:40]!r}. {hint}")


def load_sample(sample_id: str) -> Table:
    """Return a sample's rows as a `Table`; raise `UnknownSample` or `MissingSample`.

    The table is kept in memory for the next caller; do not change its frame in place.
    """
    return _load(sample(sample_id))


@lru_cache(maxsize=4)
def _load(spec: SampleSpec) -> Table:
    import pandas as pd

    from core.data.table import Table

    try:
        frame = pd.read_parquet(spec.path)
    except FileNotFoundError:
        raise MissingSample(
            f"The file of the sample {spec.title!r} is missing. Run "
            "'python -m sample_data.build' in the project's folder, or choose another sample."
        ) from None
    return Table.from_frame(frame, name=spec.id)


def _read_catalogue() -> tuple[SampleSpec, ...]:
    plain = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    return tuple(_spec(item) for item in plain)


def _spec(plain: dict[str, Any]) -> SampleSpec:
    columns = tuple((name, meaning, unit) for name, meaning, unit in plain["columns"])
    return SampleSpec(**{**plain, "tags": tuple(plain["tags"]), "columns": columns})


SAMPLES: tuple[SampleSpec, ...] = _read_catalogue()
_BY_ID = {spec.id: spec for spec in SAMPLES}
