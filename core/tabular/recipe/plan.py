"""What will be fitted, decided before anything is: the learner's steps and those added for them.

Planning reads column kinds and where gaps are, never values, and is cheap enough for the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.data.task import Task
from core.errors import PlaygroundError
from core.params import check_all
from core.tabular.calls import Call
from core.tabular.experiment import Experiment, Step
from core.tabular.models.catalogue import model_spec
from core.tabular.recipe.step_spec import StepSpec
from core.tabular.recipe.steps import step_spec
from core.value import Value
from core.wording import listed

_SCALES = ("scaling", "reduction")
_LEFT_OUT = ("id", "empty", "constant")


class NothingToLearnFrom(PlaygroundError):
    """No usable feature column."""


@dataclass(frozen=True)
class Facts:
    """What is known of the feature columns: ``kinds`` by name, which have ``gaps``, which are
    truth values (``flags``).
    """

    kinds: tuple[tuple[str, str], ...]
    gaps: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedStep:
    """One step of the pipeline.

    ``name`` in the pipeline; ``columns`` it gets, None for every number that is there by then;
    ``position`` in the learner's recipe, or None: ``added`` by the suite so that the model can be
    fitted, with ``sentence`` saying why.
    """

    name: str
    step: Step
    call: Call
    columns: tuple[str, ...] | None
    sentence: str = ""
    position: int | None = None

    @property
    def added(self) -> bool:
        """Whether the suite added it."""
        return self.position is None

    @property
    def spec(self) -> StepSpec:
        """The catalogue's entry."""
        return step_spec(self.step.id)


@dataclass(frozen=True)
class IdleStep:
    """A step of the learner's recipe that is not in the pipeline.

    ``position`` in the recipe; ``place`` : so many steps of the pipeline run before it would;
    ``deed`` : what it does instead, in words that follow its name.
    """

    step: Step
    position: int
    place: int
    deed: str


@dataclass(frozen=True)
class Plan:
    """Steps in order, the model's call, and sentences about steps that had nothing to do."""

    steps: tuple[PlannedStep, ...]
    model: Call
    notes: tuple[str, ...] = ()
    idle: tuple[IdleStep, ...] = ()


def plan(experiment: Experiment, facts: Facts) -> Plan:
    """Decide every step of the pipeline. Raises `NothingToLearnFrom`."""
    spec = model_spec(experiment.model.id)
    planner = _Planner(
        experiment.task,
        experiment.seed,
        dict(facts.kinds),
        facts.gaps,
        facts.flags,
        scale="scale" in spec.needs,
    )
    steps = [
        (position, step)
        for position, step in enumerate(experiment.recipe)
        if step_spec(step.id).kind != "table"
    ]
    planner.leave_out_useless(_named(step for _, step in steps))
    for position, step in steps:
        planner.take(step, position)
    scaled = any(step.spec.family in _SCALES for step in planner.planned)
    cares = planner.scale and not spec.least_squares
    if cares and not scaled and planner.would_find("standard"):
        planner.notes.append(f"{spec.label} works best on scaled columns: add 'Standard'.")
    planner.finish("the model")
    for need in spec.needs:
        planner.meet(need, spec.label)
    if not planner.numbers_left():
        raise NothingToLearnFrom(
            "No feature column is left to learn from. Choose more features, take steps out, or "
            "load a table in which a column differs from row to row."
        )
    values = dict(check_all(spec.params, dict(experiment.model.params)))
    weights: dict[str, Value] = {"class_weight": None, "seed": experiment.seed, **planner.weights}
    model = spec.call_for(experiment.task).filled({**values, **weights})
    return Plan(tuple(planner.planned), model, tuple(planner.notes), tuple(planner.idle))


def finishing_steps(experiment: Experiment, facts: Facts) -> tuple[PlannedStep, ...]:
    """Return the steps that the suite adds so that the experiment's model can be fitted."""
    return tuple(step for step in plan(experiment, facts).steps if step.added)


def default_recipe(kinds: Mapping[str, str], model: str) -> tuple[Step, ...]:
    """Return a sensible first recipe for columns of these kinds and a model id."""
    present = set(kinds.values())
    ids: list[str] = []
    if "number" in present:
        ids.append("median")
        ids += ["standard"] if "scale" in model_spec(model).needs else []
    if "category" in present:
        ids += ["mode", "one_hot"]
    return tuple(Step(step_id) for step_id in ids)


def _named(steps: Iterable[Step]) -> set[str]:
    return {name for step in steps for name in step.columns or ()}


@dataclass
class _Planner:
    """The columns as they will be at the step being planned.

    ``kinds``: columns known by name. ``unnamed``: there are numbers whose names are only known
    after fitting (levels, components). ``scale``: the model works best on scaled columns.
    """

    task: Task
    seed: int
    kinds: dict[str, str]
    gaps: frozenset[str]
    flags: frozenset[str]
    unnamed: bool = False
    scale: bool = False
    planned: list[PlannedStep] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    idle: list[IdleStep] = field(default_factory=list)
    weights: dict[str, Value] = field(default_factory=dict)

    def take(self, step: Step, position: int) -> None:
        """Plan the learner's step at ``position`` of the recipe."""
        spec = step_spec(step.id)
        if spec.sets_model:
            self.weights.update(spec.sets_model)
            self._idle(step, position, "sets the model's class weights and leaves the rows alone")
            return
        if spec.needs_all_numeric:
            self.finish(spec.label)
        if self._is_wide(step, spec):
            self.name_levels(spec.label)
        columns = self._columns(step, spec)
        if columns == () and spec.columns:
            self.notes.append(f"'{spec.label}' found no column to work on, so it did nothing.")
            self._idle(step, position, "found no column to work on, so it did nothing")
            return
        if not spec.takes_gaps:
            self._fill(columns, spec.label)
        self._add(step, columns, position=position)

    def would_find(self, step_id: str) -> bool:
        """Whether a step that is added now, with no columns named, has any column to work on."""
        return self._columns(Step(step_id), step_spec(step_id)) != ()

    def _idle(self, step: Step, position: int, deed: str) -> None:
        self.idle.append(IdleStep(step, position, len(self.planned), deed))

    def leave_out_useless(self, named: set[str]) -> None:
        """Leave out ids, empty and constant columns, unless a step names them."""
        useless = [n for n, kind in self.kinds.items() if kind in _LEFT_OUT and n not in named]
        self._leave_out(useless)

    def finish(self, for_what: str) -> None:
        """Make every column that is left a number without gaps."""
        if dates := self._of("date"):
            why = f"{listed(dates)}: {for_what} needs numbers, not dates."
            self._help("date_parts", dates, why, (("scale", True),) if self.scale else ())
        if texts := self._of("text"):
            self._help("tfidf", texts, f"{listed(texts)}: {for_what} needs numbers, not text.")
        self.name_levels(for_what)
        self._leave_out([n for n, kind in self.kinds.items() if kind in _LEFT_OUT])
        self._fill(None, for_what)

    def name_levels(self, for_what: str) -> None:
        """Make every category 0/1 columns without gaps."""
        if holes := tuple(n for n in self._of("category") if n in self.gaps):
            self._help(
                "mode", holes, f"{listed(holes)}: gaps get the most frequent training value."
            )
        levels = tuple(n for n in self._of("category") if n not in self.flags)
        if levels:
            why = f"{listed(levels)}: {for_what} needs numbers, not names."
            self._help("one_hot", levels, why)
        if flags := self._of("category"):
            self._help("flags", flags, f"{listed(flags)}: true and false become 1 and 0.")

    def meet(self, need: str, label: str) -> None:
        """Add what a model cannot do without."""
        if need == "nonnegative":
            self._help("min_max", None, f"{label} refuses negative numbers: columns become 0–1.")
        elif need == "array":
            self._help("plain_array", None, f"{label} gets plain numbers without column names.")

    def numbers_left(self) -> bool:
        """Whether there is anything to learn from."""
        return self.unnamed or "number" in self.kinds.values()

    def _columns(self, step: Step, spec: StepSpec) -> tuple[str, ...] | None:
        found = self._asked(step, spec)
        if found is not None and spec.fills and not spec.makes_numbers:
            return tuple(name for name in found if name not in self.flags)  # these have no gaps
        return found

    def _asked(self, step: Step, spec: StepSpec) -> tuple[str, ...] | None:
        if step.columns is not None:
            return tuple(name for name in step.columns if name in self.kinds)
        if spec.columns == ("numeric",) or self._is_wide(step, spec):
            return None if self.unnamed else self._of("number")
        return tuple(name for name, kind in self.kinds.items() if kind in spec.columns)

    def _is_wide(self, step: Step, spec: StepSpec) -> bool:
        if not spec.widened_by or step.columns is not None:
            return False
        return bool(dict(check_all(spec.params, dict(step.params)))[spec.widened_by])

    def _fill(self, columns: tuple[str, ...] | None, for_what: str) -> None:
        numbers = self._of("number") if columns is None else columns
        holes = tuple(n for n in numbers if n in self.gaps and self.kinds[n] == "number")
        if holes:
            self._help(
                "median", holes, f"{listed(holes)}: {for_what} takes no gaps; they get the median."
            )

    def _leave_out(self, names: list[str]) -> None:
        if names:
            self._help(
                "leave_out",
                tuple(names),
                f"{listed(names)}: nothing to learn from a column that is empty, always the same "
                "or different in every row.",
            )

    def _help(
        self,
        step_id: str,
        columns: tuple[str, ...] | None,
        sentence: str,
        params: tuple[tuple[str, Value], ...] = (),
    ) -> None:
        self._add(Step(step_id, params, columns), columns, sentence=sentence)

    def _add(
        self,
        step: Step,
        columns: tuple[str, ...] | None,
        sentence: str = "",
        position: int | None = None,
    ) -> None:
        spec = step_spec(step.id)
        values = dict(check_all(spec.params, dict(step.params)))
        filled = spec.call_for(self.task).filled(
            {**values, "seed": self.seed, "columns": columns or ()}
        )
        name = f"{len(self.planned) + 1}_{step.id}"
        self.planned.append(PlannedStep(name, step, filled, columns, sentence, position))
        self._after(spec, self._of("number") if columns is None else columns)

    def _after(self, spec: StepSpec, names: tuple[str, ...]) -> None:
        if spec.fills:
            self.gaps -= set(names)
        match spec.outputs:
            case "same" | "borrows" | "blends" if spec.makes_numbers:
                self.kinds.update(dict.fromkeys(names, "number"))
                self.flags -= set(names)
            case "fewer":
                self.unnamed = self.unnamed or bool(names)
            case "levels" | "mixed" | "powers":
                self.kinds = {n: kind for n, kind in self.kinds.items() if n not in names}
                self.unnamed = True
            case "adds":
                self.unnamed = True
            case "gone":
                self.kinds = {n: kind for n, kind in self.kinds.items() if n not in names}

    def _of(self, kind: str) -> tuple[str, ...]:
        return tuple(name for name, found in self.kinds.items() if found == kind)
