"""Missions of the playground clustering."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _stuck(settings: Any, film: Any) -> bool:
    """Whether k-means rests, from the learner's own centres, at twice the least inertia known."""
    if (settings.view, settings.algorithm, settings.start) != ("film", "k_means", "mine"):
        return False
    import numpy as np

    from core.stages.unsupervised.clustering.number_of_clusters import N_TRIES, best_of

    rng = np.random.default_rng(0)
    least = best_of(film.points.X, settings.n_clusters, N_TRIES, rng)[2]
    return bool(film.last.inertia >= 2 * least > 0)


def _all_agree(settings: Any, film: Any) -> bool:
    """Whether four rules recommend the same number of clusters, more than one."""
    if settings.view != "count":
        return False
    from dataclasses import astuple

    from core.stages.unsupervised.clustering.number_of_clusters import recommended

    found = set(astuple(recommended(film.frames)))
    return len(found) == 1 and max(found) > 1


def _bells_not_balls(settings: Any, film: Any) -> bool:
    """Whether a mixture finds the known groups where k-means does not."""
    if settings.view != "compare":
        return False
    known = dict(zip((name for name, _ in film.entries), film.last.known, strict=True))
    return bool(known.get("k_means", 1) < 0.5 and known.get("gaussian_mixture", 0) >= 0.9)


def _unasked(settings: Any, film: Any) -> bool:
    """Whether mean shift finds as many clusters as there are groups, on unlike spreads."""
    if (settings.view, settings.algorithm) != ("film", "mean_shift"):
        return False
    return bool(settings.data.shape == "spreads" and film.last.n_peaks == len(film.points.classes))


def _torn(settings: Any, film: Any) -> bool:
    """Whether half of the points, of at least two clusters, are torn between them."""
    if (settings.view, settings.algorithm) != ("film", "fuzzy_c_means"):
        return False
    return bool(settings.n_clusters > 1 and film.last.n_torn >= len(film.points.X) / 2)


def _cut_moons(settings: Any, film: Any) -> bool:
    """Whether the cut through a tree of the moons leaves both of them, whole."""
    if (settings.view, settings.algorithm, settings.data.shape) != (
        "film", "agglomerative", "moons",
    ):  # fmt: skip
        return False
    from core.stages.unsupervised.clustering.agreement import adjusted_rand

    return bool(adjusted_rand(film.last.labels, film.points.labels) >= 0.99)


def _burning_rings(settings: Any, film: Any) -> bool:
    """Whether DBSCAN finds the disc and the ring, and calls nothing noise."""
    if (settings.view, settings.algorithm, settings.data.shape) != ("film", "dbscan", "rings"):
        return False
    return bool(film.last.n_clusters == 2 and film.last.n_noise == 0)


MISSIONS = (
    Mission(
        "unsupervised.stuck",
        "Stuck in a bad place",
        "Put the centres so that k-means comes to rest at twice the inertia that is possible.",
        (
            "It can only walk downhill. Which start leaves two groups for one centre to hold?",
            "On the blobs, drag two centres into the upper group and leave one low in the middle.",
        ),
        _stuck,
        {"starts": "40,85,0;60,90,0;50,20,0"},
        {"starts": "12,12,0;88,12,0;50,88,0"},
    ),
    Mission(
        "unsupervised.all_four",
        "Four rules, one answer",
        "Find points for which elbow, silhouette, gap statistic and BIC all recommend the same "
        "number of clusters, more than one.",
        (
            "Look at *How many?* for several shapes: the rules differ where groups are alike.",
            "Take the shape *Unlike spreads*.",
        ),
        _all_agree,
        {"view": "count", "shape": "spreads"},
        {"view": "count", "shape": "blobs"},
    ),
    Mission(
        "unsupervised.bells_not_balls",
        "Where balls fail",
        "Find a shape whose groups a Gaussian mixture finds (adjusted Rand index of 0.9 with the "
        "truth) while k-means stays below 0.5.",
        (
            "Look at both *Side by side*. k-means cuts space into cells around its centres.",
            "Long, thin groups are no such cells: take *Stretched*.",
        ),
        _bells_not_balls,
        {"view": "compare", "shape": "stretched"},
        {"view": "compare", "shape": "rings"},
    ),
    Mission(
        "unsupervised.unasked",
        "Nobody said three",
        "On *Unlike spreads*, let mean shift find as many clusters as there are groups, by its "
        "bandwidth alone.",
        (
            "A window that is too small stays at every small heap of points.",
            "At a bandwidth of 2 the wide group has one peak, too.",
        ),
        _unasked,
        {"algorithm": "mean_shift", "shape": "spreads", "bandwidth": 2.0},
        {"algorithm": "mean_shift", "shape": "spreads", "bandwidth": 1.5},
    ),
    Mission(
        "unsupervised.torn",
        "Torn apart",
        "Let fuzzy c-means leave at least half of the points torn: without a share of 60 % "
        "anywhere.",
        (
            "What does fuzziness m do with the shares?",
            "At m = 5 near and far centres have nearly the same share.",
        ),
        _torn,
        {"algorithm": "fuzzy_c_means", "fuzzifier": 5.0},
        {"algorithm": "fuzzy_c_means", "fuzzifier": 3.0},
    ),
    Mission(
        "unsupervised.cut_moons",
        "A cut between two moons",
        "Let agglomerative clustering find both *Moons*, each of them whole.",
        (
            "Look at the tree of each linkage. In which is the last merge far above the others?",
            "With single linkage, drag the cut to height 0.7.",
        ),
        _cut_moons,
        {
            "algorithm": "agglomerative",
            "shape": "moons",
            "linkage": "single",
            "cut_height": 0.7,
        },
        {"algorithm": "agglomerative", "shape": "moons", "linkage": "ward", "n_clusters": 2},
    ),
    Mission(
        "unsupervised.burning_rings",
        "One fire round the ring",
        "On *Rings*, let DBSCAN find the disc and the ring and call no point noise.",
        (
            "Grow ε slowly. The ring is thin: when do its pieces melt into one, and when does the "
            "fire jump to the disc?",
            "At ε = 1.5 the whole ring burns.",
        ),
        _burning_rings,
        {"algorithm": "dbscan", "shape": "rings", "eps": 1.5},
        {"algorithm": "dbscan", "shape": "rings", "eps": 2.0},
    ),
)
