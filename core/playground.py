"""What a playground is: controls, settings, work, answer, picture, sentence, code, missions.

Each stands in its folder, ``core/stages/<slug>/<playground>/playground.py``, as ``PLAYGROUND``; it
is imported when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from core.course import roadmap
from core.course.stage import Card
from core.figures.blocks import Block
from core.figures.deeds import Effect
from core.params import Param
from core.table_choices import TableFacts as TableFacts
from core.table_choices import offered
from core.tabular.experiment import Experiment
from core.value import Value

if TYPE_CHECKING:  # writing code needs pandas, which the map must not wait for
    from core.export.script import Example, ExportSettings, ReadTable

Values: TypeAlias = Mapping[str, Value]
CodeOrder: TypeAlias = "str | Example | ExportSettings | ReadTable"
"""Code as text, or what a worker writes it from."""

Work: TypeAlias = "Callable[..., Any] | Mapping[type, Callable[..., Any]]"


@dataclass(frozen=True)
class Context:
    """What a playground's settings may depend on beside its own controls.

    earned : mission id -> ISO date. existing : slugs of the stages that have a page. dark : whether
    the page is. files : what the learner brought to this playground's controls for files, by the
    control's id. uploads : table digest -> how its file was read.
    """

    experiment: Experiment | None = None
    earned: Mapping[str, str] = field(default_factory=dict)
    existing: frozenset[str] = frozenset()
    dark: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    uploads: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def chosen(self) -> Experiment:
        """The experiment, where there must be one: on a playground that needs a table."""
        if self.experiment is None:
            raise ValueError("this playground needs a table, and none is chosen")
        return self.experiment


@dataclass(frozen=True)
class Source:
    """Where a method or a number comes from."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Start:
    """A run worth seeing: what the controls are set to, and ``why`` it is worth seeing."""

    id: str
    label: str
    why: str
    values: Values


@dataclass(frozen=True)
class Playground:
    """One thing to operate on a page. The trip goes down this list and never back up.

    Its id, title and question are its card's (`core.course.stage.Card`), filled in by `load`.

    params : the controls that are not part of the experiment; what the active table fills into
        them is their role's (`core.table_choices`).
    edits : which parts of the experiment have controls here ("target", "features", "model",
        "split", "seed", "recipe").
    keeps : what is kept of the learner and has its controls here ("table", "passport").
    settings : (context, values) -> the playground's frozen settings.
    work : the pure function a worker runs: (work settings[, frame]) -> answer; or one for each
        class of work settings. None, or none for a class: no worker. Of a generator of frames the
        answer is its film.
    work_settings : settings -> what ``work`` gets and what names a film; light controls are left
        out here.
    describe : its answer is what the server keeps of the table (no worker).
    derive : (settings, answer of the work) -> answer; small arithmetic in the server.
    draw : (settings, answer) -> blocks. notice : (settings, answer) -> the computed sentence.
    operate : (settings, answer, table or None) -> blocks below the picture whose buttons and fields
        move controls (`core.figures.deeds`).
    code : (settings, answer) -> Python that prints the numbers on the screen, or the order for it
        that a worker carries out: mostly the playground's example (`core.export.script.Example`).
    tasks : what the target must be; with another one the page offers a target that fits.
    wide : the picture takes the whole width, its few controls stand above it.
    starts : runs worth seeing, offered above the controls.
    needs_table : whether there is nothing to do without one; "maybe": the values
        of its own controls decide, see ``uses_table``.
    live : the generator of a live run, (work settings[, frame]) -> frames, offered beside the film;
        instead of one where there is no ``work``. Or one for each class of work settings.
    pace : frames of a live run between two looks at it, where it would be over too soon to watch.
    change : (settings before, settings now) -> what is sent into a live run, None where it must
        begin anew. pick : (settings, answer, click into a picture) -> what it moves.
    """

    settings: Callable[[Context, Values], Any]
    draw: Callable[[Any, Any], tuple[Block, ...]]
    notice: Callable[[Any, Any], str]
    code: Callable[[Any, Any], CodeOrder]
    params: tuple[Param, ...] = ()
    edits: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    work: Work | None = None
    work_settings: Callable[[Any], Any] = field(default=lambda settings: settings)
    derive: Callable[[Any, Any], Any] = field(default=lambda _settings, answer: answer)
    tasks: tuple[str, ...] = ("classification", "regression")
    describe: bool = False
    needs_table: bool | Literal["maybe"] = True
    uses_table: Callable[[Values], bool] = field(default=lambda _values: True)
    live: Work | None = None
    pace: int | None = None
    change: Callable[[Any, Any], Any | None] | None = None
    pick: Callable[[Any, Any, Any], Effect] | None = None
    wide: bool = False
    sources: tuple[Source, ...] = ()
    operate: Callable[[Any, Any, Any], tuple[Block, ...]] | None = None
    starts: tuple[Start, ...] = ()
    card: Card = field(default_factory=lambda: Card("", "", ""))

    @property
    def id(self) -> str:
        """Its name in addresses and passports."""
        return self.card.id

    @property
    def title(self) -> str:
        """Its name on the screen."""
        return self.card.title

    @property
    def question(self) -> str:
        """What a learner can answer afterwards."""
        return self.card.question

    @property
    def live_only(self) -> bool:
        """Whether it is watched while it runs, because a whole run takes too long for a film."""
        return self.live is not None and self.work is None

    def work_for(self, work_settings: Any) -> Callable[..., Any] | None:
        """Return the function that answers these work settings."""
        return _for(self.work, work_settings)

    def live_for(self, work_settings: Any) -> Callable[..., Any] | None:
        """Return the generator of a live run of these work settings."""
        return _for(self.live, work_settings)

    def offered(self, table: TableFacts | None, experiment: Experiment | None) -> tuple[Param, ...]:
        """Return the params as the active table fills them."""
        return offered(self.params, table, experiment)


def _for(work: Work | None, work_settings: Any) -> Callable[..., Any] | None:
    if isinstance(work, Mapping):
        by_name = {kind.__name__: function for kind, function in work.items()}
        return by_name.get(type(work_settings).__name__)
    return work


def load(slug: str, playground_id: str) -> Playground:
    """Return a playground, read from its folder; raise `KeyError` if it does not stand.

    >>> load("evaluation", "threshold").title
    'Threshold'
    """
    card = roadmap.stage(slug).playground(playground_id)
    if playground_id not in roadmap.built(slug):
        raise KeyError(f"{slug}.{playground_id}")
    module = import_module(f"core.stages.{slug}.{roadmap.folder(playground_id)}.playground")
    found: Playground = module.PLAYGROUND
    return replace(found, card=card)
