"""Generated tables about houses, machines, bicycles, and one with a known formula."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.entry import (
    CC0,
    MADE_HERE,
    NOISE,
    Entry,
    days_after,
    minutes_after,
    with_gaps,
    yes_no,
)


def houses() -> pd.DataFrame:
    """Make 1 200 house sales; the price in € is a product of factors and 8 % chance.

    price = 2 700 · area · 0.955^km · energy factor · district factor · (1 + 0.00035 · garden)
    · (1 − 0.002 · age), times log-normal noise. ``rooms`` only follows the area; ``lift`` and
    ``noise`` do not matter. Gaps: year 6 %, energy class 10 %, garden 12 %, at random.
    """
    rng = np.random.default_rng(21)
    n = 1200
    area = np.clip(rng.lognormal(4.65, 0.35, n), 28, 320).round(0)
    rooms = np.clip((area / 27 + rng.normal(0, 0.7, n)).round(0), 1, 12).astype(int)
    distance = rng.gamma(2.0, 3.0, n).round(1)
    built = rng.integers(1900, 2021, n)
    energy = np.clip(((2025 - built) / 20 + rng.normal(0, 1.1, n)).round(0), 0, 6).astype(int)
    garden = np.where(rng.random(n) < 0.4, 0, rng.gamma(2.0, 130.0, n)).round(0)
    district = rng.choice(4, n, p=[0.2, 0.3, 0.3, 0.2])
    price = (
        2700
        * area
        * 0.955**distance
        * (1.06 - 0.03 * energy)
        * np.array([1.25, 1.0, 0.95, 0.82])[district]
        * (1 + 0.00035 * garden)
        * (1 - 0.002 * (2025 - built))
        * rng.lognormal(0.0, 0.08, n)
    )
    frame = pd.DataFrame(
        {
            "area_m2": area.astype(int),
            "rooms": rooms,
            "garden_m2": garden,
            "built_year": built.astype(float),
            "energy_class": pd.Series(np.array(list("ABCDEFG"))[energy], dtype="str"),
            "district": np.array(["lake", "centre", "station", "mill"])[district],
            "km_to_centre": distance,
            "lift": rng.random(n) < 0.3,
            "sold_on": days_after("2023-01-01", rng.integers(0, 730, n)),
            "noise": rng.normal(size=n).round(3),
            "price_eur": price.round(-2).astype(int),
        }
    )
    return with_gaps(rng, frame, {"garden_m2": 0.12, "built_year": 0.06, "energy_class": 0.1})


def sensors() -> pd.DataFrame:
    """Make hourly readings of six machines over 25 days, with a fault ahead or not.

    Each machine wears until it is repaired. Wear raises vibration and temperature; load raises
    temperature and power; a machine has its own base temperature, so a random split is too kind.
    A failure follows within a day when wear is over 80 %. ``pressure_bar`` and ``noise`` do not
    matter. 2 % of the vibration readings are lost.
    """
    rng = np.random.default_rng(22)
    hours = np.arange(600)
    parts = [_machine(rng, f"M{number}", hours) for number in range(1, 7)]
    frame = pd.concat(parts, ignore_index=True)
    return with_gaps(rng, frame, {"vibration_mm_s": 0.02})


def _machine(rng: np.random.Generator, name: str, hours: np.ndarray) -> pd.DataFrame:
    life = rng.integers(130, 240)
    wear = ((hours + rng.integers(0, life)) % life) / life
    n = len(hours)
    load = np.clip(60 + 25 * np.sin(2 * np.pi * hours / 24) + rng.normal(0, 8, n), 5, 100)
    base = rng.normal(45, 4)
    return pd.DataFrame(
        {
            "time": minutes_after("2025-03-01", hours * 60),
            "machine": name,
            "load_percent": load.round(1),
            "temperature_c": (base + 0.2 * load + 9 * wear**3 + rng.normal(0, 1.2, n)).round(1),
            "vibration_mm_s": (1.2 + 3.2 * wear**2 + rng.normal(0, 0.35, n)).clip(0.1).round(2),
            "power_kw": (3 + 0.11 * load + rng.normal(0, 0.5, n)).round(2),
            "pressure_bar": rng.normal(6.0, 0.15, n).round(2),
            "noise": rng.normal(size=n).round(3),
            "fails_in_24_h": yes_no(wear >= 0.8),
        }
    )


def bikes() -> pd.DataFrame:
    """Make two years of daily bicycle rentals.

    Rentals rise with temperature up to 24 °C and fall beyond, fall with rain, are higher on
    working days, 30 % higher in the second year and lowest on holidays. ``wind`` matters a
    little, ``moon_percent`` and ``noise`` do not.
    """
    rng = np.random.default_rng(23)
    day = np.arange(731)
    date = days_after("2023-01-01", day)
    temperature = 11 - 11 * np.cos(2 * np.pi * (day - 20) / 365.25) + rng.normal(0, 3.5, 731)
    rain = np.where(rng.random(731) < 0.35, rng.gamma(1.2, 4.5, 731), 0.0)
    wind = rng.gamma(4.0, 1.0, 731)
    weekday = np.asarray(date.day_of_week)
    holiday = rng.random(731) < 0.03
    mean = (
        1500
        * np.exp(-(((temperature - 24) / 16) ** 2))
        * np.exp(-0.05 * rain)
        * (1 - 0.02 * (wind - 4))
        * np.where(weekday < 5, 1.15, 0.85)
        * np.where(holiday, 0.6, 1.0)
        * np.where(day < 365, 1.0, 1.3)
    )
    return pd.DataFrame(
        {
            "date": date,
            "weekday": np.array(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])[weekday],
            "holiday": holiday,
            "temperature_c": temperature.round(1),
            "rain_mm": rain.round(1),
            "wind_m_s": wind.round(1),
            "moon_percent": (50 - 50 * np.cos(2 * np.pi * day / 29.53)).round(0).astype(int),
            "noise": rng.normal(size=731).round(3),
            "rentals": rng.poisson(mean * rng.lognormal(0, 0.07, 731)),
        }
    )


def known_truth() -> pd.DataFrame:
    """Make 1 000 rows of Friedman's first function, its inputs uniform between 0 and 1.

    y = 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5 + N(0, 1); five columns of noise more.
    Source: J. H. Friedman (1991), Multivariate Adaptive Regression Splines, eq. 61.
    """
    rng = np.random.default_rng(24)
    X = rng.random((1000, 10)).round(4)
    y = (
        10 * np.sin(np.pi * X[:, 0] * X[:, 1])
        + 20 * (X[:, 2] - 0.5) ** 2
        + 10 * X[:, 3]
        + 5 * X[:, 4]
        + rng.normal(size=1000)
    )
    names = [f"x{i}" for i in range(1, 6)] + [f"noise_{i}" for i in range(1, 6)]
    return pd.DataFrame(X, columns=names).assign(y=y.round(3))


ENTRIES = (
    Entry(
        id="houses",
        title="Houses for sale",
        story="What is a house worth, when some of its papers are missing?",
        task="regression",
        target="price_eur",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="The price is a product of area, distance, energy class, district, garden and age. "
        "Rooms only follow the area. Lift, date and noise do not matter.",
        tags=("gaps", "dates", "categories", "skewed"),
        make=houses,
        columns=(
            ("area_m2", "Living area", "m²"),
            ("rooms", "Rooms", ""),
            ("garden_m2", "Garden, 0 for none", "m²"),
            ("built_year", "Year it was built", ""),
            ("energy_class", "Energy class, A is best", ""),
            ("district", "Part of the town", ""),
            ("km_to_centre", "Distance to the town's centre", "km"),
            ("lift", "Has a lift", ""),
            ("sold_on", "Day of the sale", "date"),
            NOISE,
            ("price_eur", "Price paid", "€"),
        ),
    ),
    Entry(
        id="sensors",
        title="Machine sensors",
        story="Will this machine fail within a day?",
        task="classification",
        target="fails_in_24_h",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Wear raises vibration and temperature until the repair; each machine has its own "
        "base temperature. Pressure and noise do not matter. Split by machine or by time.",
        tags=("time", "dates", "groups", "gaps"),
        make=sensors,
        columns=(
            ("time", "Time of the reading", "date"),
            ("machine", "Which machine", ""),
            ("load_percent", "Load", "%"),
            ("temperature_c", "Temperature of the bearing", "°C"),
            ("vibration_mm_s", "Vibration", "mm/s"),
            ("power_kw", "Electrical power", "kW"),
            ("pressure_bar", "Oil pressure", "bar"),
            NOISE,
            ("fails_in_24_h", "Will fail within a day", ""),
        ),
    ),
    Entry(
        id="bikes",
        title="Rented bicycles",
        story="How many bicycles will be rented on a day like this?",
        task="regression",
        target="rentals",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Best at 24 °C, worse in rain, on holidays and weekends; 30 % more in the second "
        "year. The moon and noise do not matter.",
        tags=("time", "dates", "counts", "not linear"),
        make=bikes,
        columns=(
            ("date", "Day", "date"),
            ("weekday", "Day of the week", ""),
            ("holiday", "Public holiday", ""),
            ("temperature_c", "Mean temperature", "°C"),
            ("rain_mm", "Rain", "mm"),
            ("wind_m_s", "Mean wind", "m/s"),
            ("moon_percent", "Lit part of the moon", "%"),
            NOISE,
            ("rentals", "Bicycles rented that day", ""),
        ),
    ),
    Entry(
        id="known_truth",
        title="A formula you know",
        story="Does an explanation find the five columns that made the numbers?",
        task="regression",
        target="y",
        licence=CC0,
        source=MADE_HERE + "; formula of J. H. Friedman (1991)",
        generated=True,
        how="y = 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5 plus noise of size 1. "
        "The five noise columns do not matter.",
        tags=("not linear", "interaction", "noise columns"),
        make=known_truth,
        columns=(
            ("x1", "Acts together with x2", ""),
            ("x2", "Acts together with x1", ""),
            ("x3", "Acts as a valley around 0.5", ""),
            ("x4", "Acts in a straight line, 10 per unit", ""),
            ("x5", "Acts in a straight line, 5 per unit", ""),
            *((f"noise_{i}", "Random numbers, related to nothing", "") for i in range(1, 6)),
            ("y", "The value of the formula plus chance", ""),
        ),
    ),
)
