"""The script of every algorithm, run alone, prints the numbers of the film's last frame."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.learning.catalogue import ALGORITHMS
from core.learning.code import last_numbers, learning_script
from core.learning.controls import learn_settings
from core.learning.films import learning_film

SHAPES = ("auto", "wave", "drawn")


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALGORITHMS, ids=lambda spec: spec.id)
def test_it_prints_the_last_frame(spec, tmp_path):
    for shape in SHAPES:
        settings = learn_settings({"algorithm": spec.id, "shape": shape, "seed": 3})
        path = tmp_path / f"{shape}.py"
        path.write_text(learning_script(settings), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(path)],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith(last_numbers(settings, learning_film(settings).last))
