"""Choose among candidates by folds, then ask rows that no choice saw what the choice is worth.

The plain search scores every candidate on the outer folds and reports the best mean. Nested: in
each outer fold the choice is made anew, by inner folds of its other rows alone, and scored on the
fold. Both learn from equally many rows and are asked the same ones, so what parts them is the
choice. With one candidate there is none, and they agree.
Sources: Stone (1974); Varma & Simon (2006); Cawley & Talbot (2010).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.stages.tuning.nested_validation.board import Board
from core.stages.tuning.nested_validation.settings import NestedSettings, check
from core.tabular.commentary import part_of
from core.tabular.few import few, few_of_each_class
from core.tabular.fit import split_prepared
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.defined import mean_of, undefined
from core.tabular.judge.evaluate import guessing
from core.tabular.judge.folds import even_folds
from core.tabular.judge.metrics import Metric, MetricSpec, measure, metric_spec, score
from core.tabular.models.catalogue import model_spec
from core.tabular.prepare import Prepared, prepare
from core.tabular.search.at_once import Entrants, entrants
from core.tabular.search.space import Candidate
from core.tabular.split import Rows, SplitRows

Floats = NDArray[np.float64]


class NoScore(PlaygroundError):
    """No candidate has a score to choose by."""


@dataclass(frozen=True, eq=False)
class Nest:
    """An outer fold: ``train`` and ``test`` are positions among the rows used, as in ``inner``."""

    train: Rows
    test: Rows
    inner: tuple[SplitRows, ...]

    def within(self, fold: SplitRows) -> SplitRows:
        """Return one of its inner folds as positions among the rows used."""
        return SplitRows(self.train[fold.train], self.train[fold.test])


@dataclass(frozen=True, eq=False)
class NestedAnswer:
    """All scores, and who was asked.

    candidates : those with a score. labels : id and label of each setting that is searched.
    test : the reported candidate on the test rows, with a 95 % interval. guess : a model that looks
    at no column, over the outer folds.
    n_used : training rows that are used, of ``n_train``.
    """

    board: Board
    candidates: tuple[Candidate, ...]
    labels: tuple[tuple[str, str], ...]
    nests: tuple[Nest, ...]
    test: Metric
    guess: float
    metric: str
    metric_label: str
    n_used: int
    n_train: int
    n_test: int
    n_failed: int
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Study:
    """Rows, targets and metric that candidates are scored with. Lives in a worker."""

    prepared: Prepared
    y: NDArray[Any]
    rows: SplitRows
    nests: tuple[Nest, ...]
    metric: MetricSpec

    @property
    def divisions(self) -> list[tuple[str, SplitRows]]:
        """Every division to be fitted: inner folds, then their outer fold; at last the test."""
        used = self.rows.train
        found = []
        for i, nest in enumerate(self.nests, start=1):
            for j, fold in enumerate(nest.inner, start=1):
                inner = nest.within(fold)
                found.append((f"outer fold {i}, inner fold {j}", inner))
            found.append((f"outer fold {i}", SplitRows(nest.train, nest.test)))
        placed = [(name, SplitRows(used[fold.train], used[fold.test])) for name, fold in found]
        return [*placed, ("test rows", self.rows)]


def nested_validation(settings: NestedSettings, frame: pd.DataFrame) -> NestedAnswer:
    """Score all candidates on all folds and on the test rows. Raises `PlaygroundError`."""
    check(settings)
    experiment = settings.experiment
    drawn = settings.candidates
    study, n_train = study_of(settings, frame)
    tried = entrants(experiment, study.prepared, study.rows.train, drawn)
    failed: dict[int, str] = {}
    board, sound = scored(study, tried, failed)
    winner = replace(tried, models=(tried.models[sound[board.best]],))
    return NestedAnswer(
        board,
        tuple(drawn[i] for i in sound),
        tuple((one.id, one.label) for one in settings.space.dimensions),
        study.nests,
        _tested(study, winner, experiment.seed),
        _guess(study),
        study.metric.id,
        study.metric.label,
        len(study.rows.train),
        n_train,
        len(study.rows.test),
        len(drawn) - len(sound),
        tuple(_notes(settings, study, n_train, list(failed.values()))),
    )


def study_of(settings: NestedSettings, frame: pd.DataFrame) -> tuple[Study, int]:
    """Return what candidates are scored with, and how many training rows there were to draw from.

    Raises `PlaygroundError` before anything is fitted where rows cannot be divided so.
    """
    experiment = settings.experiment
    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    draw = few_of_each_class if prepared.classes else few
    random = np.random.default_rng(experiment.seed)
    used = draw(rows.train, prepared.y, random, n_rows=settings.n_rows)
    metric = metric_spec(metric_for(experiment.task, settings.metric))
    study = Study(prepared, prepared.y, SplitRows(used, rows.test), (), metric)
    study = shuffled(study, experiment.seed) if settings.shuffled else study
    return divided(settings, study), len(rows.train)


def divided(settings: NestedSettings, study: Study) -> Study:
    """Return the study with its outer and inner folds; classes have their share in each."""
    seed, classes = settings.experiment.seed, study.prepared.classes
    y = study.y[study.rows.train]
    nests = tuple(
        Nest(fold.train, fold.test, even_folds(y[fold.train], classes, settings.n_inner, seed))
        for fold in even_folds(y, classes, settings.n_outer, seed)
    )
    return replace(study, nests=nests)


def shuffled(study: Study, seed: int) -> Study:
    """Return the study with its targets dealt out anew, training and test rows each their own."""
    y, random = study.y.copy(), np.random.default_rng(seed)
    for rows in (study.rows.train, study.rows.test):
        y[rows] = random.permutation(y[rows])
    return replace(study, y=y)


def scored(
    study: Study, tried: Entrants, failed: dict[int, str]
) -> tuple[Board, NDArray[np.int64]]:
    """Return the scores of all candidates that could be fitted everywhere, and their places.

    failed : gets a sentence of those that could not. Raises `NoScore`.
    """
    columns = list(_columns(study, tried, failed))
    table = np.array(columns)  # (n_divisions, n_candidates)
    has_value = np.isfinite(table).any(axis=1)
    sound = np.flatnonzero(np.isfinite(table[has_value]).all(axis=0) & has_value.any())
    if not len(sound):
        why = next(iter(failed.values()), f"{undefined(study.metric.id, 'in any fold')}.")
        raise NoScore(f"No candidate has a score. {why}")
    board = _board(study, table[:, sound])
    if not (np.isfinite(board.promised).all() and np.isfinite(board.reports).all()):
        where = "in any inner fold of an outer fold"
        raise NoScore(f"{undefined(study.metric.id, where)}. Choose another metric.")
    return board, sound


def _columns(study: Study, tried: Entrants, failed: dict[int, str]) -> Iterator[Floats]:
    divisions = study.divisions
    for i, (name, rows) in enumerate(divisions):
        with part_of(i, len(divisions), name):
            ready = tried.ready(study.prepared, study.y, rows)
            yield tried.scores(study.metric.id, ready, failed)


def _board(study: Study, table: Floats) -> Board:
    n_outer, n_inner = len(study.nests), len(study.nests[0].inner)
    folds = table[:-1].reshape(n_outer, n_inner + 1, -1)
    sign = 1 if study.metric.better == "higher" else -1
    return Board(folds[:, :-1].transpose(0, 2, 1), folds[:, -1], table[-1], sign)


def _tested(study: Study, winner: Entrants, seed: int) -> Metric:
    ready = winner.ready(study.prepared, study.y, study.rows)
    said = winner.case(0, ready, study.metric.id)
    dumb = guessing(ready.y_learn, ready.y_ask, len(study.prepared.classes))
    task = winner.experiment.task
    return measure(task, said, dumb, seed=seed, only=(study.metric.id,))[0]


def _guess(study: Study) -> float:
    """Return the mean score over the outer folds of a model that looks at no column."""
    y, n_classes = study.y[study.rows.train], len(study.prepared.classes)
    says = (guessing(y[nest.train], y[nest.test], n_classes) for nest in study.nests)
    return mean_of([score(study.metric.id, said) for said in says])


def _notes(
    settings: NestedSettings, study: Study, n_train: int, failed: list[str]
) -> Iterator[str]:
    if settings.instead:
        label = model_spec(settings.experiment.model.id).label
        yield f"{settings.instead} has no settings to search, so {label} stands in for it."
    n_used = len(study.rows.train)
    if n_used < n_train:
        yield (
            f"{n_used:,} of the {n_train:,} training rows are used, drawn by the seed; the control "
            "'Rows' says how many."
        )
    if settings.experiment.split.kind in ("grouped", "time"):
        yield (
            "The test rows were put aside by your split; the folds here are drawn row by row, as "
            "a plain search draws them."
        )
    if failed:
        yield f"Candidates that could not be fitted everywhere were left out. {failed[0]}"
    yield from study.prepared.notes
