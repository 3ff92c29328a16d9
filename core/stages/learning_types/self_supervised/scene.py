"""What the net learns from its task: one batch, the map, the neighbours and the probe."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.compute.device import for_weights
from core.compute.film import Film
from core.figures.blocks import Block, Moving
from core.figures.deeds import Beside, Button, Small
from core.figures.film import FilmPicture, Readout
from core.stages.learning_types.self_supervised.run import SelfFrame
from core.stages.learning_types.self_supervised.scene_batch import batch_panel
from core.stages.learning_types.self_supervised.scene_curves import (
    loss_panel,
    over_steps_panel,
    probe_panel,
)
from core.stages.learning_types.self_supervised.scene_map import MAP, map_panel, near_panel
from core.stages.learning_types.self_supervised.settings import LABELS, SelfSettings

SEEN = 0.12
"""How near, of a map's reach, a click must be to a dot to take it in hand."""


def draw(settings: SelfSettings, film: Film[SelfFrame]) -> tuple[Block, ...]:
    """Draw the map, one batch and the neighbours, and under them the curves."""
    steps = film.series("step", np.int64)
    return (
        Moving(
            FilmPicture(
                "self_supervised",
                (
                    map_panel(settings, film), batch_panel(settings, film),
                    probe_panel(settings, film), over_steps_panel(settings, film),
                    near_panel(settings, film), loss_panel(settings, film),
                ),
                steps,
                f"A net of {settings.width} hidden units learns the task {settings.task.label} "
                f"without labels, {film.last.step} steps",
                readouts=_readouts(settings, film),
                seconds=9.0,
                file_name="self_supervised.html",
                title="Learning digits without labels",
            )
        ),
    )  # fmt: skip


def _readouts(settings: SelfSettings, film: Film[SelfFrame]) -> tuple[Readout, ...]:
    place = LABELS.index(settings.labels)
    found = [Readout("task's loss", film.series("loss", float), 3)]
    right = film.series("right", float)
    if np.isfinite(right).all():
        found.append(Readout("task right", right, 1, percent=True))
    found += [
        Readout(f"probe, {settings.labels} labels", film.series("probe")[:, place], 1, True),
        Readout("neighbours of the same digit", film.series("agree", float), 1, percent=True),
    ]
    return tuple(found)


def picked(settings: SelfSettings, film: Film[SelfFrame], click: Any) -> dict[str, int]:
    """Return the digit that was clicked in the map as the one in hand."""
    if click.name != MAP:
        return {}
    steps = film.series("step", np.int64)
    at = max(int(np.searchsorted(steps, click.step, side="right")) - 1, 0)
    xy = film.frames[at].places
    far = np.hypot(xy[:, 0] - click.x, xy[:, 1] - click.y)
    nearest = int(far.argmin()) + 1
    return {"held": nearest} if far.min() <= SEEN and nearest != settings.held else {}


def operate(settings: SelfSettings, film: Film[SelfFrame], _table: Any) -> tuple[Block, ...]:
    """Offer digits whose neighbours net and pixels disagree about; say where the net trains."""
    better, worse = torn(film.last)
    deeds = (
        Button("gained", "A digit the net understands better", {"held": better + 1},
               ":material/thumb_up:", "More of its five nearest are right than by pixels.",
               disabled=better + 1 == settings.held),
        Button("lost", "One it understands worse", {"held": worse + 1},
               ":material/thumb_down:", "Fewer of its five nearest are right than by pixels.",
               disabled=worse + 1 == settings.held),
    )  # fmt: skip
    device = for_weights(film.last.study.n_weights).sentence
    return (Beside(deeds), Small(f"Click a dot of the map to take that digit in hand. {device}"))


def torn(last: SelfFrame) -> tuple[int, int]:
    """Return the digits of whose nearest the features get most more, and most fewer, right."""
    study = last.study
    own = study.digits[:, None]
    gained = (study.digits[last.near] == own).sum(axis=1) - (
        study.digits[study.near] == own).sum(axis=1)  # fmt: skip
    return int(gained.argmax()), int(gained.argmin())
