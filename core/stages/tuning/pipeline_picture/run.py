"""A row of the learner's on its way through the fitted pipeline, with its values at every stop.

Every number is the fitted pipeline's own: what a step learnt is read from its fitted attributes,
the values before and after it are what its ``transform`` gives for this row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pandas as pd

from core.stages.tuning.pipeline_picture.lanes import Lane, lanes_of
from core.stages.tuning.pipeline_picture.learnt import Fact, How, missing, told
from core.stages.tuning.pipeline_picture.parts import Verdict
from core.stages.tuning.pipeline_picture.places import Place, places_of, step_at
from core.stages.tuning.pipeline_picture.seen import Seen, seen_all_rows
from core.stages.tuning.pipeline_picture.settings import ChangedSettings, PictureSettings
from core.stages.tuning.pipeline_picture.steps import State, Work, ordered, works_of
from core.stages.tuning.pipeline_picture.verdict import ask

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Kind: TypeAlias = Literal["raw", "table", "step", "rows", "idle", "model"]
MOST_LINES = 11
"""So many columns are shown at a stop; the others are counted."""


@dataclass(frozen=True)
class Learnt:
    """A fact that a step learnt from the training rows: a number, or a word.

    seen : what it would be had the step seen the test rows as well; None where that is unknown.
    """

    label: str
    value: float | str
    seen: float | str | None = None


@dataclass(frozen=True)
class Line:
    """One column at a stop, before and after it; ``sources`` the raw columns it is made of.

    before, after : cells, None where the column is not there. other_after : the second row's cell
    behind the step (before it where the column goes). followed : made of the followed column.
    """

    name: str
    state: State
    before: Any
    after: Any
    how: How | None
    facts: tuple[Learnt, ...]
    sources: tuple[str, ...]
    other_after: Any = None
    followed: bool = False


@dataclass(frozen=True)
class Stop:
    """One stop: before the first step, at a step, at the model.

    takes : the raw columns it works on. n_changed, n_new, n_gone : columns whose value changes,
    that come and that go. differ : in how many columns the two rows differ behind it.
    deed : what a step does that does not touch this row. position : its place in the recipe.
    """

    kind: Kind
    label: str
    help: str
    n_before: int
    n_after: int
    lines: tuple[Line, ...] = ()
    folded: int = 0
    takes: tuple[str, ...] = ()
    n_changed: int = 0
    n_new: int = 0
    n_gone: int = 0
    added: str | None = None
    deed: str = ""
    differ: int | None = None
    step: int = -1
    position: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What the whole pipeline says of a row, and the truth; probabilities by class."""

    predicted: str
    number: float
    truth: str
    probabilities: dict[str, float]


@dataclass(frozen=True)
class Journey:
    """A row's way. ``row`` is (1, n_raw_columns); ``place`` its row in the table.

    other : the second row's outcome, None without one. lanes : the raw columns in groups.
    n_seen : rows that the steps would have learnt from with the test rows, 0 where not looked at.
    """

    row: pd.DataFrame
    place: int
    position: int
    n_train: int
    n_test: int
    stops: tuple[Stop, ...]
    lanes: tuple[Lane, ...]
    verdict: Verdict
    outcome: Outcome
    followed: str
    target: str
    other: Outcome | None = None
    other_position: int | None = None
    other_verdict: Verdict | None = None
    other_row: pd.DataFrame | None = None
    n_seen: int = 0
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[int, int]:
        """How many columns the row had, and how many the model gets."""
        return self.stops[0].n_after, self.stops[-1].n_before

    @property
    def busiest(self) -> Stop | None:
        """The step that changed most cells of this row; None where none did."""
        steps = [stop for stop in self.stops if stop.kind == "step"]
        most = max(steps, key=touched, default=None)
        return most if most is not None and touched(most) else None


def touched(stop: Stop) -> int:
    """Return how many cells a stop changes, adds or takes away."""
    return stop.n_changed + stop.n_new + stop.n_gone


def pipeline_picture(settings: PictureSettings, frame: pd.DataFrame) -> Journey:
    """Fit the experiment (or take the fitted one) and lead a test row through it.

    Raises `UnknownRow`, and what a fit refuses.
    """
    from core.tabular.explain.target import refuse_unknown_row
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    wanted = [settings.row] if settings.other is None else [settings.row, settings.other]
    for row in wanted:
        refuse_unknown_row(row, len(fitted.X_test))
    rows = fitted.X_test.iloc[wanted]
    return journey(fitted, rows, settings.row, settings.other, settings.column)


def walk_changed(settings: ChangedSettings, frame: pd.DataFrame) -> tuple[Journey, tuple[str, ...]]:
    """Lead a test row and itself with changed values through the pipeline, side by side.

    Returns the journey of the changed row with the row as it is beside it, and notes about values
    the model never saw. Raises `UnknownRow`, `UnknownColumn`, `BadCell`.
    """
    from core.tabular.explain.changed_row import changed_row
    from core.tabular.explain.target import refuse_unknown_row
    from core.tabular.fit import fit

    settings.check()
    fitted = fit(settings.experiment, frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    row = fitted.X_test.iloc[[settings.row]]
    changed, notes = changed_row(fitted, row, settings.changed)
    followed = settings.changed[0][0] if settings.changed else ""
    both = pd.concat([changed, row])
    return journey(fitted, both, settings.row, settings.row, followed), notes


def journey(
    fitted: Fitted, rows: pd.DataFrame, position: int, other: int | None, followed: str
) -> Journey:
    """Return the way of the first of ``rows``, (1 or 2, n_raw_columns), the second beside it."""
    rows = rows[fitted.X_train.columns]
    places = places_of(fitted, rows)
    seen = seen_all_rows(fitted)
    works = [
        works_of(step_at(fitted.pipeline, planned), places[i], places[i + 1])
        for i, planned in enumerate(fitted.steps)
    ]
    stops = (
        _start(fitted, places[0], followed),
        *_table_stops(fitted, len(rows.columns)),
        *_steps(fitted, places, works, seen, followed),
        _model_stop(fitted, len(places[-1].frame.columns)),
    )
    last, first = places[-1].frame, rows.iloc[[0]]
    beside = len(rows) > 1
    return Journey(
        row=first.reset_index(drop=True),
        place=int(rows.index[0]),
        position=position,
        n_train=len(fitted.X_train),
        n_test=len(fitted.X_test),
        stops=stops,
        lanes=lanes_of(fitted, places),
        verdict=ask(fitted, last.iloc[[0]], first),
        outcome=_outcome(fitted, first, position),
        followed=followed,
        target=fitted.experiment.target,
        other=_outcome(fitted, rows.iloc[[1]], other or 0) if beside else None,
        other_position=other,
        other_verdict=ask(fitted, last.iloc[[1]], rows.iloc[[1]]) if beside else None,
        other_row=rows.iloc[[1]].reset_index(drop=True) if beside else None,
        n_seen=seen.n_rows,
        notes=(*fitted.notes, *seen.notes),
    )


def _outcome(fitted: Fitted, row: pd.DataFrame, position: int) -> Outcome:
    predicted = fitted.predict(row)[0]
    chances = {}
    if fitted.classes:
        known = [fitted.classes[int(code)] for code in fitted.model.classes_]
        chances = dict(zip(known, map(float, fitted.proba(row)[0]), strict=True))
    number = chances[str(predicted)] if chances else float(predicted)
    return Outcome(_text(predicted), number, _text(fitted.y_test[position]), chances)


def _text(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


# Stops


def _start(fitted: Fitted, place: Place, followed: str) -> Stop:
    names = sorted(place.frame.columns, key=lambda name: name != followed)
    first, second = _pair(place.frame)
    lines = tuple(
        Line(
            name,
            "same",
            first[name],
            first[name],
            None,
            (),
            (name,),
            None if second is None else second[name],
            name == followed,
        )
        for name in names[:MOST_LINES]
    )
    n = len(names)
    table = fitted.experiment.table_name
    return Stop("raw", table, "", n, n, lines, n - len(lines), differ=_differ(place.frame))


def _pair(frame: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any] | None]:
    rows = [{name: frame[name].iloc[i] for name in frame.columns} for i in range(len(frame))]
    return rows[0], rows[1] if len(rows) > 1 else None


def _differ(frame: pd.DataFrame) -> int | None:
    """Return in how many columns two rows differ, None for a single one."""
    if len(frame) < 2:
        return None
    pairs = ((frame[name].iloc[0], frame[name].iloc[1]) for name in frame.columns)
    return sum(not alike(a, b) for a, b in pairs)


def alike(a: Any, b: Any) -> bool:
    """Whether two cells hold the same; two gaps do."""
    if missing(a) or missing(b):
        return missing(a) and missing(b)
    return bool(a == b)


def _table_stops(fitted: Fitted, n: int) -> Iterator[Stop]:
    from core.tabular.recipe.steps import step_spec

    for position, step in enumerate(fitted.experiment.recipe):
        spec = step_spec(step.id)
        if spec.kind == "table":
            deed = "it worked on the whole table before the split, and this row came through"
            yield Stop("table", spec.label, spec.help, n, n, deed=deed, position=position)


def _steps(
    fitted: Fitted, places: list[Place], works: list[list[Work]], seen: Seen, followed: str
) -> Iterator[Stop]:
    idle = seen.idle
    for i, planned in enumerate(fitted.steps):
        yield from _idle_at(idle, i, len(places[i].frame.columns))
        if planned.spec.kind == "rows":
            n = len(places[i].frame.columns)
            deed = "it changes which training rows are learnt from; a row to predict passes it by"
            spec, own = planned.spec, planned.position
            yield Stop("rows", spec.label, spec.help, n, n, deed=deed, step=i, position=own)
        else:
            yield _step(fitted, i, (places[i], places[i + 1]), works[i], seen, followed)
    yield from _idle_at(idle, len(fitted.steps), len(places[-1].frame.columns))


def _idle_at(idle: tuple[Any, ...], place: int, n: int) -> Iterator[Stop]:
    from core.tabular.recipe.steps import step_spec

    for step in idle:
        if step.place == place:
            spec = step_spec(step.step.id)
            deed, own = f"it {step.deed}", step.position
            yield Stop("idle", spec.label, spec.help, n, n, deed=deed, position=own)


def _step(
    fitted: Fitted,
    i: int,
    around: tuple[Place, Place],
    works: list[Work],
    seen: Seen,
    followed: str,
) -> Stop:
    before, after = around
    planned = fitted.steps[i]
    shown = ordered(works, followed)[:MOST_LINES]
    at = step_at(fitted.pipeline, planned)
    takes = dict.fromkeys(raw for name in at.chosen for raw in before.origin[name])
    states = [work.state for work in works]
    return Stop(
        "step",
        planned.spec.label,
        planned.spec.help,
        len(before.frame.columns),
        len(after.frame.columns),
        tuple(_line(work, seen, followed) for work in shown),
        len(works) - len(shown),
        tuple(takes),
        states.count("changed"),
        states.count("new"),
        states.count("gone"),
        planned.sentence if planned.added else None,
        differ=_differ(after.frame),
        step=i,
        position=planned.position,
    )


def _line(work: Work, seen: Seen, followed: str) -> Line:
    found = told(work.cell) if work.cell is not None else None
    facts = work.facts if found is None else found.facts
    return Line(
        work.name,
        work.state,
        work.before,
        work.after,
        None if found is None else found.how,
        tuple(_learnt(fact, seen.facts(work)) for fact in facts),
        work.sources,
        work.other,
        followed in work.sources,
    )


def _learnt(fact: Fact, seen: dict[str, float | str]) -> Learnt:
    return Learnt(fact[0], fact[1], seen.get(fact[0]))


def _model_stop(fitted: Fitted, n: int) -> Stop:
    from core.tabular.models.catalogue import model_spec

    spec = model_spec(fitted.experiment.model.id)
    return Stop("model", spec.label, spec.help, n, n)
