"""Every entry of every catalogue is described, and the controls' defaults are the settings'."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.neural.data.features import FEATURES
from core.neural.data.shapes import SHAPES
from core.neural.net.costs import COSTS, HEAD_BY_ID, HEADS
from core.neural.net.optimisers import OPTIMISERS
from core.neural.net.schedules import SCHEDULES
from core.neural.net.starts import STARTS
from core.neural.net.units import ACTIVATIONS
from core.params import BadValue
from core.stages.neural_networks.one_step.settings import ByHandSettings
from core.stages.neural_networks.perceptron.settings import PerceptronSettings
from core.stages.neural_networks.playground.presets import PRESETS
from core.stages.neural_networks.playground.settings import PlaygroundSettings

CATALOGUES = (SHAPES, FEATURES, ACTIVATIONS, COSTS, OPTIMISERS, SCHEDULES, STARTS)
FORMULAS = (ACTIVATIONS, COSTS, OPTIMISERS, SCHEDULES, STARTS)


@pytest.mark.parametrize("catalogue", [*CATALOGUES, PRESETS, HEADS], ids=lambda c: c[0].id)
def test_ids_are_unique(catalogue):
    assert len({spec.id for spec in catalogue}) == len(catalogue)


@pytest.mark.parametrize("spec", [spec for c in CATALOGUES for spec in c], ids=lambda s: s.id)
def test_every_entry_has_a_label_and_a_sentence(spec):
    assert spec.label
    assert spec.help.endswith(".")
    assert len(spec.help) < 80


@pytest.mark.parametrize("spec", [spec for c in FORMULAS for spec in c], ids=lambda s: s.id)
def test_every_entry_has_a_formula_and_a_source(spec):
    assert spec.formula
    assert "(1" in spec.source or "(2" in spec.source


@pytest.mark.parametrize(
    "params", [PlaygroundSettings.PARAMS, PerceptronSettings.PARAMS, ByHandSettings.PARAMS]
)
def test_defaults_are_legal_and_controls_explained(params):
    assert len({param.id for param in params}) == len(params)
    for param in params:
        assert param.clean(param.default) == param.default
        assert param.help.endswith(".") or param.kind == "text", param.id


def test_without_a_choice_the_settings_are_their_defaults():
    assert PlaygroundSettings.of({}) == PlaygroundSettings()
    assert PerceptronSettings.of({}) == PerceptronSettings()


def test_every_form_of_a_loss_has_a_head():
    assert {form.head for cost in COSTS for form in cost.forms} == set(HEAD_BY_ID)


def test_a_rate_beyond_the_control_is_refused():
    with pytest.raises(BadValue, match="Learning rate must lie between"):
        PlaygroundSettings.of({"learning_rate": 1e9})


def test_the_room_imports_nothing_heavy():
    code = (
        "import sys; from core.stages.neural_networks.playground "
        "import presets, reading, run, watched, why; "
        "heavy = {'torch', 'sklearn', 'scipy', 'streamlit', 'plotly'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
