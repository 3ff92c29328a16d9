"""What is to see, in words: which detector finds which points, and why another does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.figures.blocks import escape
from core.stages.unsupervised.anomalies.numerals import numeral, other_level
from core.stages.unsupervised.anomalies.reasons import findable, reason
from core.stages.unsupervised.anomalies.scene_plane import Film, drawn_places, flat
from core.stages.unsupervised.anomalies.settings import AnomalySettings
from core.stages.unsupervised.anomalies.view import Verdict, View
from core.unlabelled.settings import OWN
from core.wording import counted

SOON, HARDLY = 0.7, 0.9
"""Shares of the expected cuts: below the first a point is soon alone, from the second hardly so."""
ALIKE = 0.1
"""A local outlier factor so near to 1 is that of a point in its company."""
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
    """Say how unusual the point that is looked at is to the detector in large, in its terms."""
    which = f"{'Row' if settings.shape in OWN else 'Point'} {view.row} (◆)"
    one = view.of(settings.detector)
    told = TOLD[settings.detector] if one in view.heard else _cuts_needed
    return f"{which} {told(view, float(one.opinion.score[view.place]))}"


def _cuts_needed(view: View, _score: float) -> str:
    way = view.isolation
    return (
        f"needs {way.mean:.2f} cuts on average, where {way.normal:.2f} are expected of "
        f"{way.sample_size} points: a score of {way.score:.3f}, {how_soon(way.mean / way.normal)}."
    )


def how_soon(share: float) -> str:
    """Return what a share of the expected cuts means.

    >>> how_soon(0.5), how_soon(0.93), how_soon(1.3)
    ('soon alone', 'hardly sooner alone than the average', 'hard to part from the others')
    """
    if share < SOON:
        return "soon alone"
    if share < HARDLY:
        return "sooner alone than the average"
    if share < 1:
        return "hardly sooner alone than the average"
    late = share > 2 - HARDLY
    return "hard to part from the others" if late else "hardly later alone than the average"


def _beside_neighbours(view: View, score: float) -> str:
    n = len(view.company.places) if view.company is not None else 0
    much = "as it does itself" if abs(score - 1) >= ALIKE else "as it does: it is one of them"
    return (
        f"has a local outlier factor of {numeral(score, 3)}: its {counted(n, 'neighbour')} "
        f"{'stands' if n == 1 else 'stand'} {numeral(score, 3)} times as densely {much}."
    )


def _from_the_border(view: View, score: float) -> str:
    size, more = numeral(abs(score), 3), _rank(view, "svm", score)
    side = "beyond" if score > 0 else "within"
    return f"lies {side} the SVM's own border by a margin of {size}; {more}."


def _from_the_middle(view: View, score: float) -> str:
    away, more = numeral(float(np.sqrt(max(score, 0.0))), 3), _rank(view, "envelope", score)
    return (
        f"lies {away} standard deviations from the ellipse's middle, measured along its axes; "
        f"{more}."
    )


def _rank(view: View, detector: str, score: float) -> str:
    more = int((view.of(detector).opinion.score > score).sum())
    if not more:
        return "no point lies farther out"
    return f"{counted(more, 'point')} {'lies' if more == 1 else 'lie'} farther out"


TOLD: dict[str, Callable[[View, float], str]] = {
    "forest": _cuts_needed,
    "lof": _beside_neighbours,
    "svm": _from_the_border,
    "envelope": _from_the_middle,
}


def captions(settings: AnomalySettings, view: View, film: Film) -> tuple[str, ...]:
    """Return what happens in each frame; how the picture is read, where nothing moves."""
    key = "● ordinary · ▲ flagged · ◆ the point looked at"
    if view.n_planted:
        key += f" · ○ around: {view.findings.sight.said[:24]}"
    drawn = len(drawn_places(view))
    if drawn < view.n:
        key += f" · {drawn:,} of {view.n:,} points drawn"
    if settings.detector != "forest":
        read = " · deeper: more unusual · bold line: the threshold" if flat(view) else ""
        return (f"{key}{read}",)
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
        return f"where {_level(name, points.names, below=below)}"
    low, high = int(seen.argmin()), int(seen.argmax())
    share = (way.threshold[place] - seen[low]) / (seen[high] - seen[low])
    height = raw[low] + share * (raw[high] - raw[low])
    return f"where {name} {'≤' if below else '>'} " + numeral(height)


def _level(name: str, names: tuple[str, ...], *, below: bool) -> str:
    """Return what a cut between the 0 and 1 of a level says."""
    other = other_level(name, names) if below else name
    return (other or name).replace(" = ", " is " if other else " is not ", 1)


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
