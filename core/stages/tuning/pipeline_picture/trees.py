"""Models that ask, vote or add rounds: a tree, neighbours, forests, boosting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.tuning.pipeline_picture.learnt import How
from core.stages.tuning.pipeline_picture.parts import (
    MOST_TERMS,
    ROUNDS,
    Asked,
    Floats,
    Term,
    Verdict,
    answer_of,
    code_of,
    name_of,
    score_of,
)

if TYPE_CHECKING:
    from core.tabular.fit import Fitted


# Trees


def as_path(at: Asked) -> Verdict:
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
    return Verdict("path", answer_of(at), tuple(terms[folded:]), total, folded=folded)


# Neighbours and votes


def as_neighbours(at: Asked) -> Verdict:
    """Tell of the nearest training rows: how far they are, and how much each counts."""
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
    return Verdict("neighbours", answer_of(at), shown, total, folded=folded, folded_part=rest)


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
    return float(answer) if at.k is None else at.fitted.classes[code_of(at.fitted, int(answer))]


def _row_name(fitted: Fitted, place: int) -> str:
    """Name a row that was learnt: as in the table, unless a step changed which rows there are."""
    if any(step.spec.kind == "rows" for step in fitted.steps):
        return f"learnt row {place}"
    return f"row {fitted.X_train.index[place]} of the table"


def as_votes(at: Asked) -> Verdict:
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
    terms = tuple(Term(name_of(at, int(c)), values[c], None, float(shares[c])) for c in shown)
    rest = float(shares[order[MOST_TERMS:]].sum())
    return Verdict(
        "votes", answer_of(at), terms, total, folded=len(order) - len(shown), folded_part=rest
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
    return Verdict("votes", answer_of(at), terms, total, folded=len(said) - len(terms))


def as_weighted_votes(at: Asked) -> Verdict:
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


def as_rounds(at: Asked) -> Verdict:
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
    return Verdict("rounds", score_of(at), tuple(terms), float(sums[-1]))


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
