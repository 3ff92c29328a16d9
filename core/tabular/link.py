"""What a link says: read part by part, so that a damaged part costs only itself and is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.data.task import Task
from core.errors import PlaygroundError
from core.tabular.experiment import FIRST_MODELS, N_SEEDS, Experiment, ModelChoice, Split, Step
from core.untrusted import (
    Unreadable,
    read_json,
    read_list,
    read_number,
    read_object,
    read_text,
    read_texts,
    read_value,
    shown,
)
from core.value import Value

NEEDED = {"t": "the table", "y": "the target", "k": "the task"}
KNOWN = frozenset([*"tnykxrmsdvo", "ml_roadmap_playground"])
MOST_TOLD = 4


class BadExperiment(PlaygroundError):
    """Text that does not describe an experiment."""


@dataclass(frozen=True)
class Link:
    """What the parameter ``exp`` of an address holds.

    ``experiment`` : None where the page has to open with its defaults.
    ``extras`` : by playground, the values of controls whose choices come from the table.
    ``overrides`` : how a learner's file is to be read, as (name of the option, value).
    ``sentence`` : what could not be read; "" only if all of the link is in the other three.
    """

    experiment: Experiment | None = None
    extras: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    overrides: tuple[tuple[str, str], ...] = ()
    sentence: str = ""


def read_link(text: str) -> Link:
    """Return what can be read of ``exp``; whatever the text, nothing is raised.

    >>> read_link("{").sentence
    'This link could not be read: it is not JSON. The page opened with its defaults.'
    """
    try:
        plain = read_object(read_json(text))
        experiment, lost = read_experiment(plain)
    except Unreadable as error:
        return Link(
            sentence=f"This link could not be read: {error}. The page opened with its defaults."
        )
    more: list[str] = []
    extras, overrides = _extras(plain.get("v"), more), _overrides(plain.get("o"), more)
    more += [f"{shown(name)} is not known here" for name in sorted(set(plain) - KNOWN)]
    return Link(experiment, extras, overrides, not_whole((*lost, *more)))


def not_whole(lost: tuple[str, ...]) -> str:
    """Return the sentence for what could not be read, "" where there is nothing to say.

    >>> not_whole(("the seed is 0", "the split is the default"))
    'This link could not be read whole: the seed is 0, the split is the default.'
    """
    few = lost[:MOST_TOLD]
    more = () if len(lost) == len(few) else (f"and {len(lost) - len(few)} more",)
    return f"This link could not be read whole: {', '.join((*few, *more))}." if lost else ""


def _extras(plain: Any, lost: list[str]) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    try:
        for prefix, values in read_object({} if plain is None else plain).items():
            found[prefix] = dict(_values(values, "this page", lost))
    except Unreadable:
        lost.append("what it chose on the page is the default")
    return found


def _overrides(plain: Any, lost: list[str]) -> tuple[tuple[str, str], ...]:
    from core.data.options import OVERRIDES

    known, found = {param.id for param in OVERRIDES}, []
    try:
        for pair in read_list([] if plain is None else plain):
            name, value = (read_text(part) for part in read_list(pair, (2,)))
            if name not in known:
                raise Unreadable("an unknown option")
            found.append((name, value))
    except Unreadable:
        lost.append("how its file is read")
    return tuple(found)


def from_json(text: str) -> Experiment:
    """Read the URL or the file form; raise `BadExperiment` with what is wrong.

    Only shapes and types are checked here; `core.tabular` checks columns, steps and models
    against the table and the catalogues.
    """
    try:
        found, lost = read_experiment(read_object(read_json(text)))
    except Unreadable as error:
        raise BadExperiment(f"This is not an experiment: {error}. Ask for it again.") from None
    if lost:
        raise BadExperiment(f"This experiment is damaged: {'; '.join(lost)}. Ask for it again.")
    return found


def read_experiment(plain: Mapping[str, Any]) -> tuple[Experiment, tuple[str, ...]]:
    """Return the experiment in a JSON object, and in words what was left at its default.

    Raises `Unreadable` where not even table, target and task can be read.
    """
    task = _part(plain, "k", _task)
    lost: list[str] = []

    def part(name: str, read: Callable[[Any], Any], default: Any, words: str) -> Any:
        try:
            return default if plain.get(name) is None else read(plain[name])
        except Unreadable:
            lost.append(words)
            return default

    found = Experiment(
        table=_part(plain, "t", read_text),
        table_name=part("n", read_text, "", "the table has no name"),
        target=_part(plain, "y", read_text),
        task=task,
        features=part("x", read_texts, None, "every column is learnt from"),
        recipe=_recipe(part("r", read_list, [], "the recipe has no step"), lost),
        model=_model(plain.get("m"), task, lost),
        split=part("s", _split, Split(), "the split is the default"),
        seed=part("d", _seed, 0, "the seed is 0"),
    )
    return found, tuple(lost)


def _part(plain: Mapping[str, Any], name: str, read: Callable[[Any], Any]) -> Any:
    """Return a part that has no default."""
    try:
        return read(plain.get(name))
    except Unreadable as error:
        raise Unreadable(f"{NEEDED[name]} cannot be read ({error})") from None


def _task(plain: Any) -> Task:
    tasks: dict[str, Task] = {"c": "classification", "r": "regression"}
    if read_text(plain) not in tasks:
        raise Unreadable("'c' or 'r' is needed")
    return tasks[plain]


def _recipe(steps: list[Any], lost: list[str]) -> tuple[Step, ...]:
    """Return the steps that can be read."""
    found = []
    for place, plain in enumerate(steps, start=1):
        try:
            step_id, params, *columns = read_list(plain, (2, 3))
            columns = [None if part is None else read_texts(part) for part in columns]
            name = read_text(step_id)
            values = _values(params, f"step {place}", lost)
            found.append(Step(name, values, columns[0] if columns else None))
        except Unreadable:
            lost.append(f"step {place} is left out")
    return tuple(found)


def _model(plain: Any, task: Task, lost: list[str]) -> ModelChoice:
    """Return the model, with those of its settings that can be read."""
    try:
        model_id, params = read_list(plain, (2,))
        name = read_text(model_id)
    except Unreadable:
        lost.append("the model is the default")
        return ModelChoice(FIRST_MODELS[task])
    try:
        return ModelChoice(name, _values(params, "the model", lost))
    except Unreadable:
        lost.append("the settings of the model are the defaults")
        return ModelChoice(name)


def _split(plain: Any) -> Split:
    kind, test_share, column = read_list(plain, (3,))
    if read_text(kind) not in ("random", "stratified", "grouped", "time"):
        raise Unreadable("an unknown split")
    if not 0 < read_number(test_share) < 1:
        raise Unreadable("the test share must lie between 0 and 1")
    return Split(kind, float(test_share), None if column is None else read_text(column))


def _values(plain: Any, whose: str, lost: list[str]) -> tuple[tuple[str, Value], ...]:
    """Return the settings that can be read, sorted by name."""
    found = []
    for name, value in sorted(read_object(plain).items()):
        try:
            found.append((name, read_value(value)))
        except Unreadable:
            lost.append(f"{name!r} of {whose} is the default")
    return tuple(found)


def _seed(plain: Any) -> int:
    if not isinstance(read_number(plain), int) or not 0 <= plain < N_SEEDS:
        raise Unreadable("the seed must be a whole number from 0 to 4294967295")
    return int(plain)
