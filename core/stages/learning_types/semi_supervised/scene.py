"""Semi-supervised on the screen: a film of labels that spread, or the study; and its clicks."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving, notes
from core.figures.deeds import Beside, Button, Small
from core.stages.learning_types.semi_supervised.marks import OWN, toggled
from core.stages.learning_types.semi_supervised.run import SemiFilm
from core.stages.learning_types.semi_supervised.scene_flow import flow_picture
from core.stages.learning_types.semi_supervised.scene_study import study_picture
from core.stages.learning_types.semi_supervised.scene_taught import taught_picture
from core.stages.learning_types.semi_supervised.scene_words import film_notice, study_notice
from core.stages.learning_types.semi_supervised.settings import LOOK, STUDY, TRUE, SemiSettings
from core.wording import counted

NEAR = 0.05
"""How far a click may miss a point, as a share of the picture."""


def draw(settings: SemiSettings, film: Any) -> tuple[Block, ...]:
    """Draw what is looked at, with what a reader must know of the points."""
    return (Moving(_picture(settings, film)), *notes(*_notes(settings, film)))


def _picture(settings: SemiSettings, film: Any) -> Any:
    if settings.view == STUDY:
        return study_picture(settings, film)
    return (flow_picture if settings.flows else taught_picture)(settings, film)


def notice(settings: SemiSettings, film: Any) -> str:
    """Say how many are right by both ways, whether the other points helped, and why."""
    return (study_notice if settings.view == STUDY else film_notice)(settings, film)


def _notes(settings: SemiSettings, film: Any) -> tuple[str, ...]:
    found = [film.points.note] if film.points.note else []
    if film.points.scales:
        found.append(
            "Both columns are standardised over all these rows: 0 is their mean, 1 their standard "
            "deviation."
        )
    if settings.view == STUDY and film.short:
        found.append("Larger numbers of labels are left out where a class would have none hidden.")
    if settings.view == STUDY and len(film.last.semi) < settings.n_seeds:
        found.append(
            f"{len(film.last.semi)} draws instead of {settings.n_seeds}: a Gaussian process that "
            "teaches itself so many points takes long."
        )
    if isinstance(film, SemiFilm) and film.unheard:
        one = film.unheard == 1
        found.append(
            f"{counted(film.unheard, 'label')} by hand {'speaks' if one else 'speak'} of a point "
            "or a class that is not there now: left out until it is."
        )
    return tuple(found)


def nearest(film: SemiFilm, click: Any) -> int | None:
    """Return the place of the point that a click is meant for, None for none."""
    (x0, x1), (y0, y1) = film.points.ranges
    away = (film.points.X - [click.x, click.y]) / [x1 - x0, y1 - y0]
    far = np.hypot(away[:, 0], away[:, 1])
    return int(far.argmin()) if far.min() <= NEAR else None


def picked(settings: SemiSettings, film: Any, click: Any) -> dict[str, Any]:
    """Return what a click on a point sets: its label, none again, or that it is in hand."""
    place = nearest(film, click) if click.name == "point" else None
    if place is None:
        return {}
    if settings.click == LOOK:
        return {"hand": 0 if settings.hand == place + 1 else place + 1}
    code = OWN if settings.click == TRUE else int(settings.click)
    if code != OWN and code not in film.points.codes:
        code = OWN
    known = bool(film.given[place] >= 0)
    return {"marks": toggled(settings.marks, place, code, begun=_begun(settings, film, place),
                             labelled=known)}  # fmt: skip


def _begun(settings: SemiSettings, film: SemiFilm, place: int) -> bool:
    """Whether a point is among those that begin with a label."""
    from core.stages.learning_types.semi_supervised.points import begun

    return bool(begun(film.points.y, settings.n_labels, settings.label_seed)[place] >= 0)


def operate(settings: SemiSettings, film: Any, _table: Any) -> tuple[Block, ...]:
    """Offer other labels, and none at all."""
    seed = (settings.label_seed + 1) % 10_000
    deeds: list[Block] = [
        Button("others", "Label other points", {"label_seed": seed}, ":material/casino:",
               "The next seed: another draw of the labels to begin with.")
    ]  # fmt: skip
    if settings.view == STUDY:
        return (Beside(tuple(deeds)),)
    if settings.marks:
        deeds.append(Button("unmark", "Take my labels back", {"marks": ""}, ":material/undo:"))
    if film.n_given:
        deeds.append(
            Button("bare", "Take all labels away", {"marks": "", "n_labels": 0},
                   ":material/label_off:", "Begin with none, and label points yourself.")
        )  # fmt: skip
    hint = (
        "Click a point to label it, again to take the label away. Three labels are often enough: "
        "where do you put them?"
    )
    return (Beside(tuple(deeds)), Small(hint))
