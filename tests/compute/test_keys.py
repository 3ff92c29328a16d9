"""Equal calls have equal keys in every process; different calls have different ones."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute import keys, probes
from core.compute.probes import Probe
from core.tabular.experiment import Experiment, ModelChoice, Step

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def typed(value):
    """The value with every type spelt out: 1, 1.0 and True differ, and so do 0.0 and -0.0."""
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return (type(value), [typed(item) for item in value])
    return (type(value), repr(value))


@given(VALUES, VALUES)
def test_two_settings_share_a_key_exactly_when_they_are_the_same(one, other):
    assert (keys.canonical(one) == keys.canonical(other)) == (typed(one) == typed(other))


@dataclass(frozen=True)
class Look:
    seconds: float = 0.0
    size: int = 0
    tag: str = ""


def test_the_type_of_a_dataclass_counts():
    assert keys.canonical(Look()) != keys.canonical(Probe())


def test_arrays_count_by_dtype_shape_and_bytes():
    base = np.arange(6.0)
    others = [base.reshape(2, 3), base.astype(np.float32), base + 1, base[::-1]]
    digests = {keys.canonical(value) for value in [base, *others]}
    assert len(digests) == 5
    assert keys.canonical(base[::-1]) == keys.canonical(np.arange(6.0)[::-1].copy())


def test_a_sentinel_string_is_not_the_number_it_names():
    assert keys.canonical(float("nan")) == keys.canonical(float("nan"))
    assert keys.canonical(float("inf")) != keys.canonical("inf")


def test_a_library_object_is_refused_as_a_setting():
    with pytest.raises(TypeError, match="settings cannot hold object: use plain values"):
        keys.canonical((1, object()))


@pytest.mark.parametrize("function", [lambda s: s, test_the_type_of_a_dataclass_counts, os.getcwd])
def test_only_module_level_functions_of_core_have_a_name(function):
    with pytest.raises(ValueError, match="only a module-level function of core"):
        keys.name_of(function)


def test_every_part_of_a_call_changes_its_key():
    experiment = Experiment("sample:iris", "iris", "species", "classification", recipe=(Step("a"),))
    calls = [
        (probes.echo, experiment, None, "s"),
        (probes.nap, experiment, None, "s"),
        (probes.echo, replace(experiment, seed=1), None, "s"),
        (probes.echo, replace(experiment, model=ModelChoice("knn", (("k", 3),))), None, "s"),
        (probes.echo, experiment, "t", "s"),
        (probes.echo, experiment, None, "other"),
    ]
    assert len({keys.call_key(*call) for call in calls}) == len(calls)


def test_a_key_is_the_same_in_another_process():
    code = (
        "from core.compute import keys, probes;"
        "probe = probes.Probe(tag='ü', size=3);"
        "print(keys.call_key(probes.echo, probe, 't', keys.sources_digest()))"
    )
    root = Path(keys.core.__file__).parent.parent
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = keys.call_key(probes.echo, Probe(tag="ü", size=3), "t", keys.sources_digest())
    assert found.stdout.strip() == here


def test_the_sources_digest_changes_with_a_source(tmp_path, monkeypatch):
    (tmp_path / "__init__.py").write_text("x = 1\n")
    monkeypatch.setattr(keys.core, "__file__", str(tmp_path / "__init__.py"))
    monkeypatch.setattr(keys, "_sources", None)
    first = keys.sources_digest()
    assert keys.sources_digest() == first
    (tmp_path / "new.py").write_text("y = 12\n")
    second = keys.sources_digest()
    assert second != first
    (tmp_path / "new.py").write_bytes(b"y = 12\r\n")
    assert keys.sources_digest() == second, "line ends do not count: Windows checks out others"
