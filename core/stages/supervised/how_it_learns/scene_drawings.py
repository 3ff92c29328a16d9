"""One drawing for each entry of the catalogue of algorithms."""

from __future__ import annotations

from core.stages.supervised.how_it_learns import scene_bayes as bayes
from core.stages.supervised.how_it_learns import scene_curves as curves
from core.stages.supervised.how_it_learns import scene_descent as descent
from core.stages.supervised.how_it_learns import scene_ensembles as ensembles
from core.stages.supervised.how_it_learns import scene_margin as margin
from core.stages.supervised.how_it_learns import scene_neighbours as neighbours
from core.stages.supervised.how_it_learns import scene_tree as tree
from core.stages.supervised.how_it_learns.scene_parts import Drawing, by_penalty, overfitting

SUPPORT = (("points that pull", "n_support", 0), ("gap", "gap", 3))
MARGIN = Drawing(
    margin.margin_panels,
    margin.margin_notice,
    margin.margin_over,
    readouts=SUPPORT,
    shades=margin.margin_bands,
)
DRAWINGS: dict[str, Drawing] = {
    "line": Drawing(
        descent.line_panels,
        descent.line_notice,
        descent.line_over,
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
        descent.logistic_panels,
        descent.logistic_notice,
        descent.logistic_over,
        readouts=(("log loss", "loss", 3),),
    ),
    "tree": Drawing(
        tree.tree_panels,
        overfitting,
        tree.tree_over,
        readouts=(("gain", "gain", 3),),
        widths=(4, 8),
        heights_px=(285, 195),
    ),
    "forest": Drawing(
        ensembles.forest_panels,
        ensembles.forest_notice,
        ensembles.place_over,
        readouts=(("votes for class 1", "share", -1), ("unseen rows wrong", "unseen_error", -1)),
    ),
    "boosting": Drawing(ensembles.boosting_panels, overfitting, log_errors=True),
    "svm_linear": MARGIN,
    "svm_rbf": MARGIN,
    "knn": Drawing(
        neighbours.neighbour_panels,
        neighbours.neighbour_notice,
        neighbours.neighbour_over,
        errors_first=True,
    ),
    "naive_bayes": Drawing(bayes.bayes_panels, bayes.bayes_notice, bayes.bayes_over),
}
