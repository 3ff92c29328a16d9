"""What the first picture needs, and nothing that it would have to wait for."""

from __future__ import annotations

import re
import subprocess
import sys

SLOW = ("numpy", "pandas", "pyarrow", "plotly.graph_objects", "dask", "distributed", "duckdb")
DOMAINS = ("core.tabular", "core.neural", "core.rl", "core.export")
LIGHT = {"core.tabular", "core.tabular.experiment", "core.tabular.link", "core.tabular.calls"}
"""What a link says is read before any page; these hold dataclasses and no library."""
OF_A_PLAYGROUND = re.compile(r"core\.stages\.\w+\.\w+\.(playground|scene)")
"""What a playground is and how it is drawn; a folder may be called so, too."""
CODE = """
import sys
import streamlit
before = set(sys.modules)
from core.ui import panels, shell
from core.course import missions
from core.playground import load
from core.stages.roadmap.map.run import MapSettings
playground = load("roadmap", "map")
settings = MapSettings("forest", ("evaluation.lie",), ("roadmap", "evaluation"))
answer = playground.derive(settings, None)
print(len(playground.draw(settings, answer)), playground.notice(settings, answer) != "")
missions.grade(missions.of("roadmap", "map"), settings, answer)
print(len(missions.everything()))
print(*(set(sys.modules) - before))
"""


def test_the_map_is_drawn_without_waiting_for_a_library_of_data_or_a_domain():
    command = [sys.executable, "-c", CODE]
    drawn, counted, told = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    loaded = told.split()
    assert int(counted) > 0
    assert drawn == "2 True", "what the search found, and the road"
    assert "core.figures.roadmap_map" in loaded
    assert [name for name in SLOW if name in loaded] == []
    assert sorted(name for name in loaded if name.startswith(DOMAINS) and name not in LIGHT) == []
    read = {name for name in loaded if OF_A_PLAYGROUND.fullmatch(name)}
    opened = {"core.stages.roadmap.map.playground", "core.stages.roadmap.map.scene"}
    assert read == opened, "only the playground that is opened is read"
