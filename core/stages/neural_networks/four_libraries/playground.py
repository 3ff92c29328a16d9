"""Four libraries: what its page shows, and how."""

from __future__ import annotations

from core.playground import Playground, Source
from core.stages.neural_networks.four_libraries import scene as net_libraries
from core.stages.neural_networks.four_libraries.run import run_libraries
from core.stages.neural_networks.four_libraries.scripts import LIBRARIES, script_of
from core.stages.neural_networks.four_libraries.settings import LibrarySettings

PLAYGROUND = Playground(
    params=LibrarySettings.PARAMS,
    settings=lambda _context, values: LibrarySettings.of(values),
    work=run_libraries,
    draw=net_libraries.draw,
    notice=net_libraries.notice,
    code=lambda settings, _answer: script_of(settings, settings.library),
    needs_table=False,
    sources=tuple(Source(spec.source) for spec in LIBRARIES),
)
