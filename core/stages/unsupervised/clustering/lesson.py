"""The lesson of clustering: every algorithm finds what it was built to find."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.unsupervised.clustering.agreement import (
    CLOSE,
    HALF,
    adjusted_rand,
    in_words,
)
from core.stages.unsupervised.clustering.frames import n_found, number
from core.value import Value
from core.wording import counted

BLOBS: dict[str, Value] = {"view": "film", "shape": "blobs", "noise": 0.1, "n_points": 150}
K_MEANS: dict[str, Value] = {"algorithm": "k_means", "start": "plus", "n_clusters": 3}
FIRE: dict[str, Value] = {"algorithm": "dbscan", "eps": 0.8, "min_samples": 5}


def _in_numbers(settings: Any, film: Any) -> str:
    """Return what each cluster adds to the inertia at the end of the film."""
    if (settings.view, settings.algorithm) != ("film", "k_means"):
        return ""
    last = film.last
    return " + ".join(f"{part:.1f}" for part in last.parts) + f" = {last.inertia:.1f}"


def _inertia(_settings: Any, film: Any) -> tuple[int, float]:
    """Return the number of clusters with a point, and the inertia."""
    return n_found(film.last.labels), float(film.last.inertia)


def _falls(before: Any, after: Any) -> int | None:
    if after[0] == before[0]:
        return None
    change = (after[1] - before[1]) / before[1] if before[1] else 0.0
    return 0 if change < -0.02 else 1 if change <= 0.02 else 2


def _why_less(before: Any, after: Any) -> str:
    """Say what one more centre does to the best sum, and whether this search came near it."""
    best = "The best possible sum can only fall with more centres: the old ones could stay."
    if after[0] > before[0] and after[1] > before[1]:
        return f"{best} This search rests above that best."
    return best


def _with_truth(_settings: Any, film: Any) -> tuple[int, float] | None:
    """Return how many groups are known, and the adjusted Rand index with them."""
    if film.points.labels is None:
        return None
    return len(film.points.classes), adjusted_rand(film.last.labels, film.points.labels)


def _how_close(_before: Any, after: Any) -> int:
    return 0 if after[1] >= CLOSE else 1 if after[1] >= HALF else 2


def _groups(_settings: Any, film: Any) -> int:
    return n_found(film.last.labels)


def _largest(film: Any) -> int:
    """Return how many points the largest cluster has."""
    labels = [int(label) for label in film.last.labels if label >= 0]
    return max(map(labels.count, set(labels)), default=0)


def _more_or_fewer(before: Any, after: Any) -> int:
    return 0 if after > before else 1 if after == before else 2


def _naming_groups(_settings: Any, film: Any) -> tuple[int, int, str]:
    """Return how many rules recommend more than one cluster, how many answer, and who can say 1."""
    from dataclasses import astuple

    from core.stages.unsupervised.clustering.advice import without_groups
    from core.stages.unsupervised.clustering.number_of_clusters import recommended

    advice = recommended(film.frames)
    found = [value for value in astuple(advice) if value is not None]
    return sum(value > 1 for value in found), len(found), without_groups(advice)


def _how_many_rules(_before: Any, after: Any) -> int:
    return 0 if after[0] == 0 else 1 if after[0] < 3 else 2


LESSON = Lesson(
    idea=(
        "Nobody has labelled these points, and still the eye sees heaps. **Clustering** looks for "
        "such groups by a rule. **k-means** plays a game of two acts: every point joins its "
        "nearest **centroid**, a mark in the middle of a group; every centroid goes to the mean "
        "of its points; again, until nobody moves. Other rules have other ideas of a group: bells "
        "of any shape, fires that spread where points lie dense, trees of merges. Each finds what "
        "it was built to find, even where there is nothing. An engineer sorts customers, pictures "
        "or documents with it before anyone has time to label them, and must know when to believe "
        "the result."
    ),
    words=("clustering", "k-means", "centroid"),
    formula=r"\text{inertia} = \sum_{j=1}^{k} \sum_{i \in C_j} \lVert x_i - \mu_j \rVert^2",
    numbers=_in_numbers,
    tour=(
        Step(
            "Three centres stand in one corner. Play: points take the colour of the nearest, "
            "centres walk to their points. Then stop the film anywhere and drag a centre: the "
            "search goes on from there.",
            sets={**BLOBS, **K_MEANS, "start": "mine", "starts": "12,12,0;22,10,0;10,24,0"},
            until=lambda settings, _film: (
                settings.start == "mine" and not settings.starts.startswith("12,12,0;22,10,0;10,24")
            ),
        ),
        Step(
            "There are three groups, and k-means has found them with three centres. You will "
            "give it a fourth.",
            "n_clusters",
            {**BLOBS, **K_MEANS},
            Prediction(
                "unsupervised.one_centre_more",
                "What will the inertia be with four centres?",
                ("Smaller", "Much the same", "Larger: there are only three groups"),
                {"n_clusters": 4},
                _inertia,
                _falls,
                lambda before, after: (
                    f"It goes from {number(before[1])} to {number(after[1])} with {after[0]} "
                    f"centres. {_why_less(before, after)} So inertia alone cannot say how many "
                    "groups there are."
                ),
                always="With one more centre the best possible sum can only fall.",
            ),
        ),
        Step(
            "Each centre rules over the cell of places nearest to it, and cells have straight "
            "walls. The blobs fit into them.",
            "shape",
            {**BLOBS, **K_MEANS},
            Prediction(
                "unsupervised.stretched_cells",
                "Three long clouds side by side, and k-means again: will it find them?",
                ("Yes, nearly all points", "About half of what is there", "No, hardly"),
                {"shape": "stretched"},
                _with_truth,
                _how_close,
                lambda before, after: (
                    f"Its adjusted Rand index with the {after[0]} known groups is {after[1]:.2f}: "
                    f"{in_words(after[1])}; it was {before[1]:.2f} on the shape before. It wants "
                    "round groups and cuts long ones."
                ),
                surprises=True,
            ),
        ),
        Step(
            "The same long clouds, cut by k-means. A **Gaussian mixture** gives every group a "
            "bell that can stretch and turn.",
            "algorithm",
            {
                **BLOBS,
                **K_MEANS,
                "shape": "stretched",
                "start": "mine",
                "starts": "12,12,0;22,10,0;10,24,0",
            },
            Prediction(
                "unsupervised.bells_stretch",
                "Will three bells find the three clouds?",
                ("Yes, nearly all points", "About half of what is there", "No, hardly"),
                {"algorithm": "gaussian_mixture"},
                _with_truth,
                _how_close,
                lambda before, after: (
                    f"The adjusted Rand index goes from {before[1]:.2f} to {after[1]:.2f}: a full "
                    "covariance lets a bell lie along its cloud."
                ),
            ),
        ),
        Step(
            "**DBSCAN** is told no number of clusters, only how far a fire reaches from a point "
            "with neighbours enough: ε. In the moons it burns along both, and never jumps the gap.",
            "eps",
            {**BLOBS, **FIRE, "shape": "moons"},
            Prediction(
                "unsupervised.shorter_reach",
                "With ε = 0.5 instead of 0.8, how many clusters does it find?",
                ("More", "As many", "Fewer"),
                {"eps": 0.5},
                _groups,
                _more_or_fewer,
                lambda before, after: (
                    f"{counted(after, 'cluster')} instead of {before}: where points stand wider "
                    "apart than ε the fire goes out, and another begins behind. The number was "
                    "in ε all along; *Grow ε slowly* shows every one of them."
                ),
            ),
        ),
        Step(
            "Four rules say how many clusters there are. On the blobs most of them name the three.",
            "shape",
            {**BLOBS, "view": "count"},
            Prediction(
                "unsupervised.groups_in_nothing",
                "Points strewn evenly, no group anywhere: how many of the four rules still "
                "recommend more than one cluster?",
                ("None", "One or two", "Three or four"),
                {"shape": "uniform"},
                _naming_groups,
                _how_many_rules,
                lambda _before, after: (
                    f"{after[0]} of {after[1]}. {after[2]} Only the gap statistic asks what points "
                    "without groups would look like."
                ),
                surprises=True,
            ),
        ),
    ),
    traps=(
        Trap(
            "Always merging what is nearest keeps groups apart.",
            "Single linkage walks over the thread between these two clouds: cut into two, its tree "
            "leaves 149 points in one cluster and a stray one in the other.",
            {
                **BLOBS,
                "algorithm": "agglomerative",
                "linkage": "single",
                "shape": "bridge",
                "n_clusters": 2,
            },
            lambda _settings, film: n_found(film.last.labels) == 2 and _largest(film) >= 149,
        ),
        Trap(
            "k-means finds the best centres, wherever it begins.",
            "It only walks downhill: from these first centres it rests at five times the inertia "
            "that others reach.",
            {**BLOBS, **K_MEANS, "start": "mine", "starts": "40,85,0;60,90,0;50,20,0"},
            lambda _settings, film: film.last.inertia > 5 * 194,
        ),
        Trap(
            "If an algorithm returns three clusters, there are three groups.",
            "These points are strewn evenly. It returns three all the same, as it was told.",
            {**BLOBS, **K_MEANS, "shape": "uniform"},
            lambda _settings, film: n_found(film.last.labels) == 3,
        ),
    ),
    on_the_job=(
        "Shops group customers, biologists cells, search engines pictures. Nobody can look up the "
        "right answer, so you compare algorithms, read every cluster back in your columns and ask "
        "whether it is of use."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: clustering",
            "https://scikit-learn.org/stable/modules/clustering.html",
        ),
        Reading(
            "James, Witten, Hastie and Tibshirani",
            "An Introduction to Statistical Learning, chapter 12",
            "https://www.statlearning.com/",
        ),
        Reading(
            "Naftali Harris",
            "Visualizing K-Means clustering",
            "https://www.naftaliharris.com/blog/visualizing-k-means-clustering/",
        ),
    ),
)
