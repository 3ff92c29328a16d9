"""Every fold's score comes out of the script, whatever the scheme."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import PlaygroundError
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.fit import fit
from core.tabular.judge.cross_validate import ValidationSettings, cross_validate
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import MIXED, script

TREE = {"model": "decision_tree"}


def rare(n: int = 60) -> pd.DataFrame:
    """Return rows of which some folds hold a column without a second value."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.normal(size=n), "b": np.zeros(n)})
    frame.loc[7, "b"] = 1.0
    frame["y"] = frame["a"] + random.normal(size=n)
    return frame


RARE = Experiment("sample:rare", "rare", "y", "regression", model=ModelChoice("decision_tree"))


def noughts() -> pd.DataFrame:
    """Return rows of which one training row has a true value of 0: no MAPE in its fold."""
    frame = plain()[["a", "amount"]].round(3)
    first = fit(NOUGHTS, frame).X_train.index[0]
    return frame.assign(amount=frame["amount"].where(frame.index != first, 0.0))


NOUGHTS = Experiment("sample:noughts", "noughts", "amount", "regression")
CASES: dict[str, tuple[Experiment, dict[str, object]]] = {
    "k-fold": (house("dear", *MIXED, **TREE), {"n_folds": 3}),
    "seeds": (house("price", Step("median"), **TREE), {"n_folds": 3, "n_repeats": 3}),
    "stratified": (
        house("band", **TREE),
        {"scheme": "stratified", "n_folds": 4, "metric": "roc_auc"},
    ),
    "grouped": (
        house("price", **TREE),
        {"scheme": "grouped", "n_folds": 3, "column": "street", "metric": "mape"},
    ),
    "in time": (
        house(
            "price", Step("filled_rows", (), ("sold",)), split=Split("time", 0.3, "sold"), **TREE
        ),
        {"scheme": "time", "n_folds": 4, "metric": "rmse", "n_repeats": 5},
    ),
    "once": (house("dear", **TREE), {"scheme": "hold_out", "n_repeats": 2, "metric": "log_loss"}),
    "each row": (simple("amount", model="linear"), {"scheme": "loocv"}),
    "another recipe in one fold": (RARE, {"n_folds": 3, "metric": "mae"}),
    "no value in some folds": (NOUGHTS, {"n_folds": 4, "metric": "mape"}),
    "after the last seed": (
        replace(NOUGHTS, seed=2**32 - 1), {"n_folds": 3, "n_repeats": 2, "metric": "r2"}
    ),
}  # fmt: skip
FRAMES = {"messy": messy, "plain": plain, "rare": rare, "noughts": noughts}


@pytest.mark.slow
def test_the_script_prints_every_folds_score(tmp_path):
    codes = {name: script(case, "validation", FRAMES[case.table_name](), **values)
             for name, (case, values) in CASES.items()}  # fmt: skip
    said = run_alone(tmp_path, {name: frame() for name, frame in FRAMES.items()}, codes)
    for name, (case, values) in CASES.items():
        answer = cross_validate(ValidationSettings(case, **values), FRAMES[case.table_name]())
        printed = said[name].numbers
        folds = [printed[f"Fold {place + 1}"] for place in range(len(answer.scores))]
        repeats = [printed[f"Seed {place + 1}"] for place in range(len(answer.repeats))]
        np.testing.assert_allclose(folds, answer.scores, rtol=1e-9, err_msg=name)
        np.testing.assert_allclose(repeats, answer.repeats, rtol=1e-9, err_msg=name)
        assert f"Fold {len(answer.scores) + 1}" not in printed
        assert printed["Mean"] == pytest.approx(answer.mean, rel=1e-9)
        assert printed["Standard deviation"] == pytest.approx(answer.std, rel=1e-9)
        assert printed["Test rows"] == pytest.approx(answer.test_score, rel=1e-9)
        ends = printed["Test rows, 95 % from"], printed["Test rows, 95 % to"]
        assert ends == pytest.approx((answer.test.low, answer.test.high), rel=1e-9)


def test_a_fold_with_another_recipe_is_written_out():
    assert "recipes = [" in script(RARE, "validation", rare(), n_folds=3)
    assert "recipes = [" not in script(CASES["seeds"][0], "validation", n_folds=3)


REFUSED: dict[str, tuple[str, dict[str, object]]] = {
    "no classes": ("price", {"scheme": "stratified"}),
    "no groups": ("price", {"scheme": "grouped"}),
    "another task's metric": ("dear", {"metric": "r2"}),
    "no such column": ("dear", {"scheme": "grouped", "column": "planet"}),
    "no place in time": ("dear", {"scheme": "time", "column": "sold"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_page_refuses_has_no_script_for_the_same_reason(name):
    target, values = REFUSED[name]
    with pytest.raises(PlaygroundError) as of_page:
        cross_validate(ValidationSettings(house(target, **TREE), **values), messy())
    with pytest.raises(PlaygroundError) as of_script:
        script(house(target, **TREE), "validation", **values)
    assert str(of_script.value) == str(of_page.value)
