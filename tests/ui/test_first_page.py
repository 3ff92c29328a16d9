"""What the first picture needs, and nothing that it would have to wait for."""

from __future__ import annotations

import subprocess
import sys

SLOW = ("numpy", "pandas", "pyarrow", "plotly.graph_objects", "dask", "distributed", "duckdb")
CODE = """
import sys
import streamlit
before = set(sys.modules)
from core.ui import shell
from tests.catalogue import PAGES, _declared
_declared(PAGES / "roadmap.py")
print(*(set(sys.modules) - before))
"""


def test_the_map_is_declared_without_waiting_for_a_library_of_data():
    command = [sys.executable, "-c", CODE]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "core.figures.roadmap_map" in loaded, "the map itself is there"
    assert [name for name in SLOW if name in loaded] == []
