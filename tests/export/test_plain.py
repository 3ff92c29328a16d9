"""Code without an experiment: metrics by hand, files that go with a script, notebooks."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from core.data.table import digest
from core.export.data import DataSettings, data_name, requirements, table_parquet
from core.export.notebook import from_script, sections
from core.export.script import Example, written
from core.stages.evaluation.metrics_by_hand.averages import averages
from core.stages.evaluation.metrics_by_hand.base_rate import base_rates
from core.stages.evaluation.metrics_by_hand.example import example
from core.stages.evaluation.metrics_by_hand.run import HandSettings, metrics_by_hand
from tests.export.alone import run_alone
from tests.export.cases import nasty, simple
from tests.export.test_script import script

COUNTS = (
    HandSettings(),
    HandSettings(0, 3, 0, 4),
    HandSettings(7, 0, 0, 0),
    HandSettings(1, 2, 3, 4),
)


@pytest.mark.slow
def test_scikit_learn_agrees_with_the_metrics_by_hand(tmp_path):
    codes = {str(counts): written(Example(example, counts)).code for counts in COUNTS}
    said = run_alone(tmp_path, {}, codes)
    for counts in COUNTS:
        expected = {metric.label: metric.value for metric in metrics_by_hand(counts)}
        matrix = [[counts.tp, counts.fn], [counts.fp, counts.tn]]
        for found in averages(matrix):
            for how in ("macro", "micro", "weighted"):
                expected[f"{found.label}, {how}"] = getattr(found, how)
        rates = base_rates(counts)
        for percent in (0.1, 1, 10, 50) if rates.has_others else ():
            expected[f"Precision, {percent} % of the class"] = rates.at("precision", percent)
        printed = said[str(counts)].numbers
        assert set(printed) == set(expected)
        for label, value in expected.items():
            assert printed[label] == pytest.approx(value, rel=1e-9, nan_ok=True), (counts, label)


def test_a_table_survives_its_parquet_file(tmp_path):
    answer = table_parquet(DataSettings("messy"), nasty())
    assert answer.content.dtype == np.uint8
    (tmp_path / answer.name).write_bytes(answer.content.tobytes())
    assert digest(pd.read_parquet(tmp_path / answer.name)) == digest(nasty())


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("a/b\\..\\c.csv", "c.parquet"),
        ("sales.2024.csv.gz", "sales_2024.parquet"),
        ("..", "table.parquet"),
        ("", "table.parquet"),
        ("CON.csv", "table.parquet"),
        ("x" * 300, "x" * 60 + ".parquet"),
        ('q"uo\nte.csv', "q_uo_te.parquet"),
    ],
)
def test_a_tables_name_becomes_a_safe_file_name(name, file_name):
    assert data_name(name) == file_name
    assert data_name(file_name) == file_name  # the page downloads what a script asks for


def test_requirements_are_the_suites_pins_of_what_the_script_imports():
    pins = requirements(script(simple("kind", model="xgboost"))).splitlines()
    names = [pin.partition("==")[0] for pin in pins]
    assert names == [
        "pandas", "numpy", "pyarrow", "scikit-learn", "imbalanced-learn", "xgboost-cpu", "xgboost",
    ]  # fmt: skip
    assert all("==" in pin for pin in pins)


def test_every_import_of_a_script_has_a_pin():
    code = "import numpy\nimport lightgbm\nimport shap\nfrom lime import lime_tabular\n"
    assert len(requirements(code).splitlines()) == 4


def test_a_notebook_holds_the_whole_script_in_nbformats_shape():
    code = script(simple("kind"))
    book = json.loads(from_script(code))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    cells = book["cells"]
    for cell in cells:
        own = {"code": {"execution_count", "outputs"}, "markdown": set()}[cell["cell_type"]]
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | own
        assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"])
    assert len({cell["id"] for cell in cells}) == len(cells)
    joined = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert joined.split() == " ".join(section.code for section in sections(code)).split()
