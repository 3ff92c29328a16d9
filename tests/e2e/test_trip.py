"""The trip of a learner in a real browser: load, clean, train, judge, explain, leave with code."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from core.figures.blocks import human
from tests.e2e.browser import PATIENCE_MS, choose, failures, open_page, press, settle
from tests.e2e.server import Server
from tests.e2e.walk import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

N_ROWS = 240


@dataclass(frozen=True)
class Variant:
    """One way into the suite. ``file`` None: a sample, by its title."""

    name: str
    file: tuple[str, bytes] | None
    sample: str
    target: str
    task: str
    model: str


def _people() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    age = rng.integers(18, 80, N_ROWS)
    income = np.round(1200 + 45 * age + rng.normal(0, 300, N_ROWS), 2)
    city = rng.choice(["Bern", "Basel", "Genf"], N_ROWS)
    bonus = (city == "Bern") * 400
    spend = np.round(0.3 * income + bonus + rng.normal(0, 60, N_ROWS), 2)
    return pd.DataFrame(
        {
            "age": age,
            "income": income,
            "city": city,
            "spend": spend,
            "buys": np.where(spend > np.median(spend), "yes", "no"),
        }
    )


def _clean_csv() -> bytes:
    return _people().to_csv(index=False).encode()


def _messy_csv() -> bytes:
    rng = np.random.default_rng(3)
    table = _people().astype({"age": "float"})
    table.loc[rng.choice(N_ROWS, 30, replace=False), "age"] = np.nan
    words = np.array(["late again", "very happy with it", "never answered", "friendly and quick"])
    table["comment"] = [" ".join(rng.choice(words, 2)) + f" {i % 9}" for i in range(N_ROWS)]
    table["since"] = pd.date_range("2021-01-31", periods=N_ROWS).strftime("%d.%m.%Y")
    table = pd.concat([table, table.iloc[:12]])
    return table.to_csv(index=False, sep=";", decimal=",").encode("cp1252")


def _excel() -> bytes:
    buffer = io.BytesIO()
    _people().to_excel(buffer, index=False, sheet_name="people")
    return buffer.getvalue()


VARIANTS = (
    Variant("sample", None, "Houses", "price_eur", "regression", "Gradient boosting"),
    Variant("clean", ("people.csv", _clean_csv()), "", "buys", "classification", "Random forest"),
    Variant("messy", ("messy.csv", _messy_csv()), "", "spend", "regression", "LightGBM"),
    Variant(
        "excel", ("people.xlsx", _excel()), "", "buys", "classification", "Logistic regression"
    ),
    Variant("messy-classes", ("messy.csv", _messy_csv()), "", "buys", "classification", "XGBoost"),
)


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    open_page(opened, f"{server.url}/data_collection")
    yield opened
    context.close()
    assert errors == [], "the browser's console is not empty"


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_learner_walks_from_a_file_to_code_that_gives_the_same_numbers(page, variant, tmp_path):
    _load(page, variant)
    _clean(page)
    shown = _train(page, variant)
    _judge(page, variant)
    _explain(page)
    printed = _run_script(page, tmp_path)
    for label, value in shown.items():
        assert label in printed, f"the script does not print {label}: {printed}"
        assert human(printed[label]) == value, label


def _load(page: Page, variant: Variant) -> None:
    if variant.file is None:
        box = page.get_by_label("Pick a sample").first
        box.click()
        page.get_by_role("option").filter(has_text=variant.sample).first.click()
        settle(page)
        press(page, "Use this sample")
        return
    name, content = variant.file
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput").first
    chooser.set_input_files({"name": name, "mimeType": "", "buffer": content})
    chip = page.get_by_test_id("stPopover").first
    expect(chip).to_contain_text(name, timeout=PATIENCE_MS)
    settle(page)
    expect(failures(page)).to_have_count(0)


def _clean(page: Page) -> None:
    go_to(page, "preprocessing")
    settle(page)
    expect(page.get_by_text("What to notice.")).to_be_visible()
    box = page.get_by_label("Add a step").first
    box.click()
    box.fill("Drop duplicate")
    page.get_by_role("option").first.click()
    settle(page)
    expect(page.get_by_text("What to notice.")).to_be_visible()
    expect(failures(page)).to_have_count(0)


def _train(page: Page, variant: Variant) -> dict[str, str]:
    go_to(page, "supervised")
    settle(page)
    choose(page, "Predict", variant.target)
    choose(page, "Model", variant.model)
    expect(failures(page)).to_have_count(0)
    metrics = page.get_by_test_id("stMetric")
    expect(metrics.first).to_be_visible()
    shown = {}
    for box in metrics.all():
        label = box.get_by_test_id("stMetricLabel").inner_text().strip()
        shown[label] = box.get_by_test_id("stMetricValue").inner_text().strip()
    assert len(shown) >= 3
    return shown


def _judge(page: Page, variant: Variant) -> None:
    go_to(page, "evaluation")
    settle(page)
    if variant.task == "classification":
        expect(page.get_by_text("What to notice.")).to_be_visible()
    press(page, "Validation")
    expect(page.get_by_text("What to notice.")).to_be_visible()
    expect(failures(page)).to_have_count(0)


def _explain(page: Page) -> None:
    go_to(page, "explainable_ai")
    settle(page)
    expect(page.get_by_text("What to notice.")).to_be_visible()
    press(page, "Local")
    expect(page.get_by_text("What to notice.")).to_be_visible()
    expect(failures(page)).to_have_count(0)


def _run_script(page: Page, folder: Path) -> dict[str, float]:
    go_to(page, "supervised")
    settle(page)
    page.get_by_role("tab", name="Code").click()
    settle(page)
    script, data = _download(page, "Script", folder), _download(page, "Data", folder)
    assert data.suffix == ".parquet"
    done = subprocess.run(
        [sys.executable, "-I", script.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = re.findall(r"^(.+?): (-?[\d.]+(?:e[-+]?\d+)?)\b", done.stdout, re.MULTILINE)
    printed: dict[str, float] = {}
    for label, number in lines:
        printed.setdefault(label.strip(), float(number))
    return printed


def _download(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=label).first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target
