"""Generated tables about customers, payments and loans."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.entry import CC0, MADE_HERE, NOISE, Entry, days_after, sigmoid, top_share, yes_no


def churn() -> pd.DataFrame:
    """Make 3 000 customers of a phone company; 26 % left.

    Leaving grows with support calls, fee and a monthly contract, and falls with tenure; calls
    hurt more in the first year (an interaction). ``payment`` matters a little; ``region`` and
    ``noise`` do not matter.
    """
    rng = np.random.default_rng(11)
    n = 3000
    contract = rng.choice(["monthly", "one year", "two years"], n, p=[0.55, 0.27, 0.18])
    tenure = np.minimum(1 + rng.gamma(1.6, 16.0, n), 72).astype(int)
    fee = (18 + 12 * rng.gamma(2.0, 1.2, n)).round(2)
    calls = rng.poisson(1.2, n)
    payment = rng.choice(["card", "direct debit", "transfer"], n, p=[0.4, 0.4, 0.2])
    logit = (
        1.3 * (contract == "monthly")
        - 0.8 * (contract == "two years")
        - 0.04 * tenure
        + 0.035 * fee
        + 0.35 * calls
        + 0.35 * calls * (tenure <= 12)
        + 0.3 * (payment == "transfer")
    )
    return pd.DataFrame(
        {
            "tenure_months": tenure,
            "contract": contract,
            "fee_eur_per_month": fee,
            "data_gb_per_month": rng.gamma(2.0, 6.0, n).round(1),
            "support_calls": calls,
            "payment": payment,
            "region": rng.choice(["east", "north", "south", "west"], n),
            "uses_app": rng.random(n) < 0.6,
            "noise": rng.normal(size=n).round(3),
            "churned": yes_no(top_share(rng, logit, 780)),
        }
    )


def fraud() -> pd.DataFrame:
    """Make 20 000 card payments; exactly 40 (0.2 %) are fraud.

    Fraud grows with the distance from home, night hours, a payment abroad, a short gap since the
    last payment and the amount relative to what this customer usually spends. ``card_age_days``
    and ``noise`` do not matter.
    """
    rng = np.random.default_rng(12)
    n = 20_000
    hour = (rng.normal(14.5, 4.5, n) % 24).astype(int)
    usual = rng.lognormal(3.3, 0.5, n)
    amount = usual * rng.lognormal(0.0, 0.6, n)
    distance = rng.lognormal(1.2, 1.3, n)
    gap = rng.lognormal(6.0, 1.4, n)
    abroad = rng.random(n) < 0.04
    night = (hour <= 5) | (hour == 23)
    logit = (
        1.3 * np.log(distance)
        + 2.4 * night
        + 2.2 * abroad
        - 0.8 * np.log(gap)
        + 1.8 * np.log(amount / usual)
    )
    return pd.DataFrame(
        {
            "hour_of_day": hour,
            "amount_eur": amount.round(2),
            "usual_amount_eur": usual.round(2),
            "km_from_home": distance.round(1),
            "minutes_since_last": gap.round(0).astype(int),
            "abroad": abroad,
            "shop": rng.choice(["food", "fuel", "online", "travel"], n, p=[0.45, 0.15, 0.33, 0.07]),
            "card_age_days": rng.integers(1, 2000, n),
            "noise": rng.normal(size=n).round(2),
            "fraud": yes_no(top_share(rng, logit, 40)),
        }
    )


def loans() -> pd.DataFrame:
    """Make 2 500 loan decisions with a planted injustice; 62 % were approved.

    Approval grows with income, savings and years employed and falls with debt and amount. In
    group B it is 0.9 logits lower for equal numbers: the bias. ``district`` follows the group in
    four cases of five, so it stands in for it when the group is dropped. ``noise`` is noise.
    """
    rng = np.random.default_rng(13)
    n = 2500
    group = rng.choice(["A", "B"], n, p=[0.65, 0.35])
    same = rng.random(n) < 0.8
    in_a = (group == "A") == same
    district = np.where(in_a, rng.choice(["hill", "park"], n), rng.choice(["canal", "harbour"], n))
    income = rng.lognormal(7.85, 0.35, n)
    years = rng.gamma(1.8, 4.0, n)
    savings = rng.lognormal(8.3, 1.0, n) * (income / 2600)
    debt = rng.lognormal(7.2, 1.1, n)
    amount = rng.lognormal(9.0, 0.6, n)
    logit = (
        2.2 * np.log(income / 2600)
        + 0.6 * np.log(savings / 4000)
        + 0.06 * years
        - 0.7 * np.log(debt / 1300)
        - 0.9 * np.log(amount / 8000)
        - 0.9 * (group == "B")
    )
    return pd.DataFrame(
        {
            "income_eur_per_month": income.round(0).astype(int),
            "savings_eur": savings.round(0).astype(int),
            "debt_eur": debt.round(0).astype(int),
            "years_employed": years.round(1),
            "amount_eur": amount.round(-2).astype(int),
            "purpose": rng.choice(
                ["car", "house", "other", "studies"], n, p=[0.4, 0.25, 0.25, 0.1]
            ),
            "district": district,
            "group": group,
            "noise": rng.normal(size=n).round(3),
            "approved": yes_no(top_share(rng, logit, 1550)),
        }
    )


def messy_customers() -> pd.DataFrame:
    """Make 624 rows as an export from an old shop program: 600 customers, 24 of them twice.

    Planted on purpose: ages of -1 and 999; spend with a few values 100 times too large (cents);
    income as text with a decimal comma; country and newsletter spelled in several ways; gaps;
    dates with gaps; an empty column and a constant one; a few missing targets. Buying again grows
    with visits, falls with days since the last visit, and happy comments help.
    """
    rng = np.random.default_rng(14)
    n = 600
    visits = rng.poisson(6, n)
    last_visit = rng.integers(1, 400, n)
    mood = rng.choice(3, n, p=[0.35, 0.35, 0.3])
    logit = 0.35 * (visits - 6) - 0.008 * (last_visit - 200) + 1.2 * (mood - 1)
    again = pd.Series(yes_no(rng.random(n) < sigmoid(logit)), dtype="str")
    spend = rng.lognormal(5.0, 0.7, n) * (0.6 + 0.08 * visits)
    spend = np.where(rng.random(n) < 0.015, spend * 100, spend)
    income = rng.lognormal(7.9, 0.35, n).round(2)
    rows = pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in rng.permutation(n) + 10_000],
            "signed_up": days_after("2021-01-01", rng.integers(0, 1200, n)),
            "age_years": np.where(
                rng.random(n) < 0.03, rng.choice([-1, 999], n), rng.integers(18, 85, n)
            ),
            "country": _spelled(rng, _COUNTRIES, rng.choice(3, n, p=[0.5, 0.3, 0.2])),
            "income_eur": [f"{value:,.2f}".translate(_GERMAN) for value in income],
            "newsletter": _spelled(rng, _ANSWERS, rng.choice(2, n, p=[0.55, 0.45])),
            "visits": visits,
            "days_since_visit": last_visit,
            "spend_eur": spend.round(2),
            "comment": [_comment(rng, int(value)) for value in mood],
            "fax": pd.Series([None] * n, dtype="str"),
            "currency": "EUR",
            "buys_again": again.mask(rng.random(n) < 0.02),
        }
    )
    for name, share in (("signed_up", 0.05), ("age_years", 0.08), ("country", 0.04)):
        rows[name] = rows[name].mask(rng.random(n) < share)
    for name, share in (("income_eur", 0.12), ("visits", 0.05), ("comment", 0.3)):
        rows[name] = rows[name].mask(rng.random(n) < share)
    twice = rows.iloc[rng.choice(n, 24, replace=False)]
    return pd.concat([rows, twice], ignore_index=True).iloc[rng.permutation(n + 24)]


_GERMAN = str.maketrans({",": ".", ".": ","})
_COUNTRIES = (
    ("Germany", "germany", "GERMANY", "Germany ", "DE"),
    ("France", "france", "FR", "Fr."),
    ("Austria", "austria", "AT"),
)
_ANSWERS = (("yes", "Yes", "y", "1"), ("no", "No", "n", "0"))
_OPENINGS = (
    "",
    "My second order. ",
    "Ordered by phone. ",
    "For my parents. ",
    "A gift. ",
    "Bought two of them. ",
)
_ENDINGS = (
    "",
    " Colour as in the picture.",
    " Please send the invoice again.",
    " Paid by card.",
    " The courier was new here.",
    " I asked for the blue one.",
    " Is there a larger size?",
    " Same as last year.",
)
_COMMENTS = (
    ("Parcel came late and the box was broken.", "Too expensive, will not return.", "Rude answer."),
    ("All as described.", "It is fine.", "Arrived on Tuesday.", "Average quality for the price."),
    ("Great service, thank you!", "Very happy with the quality.", "Fast, friendly, recommended."),
)


def _spelled(
    rng: np.random.Generator, spellings: tuple[tuple[str, ...], ...], which: np.ndarray
) -> list[str]:
    """Return one spelling per row; the first spelling is the common one (70 %)."""
    return [
        spellings[index][0] if rng.random() < 0.7 else str(rng.choice(spellings[index][1:]))
        for index in which
    ]


def _comment(rng: np.random.Generator, mood: int) -> str:
    parts = (_OPENINGS, _COMMENTS[mood], _ENDINGS)
    return "".join(str(rng.choice(part)) for part in parts)


ENTRIES = (
    Entry(
        id="churn",
        title="Phone customers",
        story="Which customers of a phone company are about to leave?",
        task="classification",
        target="churned",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Calls, fee and a monthly contract push customers out, tenure keeps them; calls hurt "
        "most in the first year. Region, app and noise do not matter.",
        tags=("categories", "interaction"),
        make=churn,
        columns=(
            ("tenure_months", "Time as a customer", "months"),
            ("contract", "How long the contract binds", ""),
            ("fee_eur_per_month", "Monthly fee", "€"),
            ("data_gb_per_month", "Mobile data used in a month", "GB"),
            ("support_calls", "Calls to the help line in the last quarter", ""),
            ("payment", "How the customer pays", ""),
            ("region", "Part of the country", ""),
            ("uses_app", "Has used the app this month", ""),
            NOISE,
            ("churned", "Left in the following month", ""),
        ),
    ),
    Entry(
        id="fraud",
        title="Card payments",
        story="Can you catch 40 fraudulent payments among 20 000?",
        task="classification",
        target="fraud",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Distance, night, abroad, a short gap and an amount unusual for the customer point to "
        "fraud. Card age and noise do not matter.",
        tags=("imbalanced", "large"),
        make=fraud,
        columns=(
            ("hour_of_day", "Hour of the payment, 0 to 23", "h"),
            ("amount_eur", "Amount paid", "€"),
            ("usual_amount_eur", "What this customer usually pays", "€"),
            ("km_from_home", "Distance from the customer's home", "km"),
            ("minutes_since_last", "Time since the card was last used", "min"),
            ("abroad", "Paid in another country", ""),
            ("shop", "Kind of shop", ""),
            ("card_age_days", "Age of the card", "days"),
            NOISE,
            ("fraud", "The customer did not make this payment", ""),
        ),
    ),
    Entry(
        id="loans",
        title="Loan decisions",
        story="Who got a loan, and was the decision fair to both groups?",
        task="classification",
        target="approved",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Income, savings and years employed help, debt and amount hurt. Group B was approved "
        "less often for equal numbers, and the district gives the group away. Noise is noise.",
        tags=("categories", "fairness"),
        make=loans,
        columns=(
            ("income_eur_per_month", "Net income", "€"),
            ("savings_eur", "Savings", "€"),
            ("debt_eur", "Debt at other banks", "€"),
            ("years_employed", "Time in the present job", "years"),
            ("amount_eur", "Amount asked for", "€"),
            ("purpose", "What the loan is for", ""),
            ("district", "Where the applicant lives", ""),
            ("group", "A protected group: it must not decide", ""),
            NOISE,
            ("approved", "The bank's past decision", ""),
        ),
    ),
    Entry(
        id="messy_customers",
        title="Messy customers",
        story="Who buys again, once this export of an old shop program is cleaned?",
        task="classification",
        target="buys_again",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Planted: duplicates, gaps, ages of -1 and 999, cents read as euros, decimal commas, "
        "several spellings, an empty and a constant column. Visits, recency and mood matter.",
        tags=("gaps", "duplicates", "text", "dates", "outliers", "categories"),
        make=messy_customers,
        columns=(
            ("customer_id", "Customer number", ""),
            ("signed_up", "Day of the first order", "date"),
            ("age_years", "Age as typed in, -1 or 999 when unknown", "years"),
            ("country", "Country as typed in", ""),
            ("income_eur", "Monthly income as text with a decimal comma", "€"),
            ("newsletter", "Gets the newsletter, as typed in", ""),
            ("visits", "Visits in the last year", ""),
            ("days_since_visit", "Time since the last visit", "days"),
            ("spend_eur", "Spent in the last year, a few entries in cents", "€"),
            ("comment", "What the customer wrote", ""),
            ("fax", "Fax number, never filled in", ""),
            ("currency", "Currency of the order", ""),
            ("buys_again", "Bought again within a year", ""),
        ),
    ),
)
