"""The same score with less work: a recipe is fitted once a fold, and each candidate's model on it.

A recipe never looks at the settings of the model, so what it makes of a fold's rows is the same
for every candidate. `Contest.score` fits both each time; a test holds the two together.
"""

from __future__ import annotations

import time
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import Progress, sending
from core.errors import PlaygroundError
from core.tabular.calls import Call
from core.tabular.fit import FitFailed, fit_pipeline, library_errors, refuse_too_many
from core.tabular.judge.metric_formulas import Case
from core.tabular.judge.metrics import score
from core.tabular.models.catalogue import model_spec
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import Facts, Plan, plan
from core.tabular.search.rows import even_order, within
from core.tabular.search.score import Contest
from core.tabular.search.space import Candidate, with_candidate
from core.tabular.split import SplitRows

MOST_KEPT_BYTES = 200_000_000
"""Of what recipes made of folds; beyond it the oldest are made again when they are asked for."""
MOST_FIT_S = 20.0
LISTENS_FROM = 80
"""A model is heard while it works, which costs some percent, unless all fits so far took less than
this part of the limit: settings differ less than that in what they cost.
"""


ASK_CHANCES = ("roc_auc", "average_precision", "log_loss", "brier")
"""The metrics that look at chances; asking a forest for both takes twice as long."""


class TooSlow(PlaygroundError):
    """A model that would not have ended in time."""


@dataclass(frozen=True, eq=False)
class Made:
    """What a fitted recipe makes of a fold: ``learn`` after row steps, ``check`` (n_check, n)."""

    learn: Any
    y_learn: NDArray[Any]
    check: NDArray[np.float64]
    y_check: NDArray[Any]

    @property
    def size_bytes(self) -> int:
        """About how much memory it holds."""
        return int(np.asarray(self.learn).nbytes + self.check.nbytes)


@dataclass(eq=False)
class Ready:
    """Scores candidates of a contest whose folds were drawn by ``seed``; lives in a worker."""

    contest: Contest
    seed: int = 0
    _fewer: dict[int, tuple[SplitRows, ...]] = field(default_factory=dict)
    _made: OrderedDict[int, tuple[SplitRows, Made]] = field(default_factory=OrderedDict)
    _longest_s: float = 0.0
    _facts: dict[int, tuple[SplitRows, Facts]] = field(default_factory=dict)

    def score(self, candidate: Candidate, fold: SplitRows) -> float:
        """Return what `Contest.score` does.

        Raises `TooSlow` for a model that is heard working and takes longer than `MOST_FIT_S`.
        """
        made, planned = self.made(fold), self._planned(candidate, fold)
        spec = model_spec(self.contest.experiment.model.id)
        refuse_too_many(spec, len(made.y_learn))
        self._refuse_unseen(made)
        model = self._fitted(planned.model, made)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                case = self._case(model, made)
            except library_errors() as error:
                raise FitFailed(f"{spec.label} cannot predict: {error}") from error
        return score(self.contest.metric.id, case)

    def folds(self, n_rows: int = 0) -> tuple[SplitRows, ...]:
        """Return the contest's folds, or what of them lies in the first ``n_rows`` of a drawing.

        Fewer rows are always among more.
        """
        if not n_rows:
            return self.contest.folds
        if n_rows not in self._fewer:
            first = even_order(self.contest, self.seed)[:n_rows]
            self._fewer[n_rows] = within(self.contest.folds, first)
        return self._fewer[n_rows]

    def _case(self, model: Any, made: Made) -> Case:
        said = np.asarray(model.predict(made.check)).ravel()
        n_classes = len(self.contest.prepared.classes)
        if not n_classes:
            return Case(made.y_check, said.astype(np.float64))
        proba = np.zeros((len(said), n_classes))
        if self.contest.metric.id in ASK_CHANCES:
            proba = np.asarray(model.predict_proba(made.check), dtype=np.float64)
        return Case(made.y_check, said.astype(np.int64), proba)

    def made(self, fold: SplitRows) -> Made:
        """Return what the recipe makes of a fold, fitted on its training part alone."""
        kept = self._made.get(id(fold))
        if kept is not None:
            return kept[1]
        found = self._make(fold)
        self._made[id(fold)] = (fold, found)
        while len(self._made) > 1 and self._bytes() > MOST_KEPT_BYTES:
            self._made.popitem(last=False)
        return found

    def _make(self, fold: SplitRows) -> Made:
        contest = self.contest
        learn, check = (contest.rows.train[part] for part in (fold.train, fold.test))
        X, y = contest.prepared.X, contest.prepared.y
        steps = [step for _, step in build(self._planned((), fold)).steps[:-1]]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                made, y_made = _learnt(steps, X.iloc[learn], y[learn])
                shown = _through(steps, X.iloc[check])
            except library_errors() as error:
                raise FitFailed(f"The recipe cannot be fitted on these rows: {error}") from error
        return Made(made, np.asarray(y_made), shown, y[check])

    def _planned(self, candidate: Candidate, fold: SplitRows) -> Plan:
        known = self._facts.get(id(fold))
        if known is None:
            contest = self.contest
            rows = contest.prepared.X.iloc[contest.rows.train[fold.train]]
            known = self._facts[id(fold)] = (fold, facts_of(rows, contest.prepared.gaps))
        return plan(with_candidate(self.contest.experiment, candidate), known[1])

    def _fitted(self, call: Call, made: Made) -> Any:
        spec, model = model_spec(self.contest.experiment.model.id), call.build()
        begun = time.monotonic()
        if spec.rounds is None or 0 < self._longest_s < MOST_FIT_S / LISTENS_FROM:
            _plainly(model, made, spec.label)
        else:
            from imblearn.pipeline import Pipeline

            with sending(_Deadline(spec.label)):
                fit_pipeline(Pipeline([("model", model)]), spec, made.learn, made.y_learn)
        self._longest_s = max(self._longest_s, time.monotonic() - begun)
        return model

    def _refuse_unseen(self, made: Made) -> None:
        classes = self.contest.prepared.classes
        if not classes:
            return
        seen = np.bincount(made.y_learn, minlength=len(classes))
        if seen.min() == 0:
            raise FitFailed(
                f"No row of class {classes[int(seen.argmin())]!r} is among those learnt from."
            )

    def _bytes(self) -> int:
        return sum(made.size_bytes for _, made in self._made.values())


@dataclass
class _Deadline:
    """A sink of progress that ends a fit which takes too long."""

    label: str
    begun: float = field(default_factory=time.monotonic)

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self.begun > MOST_FIT_S:
            raise TooSlow(
                f"{self.label} took longer than {MOST_FIT_S:.0f} s for one fit ({progress.text})."
            )


def _plainly(model: Any, made: Made, label: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model.fit(made.learn, made.y_learn)
        except library_errors() as error:
            raise FitFailed(f"{label} cannot work with this: {error}") from error


def _learnt(steps: Sequence[Any], X: Any, y: NDArray[Any]) -> tuple[Any, NDArray[Any]]:
    """Fit the steps one after the other; return what is left of ``X`` and ``y`` to learn from."""
    for step in steps:
        if hasattr(step, "fit_resample"):
            X, y = step.fit_resample(X, y)
        else:
            X = step.fit_transform(X, y)
    return X, y


def _through(steps: Sequence[Any], X: pd.DataFrame) -> NDArray[np.float64]:
    """Send rows through fitted steps; those that change the rows are for learning alone."""
    for step in steps:
        if hasattr(step, "transform"):
            X = step.transform(X)
    return np.ascontiguousarray(np.asarray(X), dtype=np.float64)
