"""One drawing for each entry of the catalogue of algorithms."""

from __future__ import annotations

from core.stages.supervised.how_it_learns import scene_curves as curves
from core.stages.supervised.how_it_learns import scene_more as more
from core.stages.supervised.how_it_learns import scene_points as points
from core.stages.supervised.how_it_learns.scene_parts import Drawing, by_penalty, overfitting
from core.stages.supervised.how_it_learns.scene_tree import tree_over, tree_panels

SUPPORT = (("points that pull", "n_support", 0), ("gap", "gap", 3))
MARGIN = Drawing(
    more.margin_panels,
    more.margin_notice,
    more.margin_over,
    readouts=SUPPORT,
    shades=more.margin_bands,
)
DRAWINGS: dict[str, Drawing] = {
    "line": Drawing(
        curves.line_panels,
        curves.line_notice,
        curves.line_over,
        readouts=(("w", "w", 3), ("b", "b", 3)),
        title="The line and by how much it misses",
    ),
    "polynomial": Drawing(
        curves.degree_panels,
        overfitting,
        errors_first=True,
        log_errors=True,
        readouts=(("largest weight", "largest", 1),),
    ),
    "ridge": Drawing(
        curves.path_panels,
        curves.path_notice,
        across=by_penalty,
        log_errors=True,
        readouts=(("α", "alpha", 3),),
    ),
    "lasso": Drawing(
        curves.path_panels,
        curves.path_notice,
        across=by_penalty,
        log_errors=True,
        readouts=(("α", "alpha", 3),),
    ),
    "logistic": Drawing(
        points.logistic_panels,
        points.logistic_notice,
        points.logistic_over,
        readouts=(("log loss", "loss", 3),),
    ),
    "tree": Drawing(
        tree_panels,
        overfitting,
        tree_over,
        readouts=(("gain", "gain", 3),),
        widths=(4, 8),
        heights_px=(285, 195),
    ),
    "forest": Drawing(
        more.forest_panels,
        more.forest_notice,
        more.place_over,
        readouts=(("votes for class 1", "share", -1), ("unseen rows wrong", "unseen_error", -1)),
    ),
    "boosting": Drawing(more.boosting_panels, overfitting, log_errors=True),
    "svm_linear": MARGIN,
    "svm_rbf": MARGIN,
    "knn": Drawing(
        points.neighbour_panels, points.neighbour_notice, points.neighbour_over, errors_first=True
    ),
    "naive_bayes": Drawing(more.bayes_panels, more.bayes_notice, more.bayes_over),
}
