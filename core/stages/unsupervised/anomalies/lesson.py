"""The lesson of anomalies: what is soon alone, beside whom, and who decides how many there are."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

SCATTERED: dict[str, Value] = {
    "shape": "scattered", "n_points": 200, "n_planted": 12, "contamination": 0.06,
    "detector": "forest", "n_neighbors": 20, "chosen": -1,
}  # fmt: skip
CROWDED: dict[str, Value] = {
    "shape": "clump", "n_points": 200, "contamination": 0.06, "detector": "lof", "n_neighbors": 8,
    "chosen": -1,
}  # fmt: skip
LONG: dict[str, Value] = {**SCATTERED, "shape": "edge", "detector": "envelope"}
THICK = 0.45


def _score(_settings: Any, view: Any) -> str:
    way = view.isolation
    return (
        rf"s = 2^{{-{way.mean:.4g}\,/\,{way.normal:.4g}}} = {way.score:.3g} \qquad "
        rf"c({way.sample_size}) = {way.normal:.4g}"
    )


def _cuts(_settings: Any, view: Any) -> tuple[float, float]:
    return view.isolation.mean, view.isolation.score


def _flagged(_settings: Any, view: Any) -> tuple[int, int]:
    return view.of("forest").n_flagged, view.n_planted


def _found(detector: str) -> Any:
    """Return a measure: how many planted points a detector finds, of how many."""

    def measure(_settings: Any, view: Any) -> tuple[int, int] | None:
        return (view.of(detector).found, view.n_planted) if view.n_planted else None

    return measure


def _times(before: Any, after: Any) -> int:
    """Return how many times as many cuts: 0 more than thrice, 1 twice to thrice, 2 fewer."""
    times = after[0] / before[0]
    return 0 if times >= 3 else 1 if times >= 2 else 2


def _as_many(before: Any, after: Any) -> int:
    return 0 if not after[0] else 1 if after[0] < before[0] else 2


def _how_many(_before: Any, after: Any) -> int:
    found, planted = after
    return 0 if found >= 0.9 * planted else 2 if found <= 0.1 * planted else 1


LESSON = Lesson(
    idea=(
        "Which rows are unlike the others? Picture a field cut by fences at random: a lone cow "
        "soon has a paddock of its own, one in the herd only after many fences. The **isolation "
        "forest** counts those cuts. The **local outlier factor** asks how crowded it is here and "
        "at the neighbours; the one-class SVM bends a border around most points; the elliptic "
        "envelope draws one ellipse. Each gives an **anomaly score**, and none knows how many "
        "anomalies there are: that is the **contamination**, and you assume it. Fraud, broken "
        "sensors and typing errors are looked for like this, where nobody has labelled any. What "
        "is found is unusual, not proven wrong."
    ),
    words=("isolation forest", "local outlier factor", "anomaly score", "contamination"),
    formula=(
        r"s(x) = 2^{-E(h(x))\,/\,c(\psi)} \qquad "
        r"c(\psi) = \underbrace{2\,(\ln(\psi - 1) + 0.5772) - \tfrac{2(\psi - 1)}{\psi}}"
        r"_{\text{cuts that one of } \psi \text{ points needs on average}}"
    ),
    numbers=_score,
    tour=(
        Step(
            "Play the film. A tree cuts at random until ◆ is alone in its box; grey points are cut "
            "off. Then the other trees do the same, and the mean of their cuts settles. Step back "
            "with the arrows whenever you like.",
            sets=SCATTERED,
        ),
        Step(
            "◆ is the most unusual point: the forest needs few cuts for it. You are about to look "
            "at point 0 instead, which was drawn from one of the three clouds.",
            "picture",
            SCATTERED,
            Prediction(
                "unsupervised.cuts_in_the_crowd",
                "How many cuts will it need, on average over all trees?",
                (
                    "Three times as many or more",
                    "Twice to three times as many",
                    "Less than twice as many",
                ),
                {"chosen": 0},
                _cuts,
                _times,
                lambda before, after: (
                    f"{after[0]:.2f} cuts instead of {before[0]:.2f}, so its score is "
                    f"{after[1]:.3f}, not {before[1]:.3f}. In company, cut after cut leaves other "
                    "points beside it; out alone, almost any cut parts it from the rest."
                ),
            ),
        ),
        Step(
            "Contamination says which share of the points is flagged. You are about to draw the "
            "same clouds without planting anything.",
            "contamination",
            SCATTERED,
            Prediction(
                "unsupervised.nothing_to_find",
                "How many points will the forest flag now?",
                ("None", "Fewer than before", "As many as before"),
                {"shape": "nothing"},
                _flagged,
                _as_many,
                lambda before, after: (
                    f"{after[0]}, after {before[0]} with {before[1]} planted. The threshold is put "
                    "where the share above it is the contamination, whatever the points are."
                ),
                surprises=True,
                always="Contamination alone decides how many are flagged.",
            ),
        ),
        Step(
            "A clump of planted points, far from the cloud. LOF compares each point with its 8 "
            "nearest neighbours, and finds none of them: they are as crowded as their neighbours, "
            "who are planted, too. You are about to ask for 20.",
            "n_neighbors",
            CROWDED,
            Prediction(
                "unsupervised.beyond_the_clump",
                "How many of the planted will LOF find?",
                ("Nine in ten or more", "Some of them", "One in ten or fewer"),
                {"n_neighbors": 20},
                _found("lof"),
                _how_many,
                lambda before, after: (
                    f"{after[0]} of {after[1]}, after {before[0]}. A clump hides its own as long "
                    "as all the neighbours that are asked stand in it: that is masking."
                ),
            ),
        ),
        Step(
            "Points just off the edge of a long cloud: the envelope's ellipse lies along it and "
            "finds them. You are about to bend the cloud into a ring, with the planted points in "
            "its hole.",
            "detector",
            LONG,
            Prediction(
                "unsupervised.no_hole_in_an_ellipse",
                "How many of the planted will the envelope find?",
                ("Nine in ten or more", "Some of them", "One in ten or fewer"),
                {"shape": "hole"},
                _found("envelope"),
                _how_many,
                lambda before, after: (
                    f"{after[0]} of {after[1]}, after {before[0]} off the edge. An ellipse is "
                    "deepest in its middle, and there they stand."
                ),
                always="Whatever the seed, one ellipse has no hole.",
            ),
        ),
        Step(
            "Now you. Click points in the large picture until one has a score below 0.45; the "
            "sentence about ◆ gives its score. Where do points stand that need many cuts?",
            "picture",
            SCATTERED,
            until=lambda settings, view: (
                settings.chosen == view.row and view.isolation.score < THICK
            ),
        ),
    ),
    traps=(
        Trap(
            "The contamination tells how many anomalies there are.",
            "It tells how many are flagged. Where nothing was planted, as many are.",
            {**SCATTERED, "shape": "nothing"},
            lambda _settings, view: (
                not view.n_planted and all(one.n_flagged == view.k for one in view.heard)
            ),
        ),
        Trap(
            "A score of 0.6 means: an anomaly with a probability of 60 %.",
            "Were scores probabilities, their sum would be how many anomalies to expect. It is "
            "many times what was planted.",
            SCATTERED,
            lambda _settings, view: view.of("forest").opinion.score.sum() > 5 * view.n_planted,
        ),
        Trap(
            "What every detector flags is wrong and can be dropped.",
            "Here each point was drawn by the same rule, and some are flagged by all four: a rare "
            "row is not a wrong row.",
            {**SCATTERED, "shape": "nothing"},
            lambda _settings, view: not view.n_planted and view.n_all > 0,
        ),
    ),
    on_the_job=(
        "A detector orders rows so that people look at the strangest first. How many they can look "
        "at a day sets the contamination; a few labelled finds, kept from the detector, say "
        "whether looking pays more than drawing rows at random."
    ),
    more=(
        Reading(
            "scikit-learn",
            "Novelty and outlier detection",
            "https://scikit-learn.org/stable/modules/outlier_detection.html",
        ),
        Reading(
            "Liu, Ting and Zhou (2008)",
            "Isolation Forest",
            "https://doi.org/10.1109/ICDM.2008.17",
        ),
        Reading(
            "Breunig, Kriegel, Ng and Sander (2000)",
            "LOF: identifying density-based local outliers",
            "https://doi.org/10.1145/335191.335388",
        ),
    ),
)
