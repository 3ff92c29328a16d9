"""What is to see, in words: which detector finds which points, and why another does not."""

from __future__ import annotations

import numpy as np

from core.figures.blocks import escape
from core.stages.unsupervised.anomalies.reasons import findable, reason
from core.stages.unsupervised.anomalies.scene_plane import Film
from core.stages.unsupervised.anomalies.settings import AnomalySettings
from core.stages.unsupervised.anomalies.view import Verdict, View
from core.unlabelled.settings import OWN
from core.wording import counted

COMMON = 0.2
"""A class of a larger share than this is no anomaly."""


def sentence(settings: AnomalySettings, view: View) -> str:
    """Return the computed sentence: who finds what, why, and how soon the point is alone."""
    if not view.heard:
        return "No detector can learn from these points. Take more of them."
    share = _percent(settings.contamination)
    asked = f"At a contamination of {share} {_each(view)} of {counted(view.n, 'point')}"
    parts = [f"{asked}{_judged(view) if view.n_planted else _unjudged(view)}"]
    if view.n_planted:
        parts.append(reason(settings, view))
    parts.append(_alone(settings, view))
    return " ".join(part for part in parts if part)


def _each(view: View) -> str:
    counts = {one.n_flagged for one in view.heard}
    if len(counts) == 1:
        return f"each detector flags {counts.pop():,}"
    return f"the detectors flag {min(counts):,} to {max(counts):,}"


def _judged(view: View) -> str:
    """Say how many of the known anomalies each finds, the best first."""
    ranked = sorted(view.heard, key=lambda one: -one.found)
    said = escape(view.findings.sight.said)
    what = "planted" if said == "planted" else f"**{said}**"
    if len({one.found for one in ranked}) == 1:
        found = f"every detector finds {ranked[0].found:,}"
    else:
        found = "; ".join(f"{_short(one)} finds {one.found:,}" for one in ranked)
    luck = f"guessing {view.k:,} would find {view.lucky:.2g}.{_hardly_rare(view, what)}"
    if findable(view) < view.n_planted:
        found = f"at most {findable(view):,} could be found: {found}"
    return f". Of the {view.n_planted:,} {what} {found}; {luck}"


def _hardly_rare(view: View, what: str) -> str:
    """Warn of a label that names no anomaly."""
    if view.chance <= COMMON:
        return ""
    return f" With {view.chance:.0%} of the points {what} is hardly an anomaly."


def _unjudged(view: View) -> str:
    if view.findings.sight.said:
        return (
            f", though nothing is planted here: contamination says how many are flagged, not how "
            f"many are wrong. {view.n_all:,} are flagged by all of them, and still are ordinary."
        )
    return (
        f": {view.n_all:,} by all of them, {view.n_any:,} by one at least. How many there are is "
        f"your assumption. {_no_judge(view)}"
    )


def _no_judge(view: View) -> str:
    """Say that no label judges, and why the one that was chosen does not."""
    mute = escape(view.findings.sight.mute)
    return mute or "No label says who is right."


def _alone(settings: AnomalySettings, view: View) -> str:
    way, word = view.isolation, "Row" if settings.shape in OWN else "Point"
    much = "soon alone" if way.mean < way.normal else "hard to part from the others"
    return (
        f"{word} {view.row} (◆) needs {way.mean:.2f} cuts on average, where {way.normal:.2f} are "
        f"expected of {way.sample_size} points: a score of {way.score:.3f}, {much}."
    )


def captions(settings: AnomalySettings, view: View, film: Film) -> tuple[str, ...]:
    """Return what happens in each frame; how the picture is read, where nothing moves."""
    key = "● ordinary · ▲ flagged · ◆ the point looked at"
    if view.n_planted:
        key += f" · ○ around: {view.findings.sight.said[:24]}"
    if settings.detector != "forest":
        return (f"{key} · deeper: more unusual · bold line: the threshold",)
    return tuple(
        f"{_tree_done(view, int(tree))}\n{key}" if tree else f"{_cut(view, int(cut))}\n{key}"
        for cut, tree in zip(film.cut, film.tree, strict=True)
    )


def _cut(view: View, made: int) -> str:
    way = view.isolation
    if not made:
        return (
            f"Tree 1 begins with {way.left[0]} points in one box. It will cut a random column at a "
            "random height, again and again. How soon is ◆ alone?"
        )
    place = made - 1
    left = int(way.left[made])
    text = f"Cut {made}: ◆ is {_side(view, place)}"
    if made < way.n_cuts:
        return f"{text}; {counted(left, 'point')} left in its box."
    if left <= 1:
        return f"{text}, and there it is alone: {counted(made, 'cut')}."
    more = way.needed[0] - made
    return (
        f"{text}; {left} points are left, but the tree stops here. For them c({left}) = {more:.2f} "
        f"is added: {way.needed[0]:.2f} cuts."
    )


def _side(view: View, place: int) -> str:
    """Return on which side of a cut the point is, in the column's own unit."""
    way, points = view.isolation, view.findings.points
    column, below = int(way.feature[place]), bool(way.below[place])
    name, seen, raw = points.names[column], points.X[:, column], points.raw[:, column]
    if " = " in name and set(np.unique(raw)) <= {0.0, 1.0}:
        return f"where {name.replace(' = ', ' is not ' if below else ' is ', 1)}"
    low, high = int(seen.argmin()), int(seen.argmax())
    share = (way.threshold[place] - seen[low]) / (seen[high] - seen[low])
    height = raw[low] + share * (raw[high] - raw[low])
    return f"where {name} {'≤' if below else '>'} " + f"{height:.4g}".replace("-", "−")


def _tree_done(view: View, tree: int) -> str:
    way = view.isolation
    mean, score = float(way.running[tree - 1]), float(way.scores[tree - 1])
    return (
        f"Tree {tree} needs {way.needed[tree - 1]:.2f} cuts; the mean so far is {mean:.2f}. "
        f"Score: 2^(−{mean:.2f} / {way.normal:.2f}) = {score:.3f}."
    )


def _short(one: Verdict) -> str:
    short = {"lof": "LOF", "svm": "the SVM", "envelope": "the envelope", "forest": "the forest"}
    return short[one.opinion.id]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + "%"
