"""The PyTorch example of a run, exported and run alone, ends where the film ended."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.export.script import written
from core.neural.data.dataset import DataSettings
from core.neural.net.costs import COSTS
from core.neural.net.optimisers import OPTIMISERS
from core.neural.net.schedules import SCHEDULES
from core.neural.net.starts import STARTS
from core.neural.net.units import ACTIVATIONS
from core.stages.neural_networks.playground.places import BIAS, WeightEdit
from core.stages.neural_networks.playground.presets import PRESETS
from core.stages.neural_networks.playground.settings import PlaygroundSettings, parse_layers
from core.stages.neural_networks.playground.train import train
from core.stages.neural_networks.playground.trainer import NetChange
from core.stages.neural_networks.playground.watched import Watched, example_of

RUN_ALL = """
import contextlib, io, json, pathlib, runpy, sys
said = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(path), run_name="__main__")
    said[path.stem] = out.getvalue()
print(json.dumps(said))
"""
SMALL = PlaygroundSettings(DataSettings("circles", n_points=61), n_epochs=5)


def script(*run):
    return written(example_of(Watched(*run))).code


def shown(frame):
    """What the script prints, from the last frame."""
    name = "accuracy" if np.isnan(frame.test_rmse) else "R²"
    return "".join(
        f"{part}: loss {loss:.6g}, {name} {score:.6g}\n"
        for part, loss, score in (
            ("train", frame.train_loss, frame.train_score),
            ("test", frame.test_loss, frame.test_score),
        )
    )


def run_scripts(folder):
    """Run every script of a folder in a bare interpreter outside the repository."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN_ALL, str(folder)],
        capture_output=True, text=True, cwd=folder, check=False, timeout=200,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def compare(cases, folder):
    expected = {}
    for name, (settings, frame, changes) in cases.items():
        last = played(settings, frame, changes)
        code = script(settings, last.epoch, last.data, changes)
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
        expected[name] = shown(last)
    assert run_scripts(folder) == expected


def played(settings, frame, changes):
    run = train(settings, frame, pictures=False)
    last, by_epoch = next(run), dict(changes)
    while True:
        try:
            last = run.send(by_epoch.get(last.epoch))
        except StopIteration:
            return last


@pytest.mark.slow
def test_every_steady_preset_ends_at_the_same_loss_to_six_digits(tmp_path):
    cases = {p.id: (p.settings, None, ()) for p in PRESETS if not p.chaotic}
    compare(cases, tmp_path)


def table():
    rng = np.random.default_rng(0)
    return pd.DataFrame({"a": rng.normal(size=40), "b": rng.normal(size=40), "t": ["u", "v"] * 20})


def odd_cases():
    points = tuple((float(i % 5), float(i % 3), float(i % 2)) for i in range(30))
    columns = DataSettings("columns", x1="a", x2="b", target="t")
    regression = DataSettings("gaussian_bumps", n_points=60)
    blobs = DataSettings("blobs", 4, 60)
    for spec in ACTIVATIONS:
        yield f"activation_{spec.id}", replace(SMALL, layers=parse_layers("4, 3", spec.id))
    for spec in OPTIMISERS:
        yield f"optimiser_{spec.id}", replace(SMALL, optimiser=spec.id, weight_decay=0.1)
    for spec in SCHEDULES:
        yield f"schedule_{spec.id}", replace(SMALL, schedule=spec.id)
    for spec in STARTS:
        yield f"start_{spec.id}", replace(SMALL, init=spec.id)
    for spec in COSTS:
        data = regression if spec.task == "regression" else SMALL.data
        yield f"loss_{spec.id}", replace(SMALL, loss=spec.id, data=data)
        if spec.task == "classification":
            yield f"loss_{spec.id}_many", replace(SMALL, loss=spec.id, data=blobs)
    yield "softmax", replace(SMALL, output="softmax")
    yield "formulas", replace(SMALL, formulas=("max(x1, 1)*x2", "2"))
    yield "penalties", replace(SMALL, l1=0.01, l2=0.02)
    yield "norm", replace(SMALL, batch_norm=True, batch_size=29, dropout=0.2)
    yield "norm_one_left", replace(SMALL, batch_norm=True)
    yield "drawn", replace(SMALL, data=DataSettings("drawn", points=points))
    yield "columns", replace(SMALL, data=columns)


@pytest.mark.slow
def test_every_choice_of_every_catalogue_is_reproduced(tmp_path):
    cases = {name: (settings, table(), ()) for name, settings in odd_cases()}
    compare(cases, tmp_path)


@pytest.mark.slow
def test_changes_made_while_it_trained_are_reproduced(tmp_path):
    edits = (
        NetChange(weight=WeightEdit(0, 1, 2, 0.5)),
        NetChange(weight=WeightEdit(1, BIAS, 0, 0.5)),
    )
    changes = ((1, NetChange(0.1, 0.01, 0.02, 0.2, 7)), (2, edits[0]), (3, edits[1]))
    compare({"changed": (SMALL, None, changes)}, tmp_path)


def test_what_is_switched_off_is_left_out():
    code = script(SMALL, 5)
    for word in ("mask", "Dropout", "BatchNorm", ".abs()", "Lion", "math", "schedule", "change"):
        assert word not in code
    assert "Tanh()" in code
    compile(code, "script.py", "exec")


def test_the_script_imports_nothing_but_numpy_and_torch():
    tree = ast.parse(script(replace(SMALL, schedule="cosine"), 5))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    roots = {name.partition(".")[0] for name in names}
    assert roots - sys.stdlib_module_names == {"numpy", "torch"}


def test_an_ordinary_run_has_an_ordinary_loop():
    assert len(script(PlaygroundSettings(), 400).splitlines()) < 160


def test_points_of_a_table_and_drawn_ones_stand_in_the_script_one_a_line():
    points = tuple((float(i % 5), float(i % 3) + 0.25, float(i % 2)) for i in range(30))
    code = script(replace(SMALL, data=DataSettings("drawn", points=points)), 5)
    assert sum(f"({x1}, {x2}, {int(y)})," in code for x1, x2, y in points) == len(points)
