"""What each step learnt from the training rows, and its formula with one row's numbers.

One function for each way of working: (worker, output column, inputs of one row, output of that
row) -> `Told`. A worker is the fitted transformer that the catalogue of steps names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from core.stages.tuning.pipeline_picture.places import At

Fact: TypeAlias = "tuple[str, float | str]"
MOST_TERMS = 3
"""So many terms of a sum over all columns are written out."""


@dataclass(frozen=True)
class How:
    """A formula with its numbers: ``words`` with a {} for each of ``args``.

    ``exact``: it is arithmetic, and comes to the value after the step.
    """

    words: str
    args: tuple[float | str, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class Told:
    """How one cell came to be, and the facts of the training rows that it rests on."""

    how: How | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, eq=False)
class Cell:
    """One output of a step: of worker ``at``, the ``out``-th column, made of ``inputs``.

    inputs : values by position among the step's columns. value : what came out.
    """

    at: At
    out: int
    inputs: list[Any]
    value: Any

    @property
    def worker(self) -> Any:
        """The fitted transformer."""
        return self.at.worker

    @property
    def source(self) -> int:
        """The position of the one input that it is made of, the first of several."""
        return self.at.sources[self.out][0]

    @property
    def before(self) -> Any:
        """The value of that input."""
        return self.inputs[self.source]

    @property
    def suffix(self) -> str:
        """What the output's name says beyond its input's: a level, a word, a part of a date."""
        name = str(list(self.worker.get_feature_names_out())[self.out])
        return name[len(self.at.chosen[self.source]) :].lstrip("=:_ ")


Tell: TypeAlias = Callable[[Cell], Told]


def told(cell: Cell) -> Told:
    """Return how a cell came to be; nothing where there is nothing to tell."""
    tell = TELLERS.get(cell.at.planned.spec.id)
    return Told() if tell is None else tell(cell)


def missing(value: Any) -> bool:
    """Whether a cell is a gap."""
    return bool(pd.isna(value))


def _filled_with(word: str) -> Tell:
    def tell(cell: Cell) -> Told:
        known = cell.worker.statistics_[cell.source]
        fact = _plain(known)
        how = How(f"missing: the {word}, {{}}", (fact,)) if missing(cell.before) else None
        return Told(how, ((word, fact),))

    return tell


def _constant(cell: Cell) -> Told:
    value = float(cell.worker.value)
    return Told(How("missing: always {}", (value,)) if missing(cell.before) else None)


def _gap_level(cell: Cell) -> Told:
    filler = str(cell.worker.fillers_[cell.at.chosen[cell.source]])
    return Told(How("a gap is the level {}", (filler,)) if missing(cell.before) else None)


def _neighbours(cell: Cell) -> Told:
    k = int(cell.worker.n_neighbors)
    how = How("missing: mean of the {} most similar rows", (float(k),))
    rows = float(len(cell.worker._fit_X))
    return Told(how if missing(cell.before) else None, (("training rows kept", rows),))


def _regressed(cell: Cell) -> Told:
    name = cell.at.made[cell.out]
    centre = float(cell.worker.centres_[name])
    how = How("missing: predicted from the other columns") if missing(cell.before) else None
    return Told(how, (("mean", centre),))


def _marked(cell: Cell) -> Told:
    if cell.out < len(cell.at.chosen):
        return Told()
    return Told(How("is {} missing?", (cell.at.chosen[cell.source],)))


def _clipped(cell: Cell) -> Told:
    low, high = float(cell.worker.low_[cell.source]), float(cell.worker.high_[cell.source])
    facts: tuple[Fact, ...] = () if not np.isfinite(low + high) else (("low", low), ("high", high))
    if missing(cell.before) or cell.before == cell.value:
        return Told(None, facts)
    return Told(How("{} lies outside: held at {}", (float(cell.before), float(cell.value))), facts)


def _shifted(centre: str, spread: str, words: tuple[str, str]) -> Tell:
    """Tell of (x - centre) / spread by the names of both attributes."""

    def tell(cell: Cell) -> Told:
        middle, width = (float(getattr(cell.worker, n)[cell.source]) for n in (centre, spread))
        facts = ((words[0], middle), (words[1], width))
        if missing(cell.before):
            return Told(None, facts)
        return Told(How("({} − {}) / {}", (float(cell.before), middle, width), exact=True), facts)

    return tell


def _ranged(cell: Cell) -> Told:
    worker, i = cell.worker, cell.source
    low, high = float(worker.data_min_[i]), float(worker.data_max_[i])
    facts = (("smallest", low), ("largest", high))
    if missing(cell.before):
        return Told(None, facts)
    numbers = (float(cell.before), low, 1 / float(worker.scale_[i]))
    free = (numbers[0] - low) / numbers[2]
    if not -1e-9 <= free <= 1 + 1e-9:
        return Told(How("({} − {}) / {}, held at {}", (*numbers, float(cell.value))), facts)
    return Told(How("({} − {}) / {}", numbers, exact=True), facts)


def _by_largest(cell: Cell) -> Told:
    size = float(cell.worker.scale_[cell.source])
    facts = (("largest size", size),)
    if missing(cell.before):
        return Told(None, facts)
    return Told(How("{} / {}", (float(cell.before), size), exact=True), facts)


def _bent(cell: Cell) -> Told:
    worker, i = cell.worker, cell.source
    power = float(worker.lambdas_[i])
    mean, spread = float(worker._scaler.mean_[i]), float(worker._scaler.scale_[i])
    facts = (("λ", power), ("mean, bent", mean), ("spread, bent", spread))
    if missing(cell.before):
        return Told(None, facts)
    numbers = (yeo_johnson(float(cell.before), power), mean, spread)
    return Told(How("bent by λ: ({} − {}) / {}", numbers, exact=True), facts)


def yeo_johnson(x: float, power: float) -> float:
    """Return Yeo and Johnson's (2000) transform of ``x``.

    >>> yeo_johnson(3.0, 0.5), yeo_johnson(3.0, 1.0), yeo_johnson(-3.0, 1.0)
    (2.0, 3.0, -3.0)
    """
    if x >= 0:
        return float(np.log1p(x) if abs(power) < 1e-12 else np.expm1(power * np.log1p(x)) / power)
    other = 2 - power
    return float(-np.log1p(-x) if abs(other) < 1e-12 else -np.expm1(other * np.log1p(-x)) / other)


def _ranked(cell: Cell) -> Told:
    quantiles = cell.worker.quantiles_[:, cell.source]
    facts = (("median", float(np.median(quantiles))),)
    how = How("share of training values below {}", (float(cell.before),))
    return Told(None if missing(cell.before) else how, facts)


def _unit(cell: Cell) -> Told:
    length = float(np.linalg.norm(np.asarray(cell.inputs, dtype=np.float64)))
    own = cell.inputs[cell.out]  # the names stay: the out-th of the inputs
    return Told(How("{} / {}, the row's length", (float(own), length or 1.0), exact=True))


def _one_hot(cell: Cell) -> Told:
    levels = cell.worker.categories_[cell.source]
    return Told(How("is it {}?", (cell.suffix,)), (("levels", float(len(levels))),))


def _ordinal(cell: Cell) -> Told:
    levels = cell.worker.categories_[cell.source]
    n_levels = float(sum(not missing(level) for level in levels))
    facts: tuple[Fact, ...] = (("levels", n_levels),)
    if missing(cell.before):
        return Told(How("a gap is {}", (float(cell.value),)), facts)
    if cell.value < 0:
        return Told(How("no level of the training rows: {}", (float(cell.value),)), facts)
    return Told(How("level {} of {}, counted from 0", (float(cell.value), n_levels)), facts)


def _target(cell: Cell) -> Told:
    means = np.ravel(cell.worker.target_mean_)
    overall = float(means[cell.out % len(means)])
    level = "a gap" if missing(cell.before) else str(cell.before)
    return Told(How("the target where it is {}", (level,)), (("target over all rows", overall),))


def _frequency(cell: Cell) -> Told:
    level = "a gap" if missing(cell.before) else str(cell.before)
    fact = (f"share of {level}", float(cell.value))
    return Told(How("share of rows with {}", (level,)), (fact,))


def _hashed(cell: Cell) -> Told:
    return Told(How("is its hash in {}?", (cell.suffix,)))


def _binned(cell: Cell) -> Told:
    worker = cell.worker
    if worker.encode == "ordinal":
        edges = worker.bin_edges_[cell.source]
        place = int(cell.value)
        words = "from {} to {}: bin {}, counted from 0"
    else:
        first = int(sum(worker.n_bins_[: cell.source]))
        edges, place = worker.bin_edges_[cell.source], cell.out - first
        words = "from {} to {}?"
    low, high = float(edges[place]), float(edges[place + 1])
    ends: tuple[float, ...] = (low, high)
    numbers = (*ends, float(place)) if worker.encode == "ordinal" else ends
    inner = float(edges[len(edges) // 2])
    return Told(How(words, numbers), (("middle edge", inner),))


def _product(cell: Cell) -> Told:
    powers = cell.worker.powers_[cell.out]
    factors = [float(cell.inputs[i]) for i in np.flatnonzero(powers) for _ in range(powers[i])]
    if len(factors) == 1:
        return Told()
    return Told(How(" · ".join(["{}"] * len(factors)), tuple(factors), exact=True))


def _date_part(cell: Cell) -> Told:
    worker, name = cell.worker, cell.at.chosen[cell.source]
    part = cell.suffix
    first = str(pd.Timestamp(worker.start_[name]).date()) if pd.notna(worker.start_[name]) else ""
    facts: tuple[Fact, ...] = (("first date", first),) if part == "days" and first else ()
    made = list(worker.get_feature_names_out())[cell.out]
    usual = float(worker.parts_[name][part])
    facts = (*facts, ("median", usual))
    if not worker.scale:
        gap = How("missing: the median {}", (usual,))
        return Told(gap if missing(cell.before) else How("its {}", (part,)), facts)
    centre, spread = float(worker.centres_[made]), float(worker.spreads_[made])
    own = float(cell.value) * spread + centre
    facts = (*facts, ("mean", centre), ("standard deviation", spread))
    return Told(How("({} − {}) / {}", (own, centre, spread), exact=True), facts)


def _word(cell: Cell) -> Told:
    name, word = cell.at.chosen[cell.source], cell.suffix
    vectorizer = cell.worker.vectorizers_[name]
    text = "" if missing(cell.before) else str(cell.before)
    count = float(vectorizer.build_analyzer()(text).count(word))
    weights = getattr(vectorizer, "idf_", None)
    if weights is None:
        return Told(How("how often “{}” occurs", (word,)))
    idf = float(weights[vectorizer.vocabulary_[word]])
    facts = ((f"idf of “{word}”", idf),)
    if not count:
        return Told(How("“{}” is not in it", (word,)), facts)
    length = count * idf / float(cell.value)
    return Told(How("{} × idf {} / length {}", (count, idf, length)), facts)


def _mixed(cell: Cell) -> Told:
    """Tell of a direction: a sum of weight times (value minus mean) over all its columns."""
    worker = cell.worker
    weights = worker.components_[cell.out]
    means = getattr(worker, "mean_", np.zeros(len(weights)))
    inputs = np.asarray(cell.inputs, dtype=np.float64)
    order = np.argsort(-np.abs(weights * (inputs - means)), kind="stable")
    shown = order[:MOST_TERMS]
    rest = len(weights) - len(shown)
    term = "{} · ({} − {})" if hasattr(worker, "mean_") else "{} · {}"
    words = " + ".join([term] * len(shown)) + (f" + {rest} more" if rest else "")
    args: list[float | str] = []
    for i in shown:
        centre = [float(means[i])] if hasattr(worker, "mean_") else []
        args += [float(weights[i]), float(inputs[i]), *centre]
    share = float(worker.explained_variance_ratio_[cell.out])
    return Told(How(words, tuple(args), exact=not rest), (("share of the spread", share),))


def scored(at: At, place: int) -> tuple[Fact, ...]:
    """Return by what a selection kept or dropped the ``place``-th column that it was given."""
    worker = at.worker
    if hasattr(worker, "variances_"):
        return (("variance", float(worker.variances_[place])),)
    if hasattr(worker, "scores_"):
        return (("score", float(worker.scores_[place])),)
    if hasattr(worker, "ranking_"):
        return (("place, 1 is kept", float(worker.ranking_[place])),)
    if at.planned.spec.id == "l1":
        return (("weight", _line_weight(worker.estimator_.named_steps["line"], place)),)
    if hasattr(worker, "estimator_"):
        return (("importance", float(worker.estimator_.feature_importances_[place])),)
    return ()


def _line_weight(line: Any, place: int) -> float:
    weights = np.atleast_2d(getattr(line, "regressor_", line).coef_)
    return float(np.abs(weights[:, place]).max())


def _selected(cell: Cell) -> Told:
    return Told(None, scored(cell.at, cell.source))


def _plain(value: Any) -> float | str:
    if isinstance(value, str | bool):
        return str(value)
    return "missing" if missing(value) else float(value)


TELLERS: dict[str, Tell] = {
    "mean": _filled_with("mean"),
    "median": _filled_with("median"),
    "mode": _filled_with("most frequent"),
    "constant": _constant,
    "missing_level": _gap_level,
    "knn_impute": _neighbours,
    "iterative": _regressed,
    "indicator": _marked,
    "clip_iqr": _clipped,
    "clip_z": _clipped,
    "one_hot": _one_hot,
    "ordinal": _ordinal,
    "target": _target,
    "frequency": _frequency,
    "hashing": _hashed,
    "standard": _shifted("mean_", "scale_", ("mean", "standard deviation")),
    "min_max": _ranged,
    "robust": _shifted("center_", "scale_", ("median", "middle half's width")),
    "max_abs": _by_largest,
    "power": _bent,
    "quantile_map": _ranked,
    "unit_norm": _unit,
    "bins": _binned,
    "polynomials": _product,
    "date_parts": _date_part,
    "tfidf": _word,
    "counts": _word,
    "pca": _mixed,
    "svd": _mixed,
    **dict.fromkeys(
        ("variance", "best_columns", "mutual_information", "rfe", "l1", "from_model"), _selected
    ),
}
"""By the step's id in the catalogue; others have nothing to tell of single cells."""
