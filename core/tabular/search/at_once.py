"""Many candidates on one division of the rows: the recipe is fitted once, each model afresh.

No step of a recipe looks at the model's settings, so for each candidate it would be fitted alike.
What parts it from `core.tabular.search.ready`: there a search asks for one candidate and fold after
the other, so what recipes made is kept and a slow model is stopped; here all candidates meet all
divisions, so nothing is kept, the recipe is planned once, and who cannot be fitted is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.progress import report
from core.errors import PlaygroundError
from core.tabular.calls import Call
from core.tabular.experiment import Experiment
from core.tabular.fit import refuse_too_many, refusing
from core.tabular.judge.metric_formulas import Case
from core.tabular.judge.metrics import score
from core.tabular.models.catalogue import model_spec
from core.tabular.prepare import Prepared
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import Plan, plan
from core.tabular.search.ready import ASK_CHANCES
from core.tabular.search.space import Candidate, with_candidate
from core.tabular.split import Rows, SplitRows

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ready:
    """One division behind the recipe: what models learn from, and what they are asked.

    learn, ask : (n_rows, n_columns) float64. y_learn, y_ask : codes, or numbers.
    """

    learn: Floats
    y_learn: NDArray[Any]
    ask: Floats
    y_ask: NDArray[Any]

    @property
    def is_finite(self) -> bool:
        """Whether every cell is a number, so that models need not look again."""
        return bool(np.isfinite(self.learn).all() and np.isfinite(self.ask).all())


@dataclass(frozen=True, eq=False)
class Entrants:
    """Candidates as calls of their models behind one recipe, planned for all training rows."""

    experiment: Experiment
    recipe: Plan
    models: tuple[Call, ...]
    n_classes: int

    def ready(self, prepared: Prepared, y: NDArray[Any], rows: SplitRows) -> Ready:
        """Fit the recipe on the training part of ``rows``; y : (n_prepared_rows,) targets."""
        refuse_too_many(model_spec(self.experiment.model.id), len(rows.train))
        learn, y_learn = prepared.X.iloc[rows.train], y[rows.train]
        ask = prepared.X.iloc[rows.test]
        fitted = build(self.recipe).steps[:-1]
        for planned, (_, step) in zip(self.recipe.steps, fitted, strict=True):
            with refusing(f"'{planned.spec.label}'"):
                if hasattr(step, "fit_resample"):  # changes which rows there are to learn from
                    learn, y_learn = step.fit_resample(learn, y_learn)
                else:
                    learn, ask = step.fit_transform(learn, y_learn), step.transform(ask)
        return Ready(_numbers(learn), np.asarray(y_learn), _numbers(ask), y[rows.test])

    def case(self, place: int, ready: Ready, metric: str) -> Case:
        """Fit the candidate at ``place``; return what it says of the rows that are asked.

        metric : its id; chances are asked for where it looks at them.
        """
        with refusing(model_spec(self.experiment.model.id).label):
            model = self.models[place].build().fit(ready.learn, ready.y_learn)
            said = np.ravel(model.predict(ready.ask))
            if not self.n_classes:
                return Case(ready.y_ask, said.astype(np.float64))
            chances = np.zeros((len(said), self.n_classes))
            if metric in ASK_CHANCES:
                chances = np.asarray(model.predict_proba(ready.ask), dtype=np.float64)
        return Case(ready.y_ask, said.astype(np.int64), chances)

    def scores(self, metric: str, ready: Ready, failed: dict[int, str]) -> Floats:
        """Return (n_candidates,) scores, NaN where there is none; equal models are fitted once.

        failed : gets the sentence of each candidate that cannot be fitted.
        """
        from sklearn import config_context

        known: dict[Call, float] = {}
        with config_context(assume_finite=ready.is_finite, skip_parameter_validation=True):
            for place, model in enumerate(self.models):
                report(place, len(self.models), f"candidate {place + 1} of {len(self.models)}")
                if model in known:
                    continue
                try:
                    known[model] = score(metric, self.case(place, ready, metric))
                except PlaygroundError as error:
                    known[model] = float("nan")
                    failed.setdefault(place, error.sentence)
        return np.array([known[model] for model in self.models])


def entrants(
    experiment: Experiment, prepared: Prepared, train: Rows, candidates: Sequence[Candidate]
) -> Entrants:
    """Return candidates to be fitted behind the recipe that suits the rows ``train``.

    Raises `PlaygroundError` where nothing can be learnt from.
    """
    facts = facts_of(prepared.X.iloc[train], prepared.gaps)
    plans = [plan(with_candidate(experiment, one), facts) for one in candidates]
    return Entrants(experiment, plans[0], tuple(one.model for one in plans), len(prepared.classes))


def _numbers(X: Any) -> Floats:
    return np.ascontiguousarray(np.asarray(X), dtype=np.float64)
