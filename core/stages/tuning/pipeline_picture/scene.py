"""The pipeline picture: the diagram, the row in hand under it, and what every step learnt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, Number, Numbers, escape, notes
from core.figures.deeds import Fold, RowForm, Small
from core.figures.film import FilmPicture
from core.rows import plain_row
from core.stages.tuning.pipeline_picture.run import Journey, walk_changed
from core.stages.tuning.pipeline_picture.scene_map import diagram
from core.stages.tuning.pipeline_picture.scene_table import table
from core.stages.tuning.pipeline_picture.scene_words import (
    answer,
    caption,
    number,
    step_numbers,
    words,
)
from core.stages.tuning.pipeline_picture.settings import ChangedSettings, PictureSettings
from core.wording import counted, share

SECONDS_A_STOP = 1.6


def draw(_settings: PictureSettings, journey: Journey) -> tuple[Block, ...]:
    """Draw the way of the row as a film, and below it what the steps learnt."""
    n = len(journey.stops) + 1
    numbers = step_numbers(journey)
    captions = [
        caption(journey, stop, step) for step, stop in zip(numbers, journey.stops, strict=True)
    ]
    picture = FilmPicture(
        "pipeline",
        (diagram(journey), table(journey)),
        np.arange(n),
        f"A row's way through {counted(n - 2, 'stop')} from the table to its prediction",
        unit="stop",
        captions=(*captions, answer(journey)),
        seconds=SECONDS_A_STOP * n,
        begin="start",
        file_name="pipeline.html",
        title="A row on its way through the pipeline",
    )
    return (Moving(picture), *_facts(journey), *notes(*journey.notes))


def _facts(journey: Journey) -> tuple[Grid, ...]:
    """Return what every step learnt of the columns that are shown, with and without test rows."""
    rows = [
        {
            "step": stop.label,
            "column": line.name,
            "learnt": fact.label,
            "from the training rows": words(fact.value, 40),
            "had it seen the test rows": "" if fact.seen is None else words(fact.seen, 40),
        }
        for stop in journey.stops
        for line in stop.lines
        for fact in line.facts
    ]
    if not rows:
        return ()
    told = "What each step learnt, of the columns shown above"
    return (Grid("learnt", pd.DataFrame(rows), told, "learnt.csv", 240),)


def notice(_settings: PictureSettings, journey: Journey) -> str:
    """Say what happened to the row, which step did most, and which column spoke loudest."""
    parts = (_way(journey), _most(journey), _loudest(journey), _end(journey), _beside(journey))
    return " ".join(part for part in parts if part)


def _way(journey: Journey) -> str:
    before, after = journey.columns
    return (
        f"Test row {journey.position} sets out with {counted(before, 'column')} and reaches the "
        f"model with {after:,}."
    )


def _most(journey: Journey) -> str:
    most = journey.busiest
    if most is None:
        return "No step changes any of them."
    parts = [
        f"{most.n_changed:,} changed" if most.n_changed else "",
        f"{most.n_new:,} new" if most.n_new else "",
        f"{most.n_gone:,} gone" if most.n_gone else "",
    ]
    done = ", ".join(part for part in parts if part)
    return f"**{escape(most.label)}** does most to it: {done}."


def _loudest(journey: Journey) -> str:
    verdict = journey.verdict
    if not verdict.loudest:
        return ""
    name, part = escape(verdict.loudest), number(verdict.loudest_part, sign=True)
    if verdict.kind == "sum" and not verdict.loudest_part:
        return "In the model no column speaks: each of them adds 0 for this row."
    if verdict.kind == "sum":
        return (
            f"In the model **{name}** speaks loudest: it adds {part} to the "
            f"{escape(verdict.quantity)} of {number(verdict.total)}."
        )
    if not verdict.loudest_part:
        return "At their usual value none of its columns would move the answer."
    of = verdict.class_name
    what = f"the probability of {escape(of)}" if of else escape(journey.target)
    return f"**{name}** speaks loudest: its value in place of the usual one moves {what} by {part}."


def _end(journey: Journey) -> str:
    outcome = journey.outcome
    if not outcome.probabilities:
        true = number(float(outcome.truth))
        return f"The prediction is {number(outcome.number)}, the truth {true}."
    right = "which is right" if outcome.predicted == outcome.truth else "which is wrong"
    truth = "" if outcome.predicted == outcome.truth else f": true is {escape(outcome.truth)}"
    return (
        f"The prediction is **{escape(outcome.predicted)}** with {share(outcome.number, 1)}, "
        f"{right}{truth}."
    )


def _beside(journey: Journey) -> str:
    known = [stop for stop in journey.stops if stop.differ is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    if not first.differ:
        return f"It and test row {journey.other_position} hold the same values: choose another row."
    text = (
        f"Test row {journey.other_position} differs from it in "
        f"{counted(first.differ or 0, 'column')} of the table and in {last.differ:,} at the model"
    )
    if last.differ:
        return f"{text}."
    step = next(stop for stop in known if not stop.differ)
    return f"{text}: **{escape(step.label)}** makes the two equal."


def operate(settings: PictureSettings, journey: Journey, table_facts: Any) -> tuple[Fold, ...]:
    """Return a form with the row's values: change one, and see at which steps that still shows."""

    def ask(changed: tuple[tuple[str, Any], ...]) -> tuple[Any, ChangedSettings]:
        return walk_changed, ChangedSettings(settings.experiment, settings.row, changed)

    form = RowForm(
        f"what_if_{settings.row}",
        plain_row(journey.row),
        table_facts,
        ask,
        _changed,
        "Leading the changed row through",
        settings.experiment.digest,
    )
    told = Small("Change a value, and see how far along the pipeline that can still be told.")
    return (Fold("what_if", "What if this row were different?", (told, form), ":material/edit:"),)


def _changed(found: tuple[Journey, tuple[str, ...]]) -> tuple[Block, ...]:
    journey, strange = found
    stops = [stop for stop in journey.stops if stop.differ is not None]
    rows = [{"behind": _title(stop), "columns that differ": stop.differ} for stop in stops]
    before, after = journey.other, journey.outcome
    numbers = (
        Number("As it is", _said(before)),
        Number("Changed", _said(after)),
    )
    grid = Grid("changed", pd.DataFrame(rows), "In how many columns the two rows differ")
    told = (Small(f":material/info: {escape(note)}") for note in strange)
    return (Numbers(numbers), grid, *told)


def _title(stop: Any) -> str:
    return "the table" if stop.kind == "raw" else stop.label


def _said(outcome: Any) -> str:
    if not outcome.probabilities:
        return number(outcome.number)
    return f"{outcome.predicted}, {outcome.number:.1%}"
