"""The part of a script that every tail shares: load, prepare, split, recipe and model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.describe import column_kinds
from core.export.data import data_name
from core.export.layout import WIDTH, Node, call, sequence, text_of
from core.export.source import Name, Writer, quoted
from core.tabular.calls import Call, load
from core.tabular.experiment import Experiment
from core.tabular.models.catalogue import model_spec
from core.tabular.prepare import Prepared, prepare, table_call, table_columns
from core.tabular.recipe.plan import Plan, plan
from core.tabular.recipe.steps import step_spec
from core.tabular.split import SplitRows

if TYPE_CHECKING:
    import pandas as pd

COMMENT = 98
"""So many characters of a comment stand on a line."""

OWN_NAMES = (
    *("frame", "table", "target", "features", "X", "y", "classes", "seed", "train", "test"),
    *("X_train", "X_test", "y_train", "y_test", "pipeline"),
)
"""Names that the script itself uses: nothing that is copied into it may take them."""


_LIST_NAMES = {
    "number": "numbers",
    "category": "categories",
    "text": "texts",
    "date": "dates",
    "id": "ids",
}


@dataclass
class Scene:
    """An experiment on its table, and the script about it as it grows."""

    experiment: Experiment
    frame: pd.DataFrame
    prepared: Prepared
    rows: SplitRows
    plan: Plan
    writer: Writer = field(default_factory=Writer)
    parts: list[str] = field(default_factory=list)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)  # definitions that stand in a section
    built: list[tuple[Any, Node]] = field(
        default_factory=list
    )  # of `core.export.recipes`, as written
    recipes: dict[str, str] = field(default_factory=dict)  # text of the steps -> variable

    @property
    def is_classification(self) -> bool:
        """Whether the target is a class."""
        return self.experiment.task == "classification"

    def section(self, heading: str, words: str, lines: Iterable[str]) -> None:
        """Add a section: its heading, why it is there, its code."""
        comment = [f"# {row}" for line in words.splitlines() for row in wrap(line, COMMENT)]
        self.parts.append("\n".join([f"# %% {heading}", *comment, *lines]))

    def names(self, *entries: str) -> None:
        """Import public names given as ``module:name``, under their own name."""
        for entry in entries:
            module, _, name = entry.partition(":")
            if self.writer.public(module, name).rpartition(".")[2] != name:
                raise ValueError(f"{name} is taken in this script")

    def definitions(self, names: set[str]) -> list[str]:
        """Return the lines of definitions that are to stand in a section, by their names."""
        self.placed |= names
        texts = [text for name, text in self.writer.definitions.items() if name in names]
        return ["", *"\n\n\n".join(texts).splitlines(), ""] if texts else []

    def columns(self, names: Sequence[str]) -> Any:
        """Return what the script writes for a list of columns: a variable if there are several."""
        key, features = tuple(names), tuple(self.prepared.X.columns)
        if key == features:
            return Name("features")
        if key == (*features, self.experiment.target):
            return Name("[*features, target]")
        if len(key) < 2:
            return list(key)
        if key not in self.lists:
            kinds = {self._kinds.get(name, "") for name in key}
            base = _LIST_NAMES.get(kinds.pop(), "columns") if len(kinds) == 1 else "columns"
            self.lists[key] = self.writer.claim(base, f"columns:{key}")
        return Name(self.lists[key])

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(column_kinds(self.prepared.X))

    def code(self) -> str:
        """Return the whole script."""
        label = model_spec(self.experiment.model.id).label
        head = [
            f"# {label}, from the ML Roadmap Playground.",
            "# Run it in a folder that holds the table's Parquet file.",
            "",
            "\n\n".join(self.writer.import_blocks()),
        ]
        copied = "\n".join(self.definitions(set(self.writer.definitions) - self.placed))
        parts = ["\n".join(head)]
        if copied:
            parts.append(
                "# %% What the libraries do not have\n"
                "# Copied from the suite, so that this script needs nothing of it.\n"
                f"{copied}"
            )
        lists = [f"{name} = {_list(key, name)}" for key, name in self.lists.items()]
        load = "\n".join([self.parts[0], *lists])
        return "\n\n".join([*parts, load, *self.parts[1:]]) + "\n"


def scene_of(experiment: Experiment, frame: pd.DataFrame) -> Scene:
    """Plan everything as `core.tabular.fit` does, without fitting. Raises `PlaygroundError`."""
    from core.tabular.fit import split_prepared
    from core.tabular.recipe.pipeline import facts_of

    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    planned = plan(experiment, facts_of(prepared.X.iloc[rows.train], prepared.gaps))
    scene = Scene(experiment, frame, prepared, rows, planned)
    for name in OWN_NAMES:
        scene.writer.claim(name, f"script:{name}")
    scene.writer.special = partial(_by_variables, scene)
    return scene


def write_fit(scene: Scene) -> None:
    """Write everything up to the fitted pipeline."""
    write_data(scene)
    write_split(scene)
    write_pipeline(scene)


def write_data(scene: Scene) -> None:
    """Write loading, the table steps and the target."""
    experiment = scene.experiment
    scene.writer.use("import numpy as np")
    scene.writer.use("import pandas as pd")
    scene.section(
        "Load the table",
        "The same rows that the suite read.",
        [
            f"frame = pd.read_parquet({quoted(data_name(experiment.table_name))})",
            f"target = {quoted(experiment.target)}",
            f"features = {_list(list(scene.prepared.X.columns), 'features')}",
            f"seed = {experiment.seed}",
        ],
    )
    scene.section(
        "Steps on the whole table",
        "They learn nothing from the rows, so they may come before the split.",
        [*table_lines(scene, scene.experiment), *target_lines(scene)],
    )


def write_split(scene: Scene) -> None:
    """Write the split into training and test rows."""
    heading, why, lines = _SPLITS[scene.experiment.split.kind](scene)
    scene.section(
        heading,
        why,
        [
            *lines,
            "X_train, X_test = X.iloc[train], X.iloc[test]",
            "y_train, y_test = y[train], y[test]",
        ],
    )


def split_lines(scene: Scene) -> list[str]:
    """Return the lines that make ``train`` and ``test`` of ``X``, ``y`` and ``table``."""
    return _SPLITS[scene.experiment.split.kind](scene)[2]


def write_pipeline(scene: Scene, *, fit: bool = True) -> None:
    """Write the recipe and the model as one pipeline, and fit it."""
    why = ["One pipeline, so that nothing is fitted on rows it is tested on."]
    added = [step.spec.label.lower() for step in scene.plan.steps if step.added]
    if added:
        why.append(f"Added for you, so that the model can be fitted: {', '.join(added)}.")
    lines = [f"pipeline = {text_of(pipeline_node(scene), before=11)}"]
    scene.section(
        "The recipe and the model",
        "\n".join(why),
        [*lines, *(["pipeline.fit(X_train, y_train)"] if fit else [])],
    )


def pipeline_node(scene: Scene, plan_: Plan | None = None) -> Node:
    """Return the expression of the unfitted pipeline of a plan, by default the scene's."""
    from core.tabular.recipe.pipeline import build

    return _built_node(scene, build(scene.plan if plan_ is None else plan_))


def _built_node(scene: Scene, pipeline: Any) -> Node:
    steps = step_nodes(scene, pipeline.steps[:-1])
    label, model = pipeline.steps[-1]
    steps.append(sequence([quoted(label), scene.writer.node(model)], "()"))
    name = scene.writer.public("imblearn.pipeline", "Pipeline")
    return call(name, [("", sequence(steps, tall=True))])


def step_nodes(scene: Scene, steps: Sequence[tuple[str, Any]]) -> list[Node]:
    """Return the expressions of the steps before the model, each a pair with its name."""
    certain = True  # whether every planned column is still there
    nodes: list[Node] = []
    for label, step in steps:
        nodes.append(sequence([quoted(label), _step_node(scene, step, certain)], "()"))
        certain = certain and step_spec(label.partition("_")[2]).outputs != "fewer"
    return nodes


def is_recipe(value: Any) -> bool:
    """Whether ``value`` is a pipeline as the suite builds them."""
    return type(value).__module__ == "imblearn.pipeline"


def _by_variables(scene: Scene, value: Any) -> Node | None:
    """Return the node of what variables of the script stand in for, None for all else.

    A pipeline of `core.export.recipes` is written with its recipe's variable, another one and what
    lists columns with the variables for these.
    """
    for built, node in scene.built:
        if value is built:
            return node
    if is_recipe(value):
        return _built_node(scene, value)
    columns = value.keywords.get("columns") if isinstance(value, partial) else None
    if not isinstance(columns, list | tuple) or len(columns) < 2:
        return None
    named = value.keywords | {"columns": scene.columns(columns)}
    return scene.writer.node(partial(value.func, *value.args, **named))


def _step_node(scene: Scene, step: Any, certain: bool) -> Node:
    """Return one step; lists of columns by their variable where every column is still there."""
    from core.tabular.recipe.columns import On
    from core.tabular.recipe.transformers import Present

    writer = scene.writer
    if not isinstance(step, On):
        return writer.node(_with_lists(scene, step))
    columns = step.columns
    if certain and isinstance(columns, Present):
        columns = scene.columns(columns.names)
    arguments = [("", writer.node(columns)), ("", writer.node(step.transformer))]
    if step.taken:
        arguments.append(("taken=", writer.node(scene.columns(step.taken))))
    return call(writer.name(On), arguments)


def _with_lists(scene: Scene, step: Any) -> Any:
    options = getattr(step, "kw_args", None)
    if not isinstance(options, dict) or "columns" not in options:
        return step
    return step.set_params(kw_args={**options, "columns": scene.columns(options["columns"])})


def table_lines(scene: Scene, experiment: Experiment) -> list[str]:
    """Return the lines that make ``table`` of ``frame``: its columns, then one for each step."""
    frame = scene.frame
    used = [*scene.prepared.X.columns, experiment.target]
    names = table_columns(experiment, list(frame.columns))
    others = [quoted(name) for name in names if name not in used]
    lines = [f"table = frame[[{', '.join(['*features', 'target', *others])}]]"]
    work = frame[names]
    for step in experiment.recipe:
        if step_spec(step.id).kind != "table":
            continue
        called = table_call(step, experiment, work)
        lines.append(f"table = {text_of(_table_node(scene, called), before=8)}")
        work = _done(called, work)
    return lines


def _table_node(scene: Scene, called: Call) -> Node:
    arguments = called.keywords()
    if "columns" in arguments:
        arguments["columns"] = scene.columns(arguments["columns"])
    items = [(f"{name}=", scene.writer.node(value)) for name, value in arguments.items()]
    return call(scene.writer.name(load(called.entry)), [("", "table"), *items])


def _done(called: Call, frame: pd.DataFrame) -> pd.DataFrame:
    return load(called.entry)(frame, **called.keywords())  # type: ignore[no-any-return]


def target_lines(scene: Scene) -> list[str]:
    """Return the lines that make ``X``, ``y`` and, of classes, ``classes``, of ``table``."""
    lines = []
    if scene.prepared.dropped_rows:
        lines.append("table = table.dropna(subset=[target])  # nothing to learn from these rows")
    lines.append("X = table[features]")
    if _may_be_infinite(scene):
        lines.append("X = X.replace([np.inf, -np.inf], np.nan)  # no model can use infinity")
    if scene.is_classification:
        return [*lines, "classes, y = np.unique(table[target], return_inverse=True)"]
    return [*lines, 'y = table[target].to_numpy(dtype="float64")']


def _may_be_infinite(scene: Scene) -> bool:
    numbers = scene.frame.select_dtypes("float64")
    retyped = any(step_spec(step.id).kind == "table" for step in scene.experiment.recipe)
    return retyped or bool(np.isinf(numbers.to_numpy()).any())


def _random(scene: Scene) -> tuple[str, str, list[str]]:
    scene.names("sklearn.model_selection:train_test_split")
    stratify = scene.experiment.split.kind == "stratified"
    share = f"test_size={scene.experiment.split.test_share!r}, random_state=seed"
    last = ", stratify=y" if stratify else ""
    why = (
        "Every class has the same share in training and test."
        if stratify
        else "The test rows are looked at only once, at the end."
    )
    return (
        "Put rows aside for testing",
        why,
        [f"train, test = train_test_split(np.arange(len(X)), {share}{last})"],
    )


def _grouped(scene: Scene) -> tuple[str, str, list[str]]:
    scene.names("sklearn.model_selection:GroupShuffleSplit")
    split = scene.experiment.split
    share = f"test_size={split.test_share!r}, random_state=seed"
    return (
        "Put groups aside for testing",
        "A group is in training or in test, never in both.",
        [
            f"groups = pd.factorize(table[{quoted(str(split.column))}], use_na_sentinel=False)[0]",
            f"shuffle = GroupShuffleSplit(1, {share})",
            "train, test = next(shuffle.split(groups, groups=groups))",
        ],
    )


def _time(scene: Scene) -> tuple[str, str, list[str]]:
    split = scene.experiment.split
    return (
        "Put the latest rows aside for testing",
        "The model learns from the past and is asked about the future.",
        [
            f'in_order = np.argsort(table[{quoted(str(split.column))}].to_numpy(), kind="stable")',
            f"n_test = int(np.ceil({split.test_share!r} * len(X)))",
            "train, test = in_order[:-n_test], in_order[-n_test:]",
        ],
    )


_SPLITS = {"random": _random, "stratified": _random, "grouped": _grouped, "time": _time}


def _list(names: Sequence[str], variable: str) -> str:
    return filled_list([quoted(name) for name in names], variable)


def filled_list(items: Sequence[str], variable: str) -> str:
    """Return the list that is assigned to ``variable``, several items on a line."""
    line = text_of(sequence(items), before=len(variable) + 3)
    if "\n" not in line:
        return line
    rows, row = [], "   "
    for item in items:
        if len(row) + len(item) + 2 > WIDTH and row.strip():
            rows.append(row)
            row = "   "
        row += f" {item},"
    return "\n".join(["[", *rows, row, "]"])
