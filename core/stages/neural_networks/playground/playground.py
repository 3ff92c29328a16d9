"""Playground: what its page shows, and how."""

from __future__ import annotations

from core.neural.data.dataset import COLUMNS
from core.playground import Playground, Source, Start
from core.stages.neural_networks.playground import scene as net_playground
from core.stages.neural_networks.playground import scene_inspect
from core.stages.neural_networks.playground.presets import PRESETS, preset_label, preset_values
from core.stages.neural_networks.playground.run import playground_film, playground_live
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.trainer import net_change
from core.stages.neural_networks.playground.watched import example_of, watched

STARTS = tuple(
    Start(preset.id, preset_label(preset), preset.why, preset_values(preset)) for preset in PRESETS
)


PLAYGROUND = Playground(
    params=PlaygroundSettings.PARAMS,
    settings=lambda _context, values: PlaygroundSettings.of(values),
    work=playground_film,
    work_settings=lambda settings: settings.work(),
    draw=net_playground.draw,
    notice=net_playground.notice,
    live=playground_live,
    change=net_change,
    pick=scene_inspect.picked,
    code=lambda settings, film: example_of(watched(settings, film.last)),
    starts=STARTS,
    operate=scene_inspect.operate,
    needs_table="maybe",
    uses_table=lambda values: values["shape"] == COLUMNS,
    sources=(
        Source("Smilkov et al. (2017), Direct-manipulation visualization of deep networks"),
        Source(
            "Rumelhart, Hinton and Williams (1986), Learning by back-propagating errors",
            "https://doi.org/10.1038/323533a0",
        ),
    ),
)
