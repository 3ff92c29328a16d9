"""Real tables that ship inside the pinned packages; nothing is downloaded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sample_data.entry import Column


def _scikit(name: str) -> Any:
    from sklearn import datasets

    return getattr(datasets, f"load_{name}")()


def iris() -> pd.DataFrame:
    """Return Fisher's 150 flowers; the numbers are in centimetres."""
    bunch = _scikit("iris")
    frame = pd.DataFrame(bunch.data, columns=[name for name, _, _ in IRIS_COLUMNS[:4]])
    return frame.assign(species=bunch.target_names[bunch.target])


def wine() -> pd.DataFrame:
    """Return 178 chemical analyses of wines by three growers."""
    bunch = _scikit("wine")
    frame = pd.DataFrame(bunch.data, columns=[name for name, _, _ in WINE_COLUMNS[:13]])
    return frame.assign(grower=np.array(["A", "B", "C"])[bunch.target])


def breast_cancer() -> pd.DataFrame:
    """Return 569 biopsies, 30 measurements of cell nuclei each."""
    bunch = _scikit("breast_cancer")
    names = [name.replace(" ", "_") for name in bunch.feature_names]
    frame = pd.DataFrame(bunch.data, columns=names)
    return frame.assign(diagnosis=bunch.target_names[bunch.target])


def cancer_columns() -> tuple[Column, ...]:
    """Return the 31 columns: ten measures, each as mean, standard error and worst."""
    measures = (
        ("radius", "distance from the centre to the edge", "image units"),
        ("texture", "spread of the grey values", "grey levels"),
        ("perimeter", "length of the edge", "image units"),
        ("area", "area", "image units²"),
        ("smoothness", "local change of the radius", ""),
        ("compactness", "perimeter² / area − 1", ""),
        ("concavity", "depth of the dents in the edge", ""),
        ("concave_points", "number of dents in the edge", ""),
        ("symmetry", "symmetry", ""),
        ("fractal_dimension", "roughness of the edge", ""),
    )
    forms = (("mean_{}", "Mean"), ("{}_error", "Standard error"), ("worst_{}", "Mean of the worst"))
    features = tuple(
        (form.format(name), f"{word}: {meaning}", unit)
        for form, word in forms
        for name, meaning, unit in measures
    )
    return (*features, ("diagnosis", "Found by the pathologist", ""))


def diabetes() -> pd.DataFrame:
    """Return 442 patients in the original units and the progress of their disease in a year."""
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    frame = pd.DataFrame(bunch.data, columns=[name for name, _, _ in DIABETES_COLUMNS[:10]])
    sex = np.where(frame["sex"] == 1, "code 1", "code 2")
    return frame.assign(sex=sex, progression=bunch.target)


def digits() -> pd.DataFrame:
    """Return 1 797 handwritten digits as 64 grey values from 0 to 16, row by row."""
    bunch = _scikit("digits")
    names = [name for name, _, _ in DIGITS_COLUMNS[:64]]
    return pd.DataFrame(bunch.data.astype("int64"), columns=names).assign(
        digit=bunch.target.astype("int64")
    )


def cars() -> pd.DataFrame:
    """Return 392 cars of 1970 to 1982 from mlxtend's copy of Auto MPG, without the names."""
    from mlxtend.data import autompg_data

    X, y = autompg_data()
    frame = pd.DataFrame(X[:, :6].astype(float), columns=[name for name, _, _ in CARS_COLUMNS[:6]])
    whole = ("cylinders", "power_hp", "weight_lb", "model_year")
    frame = frame.astype(dict.fromkeys(whole, "int64"))
    origin = np.array(["USA", "Europe", "Japan"])[X[:, 6].astype(int) - 1]
    return frame.assign(origin=origin, miles_per_gallon=y.astype(float))


def _plotly(name: str, names: dict[str, str]) -> pd.DataFrame:
    """Return plotly's data set with the columns of ``names``, renamed."""
    from plotly import data

    return getattr(data, name)()[list(names)].rename(columns=names)


def gapminder() -> pd.DataFrame:
    """Return 142 countries every five years from 1952 to 2007."""
    names = {
        "country": "country",
        "continent": "continent",
        "year": "year",
        "pop": "population",
        "gdpPercap": "gdp_usd_per_person",
        "lifeExp": "life_expectancy_years",
    }
    return _plotly("gapminder", names)


def tips() -> pd.DataFrame:
    """Return 244 restaurant bills noted by one waiter."""
    names = {
        "total_bill": "bill_usd",
        "sex": "sex",
        "smoker": "smoker",
        "day": "day",
        "time": "time",
        "size": "party_size",
        "tip": "tip_usd",
    }
    return _plotly("tips", names)


def carshare() -> pd.DataFrame:
    """Return a month of car sharing in 249 zones of Montreal."""
    names = {
        "centroid_lat": "latitude_deg",
        "centroid_lon": "longitude_deg",
        "peak_hour": "peak_hour",
        "car_hours": "available_car_hours",
    }
    return _plotly("carshare", names).astype({"peak_hour": "int64"})


def election() -> pd.DataFrame:
    """Return 58 districts of the Montreal mayoral election of 2013."""
    names = {
        "district": "district",
        "Coderre": "votes_coderre",
        "Bergeron": "votes_bergeron",
        "Joly": "votes_joly",
        "total": "votes_total",
        "result": "majority",
        "winner": "winner",
    }
    return _plotly("election", names)


def _statsmodels(name: str) -> pd.DataFrame:
    from importlib import import_module

    frame: pd.DataFrame = import_module(f"statsmodels.datasets.{name}").load_pandas().data
    return frame


def co2() -> pd.DataFrame:
    """Return weekly CO₂ at Mauna Loa, 1958 to 2001; 59 weeks were not measured."""
    weekly = _statsmodels("co2")["co2"]
    week = pd.DatetimeIndex(weekly.index)
    return pd.DataFrame(
        {
            "week": week.astype("datetime64[us]"),
            "year": week.year.astype("int64"),
            "month": week.month.astype("int64"),
            "co2_ppm": weekly.to_numpy(dtype=float),
        }
    )


def doctor_visits() -> pd.DataFrame:
    """Return 20 190 person-years of the RAND Health Insurance Experiment."""
    rand = _statsmodels("randhie")
    health = np.select(
        [rand["hlthg"] == 1, rand["hlthf"] == 1, rand["hlthp"] == 1],
        ["good", "fair", "poor"],
        default="excellent",
    )
    return pd.DataFrame(
        {
            "coinsurance_percent": np.expm1(rand["lncoins"]).round(0).astype("int64"),
            "individual_deductible": rand["idp"] == 1,
            "log_incentive_usd": rand["lpi"].round(4),
            "log_max_expense_usd": rand["fmde"].round(4),
            "physical_limit": rand["physlm"].round(4),
            "chronic_diseases": rand["disea"].round(4),
            "health": health,
            "visits": rand["mdvis"].astype("int64"),
        }
    )


def vote_1996() -> pd.DataFrame:
    """Return 944 answers of the American National Election Study of 1996."""
    anes = _statsmodels("anes96")
    names = {
        "popul": "town_thousand_people",
        "TVnews": "tv_news_days_per_week",
        "selfLR": "own_leaning",
        "ClinLR": "leaning_of_clinton",
        "DoleLR": "leaning_of_dole",
        "age": "age_years",
        "educ": "education_level",
        "income": "income_level",
    }
    frame = anes[list(names)].rename(columns=names).astype("int64")
    return frame.assign(vote=np.where(anes["vote"] == 0, "Clinton", "Dole"))


def travel_choice() -> pd.DataFrame:
    """Return four ways to travel for each of 210 people and whether they took it."""
    travel = _statsmodels("modechoice").astype("int64")
    return pd.DataFrame(
        {
            "person": [f"P{number:03d}" for number in travel["individual"]],
            "mode": np.array(["plane", "train", "bus", "car"])[travel["mode"] - 1],
            "waiting_min": travel["ttme"],
            "cost_usd": travel["invc"],
            "travel_min": travel["invt"],
            "income_thousand_usd": travel["hinc"],
            "group_size": travel["psize"],
            "chosen": np.where(travel["choice"] == 1, "yes", "no"),
        }
    )


UCI = "CC BY 4.0 (UCI Machine Learning Repository)"
PUBLIC = "public domain"
IRIS_COLUMNS: tuple[Column, ...] = (
    ("sepal_length_cm", "Length of the outer leaf of the flower", "cm"),
    ("sepal_width_cm", "Width of the outer leaf of the flower", "cm"),
    ("petal_length_cm", "Length of the inner leaf of the flower", "cm"),
    ("petal_width_cm", "Width of the inner leaf of the flower", "cm"),
    ("species", "Species of iris", ""),
)
WINE_COLUMNS: tuple[Column, ...] = (
    ("alcohol_percent", "Alcohol", "% by volume"),
    ("malic_acid", "Malic acid (no unit stated, here and below)", ""),
    ("ash", "Ash", ""),
    ("ash_alkalinity", "Alkalinity of the ash", ""),
    ("magnesium", "Magnesium", ""),
    ("total_phenols", "All phenols", ""),
    ("flavanoids", "Flavanoids", ""),
    ("other_phenols", "Phenols that are not flavanoids", ""),
    ("proanthocyanins", "Proanthocyanins", ""),
    ("color_intensity", "Depth of colour", ""),
    ("hue", "Hue", ""),
    ("od280_od315", "Absorbance at 280 nm over that at 315 nm: protein content", ""),
    ("proline", "Proline, an amino acid", ""),
    ("grower", "Who grew the grapes", ""),
)
DIABETES_COLUMNS: tuple[Column, ...] = (
    ("age_years", "Age", "years"),
    ("sex", "Sex as coded in the study; it does not say which code is which", ""),
    ("bmi_kg_per_m2", "Body mass index", "kg/m²"),
    ("blood_pressure_mmhg", "Mean blood pressure", "mmHg"),
    ("cholesterol_mg_per_dl", "Total cholesterol (s1)", "mg/dl"),
    ("ldl_mg_per_dl", "Low-density lipoproteins (s2)", "mg/dl"),
    ("hdl_mg_per_dl", "High-density lipoproteins (s3)", "mg/dl"),
    ("cholesterol_to_hdl", "Total cholesterol over HDL (s4)", ""),
    ("log_triglycerides", "Probably the logarithm of triglycerides (s5)", ""),
    ("blood_sugar_mg_per_dl", "Blood sugar (s6)", "mg/dl"),
    ("progression", "Progress of the disease one year later", "score"),
)
DIGITS_COLUMNS: tuple[Column, ...] = (
    *(
        (f"pixel_{row}_{column}", f"Ink in row {row}, column {column}", "0–16")
        for row in range(8)
        for column in range(8)
    ),
    ("digit", "The digit that was written", ""),
)
CARS_COLUMNS: tuple[Column, ...] = (
    ("cylinders", "Cylinders of the engine", ""),
    ("displacement_cu_in", "Volume of the cylinders", "cubic inches"),
    ("power_hp", "Power", "hp"),
    ("weight_lb", "Weight", "lb"),
    ("acceleration_s", "Time from 0 to 60 miles per hour", "s"),
    ("model_year", "Year of the model, 70 is 1970", ""),
    ("origin", "Where the maker is from", ""),
    ("miles_per_gallon", "Distance on a gallon of fuel", "miles/gallon"),
)
