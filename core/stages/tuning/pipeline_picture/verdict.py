"""What the model makes of the columns it gets: the parts of its answer, by the kind of model.

Lines add up parts; a tree asks one question after another; neighbours and forests vote; boosting
adds round after round. Of the others the answer is all there is: they are asked again with one
column of the table at its usual value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.tuning.pipeline_picture.learnt import How
from core.tabular.split import drawn_rows

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

Kind: TypeAlias = Literal["sum", "path", "neighbours", "votes", "rounds", "asked"]
Floats: TypeAlias = NDArray[np.float64]
MOST_TERMS = 11
DUST = 1e-9
"""A centre nearer to zero than this share of the distance from it is rounding."""
MOST_ASKED = 200
"""So many columns of the table are put to their usual value, at most."""
MOST_USUAL_ROWS = 20_000
ROUNDS = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Term:
    """One part of the model's answer: a weighted column, a question, a neighbour, a vote.

    value : what the row has there. how : what is done with it. part : what comes of it, a number
    whose bar is drawn, or a word.
    """

    name: str
    value: Any
    how: How | None
    part: float | str


@dataclass(frozen=True)
class Verdict:
    """A model's answer for one row, taken apart.

    quantity : what ``total`` is: the sum of ``start`` and all parts, the leaf, the last round.
    folded : parts that are not among ``terms``, ``folded_part`` their sum. loudest : the column
    with the largest part, ``loudest_part``; where parts are no columns, the column of the table
    that moves the answer most when it is put to its usual value. class_name : the class that is
    told of, "" for a number.
    """

    kind: Kind
    quantity: str
    terms: tuple[Term, ...]
    total: float
    start: float | None = None
    folded: int = 0
    folded_part: float = 0.0
    loudest: str = ""
    loudest_part: float = 0.0
    class_name: str = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """One row at the model: its columns there, (1, n_columns), and itself, (1, n_raw_columns).

    k : the class in question by its place among the model's, None for a regression.
    """

    fitted: Fitted
    frame: pd.DataFrame
    raw: pd.DataFrame
    k: int | None

    @property
    def x(self) -> Floats:
        """The columns that the model gets, (n_columns,)."""
        row: Floats = self.frame.to_numpy(dtype=np.float64)[0]
        return row

    @property
    def names(self) -> list[str]:
        """Their names."""
        return list(map(str, self.frame.columns))

    @property
    def given(self) -> Any:
        """What the model is handed: plain numbers where it refuses names."""
        plain = any(step.spec.id == "plain_array" for step in self.fitted.steps)
        return np.ascontiguousarray(self.frame, dtype=np.float64) if plain else self.frame

    @property
    def class_name(self) -> str:
        """The class in question, as the learner calls it."""
        return "" if self.k is None else self.fitted.classes[_code(self.fitted, self.k)]


def ask(fitted: Fitted, frame: pd.DataFrame, raw: pd.DataFrame) -> Verdict:
    """Return how the model comes to its answer for one row.

    frame : (1, n_model_columns); raw : (1, n_raw_columns).
    """
    at = Asked(fitted, frame, raw, None if not fitted.classes else in_question(fitted, raw))
    read = READERS.get(fitted.experiment.model.id, _as_asked)
    told = replace(read(at), class_name=at.class_name)
    if told.kind in ("sum", "asked"):
        return told
    loudest = _as_asked(at)
    return replace(told, loudest=loudest.loudest, loudest_part=loudest.loudest_part)


def quantity(fitted: Fitted, raw: pd.DataFrame, k: int | None) -> Floats:
    """Return what is told of raw rows: the probability of the class in question, or the number."""
    return fitted.predict(raw) if k is None else fitted.proba(raw)[:, k]


def in_question(fitted: Fitted, raw: pd.DataFrame) -> int:
    """Return the place of the class that is told of: of two the second, of more the predicted."""
    known = [int(code) for code in fitted.model.classes_]
    if len(known) == 2:
        return 1
    return known.index(int(fitted.predict_codes(raw)[0]))


def _code(fitted: Fitted, k: int) -> int:
    return int(fitted.model.classes_[k])


# Sums of weighted columns


@dataclass(frozen=True, eq=False)
class Line:
    """``start`` + Σ weight · (value − centre), by names; parts are its terms."""

    names: list[str]
    values: Floats
    weights: Floats
    centres: Floats
    start: float

    @property
    def parts(self) -> Floats:
        """What each column adds, (n_columns,)."""
        found: Floats = self.weights * (self.values - self.centres)
        return found


def _as_sum(at: Asked) -> Verdict:
    line = line_of(at)
    hows = [_times(line, j) for j in range(len(line.names))]
    return _summed(at, line.names, line.values, hows, line.parts, line.start)


def _times(line: Line, j: int) -> How:
    weight, value, centre = float(line.weights[j]), float(line.values[j]), float(line.centres[j])
    if abs(centre) > DUST * abs(value - centre):
        return How("{} · ({} − {})", (weight, value, centre), exact=True)
    return How("{} · {}", (weight, value), exact=True)


def _summed(
    at: Asked, names: list[str], values: Floats, hows: list[How], parts: Floats, start: float
) -> Verdict:
    order = np.argsort(-np.abs(parts), kind="stable")
    shown = order[:MOST_TERMS]
    terms = tuple(Term(names[j], float(values[j]), hows[j], float(parts[j])) for j in shown)
    first = int(order[0])
    return Verdict(
        "sum",
        _score_of(at),
        terms,
        float(start + parts.sum()),
        start,
        len(order) - len(shown),
        float(parts[order[MOST_TERMS:]].sum()),
        names[first],
        float(parts[first]),
    )


def _score_of(at: Asked) -> str:
    return f"score of {at.class_name}" if at.class_name else at.fitted.experiment.target


def line_of(at: Asked) -> Line:
    """Return the line that the model draws, in the units of the columns it gets."""
    model, names, x = at.fitted.model, at.names, at.x
    if hasattr(model, "calibrated_classifiers_"):
        model = model.calibrated_classifiers_[0].estimator
    middle, width = 0.0, 1.0
    if hasattr(model, "transformer_"):  # the target was scaled
        middle, width = float(model.transformer_.mean_[0]), float(model.transformer_.scale_[0])
        model = model.regressor_
    centres, spreads = np.zeros(len(x)), np.ones(len(x))
    steps = dict(getattr(model, "steps", ()))
    if "powers" in steps:
        made = steps["powers"].transform(steps["scale"].transform(at.frame))[0]
        names = list(steps["powers"].get_feature_names_out(names))
        x, centres, spreads, model = made, np.zeros(len(made)), np.ones(len(made)), steps["line"]
    elif "scale" in steps:
        centres, spreads = _scaling(steps["scale"], len(x))
        model = steps["model"]
    if hasattr(model, "scaler_"):
        centres, spreads = _scaling(model.scaler_, len(x))
    weights, start = _weights(model, at.k)
    return Line(names, x, width * weights / spreads, centres, middle + width * start)


def _scaling(scaler: Any, n: int) -> tuple[Floats, Floats]:
    centre = np.zeros(n) if scaler.mean_ is None else np.asarray(scaler.mean_)
    return centre, np.asarray(scaler.scale_)


def _weights(model: Any, k: int | None) -> tuple[Floats, float]:
    """Return weights (n_columns,) and the start of class ``k``; of two the second minus the first.

    Discriminants have one line for each class, naive Bayes one of logarithms; others of two one.
    """
    if hasattr(model, "weights_"):
        weights, starts = model.weights_, model.offsets_
    elif hasattr(model, "feature_log_prob_"):
        weights, starts = model.feature_log_prob_, model.class_log_prior_
    else:
        weights, starts = np.atleast_2d(model.coef_), np.ravel(model.intercept_)
        return weights[0 if len(weights) == 1 else k], float(starts[0 if len(starts) == 1 else k])
    if len(weights) == 2:
        return weights[1] - weights[0], float(starts[1] - starts[0])
    return weights[k], float(starts[k])


def _as_bells(at: Asked) -> Verdict:
    """Tell of Gaussian naive Bayes: each column's log density, this class against its rival."""
    steps = at.fitted.model.named_steps
    bells, scaler = steps["model"], steps["scale"]
    z = scaler.transform(at.frame)[0]
    logs = -0.5 * (np.log(2 * np.pi * bells.var_) + (z - bells.theta_) ** 2 / bells.var_)
    scores = np.log(bells.class_prior_) + logs.sum(axis=1)
    k = int(at.k or 0)
    rival = max((j for j in range(len(scores)) if j != k), key=lambda j: scores[j])
    centres, spreads = _scaling(scaler, len(z))
    means = bells.theta_ * spreads + centres
    hows = [
        How("usual {} here, {} in {}", (float(a), float(b), _name(at, rival)))
        for a, b in zip(means[k], means[rival], strict=True)
    ]
    start = float(np.log(bells.class_prior_[k]) - np.log(bells.class_prior_[rival]))
    told = _summed(at, at.names, at.x, hows, logs[k] - logs[rival], start)
    return replace(told, quantity=f"log odds of {_name(at, k)} against {_name(at, rival)}")


def _name(at: Asked, k: int) -> str:
    return at.fitted.classes[_code(at.fitted, k)]


# Trees


def _as_path(at: Asked) -> Verdict:
    """Follow the row through one tree, question by question."""
    tree = at.fitted.model.tree_
    seen = at.x.astype(np.float32)
    node, terms = 0, []
    while tree.children_left[node] != -1:
        j, limit = int(tree.feature[node]), float(tree.threshold[node])
        yes = bool(seen[j] <= limit)
        node = int((tree.children_left if yes else tree.children_right)[node])
        rows = f"{int(tree.n_node_samples[node]):,} rows left"
        how = How("at most {}? " + ("yes" if yes else "no"), (limit,))
        terms.append(Term(at.names[j], float(at.x[j]), how, rows))
    leaf = tree.value[node][0]
    total = float(leaf[0] if at.k is None else leaf[at.k] / leaf.sum())
    folded = max(len(terms) - MOST_TERMS, 0)
    return Verdict("path", _answer_of(at), tuple(terms[folded:]), total, folded=folded)


def _answer_of(at: Asked) -> str:
    """Return what the model's answer is a number of."""
    return f"probability of {at.class_name}" if at.class_name else at.fitted.experiment.target


# Neighbours and votes


def _as_neighbours(at: Asked) -> Verdict:
    model = at.fitted.model
    distances, places = (found[0] for found in model.kneighbors(at.given))
    shares = vote_shares(distances, model.weights)
    answers = np.asarray(model._y).ravel()[places]
    said = [_said(at, answer) for answer in answers]
    terms = [
        Term(_row_name(at.fitted, int(i)), text, How("distance {}", (float(d),)), float(share))
        for i, d, share, text in zip(places, distances, shares, said, strict=True)
    ]
    values = answers == at.k if at.k is not None else answers
    total = float((shares * values).sum())
    folded = max(len(terms) - MOST_TERMS, 0)
    rest = float(shares[MOST_TERMS:].sum())
    shown = tuple(terms[:MOST_TERMS])
    return Verdict("neighbours", _answer_of(at), shown, total, folded=folded, folded_part=rest)


def vote_shares(distances: Floats, weights: str) -> Floats:
    """Return each neighbour's share of the vote: equal, or by 1 / distance.

    >>> vote_shares(np.array([1.0, 3.0]), "distance").tolist()
    [0.75, 0.25]
    """
    if weights == "uniform":
        return np.full(len(distances), 1 / len(distances))
    near = distances == 0  # rows that are equal decide alone
    votes = near.astype(float) if near.any() else 1 / distances
    shares: Floats = votes / votes.sum()
    return shares


def _said(at: Asked, answer: Any) -> Any:
    return float(answer) if at.k is None else at.fitted.classes[_code(at.fitted, int(answer))]


def _row_name(fitted: Fitted, place: int) -> str:
    """Name a row that was learnt: as in the table, unless a step changed which rows there are."""
    if any(step.spec.kind == "rows" for step in fitted.steps):
        return f"learnt row {place}"
    return f"row {fitted.X_train.index[place]} of the table"


def _as_votes(at: Asked) -> Verdict:
    """Tell what the trees of a forest said, each as much as the others."""
    trees = at.fitted.model.estimators_
    if at.k is None:
        said = np.array([float(tree.predict(_bare(at))[0]) for tree in trees])
        return _of_trees(at, said, float(said.mean()))
    chances = np.array([_chances(at, tree) for tree in trees])
    first = np.bincount(chances.argmax(axis=1), minlength=chances.shape[1])
    mean = chances.mean(axis=0)
    return _of_classes(
        at, mean, [f"{n:,} of {len(trees):,} trees" for n in first], float(mean[at.k])
    )


def _bare(at: Asked) -> Floats:
    return at.frame.to_numpy(dtype=np.float64)


def _chances(at: Asked, tree: Any) -> Floats:
    """Return one tree's chances of all classes: a tree may not have met every one."""
    full = np.zeros(len(at.fitted.model.classes_))
    full[np.asarray(tree.classes_, dtype=int)] = tree.predict_proba(_bare(at))[0]
    return full


def _of_classes(at: Asked, shares: Floats, values: list[str], total: float) -> Verdict:
    order = np.argsort(-shares, kind="stable")
    shown = order[:MOST_TERMS]
    terms = tuple(Term(_name(at, int(c)), values[c], None, float(shares[c])) for c in shown)
    rest = float(shares[order[MOST_TERMS:]].sum())
    return Verdict(
        "votes", _answer_of(at), terms, total, folded=len(order) - len(shown), folded_part=rest
    )


def _of_trees(at: Asked, said: Floats, total: float, weights: Floats | None = None) -> Verdict:
    """Tell of the first trees of a regression, and fold the others."""
    terms = tuple(
        Term(
            f"tree {j + 1}",
            float(said[j]),
            None if weights is None else How("weight {}", (float(weights[j]),)),
            float(said[j] - total),
        )
        for j in range(min(len(said), MOST_TERMS))
    )
    return Verdict("votes", _answer_of(at), terms, total, folded=len(said) - len(terms))


def _as_weighted_votes(at: Asked) -> Verdict:
    """Tell of AdaBoost: trees with weights vote on a class, or their weighted median counts."""
    model = at.fitted.model
    trees = model.estimators_
    weights = np.asarray(model.estimator_weights_)[: len(trees)]
    said = np.array([float(tree.predict(_bare(at))[0]) for tree in trees])
    if at.k is None:
        return _of_trees(at, said, float(at.fitted.predict(at.raw)[0]), weights)
    codes = [int(code) for code in model.classes_]
    shares = np.array([weights[said == code].sum() for code in codes]) / weights.sum()
    values = [f"{int((said == code).sum()):,} of {len(trees):,} trees" for code in codes]
    told = _of_classes(at, shares, values, float(shares[at.k]))
    return replace(told, quantity=f"share of the weighted votes for {at.class_name}")


def _as_rounds(at: Asked) -> Verdict:
    """Tell how a boosted sum grew, round by round."""
    sums = boosted_sums(at)
    picked = [n for n in ROUNDS if n < len(sums)] + [len(sums)]
    picked = picked[:1] + picked[1:][-MOST_TERMS + 1 :]
    terms = []
    before = 0.0
    for n in picked:
        now = float(sums[n - 1])
        words = How("after {} rounds" if n > 1 else "after {} round", (float(n),))
        terms.append(Term(f"{n:,} rounds" if n > 1 else "1 round", now, words, now - before))
        before = now
    return Verdict("rounds", _score_of(at), tuple(terms), float(sums[-1]))


def boosted_sums(at: Asked) -> Floats:
    """Return the sum after each round, (n_rounds,): a score of the class, or the number itself."""
    model, given = at.fitted.model, at.given
    if hasattr(model, "staged_predict"):
        stages = model.staged_predict if at.k is None else model.staged_decision_function
        return np.array([_of_class(stage, at.k) for stage in stages(given)])
    return np.array([_of_class(stage, at.k) for stage in _other_stages(model, given)])


def _other_stages(model: Any, given: Any) -> list[Any]:
    """Return the sums after each round of a library that is not scikit-learn."""
    if hasattr(model, "booster_"):
        rounds = range(1, max(int(model.n_iter_), 1) + 1)
        return [model.predict(given, raw_score=True, num_iteration=n) for n in rounds]
    rounds = range(1, model.get_booster().num_boosted_rounds() + 1)
    return [model.predict(given, output_margin=True, iteration_range=(0, n)) for n in rounds]


def _of_class(stage: Any, k: int | None) -> float:
    scores = np.ravel(stage)
    return float(scores[0] if len(scores) == 1 else scores[k or 0])


# Asked again


def _as_asked(at: Asked) -> Verdict:
    """Ask the whole pipeline again, each column of the table in turn at its usual value."""
    now = float(quantity(at.fitted, at.raw, at.k)[0])
    usual = usual_values(at.fitted)
    names = [n for n in at.raw.columns if n in usual and at.raw[n].iloc[0] != usual[n]]
    names = names[:MOST_ASKED]
    parts = np.array([])
    if names:
        asked = pd.concat([at.raw] * len(names), ignore_index=True)
        for j, name in enumerate(names):
            asked.loc[j, name] = usual[name]
        parts = now - quantity(at.fitted, asked, at.k)
    order = np.argsort(-np.abs(parts), kind="stable")
    shown = [int(j) for j in order[:MOST_TERMS]]
    terms = tuple(
        Term(
            names[j],
            at.raw[names[j]].iloc[0],
            How("usual: {}", (plain(usual[names[j]]),)),
            float(parts[j]),
        )
        for j in shown
    )
    first, size = (names[shown[0]], float(parts[shown[0]])) if shown else ("", 0.0)
    return Verdict(
        "asked",
        _answer_of(at),
        terms,
        now,
        folded=len(names) - len(shown),
        loudest=first,
        loudest_part=size,
    )


def usual_values(fitted: Fitted) -> dict[str, Any]:
    """Return each raw column's usual value: the median of numbers and dates, else most frequent.

    Of at most `MOST_USUAL_ROWS` training rows; columns that are empty there have none.
    """
    rows = drawn_rows(np.arange(len(fitted.X_train)), MOST_USUAL_ROWS, 0)
    found = {}
    for name, column in fitted.X_train.iloc[rows].items():
        known = column.dropna()
        if len(known):
            found[str(name)] = _usual(known)
    return found


def _usual(known: pd.Series) -> Any:
    ordered = pd.api.types.is_numeric_dtype(known) or pd.api.types.is_datetime64_any_dtype(known)
    if not ordered or pd.api.types.is_bool_dtype(known):
        return known.value_counts().index[0]
    return known.sort_values().iloc[(len(known) - 1) // 2]  # of the column's own type


def plain(value: Any) -> float | str:
    """Return a cell as a number or as text."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
    return float(value)


READERS: dict[str, Callable[[Asked], Verdict]] = {
    **dict.fromkeys(
        (
            *("linear", "ridge", "lasso", "elastic_net", "bayesian_ridge", "huber", "quantile"),
            *("polynomial", "logistic", "lda", "sgd", "svm_linear", "multinomial_nb"),
        ),
        _as_sum,
    ),
    "gaussian_nb": _as_bells,
    "decision_tree": _as_path,
    "knn": _as_neighbours,
    **dict.fromkeys(("random_forest", "extra_trees", "bagging"), _as_votes),
    "ada_boost": _as_weighted_votes,
    **dict.fromkeys(
        ("gradient_boosting", "hist_gradient_boosting", "xgboost", "lightgbm"), _as_rounds
    ),
}
"""By the model's id; of the others the answer is told, and nothing of how it comes about."""
