"""The leak detector: on pure noise the cheat promises much and the honest way does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.compute.progress import capturing
from core.stages.preprocessing.leak_detector.run import (
    LeakSettings,
    NoLeakHere,
    detect_leak,
    leak_study,
)
from core.stages.preprocessing.leak_detector.scene import notice
from core.tabular.experiment import Experiment, ModelChoice
from tests.tabular.cases import FEATURES, experiment, messy

FAULTS = Path(__file__).resolve().parents[2] / "faults"
LEAKS = tuple(choice.id for choice in LeakSettings.PARAMS[0].choices)


def noise(n: int = 400) -> pd.DataFrame:
    """A table whose target knows nothing of its columns."""
    random = np.random.default_rng(8)
    table = pd.DataFrame(random.normal(size=(n, 3)), columns=["a", "b", "c"])
    table["bought"] = random.permutation(np.repeat(["no", "yes"], [n * 7 // 10, n - n * 7 // 10]))
    table["bought"] = table["bought"].astype("str")
    table["price"] = random.normal(size=n)
    return table


def case(task="classification"):
    model = "logistic" if task == "classification" else "ridge"
    return replace(experiment(task, model), features=("a", "b", "c"))


@pytest.mark.slow
@pytest.mark.parametrize("leak", ["selection", "target", "smote"])
def test_on_noise_the_cheat_promises_what_fresh_rows_do_not_give(leak) -> None:
    answer = detect_leak(LeakSettings(case(), leak), noise())
    assert answer.cheating.mean() > 0.65
    assert 0.35 < answer.honest.mean() < 0.65
    assert 0.3 < answer.fresh < 0.7
    assert answer.lie > 0.1
    assert answer.fresh_low <= answer.fresh <= answer.fresh_high


@pytest.mark.slow
def test_scaling_on_all_rows_is_hardly_a_lie() -> None:
    answer = detect_leak(LeakSettings(case(), "scaling", n_noise=20), noise())
    assert abs(answer.lie) < 0.05


@pytest.mark.slow
def test_selection_lies_about_numbers_too() -> None:
    answer = detect_leak(LeakSettings(case("regression"), "selection"), noise())
    assert answer.metric == "r2"
    assert answer.cheating.mean() > 0.05 > answer.fresh
    assert answer.lie > 0.1


@pytest.mark.slow
@pytest.mark.parametrize("leak", LEAKS)
def test_every_leak_runs_on_a_messy_table(leak) -> None:
    base = replace(experiment("classification", "decision_tree"), features=FEATURES)
    with capturing() as reports:
        answer = detect_leak(LeakSettings(base, leak, n_noise=10, n_rows=100), messy())
    assert len(answer.cheating) == len(answer.honest) == 5
    assert answer.n_rows <= 105
    assert len(reports) >= 5
    assert reports[-1].share == 1.0


def test_fewer_noise_columns_lie_less() -> None:
    quick = replace(case(), model=ModelChoice("gaussian_nb"))
    small, large = (
        detect_leak(LeakSettings(quick, "selection", n_noise=n), noise()).lie for n in (0, 300)
    )
    assert large > small


@pytest.mark.slow
@pytest.mark.parametrize("leak", ["selection", "target"])
def test_without_the_real_columns_fresh_rows_are_guessed(leak) -> None:
    """The target is a real column itself: with it the truth is perfect, without it a coin."""
    told = noise().assign(a=lambda t: (t["bought"] == "yes").astype("float64"))
    case_ = replace(case(), model=ModelChoice("gaussian_nb"))
    kept = detect_leak(LeakSettings(case_, leak, 200), told)
    only_noise = detect_leak(LeakSettings(case_, leak, 200, keep_real=False), told)
    assert kept.fresh > 0.95
    assert 0.3 < only_noise.fresh < 0.7
    assert only_noise.promised > 0.65


def test_the_same_settings_give_the_same_numbers() -> None:
    quick = LeakSettings(replace(case(), model=ModelChoice("gaussian_nb")), n_noise=50)
    first, again = detect_leak(quick, noise()), detect_leak(quick, noise())
    np.testing.assert_array_equal(first.cheating, again.cheating)
    assert first.fresh == again.fresh


def test_leaks_that_the_table_cannot_have_are_refused() -> None:
    with pytest.raises(NoLeakHere, match="there is nothing to learn from"):
        detect_leak(LeakSettings(case(), n_noise=0, keep_real=False), noise())
    with pytest.raises(NoLeakHere, match="a regression has none"):
        detect_leak(LeakSettings(case("regression"), "smote"), noise())
    words = noise().assign(a="x y", b="u", c="v").astype({"a": "str", "b": "str", "c": "str"})
    words["a"] = words["a"].mask(words.index % 2 == 0, "z")
    with pytest.raises(NoLeakHere, match="no column of numbers to fill"):
        detect_leak(LeakSettings(case(), "imputation", n_noise=0), words)


@pytest.mark.parametrize("leak", LEAKS)
def test_a_column_named_as_noise_is_stays_beside_the_noise(leak) -> None:
    table = pd.read_csv(FAULTS / "23_noise_column.csv").assign(**{"code 1": "u"})
    table["code 1"] = table["code 1"].astype("str").mask(table.index % 2 == 0, "v")
    base = Experiment("file:x", "x", "kind", "classification", model=ModelChoice("gaussian_nb"))
    study = leak_study(LeakSettings(base, leak, n_noise=3), table)
    made = ["code 1_2", "code 2", "code 3"] if leak == "target" else ["noise 1_2", "noise 2"]
    own = ["noise 1", "real", "code 1"]
    assert list(study.prepared.X.columns)[: 3 + len(made)] == [*own, *made]
    assert detect_leak(LeakSettings(base, leak, n_noise=3), table).n_noise == 3


@pytest.mark.parametrize("n_noise", [0, 7, 30])
@pytest.mark.parametrize("leak", LEAKS)
def test_as_many_columns_of_noise_are_made_as_are_said(leak, n_noise) -> None:
    settings = LeakSettings(case(), leak, n_noise=n_noise)
    made = leak_study(settings, noise()).prepared.X.shape[1] - 3
    assert made == settings.n_noise


def test_the_page_tells_the_noise_that_was_made_and_no_undefined_score() -> None:
    quick = replace(case(), model=ModelChoice("gaussian_nb"))
    settings = LeakSettings(quick, "target", n_noise=30)
    answer = detect_leak(settings, noise())
    assert notice(settings, answer).startswith("With 200 rows and 30 columns of noise the cheat ")
    undefined = replace(answer, fresh=np.nan)
    said = notice(settings, undefined)
    assert "ROC-AUC is not defined on the fresh rows, because a class has no row there" in said
    assert "nan" not in said
