"""Training loop: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.neural_networks.training_loop import scene as net_loop
from core.stages.neural_networks.training_loop.example import example, loop_of
from core.stages.neural_networks.training_loop.run import loop_film
from core.stages.neural_networks.training_loop.settings import LoopSettings

PLAYGROUND = Playground(
    params=LoopSettings.PARAMS,
    settings=lambda _context, values: LoopSettings.of(values),
    work=loop_film,
    draw=net_loop.draw,
    notice=net_loop.notice,
    code=lambda settings, _film: Example(example, settings, loop_of),
    needs_table=False,
    sources=(
        Source("PyTorch, Optimizing model parameters", "https://docs.pytorch.org/tutorials/"),
        Source("Ioffe and Szegedy (2015), Batch normalization"),
        Source("Srivastava et al. (2014), Dropout"),
    ),
)
