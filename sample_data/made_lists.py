"""Generated shopping baskets, film ratings and messages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.entry import CC0, MADE_HERE, NOISE, Entry, days_after, minutes_after, yes_no

PRICES_EUR = {
    "bread": 2.4,
    "butter": 2.2,
    "milk": 1.1,
    "eggs": 2.9,
    "pasta": 1.3,
    "tomato_sauce": 1.8,
    "cheese": 3.5,
    "wine": 6.5,
    "beer": 5.0,
    "crisps": 2.1,
    "nappies": 9.5,
    "coffee": 6.0,
    "apples": 2.6,
    "chocolate": 1.7,
}
"""Planted rules: if the left was bought, the right is bought with this chance."""
RULES = (
    ("pasta", "tomato_sauce", 0.75),
    ("bread", "butter", 0.6),
    ("wine", "cheese", 0.65),
    ("beer", "crisps", 0.7),
)


def baskets() -> pd.DataFrame:
    """Make 2 000 shopping baskets, one true/false column per product.

    Four planted rules (`RULES`); beer is twice as likely at the weekend, everything else is
    bought independently. The total is the sum of the prices, with up to three pieces of each.
    """
    rng = np.random.default_rng(31)
    n = 2000
    weekend = rng.random(n) < 0.35
    shares = [0.42, 0.2, 0.45, 0.3, 0.28, 0.08, 0.2, 0.15, 0.12, 0.1, 0.09, 0.22, 0.3, 0.25]
    bought = {name: rng.random(n) < share for name, share in zip(PRICES_EUR, shares, strict=True)}
    bought["beer"] |= weekend & (rng.random(n) < 0.14)
    for left, right, chance in RULES:
        bought[right] |= bought[left] & (rng.random(n) < chance)
    pieces = {name: flags * rng.integers(1, 4, n) for name, flags in bought.items()}
    total = sum(pieces[name] * price for name, price in PRICES_EUR.items())
    return pd.DataFrame(
        {
            "basket": [f"B{number:04d}" for number in range(n)],
            "weekend": weekend,
            **bought,
            "total_eur": np.asarray(total).round(2),
        }
    )


GENRES = ("adventure", "comedy", "documentary", "romance", "thriller")
FIRST = ("Silent", "Golden", "Last", "Hidden", "Electric", "Broken", "Northern", "Paper")
SECOND = ("River", "Garden", "Signal", "Winter", "Orchard", "Machine", "Harbour", "Letter")


def ratings() -> pd.DataFrame:
    """Make 6 000 ratings of 64 films by 240 people, from 1 to 5 stars.

    stars = 3.1 + film quality + person's mood + taste · film + chance, where taste has three
    hidden dimensions and a film's depend on its genre. Good films are rated more often. The
    person's age, the year of the film and ``noise`` do not matter.
    """
    rng = np.random.default_rng(32)
    titles = np.array([f"{a} {b}" for a in FIRST for b in SECOND])
    n_films, n_people, n = len(titles), 240, 6000
    genre = rng.integers(0, len(GENRES), n_films)
    hidden = rng.normal(0, 1, (len(GENRES), 3))[genre] + rng.normal(0, 0.35, (n_films, 3))
    taste = rng.normal(0, 0.45, (n_people, 3))
    quality = rng.normal(0, 0.45, n_films)
    mood = rng.normal(0, 0.35, n_people)
    age, year = rng.integers(16, 80, n_people), rng.integers(1980, 2025, n_films)
    popularity = np.exp(1.2 * quality + rng.normal(0, 0.7, n_films))
    # Gumbel noise draws pairs without replacement, popular films first.
    keys = np.log(popularity)[None, :] + rng.gumbel(size=(n_people, n_films))
    pairs = np.sort(np.argsort(-keys, axis=None, kind="stable")[:n])
    person, film = np.divmod(pairs, n_films)
    stars = 3.1 + quality[film] + mood[person] + np.sum(taste[person] * hidden[film], axis=1)
    return pd.DataFrame(
        {
            "person": [f"U{number:03d}" for number in person],
            "film": titles[film],
            "genre": np.array(GENRES)[genre[film]],
            "film_year": year[film],
            "person_age_years": age[person],
            "rated_on": days_after("2024-01-01", rng.integers(0, 365, n)),
            "noise": rng.normal(size=n).round(3),
            "stars": np.clip(np.rint(stars + rng.normal(0, 0.6, n)), 1, 5).astype(int),
        }
    )


SPAM = (
    "You have won {prize}! Click the link now and claim it",
    "Urgent: your account will be closed, confirm your password at {site}",
    "Cheap {thing}, {percent} off, only today, order now",
    "Final notice: pay {amount} € or your parcel goes back, see {site}",
    "Earn {amount} € a week from home, no experience, reply now",
    "Dear friend, I need your help to move {amount} € out of the country",
    "Limited offer: free {thing} for the first hundred, click {site}",
)
HAM = (
    "Are we still meeting for {meal} on {day}? I can be there at {hour}",
    "The {thing} you ordered has arrived, you can pick it up on {day}",
    "Please find the minutes of {day} attached, tell me what I missed",
    "Happy birthday! I hope you have a lovely {day}",
    "Can you send me the invoice over {amount} € before {day}?",
    "The train is late, I will be at the office at {hour}",
    "Thanks for the {thing}, the children love it. See you on {day}",
    "Reminder: your appointment is on {day} at {hour}, call us to change it",
    "Your password was changed on {day}. If it was not you, call the help desk",
    "I found a free {thing} for us, {percent} off with my student card. Click on my photo",
)
WORDS = {
    "prize": ("a phone", "a car", "a free holiday", "500 €", "a gift card"),
    "site": ("bit.example/win", "secure.example", "bank-login.example", "offers.example"),
    "thing": ("watch", "bike", "ticket", "game", "phone", "camera", "book", "jacket"),
    "percent": ("20 %", "50 %", "70 %", "90 %"),
    "amount": ("29", "80", "120", "450", "2 000", "9 500"),
    "meal": ("lunch", "dinner", "coffee", "breakfast"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "hour": ("8:30", "noon", "three", "17:00", "half past six"),
}
ENDINGS = ("", ".", "!", "!!!", " :)", ". Best wishes", ". Thanks", " asap")


def messages() -> pd.DataFrame:
    """Make 1 500 short messages from templates; 22 % are spam.

    Spam and honest messages share words (free, click, password, euro amounts) and endings, and 3 %
    of the labels are wrong, as with people who label. Spam comes more often at night and from
    strangers. ``noise`` does not matter.
    """
    rng = np.random.default_rng(33)
    n = 1500
    spam = rng.random(n) < 0.22
    texts = [_message(rng, SPAM if flag else HAM) for flag in spam]
    night = rng.random(n) < np.where(spam, 0.5, 0.15)
    minute = np.where(night, rng.integers(0, 360, n), rng.integers(420, 1320, n))
    known = rng.random(n) < np.where(spam, 0.12, 0.7)
    label = spam ^ (rng.random(n) < 0.03)
    return pd.DataFrame(
        {
            "received": minutes_after("2025-01-01", rng.integers(0, 180, n) * 1440 + minute),
            "known_sender": known,
            "text": texts,
            "noise": rng.normal(size=n).round(3),
            "spam": yes_no(label),
        }
    )


def _message(rng: np.random.Generator, templates: tuple[str, ...]) -> str:
    words = {name: str(rng.choice(options)) for name, options in WORDS.items()}
    text = str(rng.choice(templates)).format(**words) + str(rng.choice(ENDINGS))
    return text.upper() if rng.random() < 0.05 else text


_MEANINGS = {name: name.replace("_", " ").capitalize() for name in PRICES_EUR}

ENTRIES = (
    Entry(
        id="baskets",
        title="Shopping baskets",
        story="Which products are bought together, and what does a basket cost?",
        task="regression",
        target="total_eur",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Pasta pulls tomato sauce, bread butter, wine cheese, beer crisps; beer sells better "
        "at the weekend. The rest is bought independently. Nappies cost most.",
        tags=("baskets", "id column", "many columns"),
        make=baskets,
        columns=(
            ("basket", "Number of the basket", ""),
            ("weekend", "Bought on Saturday or Sunday", ""),
            *((name, f"{meaning} in the basket", "") for name, meaning in _MEANINGS.items()),
            ("total_eur", "What the basket cost", "€"),
        ),
    ),
    Entry(
        id="ratings",
        title="Film ratings",
        story="How many stars will this person give this film?",
        task="regression",
        target="stars",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Stars come from the film's quality, the person's mood and three hidden tastes that "
        "follow the genre. Age, year, date and noise do not matter.",
        tags=("ratings", "groups", "dates", "categories"),
        make=ratings,
        columns=(
            ("person", "Who rated", ""),
            ("film", "Which film (all invented)", ""),
            ("genre", "Kind of film", ""),
            ("film_year", "Year of the film", ""),
            ("person_age_years", "Age of the person", "years"),
            ("rated_on", "Day of the rating", "date"),
            NOISE,
            ("stars", "Stars given, 1 to 5", ""),
        ),
    ),
    Entry(
        id="messages",
        title="Messages",
        story="Is this message spam?",
        task="classification",
        target="spam",
        licence=CC0,
        source=MADE_HERE,
        generated=True,
        how="Spam and honest messages come from different templates that share many words; 3 % "
        "of the labels are wrong. Night hours and unknown senders are more often spam.",
        tags=("text", "dates", "imbalanced"),
        make=messages,
        columns=(
            ("received", "When it came", "date"),
            ("known_sender", "The sender is in the address book", ""),
            ("text", "The message", ""),
            NOISE,
            ("spam", "Marked as spam by a person", ""),
        ),
    ),
)
