"""The sample sets: what the catalogue says is what a learner gets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data import samples
from core.data.samples import SAMPLES, SampleSpec, UnknownSample, load_sample, sample
from core.data.table import DTYPES

ROOT = Path(__file__).resolve().parents[2]
MADE = [spec for spec in SAMPLES if spec.generated]
every_sample = pytest.mark.parametrize("spec", SAMPLES, ids=lambda spec: spec.id)


def frame_of(sample_id: str) -> pd.DataFrame:
    return load_sample(sample_id).frame


def positive(sample_id: str) -> np.ndarray:
    spec = sample(sample_id)
    return (frame_of(sample_id)[spec.target] == "yes").to_numpy()


def correlation(a: pd.Series | np.ndarray, b: pd.Series | np.ndarray) -> float:
    return float(np.corrcoef(np.asarray(a, float), np.asarray(b, float))[0, 1])


# --- the catalogue


def test_there_are_at_least_eighteen_samples_and_their_ids_are_unique():
    assert len(SAMPLES) >= 18
    assert len({spec.id for spec in SAMPLES}) == len(SAMPLES)


def test_all_generated_sets_the_course_names_are_here():
    wanted = {"messy_customers", "churn", "fraud", "houses", "sensors", "baskets", "ratings"}
    assert wanted | {"messages"} <= {spec.id for spec in MADE}


@every_sample
def test_a_sample_says_what_it_is_where_it_is_from_and_under_which_licence(spec: SampleSpec):
    assert spec.title
    assert spec.licence
    assert spec.source
    assert spec.story.endswith("?")
    assert spec.generated == bool(spec.how)
    assert spec.generated == ("made here" in spec.source)


@every_sample
def test_every_column_has_a_meaning_and_the_target_is_one_of_them(spec: SampleSpec):
    assert spec.n_columns == len(spec.columns)
    assert all(meaning for _, meaning, _ in spec.columns)
    assert spec.target in [name for name, _, _ in spec.columns]


@every_sample
def test_a_unit_at_the_end_of_a_column_name_is_the_unit_it_states(spec: SampleSpec):
    endings = {"_eur": "€", "_usd": "US$", "_m2": "m²", "_c": "°C", "_cm": "cm", "_bar": "bar"}
    for name, _, unit in spec.columns:
        for ending, sign in endings.items():
            if name.endswith(ending):
                assert unit.endswith(sign), name


def test_all_samples_together_stay_small():
    assert sum(spec.path.stat().st_size for spec in SAMPLES) < 5_000_000


def test_the_catalogue_is_read_without_pandas():
    code = "import sys, core.data.samples; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- the rows


@every_sample
def test_a_sample_loads_with_the_size_and_digest_the_catalogue_states(spec: SampleSpec):
    table = load_sample(spec.id)
    assert table.frame.shape == (spec.n_rows, spec.n_columns)
    assert list(table.frame.columns) == [name for name, _, _ in spec.columns]
    assert table.digest == spec.digest
    assert table.name == spec.id
    assert spec.path.stat().st_size == spec.size_bytes


@every_sample
def test_a_sample_holds_only_the_types_of_a_table(spec: SampleSpec):
    assert {str(dtype) for dtype in frame_of(spec.id).dtypes} <= set(DTYPES)


@every_sample
def test_the_target_suits_the_task(spec: SampleSpec):
    target = frame_of(spec.id)[spec.target].dropna()
    if spec.task == "regression":
        assert target.dtype.kind in "if"
        assert target.nunique() > 4
    else:
        assert 2 <= target.nunique() <= 10


@every_sample
def test_tags_say_what_the_rows_show(spec: SampleSpec):
    frame = frame_of(spec.id)
    assert ("gaps" in spec.tags) == bool(frame.isna().any(axis=None))
    has_dates = any(dtype.kind == "M" for dtype in frame.dtypes)
    assert ("dates" in spec.tags) <= has_dates


# --- what was planted


def test_fraud_has_exactly_two_in_a_thousand():
    assert positive("fraud").sum() == 40
    assert len(frame_of("fraud")) == 20_000


def test_fraud_happens_far_from_home_and_the_age_of_the_card_says_nothing():
    frame, fraud = frame_of("fraud"), positive("fraud")
    assert frame["km_from_home"][fraud].median() > 5 * frame["km_from_home"][~fraud].median()
    assert abs(correlation(frame["card_age_days"], fraud)) < 0.02


@pytest.mark.parametrize("spec", [s for s in MADE if s.meaning("noise")], ids=lambda spec: spec.id)
def test_a_column_named_noise_is_unrelated_to_the_target(spec: SampleSpec):
    frame = frame_of(spec.id)
    target = positive(spec.id) if spec.task == "classification" else frame[spec.target]
    assert abs(correlation(frame["noise"], target)) < 4 / np.sqrt(len(frame))


def test_the_price_of_a_house_follows_its_area_and_not_its_lift():
    houses = frame_of("houses")
    assert correlation(np.log(houses["area_m2"]), np.log(houses["price_eur"])) > 0.75
    assert abs(correlation(houses["lift"], houses["price_eur"])) < 0.1


def test_houses_have_gaps_in_the_shares_stated():
    missing = frame_of("houses").isna().mean()
    expected = {"garden_m2": 0.12, "built_year": 0.06, "energy_class": 0.10}
    assert set(missing[missing > 0].index) == set(expected)
    assert all(abs(missing[name] - share) < 0.03 for name, share in expected.items())


def test_known_truth_is_friedmans_formula_with_noise_of_one():
    f = frame_of("known_truth")
    formula = 10 * np.sin(np.pi * f["x1"] * f["x2"]) + 20 * (f["x3"] - 0.5) ** 2
    rest = f["y"] - formula - 10 * f["x4"] - 5 * f["x5"]
    assert abs(rest.mean()) < 0.1
    assert abs(rest.std() - 1) < 0.07
    assert all(abs(correlation(f[f"noise_{i}"], f["y"])) < 0.1 for i in range(1, 6))


def test_customers_leave_after_calls_and_stay_with_a_long_contract():
    frame, left = frame_of("churn"), positive("churn")
    assert frame["support_calls"][left].mean() > frame["support_calls"][~left].mean() + 0.4
    rate = pd.Series(left).groupby(frame["contract"]).mean()
    assert rate["monthly"] > 2 * rate["two years"]


def test_group_b_gets_fewer_loans_at_equal_income_and_the_district_gives_it_away():
    frame, approved = frame_of("loans"), positive("loans")
    middle = frame["income_eur_per_month"].between(2200, 3000)
    rate = pd.Series(approved)[middle].groupby(frame["group"][middle]).mean()
    assert rate["A"] > rate["B"] + 0.08
    guess = np.where(frame["district"].isin(["hill", "park"]), "A", "B")
    assert 0.75 < (guess == frame["group"]).mean() < 0.85


def test_messy_customers_hold_every_planted_fault():
    frame = frame_of("messy_customers")
    assert frame.duplicated().sum() == 24
    assert {-1.0, 999.0} <= set(frame["age_years"])
    assert frame["fax"].isna().all()
    assert set(frame["currency"]) == {"EUR"}
    assert frame["country"].nunique() >= 10
    assert frame["income_eur"].dropna().str.contains(r"^[\d.]+,\d\d$").all()
    assert frame["spend_eur"].max() > 20 * frame["spend_eur"].median()
    assert frame["buys_again"].isna().any()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("pasta", "tomato_sauce"),
        ("bread", "butter"),
        ("wine", "cheese"),
        ("beer", "crisps"),
    ],
)
def test_planted_products_are_bought_together(left: str, right: str):
    baskets = frame_of("baskets")
    lift = baskets[right][baskets[left]].mean() / baskets[right].mean()
    assert lift > 1.35


def test_products_without_a_rule_are_bought_independently():
    baskets = frame_of("baskets")
    assert abs(correlation(baskets["milk"], baskets["coffee"])) < 0.07


def test_ratings_run_from_one_to_five_and_nobody_rates_a_film_twice():
    ratings = frame_of("ratings")
    assert set(ratings["stars"]) == {1, 2, 3, 4, 5}
    assert not ratings.duplicated(["person", "film"]).any()
    assert ratings.groupby("film")["stars"].mean().std() > 0.3


def test_vibration_grows_before_a_failure_and_pressure_does_not():
    frame, fails = frame_of("sensors"), positive("sensors")
    measured = frame["vibration_mm_s"].notna().to_numpy()
    assert correlation(frame["vibration_mm_s"][measured], fails[measured]) > 0.6
    assert abs(correlation(frame["pressure_bar"], fails)) < 0.05


def test_bicycles_are_rented_most_near_24_degrees_and_not_by_the_moon():
    bikes = frame_of("bikes")
    warmth = -((bikes["temperature_c"] - 24) ** 2)
    assert correlation(warmth, bikes["rentals"]) > 0.7
    assert abs(correlation(bikes["moon_percent"], bikes["rentals"])) < 0.1


def test_the_words_of_a_message_help_but_do_not_decide():
    frame, spam = frame_of("messages"), positive("messages")
    has = frame["text"].str.lower().str.contains("click|password|free").to_numpy()
    assert spam[has].mean() > 1.5 * spam[~has].mean()
    assert (~spam & has).sum() > 30


# --- real sets against published facts


def test_the_real_sets_agree_with_published_counts():
    assert frame_of("iris")["species"].value_counts().to_list() == [50, 50, 50]
    cancer = frame_of("breast_cancer")["diagnosis"].value_counts()
    assert cancer.to_dict() == {"benign": 357, "malignant": 212}
    assert frame_of("wine")["grower"].value_counts().to_dict() == {"B": 71, "A": 59, "C": 48}
    assert frame_of("gapminder")["country"].nunique() == 142
    assert frame_of("co2")["co2_ppm"].isna().sum() == 59
    chosen = frame_of("travel_choice").query("chosen == 'yes'")
    assert chosen["mode"].value_counts().to_dict() == {
        "train": 63,
        "car": 59,
        "plane": 58,
        "bus": 30,
    }


# --- refusals


def test_an_unknown_id_is_refused_with_near_matches():
    with pytest.raises(UnknownSample, match=r"no sample named 'hauses'\. Did you mean houses"):
        sample("hauses")
    with pytest.raises(UnknownSample, match=r"Choose one from the list of samples\."):
        load_sample("zzzzzz")


def test_a_missing_file_is_refused_with_the_command_that_makes_it(monkeypatch, tmp_path):
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    samples._load.cache_clear()
    with pytest.raises(samples.MissingSample, match=r"python -m sample_data\.build"):
        load_sample("iris")


# --- building


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes_and_the_rows_kept_here(tmp_path):
    from sample_data.build import build

    once, twice = build(tmp_path / "once"), build(tmp_path / "twice")
    for path in once.parent.iterdir():
        assert path.read_bytes() == (twice.parent / path.name).read_bytes(), path.name
    rebuilt = {item["id"]: item["digest"] for item in json.loads(once.read_text("utf-8"))}
    assert rebuilt == {spec.id: spec.digest for spec in SAMPLES}


def test_no_file_lies_in_the_folder_that_the_catalogue_does_not_name():
    files = {path.name for path in samples.FOLDER.iterdir() if path.is_file()}
    tables = {name for name in files if not name.endswith(".py")}
    assert tables == {spec.file for spec in SAMPLES} | {"catalogue.json"}


# --- as the suite opens them


@every_sample
def test_a_sample_opens_with_its_own_target_and_task(spec: SampleSpec):
    from core.data.load import open_sample

    loaded = open_sample(samples.SampleSettings(spec.id))
    assert (loaded.digest, loaded.name, loaded.n_rows) == (spec.digest, spec.id, spec.n_rows)
    assert (loaded.target, loaded.task) == (spec.target, spec.task)
    assert loaded.kinds[spec.target] in ("number", "category")
    assert list(loaded.kinds) == [name for name, _, _ in spec.columns]
    found = set(loaded.kinds.values())
    assert ("text" in found) == ("text" in spec.tags)
    assert ("dates" in spec.tags) == ("date" in found)
