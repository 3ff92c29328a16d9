"""The lesson of projection: what a flat map keeps, and what it makes up."""

from __future__ import annotations

import math
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

QUICK: dict[str, Value] = {"view": "methods", "n_points": 80, "noise": 0.1, "n_steps": 300}
CLOUDS: dict[str, Value] = {**QUICK, "shape": "tight_and_wide", "methods": "pca"}
NOTHING: dict[str, Value] = {
    **QUICK, "view": "noise", "shape": "noise_cloud", "methods": "tsne 30",
}  # fmt: skip
STARTS: dict[str, Value] = {
    **QUICK, "view": "seeds", "shape": "blobs", "methods": "tsne 20", "begin": "random",
}  # fmt: skip
ROLL: dict[str, Value] = {
    "view": "methods", "shape": "swiss_roll", "n_points": 200, "methods": "isomap 6",
}  # fmt: skip
SAME = 0.02


def _kept(_settings: Any, board: Any) -> str:
    """Return the neighbours kept by the best map, counted."""
    if not board.drawn:
        return ""
    best = max(board.drawn, key=lambda one: one.kept)
    found = round(float(best.each.sum() * board.k))
    name = best.player.spec.label
    return (
        rf"\text{{kept}}_{{\text{{{name}}}}} = \frac{{{found}}}{{{board.n} \cdot {board.k}}} "
        rf"= {best.kept:.3f}"
    )


def _widths(_settings: Any, board: Any) -> tuple[float, float] | None:
    """Return how unlike in width groups are, truly and in the first map."""
    true, drawn = float(board.width_ratios[0]), float(board.width_ratios[1])
    return (true, drawn) if math.isfinite(true) and math.isfinite(drawn) else None


def _how_wide(before: Any, after: Any) -> int | None:
    true, drawn = after
    if true < 2 or before[0] != true:
        return None
    return 0 if drawn > 0.75 * true else 2 if drawn < 1.5 else 1


def _clumps(_settings: Any, board: Any) -> tuple[float, float] | None:
    """Return the silhouettes of the clumps of noise: in the map, in all dimensions."""
    if len(board.drawn) < 2 or not math.isfinite(board.maps[1].clumps):
        return None
    return board.maps[1].clumps, board.maps[1].clumps_true


def _more_clumps(before: Any, after: Any) -> int:
    return 0 if after[0] < before[0] - SAME else 2 if after[0] > before[0] + SAME else 1


def _apart(_settings: Any, board: Any) -> float | None:
    """Return by how much the two of three maps differ that differ most."""
    return float(board.apart.max()) if len(board.apart) == 3 else None


def _less_alike(before: Any, after: Any) -> int:
    return 2 if after > before + SAME else 0 if after < before - SAME else 1


def _first_kept(_settings: Any, board: Any) -> float | None:
    return board.maps[0].kept if not board.maps[0].refused else None


def _short_cut(before: Any, after: Any) -> int:
    return 0 if after > before + SAME else 2 if after < before - SAME else 1


def _of_links(before: Any, after: Any) -> str:
    if _short_cut(before, after) == 2:
        return (
            "Some links now jump from one layer of the roll to the next, and walks take the "
            "short cut."
        )
    return (
        "Links that jump between layers cost close neighbours; here wider circles are counted, or "
        "noise blurs the layers anyway."
    )


LESSON = Lesson(
    idea=(
        "A table with fifty columns is a cloud in fifty dimensions, and nobody can look at it. A "
        "**projection** lays it flat: think of a globe and its paper maps. Each map keeps "
        "something and pays with something else. **PCA** takes the shadow in which the cloud is "
        "widest. **MDS** wants all distances right, Isomap the lengths of walks, **t-SNE** only "
        "who is near whom: its **perplexity** says about how many neighbours a dot cares for. So "
        "a map can invent: tear neighbours apart, lay strangers together, draw clumps into noise. "
        "The dots are the same in all maps; what is in one map only is the map's."
    ),
    words=("projection", "PCA", "MDS", "t-SNE", "perplexity"),
    formula=(
        r"\begin{gathered} "
        r"\text{kept} = \frac{1}{n}\sum_i \frac{|N_k(i) \cap M_k(i)|}{k} \\ "
        r"\scriptsize N_k(i): \text{ the } k \text{ nearest of dot } i \\ "
        r"\scriptsize M_k(i): \text{ those in the map} \\ "
        r"\text{t-SNE lowers } \mathrm{KL} = \sum_{i \ne j} p_{ij} \ln \frac{p_{ij}}{q_{ij}} "
        r"\end{gathered}"
    ),
    numbers=_kept,
    tour=(
        Step(
            "One tight cloud and one wide, in 50 dimensions, laid flat three times. Click a dot of "
            "the wide cloud: its ten true neighbours light up in every map. Where do they stay "
            "together?",
            sets={**CLOUDS, "methods": "pca, tsne 30, mds", "held": 0},
            until=lambda settings, _board: settings.held > 0,
        ),
        Step(
            "PCA only, from here. In 50 dimensions one cloud is several times as wide as the "
            "other, and the shadow shows it. You are about to let t-SNE draw them.",
            "methods",
            CLOUDS,
            Prediction(
                "unsupervised.width_in_tsne",
                "How wide will t-SNE draw the wide cloud, beside the tight one?",
                (
                    "About as many times as it truly is",
                    "Clearly less, but wider",
                    "Both about alike",
                ),
                {"methods": "tsne 20"},
                _widths,
                _how_wide,
                lambda _before, after: (
                    f"It is truly {after[0]:.1f} times as wide, and t-SNE draws "
                    f"{after[1]:.1f} times: every dot gets a scale of its own that makes room "
                    "for its neighbours, so a tight cloud swells and a wide one shrinks."
                ),
                surprises=True,
                always="A scale of its own for each dot levels any two clouds, whatever the seed.",
                undecided="There are no two groups of unlike width: take Tight and wide.",
            ),
        ),
        Step(
            "Two clouds of pure noise, each of one piece: no groups at all. In the right map "
            "k-means picks the clumps that stand apart best; their silhouette says how far: 1 is "
            "wholly apart, 0 is touching. You are about to let every dot care for 2 neighbours "
            "instead of 30.",
            "methods",
            NOTHING,
            Prediction(
                "unsupervised.clumps_of_few_neighbours",
                "What does the silhouette of the clumps in noise do?",
                ("It falls", f"It stays within {SAME}", "It rises"),
                {"methods": "tsne 2"},
                _clumps,
                _more_clumps,
                lambda before, after: (
                    f"It goes from {before[0]:.2f} to {after[0]:.2f}, while the same groups have "
                    f"{after[1]:.2f} in all dimensions. With so few neighbours t-SNE pulls chance "
                    "pairs together and pushes all others away."
                ),
                always="Dots that care for two others clump, whatever the points are.",
                undecided="There are not two maps: look at Beside noise.",
            ),
        ),
        Step(
            "Three starts on the same three round clouds; each map is turned and scaled to fit the "
            "first. You are about to put pure noise in their place.",
            "shape",
            STARTS,
            Prediction(
                "unsupervised.starts_on_noise",
                "How far will the three maps differ, compared with now?",
                ("Less", f"As much, within {SAME:.0%}", "More"),
                {"shape": "noise_cloud"},
                _apart,
                _less_alike,
                lambda before, after: (
                    f"The two that differ most differed by {before:.1%}, now by {after:.1%}. "
                    "What is in the points comes back from every start; what is not is drawn by "
                    "the start."
                ),
                always="Noise has no shape to come back to, whatever the start.",
                undecided="There are no three maps: look at Three seeds.",
            ),
        ),
        Step(
            "A rolled-up sheet; Isomap links every dot to its 6 nearest and measures walks along "
            "the links, so it unrolls the sheet. You are about to give it 60 links for each dot.",
            "methods",
            ROLL,
            Prediction(
                "unsupervised.short_cuts",
                "What happens to the share of neighbours that Isomap keeps?",
                ("It rises: more links, more knowledge", f"It stays within {SAME:.0%}", "It falls"),
                {"methods": "isomap 60"},
                _first_kept,
                _short_cut,
                lambda before, after: (
                    f"It goes from {before:.1%} to {after:.1%}. {_of_links(before, after)}"
                ),
                surprises=True,
            ),
        ),
    ),
    traps=(
        Trap(
            "A wide cluster in t-SNE is a varied one.",
            "One cloud is five times as wide as the other; t-SNE draws them alike.",
            {**CLOUDS, "methods": "pca, tsne 20"},
            lambda _settings, board: board.width_ratios[0] >= 4 and board.width_ratios[2] <= 1.5,
        ),
        Trap(
            "Clusters far apart in the map are far apart.",
            "Eight clouds, each as far from every other; in the map some gaps are more than twice "
            "as large as others.",
            {**QUICK, "shape": "simplex", "methods": "tsne 20"},
            lambda _settings, board: board.gap_ratios[0] <= 1.2 and board.gap_ratios[1] >= 2,
        ),
        Trap(
            "Clumps that everybody sees are there.",
            "In pure noise t-SNE draws clumps that nothing in 50 dimensions knows of.",
            {**NOTHING, "methods": "tsne 2"},
            lambda _settings, board: (
                board.maps[1].clumps >= 0.4 and board.maps[1].clumps_true < 0.1
            ),
        ),
    ),
    on_the_job=(
        "Maps of customers, cells or word vectors end up on slides. Before you name a cluster, "
        "set another seed and another perplexity, put noise beside it, and count in the original "
        "columns."
    ),
    more=(
        Reading(
            "Wattenberg, Viégas and Johnson",
            "How to use t-SNE effectively",
            "https://distill.pub/2016/misread-tsne/",
        ),
        Reading(
            "scikit-learn",
            "Manifold learning",
            "https://scikit-learn.org/stable/modules/manifold.html",
        ),
        Reading(
            "van der Maaten and Hinton",
            "Visualizing data using t-SNE",
            "https://www.jmlr.org/papers/v9/vandermaaten08a.html",
        ),
        Reading(
            "Hastie, Tibshirani and Friedman",
            "The Elements of Statistical Learning, chapters 14.5 and 14.8",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
    ),
)
