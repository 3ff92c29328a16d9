"""The example of every algorithm, run alone, prints the numbers of the film's last frame."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.export.script import Example, written
from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.example import example, learning_of
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.settings import learn_settings
from tests.stages.test_examples import LINT, told_alone

SHAPES = ("auto", "wave", "drawn")
UNUSUAL = {
    "line": {"learning_rate": 1.0, "start_w": -3.0, "n_steps": 400},  # it leaves the picture
    "polynomial": {"n_points": 14, "noise": 0.0},  # more weights than points
    "ridge": {"n_waves": 2},
    "lasso": {"n_waves": 40, "n_points": 12},
    "logistic": {"learning_rate": 1.0, "shape": "xor", "n_steps": 1},
    "tree": {"criterion": "entropy", "max_depth": 6, "noise": 1.0},
    "forest": {"max_features": 2, "max_depth": 1, "at_x": -6.0, "at_y": 6.0, "n_trees": 1},
    "boosting": {"shrinkage": 1.0, "max_depth": 6, "shape": "stairs"},
    "svm_linear": {"c": 100.0, "shape": "moons"},
    "svm_rbf": {"c": 0.01, "gamma": 10.0},
    "knn": {"max_k": 60, "n_points": 12},  # more neighbours than points
    "naive_bayes": {"n_points": 14, "shape": "xor"},
}
BOTH = ("train_error", "test_error")
PATH = ("size", "n_used", *BOTH)
SUPPORT = ("b", "n_support", *BOTH)
NUMBERS = {
    "line": ("w", "b", *BOTH),
    "polynomial": ("largest", *BOTH),
    "ridge": PATH,
    "lasso": PATH,
    "logistic": ("w1", "w2", "b", "loss", *BOTH),
    "tree": ("n_leaves", *BOTH),
    "forest": ("share", *BOTH),
    "boosting": BOTH,
    "svm_linear": SUPPORT,
    "svm_rbf": SUPPORT,
    "knn": ("share", "radius", *BOTH),
    "naive_bayes": ("mean_0", "mean_1", *BOTH),
}


def code_of(settings):
    return written(Example(example, settings, learning_of)).code


def last_numbers(settings, frame):
    """What an example prints after its own remarks, made from the last frame."""
    names = NUMBERS[settings.algorithm]
    return "".join(f"{name}: {getattr(frame, name):.6g}\n" for name in names)


def cuts(frame):
    """What the example of a tree prints first: its cuts as they were made, by the last frame."""
    made = frame.feature[frame.feature >= 0], frame.threshold[frame.feature >= 0]
    order = frame.left[frame.feature >= 0].argsort()  # a cut makes the next two nodes
    cut = zip(made[0][order], made[1][order], strict=True)
    return "".join(f"cut {i}, x{x + 1}: {at:.6g}\n" for i, (x, at) in enumerate(cut, 1))


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_it_prints_the_last_frame(spec, tmp_path):
    for shape in SHAPES:
        settings = learn_settings({"algorithm": spec.id, "shape": shape, "seed": 3})
        last = learning_film(settings).last
        said = cuts(last) if spec.id == "tree" else ""
        assert told_alone(code_of(settings), tmp_path) == said + last_numbers(settings, last)


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_it_prints_the_last_frame_of_unusual_settings(spec, tmp_path):
    settings = learn_settings({"algorithm": spec.id, **UNUSUAL[spec.id]})
    last = learning_film(settings).last
    said = cuts(last) if spec.id == "tree" else ""
    assert told_alone(code_of(settings), tmp_path) == said + last_numbers(settings, last)


@pytest.mark.slow
def test_a_class_of_one_point_has_no_bell(tmp_path):
    drawn = "-3,2,0;-2,3,0;-3.5,0.5,0;-1,2,0;-2,1,0;-4,2.5,0;2,-1,1"
    settings = learn_settings({"algorithm": "naive_bayes", "shape": "drawn", "points": drawn})
    last = learning_film(settings).last
    assert last.count.min() == 1
    assert told_alone(code_of(settings), tmp_path) == last_numbers(settings, last)


def test_a_file_holds_the_chosen_algorithm_alone():
    codes = {spec.id: code_of(learn_settings({"algorithm": spec.id})) for spec in ALGORITHMS}
    fits = {spec.id: getattr(spec.fit, "func", spec.fit).__name__ for spec in ALGORITHMS}
    for own, code in codes.items():
        others = set(fits.values()) - {fits[own]}
        assert f"def {fits[own]}(" in code
        assert not [name for name in others if name in code], own
        assert "AlgorithmSpec" not in code
    assert ("rbf_kernel" in codes["svm_rbf"], "rbf_kernel" in codes["svm_linear"]) == (True, False)
    assert ("lasso" in codes["lasso"], "lasso" in codes["ridge"]) == (True, False)


def test_every_file_is_code_to_be_proud_of(tmp_path):
    for spec in ALGORITHMS:
        for shape in SHAPES:
            code = code_of(learn_settings({"algorithm": spec.id, "shape": shape}))
            (tmp_path / f"{spec.id}_{shape}.py").write_text(code, encoding="utf-8")
    command = ["ruff", "check", "--isolated", "--line-length", "100", "--select", LINT]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--output-format", "concise", "--no-cache", tmp_path],
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
