"""Deep trouble: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.neural_networks.deep_trouble import scene as net_trouble
from core.stages.neural_networks.deep_trouble.example import VIEWS
from core.stages.neural_networks.deep_trouble.run import deep_film
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings


def _code(settings: TroubleSettings) -> Example:
    """Return the order for the code of the view."""
    function, arrange = VIEWS[settings.view]
    return Example(function, settings, arrange)


PLAYGROUND = Playground(
    params=TroubleSettings.PARAMS,
    settings=lambda _context, values: TroubleSettings.of(values),
    work=deep_film,
    draw=net_trouble.draw,
    notice=net_trouble.notice,
    code=lambda settings, _film: _code(settings),
    needs_table=False,
    sources=(
        Source("Glorot and Bengio (2010), Understanding the difficulty of training deep nets"),
        Source(
            "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers",
            "https://doi.org/10.1109/ICCV.2015.123",
        ),
        Source("Smith (2017), Cyclical learning rates: the range test"),
    ),
)
