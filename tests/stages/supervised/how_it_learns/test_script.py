"""The script of every algorithm, run alone, prints the numbers of the film's last frame."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.code import last_numbers, learning_script
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.settings import learn_settings

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


def _printed(settings, tmp_path):
    path = tmp_path / "script.py"
    path.write_text(learning_script(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(path)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_it_prints_the_last_frame(spec, tmp_path):
    for shape in SHAPES:
        settings = learn_settings({"algorithm": spec.id, "shape": shape, "seed": 3})
        last = learning_film(settings).last
        assert _printed(settings, tmp_path).endswith(last_numbers(settings, last))


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_it_prints_the_last_frame_of_unusual_settings(spec, tmp_path):
    settings = learn_settings({"algorithm": spec.id, **UNUSUAL[spec.id]})
    last = learning_film(settings).last
    assert _printed(settings, tmp_path).endswith(last_numbers(settings, last))
