"""The trip of one playground: controls, settings, work, picture, sentence, missions, code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

import streamlit as st

from core import compute
from core.compute.keys import canonical
from core.course.classroom import Classroom
from core.errors import PlaygroundError
from core.figures.blocks import Moving, escape, is_picture, named
from core.params import Choice, Param
from core.playground import Playground, TableFacts, Values
from core.ui import (
    address,
    aim,
    blocks,
    context,
    controls,
    dataset,
    deeds,
    in_class,
    panels,
    show_me,
    starts,
    state,
    watch,
)
from core.ui.lesson import Shown as Lesson
from core.ui.work import answer_of

MODES = {"film": "Film", "live": "Live"}
UNASKED = "*This sentence comes back once you have said what will happen.*"
WATCH = Param(
    "watch", "Watch", "choice", "film", choices=tuple(Choice(*mode) for mode in MODES.items())
)


def show(slug: str, playground: Playground) -> None:
    """Walk the trip once, from the controls to the panels under the picture."""
    prefix = f"{slug}_{playground.id}"
    asked = in_class.read(prefix, playground.params)
    lesson = Lesson(slug, playground, projected=asked.projector)
    lesson.enter()
    table, suits = None, True
    if playground.needs_table is True or st.session_state.get(f"{prefix}_wants_table"):
        table = dataset.active(f"{prefix}_table")
        if table is None and playground.needs_table is True:
            return
        suits = table is None or _suits(playground, table)
        if not suits and playground.needs_table is True:
            return
        if table is not None and suits:
            table = _with_classes(prefix, playground, table)
            table = None if table is None else _with_test_rows(prefix, playground, table)
            if table is None:
                return
    in_class.dress(prefix, asked, playground.params)
    with st.container(key="trip_row"):
        left, right = _places(playground)
    with left, st.container(key="trip_controls"):
        live = _is_live(prefix, playground)
        settings = _settings(prefix, playground, table, asked)
        if not suits:  # the controls stay, so that the learner can turn back
            settings = None
            _turn_back(prefix)
    answer = None
    with right, st.container(key="trip_picture"):
        lesson.show()
        if settings is not None and live:
            given = table if _digest(prefix, playground, table) else None
            tell = partial(_tell, playground, lesson)
            answer = watch.show(prefix, playground, settings, given, tell)
            if answer is not None:
                _operate(prefix, playground, settings, answer, table)
        elif settings is not None:
            answer = _film_or_answer(prefix, playground, settings, table, asked, lesson)
    if answer is not None:
        lesson.tell(settings, answer)
        with st.container(key="trip_below"):
            panels.below(slug, playground, settings, answer, table, asked)


def _film_or_answer(
    prefix: str,
    playground: Playground,
    settings: Any,
    table: TableFacts | None,
    asked: Classroom,
    lesson: Lesson,
) -> Any | None:
    """Compute the answer and show its pictures with the computed sentence under the first.

    Films wait at their first frame before a class that votes and while they are explained first.
    """
    answer = _answer(prefix, playground, settings, table)
    if answer is None:
        return None
    drawn = playground.draw(settings, answer)
    has_film = any(isinstance(block, Moving) for block in drawn)
    name = ""
    if has_film or asked.vote:
        name = film_name(playground, settings, _digest(prefix, playground, table))
    if has_film:
        rests = asked.vote or lesson.waits
        version = " explained first" if rests else ""  # it opens anew, and plays, after that
        drawn = named(drawn, name, rests=rests, at=asked.at, version=version, ends=lesson.reveals)
    first = 1 + next((i for i, b in enumerate(drawn) if is_picture(b)), len(drawn) - 1)
    with st.container(key="trip_shown"):
        heard = blocks.show(prefix, drawn[:first])
    in_class.sentence(prefix, asked, name, partial(_tell, playground, lesson, settings, answer))
    with panels.rest():
        blocks.show(prefix, drawn[first:])
    _operate(prefix, playground, settings, answer, table)
    if heard.picked is not None and playground.pick is not None:
        deeds.do(prefix, playground.pick(settings, answer, heard.picked))
    return answer


def _tell(playground: Playground, lesson: Lesson, settings: Any, answer: Any) -> None:
    """Show what to notice; while a tour asks it waits, as it might say the answer."""
    panels.notice(UNASKED if lesson.asks else playground.notice(settings, answer))


def film_name(playground: Playground, settings: Any, table: str | None = None) -> str:
    """Return what names the frames of an answer: the call behind it, without a worker its settings.

    table : the digest of what the work gets beside its settings. Light controls name nothing.
    """
    asked = playground.work_settings(settings)
    work = playground.work_for(asked)
    return canonical(asked) if work is None else compute.key_of(work, asked, table=table)


def _operate(
    prefix: str, playground: Playground, settings: Any, answer: Any, table: TableFacts | None
) -> None:
    """Show what can be done with the picture beside clicking into it."""
    if playground.operate is not None:
        with st.container(key="trip_after"):
            blocks.show(prefix, playground.operate(settings, answer, table))


def _is_live(prefix: str, playground: Playground) -> bool:
    """Let the learner choose between a film, computed whole, and a run that goes on."""
    if playground.live is None or playground.live_only:
        return playground.live_only
    address.heed((WATCH,), prefix)
    chosen = st.segmented_control(
        "Watch",
        list(MODES),
        format_func=MODES.__getitem__,
        key=f"{prefix}_watch",
        bind="query-params",
        required=True,
        default="film",
        help="**Film**: computed whole, then played, stepped and scrubbed both ways.\n\n"
        "**Live**: trains on while you watch; change settings meanwhile.",
    )
    return chosen == "live"


def _suits(playground: Playground, table: TableFacts) -> bool:
    """Whether the target is of the kind this playground needs; if not, offer one that is."""
    experiment = state.experiment()
    if experiment is None or experiment.task in playground.tasks:
        return True
    from core.ui import other_target

    other_target.show(playground.tasks[0], experiment, table)
    return False


def _turn_back(prefix: str) -> None:
    """Run the page again if the controls ask no longer for the table that does not suit."""
    if not st.session_state.get(f"{prefix}_wants_table"):
        st.rerun()


def _with_classes(prefix: str, playground: Playground, table: TableFacts) -> TableFacts | None:
    """Return the facts with the classes that the recipe leaves; None while that shows progress."""
    if not _asks_for("class", playground):
        return table
    from core.tabular.classes import class_settings, left_classes

    label = "Looking for classes"
    return _worked_out(prefix, table, "classes", class_settings, left_classes, label)


def _with_test_rows(prefix: str, playground: Playground, table: TableFacts) -> TableFacts | None:
    """Return the facts with the number of test rows; None while that shows progress."""
    if not _asks_for("row", playground):
        return table
    from core.tabular.tested_rows import left_for_test, part_settings

    label = "Counting the test rows"
    return _worked_out(prefix, table, "n_test", part_settings, left_for_test, label)


def _asks_for(role: str, playground: Playground) -> bool:
    return state.experiment() is not None and any(p.role == role for p in playground.params)


def _worked_out(
    prefix: str,
    table: TableFacts,
    fact: str,
    asked_of: Callable[[Any], Any],
    work: Callable[..., Any],
    label: str,
) -> TableFacts | None:
    """Return the facts with one that only a worker can tell, where ``asked_of`` needs it to."""
    asked = asked_of(state.experiment())
    if asked is None:
        return table
    found = answer_of(f"{prefix}_{fact}", work, asked, table=table.digest, label=label)
    return None if found is None else replace(table, **{fact: found})


def _places(playground: Playground) -> tuple[Any, Any]:
    """Return where the controls and the picture go."""
    if playground.wide:
        return st.container(width=520), st.container()
    left, right = st.columns([3, 7], gap="medium")
    return left, right


def _settings(
    prefix: str, playground: Playground, table: TableFacts | None, asked: Classroom
) -> Any | None:
    """Show the controls and build the settings; a value that does not fit gets a sentence."""
    for kept in playground.keeps:
        import_module(f"core.ui.{kept}_panel").show(table)
    if table is not None and playground.needs_table is True:
        aim.show(table)
    if playground.starts:
        starts.show(prefix, playground.params, playground.starts)
    experiment = state.experiment()
    params = playground.offered(table, experiment)
    without = playground.needs_table == "maybe" and table is None
    if without:  # drawn before it is here, what it fills would begin at what it does not have
        params = tuple(param for param in params if param.role == "any")
    _move(prefix, params, show_me.moved(prefix, params, waits=without))

    def editors() -> None:
        if table is not None:
            from core.ui import experiment_panel  # the map must not wait for models and steps

            experiment_panel.show(playground.edits, table)

    linked = {**address.earlier(playground.params, prefix), **state.extras(prefix)}
    shown = controls.values(
        params, prefix, linked, between=editors, locks=asked.locks, waits=without
    )
    chosen = {param.id: param.default for param in playground.params} | shown
    if any(chosen[param.id] != param.default for param in params):
        st.button(
            "Back to the defaults",
            key=f"{prefix}_defaults",
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=controls.reset,
            args=(params, prefix),
        )
    if _waits(prefix, playground, chosen, table):
        return None
    state.set_extras(
        prefix,
        {p.id: chosen[p.id] for p in params if p.role != "any" and chosen[p.id] != p.default},
    )
    try:
        return playground.settings(context.of(prefix), chosen)
    except PlaygroundError as error:
        st.warning(escape(error.sentence), icon=":material/error:")
        return None


def _move(prefix: str, params: tuple[Param, ...], moved: Values) -> None:
    """Have controls show what they are moved to, in the address as well.

    Streamlit writes there what changes while it is drawn, not what a control begins with.
    """
    keys = {param.id: f"{prefix}_{param.id}" for param in params}
    now = {param.id: moved.get(param.id, controls.held(param, keys[param.id])) for param in params}
    for param in params:
        if param.id not in moved:
            continue
        key, value = keys[param.id], param.clean(moved[param.id])
        if key not in st.session_state and param.applies(now):
            address.begin(param, key, value)
        controls.show(param, key, value)


def _waits(prefix: str, playground: Playground, chosen: Values, table: TableFacts | None) -> bool:
    """Whether the controls just asked for a table that is not here yet.

    They stay on the screen meanwhile: a bound control that is not drawn forgets its value.
    """
    if playground.needs_table != "maybe":
        return False
    before = st.session_state.get(f"{prefix}_wants_table")
    wants = st.session_state[f"{prefix}_wants_table"] = playground.uses_table(chosen)
    if wants and table is None and not before:
        st.rerun()
    return wants and table is None


def _digest(prefix: str, playground: Playground, table: TableFacts | None) -> str | None:
    """Return the digest of the table that the work gets, None if it works without."""
    unwanted = playground.needs_table == "maybe" and not st.session_state[f"{prefix}_wants_table"]
    return None if table is None or unwanted else table.digest


def _answer(
    prefix: str, playground: Playground, settings: Any, table: TableFacts | None
) -> Any | None:
    """Return the playground's answer, or None while progress or the reason for none shows."""
    worked = table.loaded if playground.describe and table is not None else None
    asked = playground.work_settings(settings)
    work = playground.work_for(asked)
    if work is not None:
        experiment = state.experiment()
        worked = answer_of(
            prefix,
            work,
            asked,
            table=_digest(prefix, playground, table),
            label=playground.title,
            affinity="" if experiment is None else experiment.digest,
        )
        if worked is None:
            return None
    try:
        return playground.derive(settings, worked)
    except PlaygroundError as error:
        st.warning(escape(error.sentence), icon=":material/error:")
        return None
