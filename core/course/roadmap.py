"""The roadmap as data: every stage in the course's order, its search, and the next step.

What a stage says stands in its folder, ``core/stages/<slug>/stage.py``. This room knows the folders
by name only: how the course works lies below what it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

from core.course.stage import LATER, Card, Stage

__all__ = [
    "STAGES",
    "Card",
    "Hit",
    "Stage",
    "built",
    "folder",
    "home",
    "later",
    "next_stage",
    "search",
    "sections",
    "stage",
]

FOLDER = Path(__file__).resolve().parents[1] / "stages"
ORDER = (
    "roadmap",
    "programming",
    "sql",
    "linear_algebra",
    "calculus",
    "statistics",
    "discrete_math",
    "data_collection",
    "preprocessing",
    "learning_types",
    "supervised",
    "unsupervised",
    "evaluation",
    "tuning",
    "reinforcement",
    "explainable_ai",
    "neural_networks",
    "cnn",
    "rnn",
    "transformers",
    "autoencoders",
    "gans",
    "transfer_learning",
    "nlp",
    "recommenders",
    "computer_vision",
    "llms",
    "mlops",
    "big_data",
    "projects",
)
"""The stages from the first to the last; a new one is a folder and its name here."""

STAGES: tuple[Stage, ...] = tuple(
    import_module(f"core.stages.{slug}.stage").STAGE for slug in ORDER
)
_BY_SLUG = {stage.slug: stage for stage in STAGES}


@dataclass(frozen=True)
class Hit:
    """Where a search lands: a stage, or one playground of it (``playground`` "" for the stage).

    ``title`` is the playground's, or the stage's. ``text`` is what matched, as the course has it.
    """

    slug: str
    playground: str
    title: str
    text: str
    score: float


def stage(slug: str) -> Stage:
    """Return one stage; raise `KeyError` if there is none of that slug."""
    return _BY_SLUG[slug]


def folder(playground_id: str) -> str:
    """Return the name of a playground's folder; a word of Python's own gets an underscore.

    >>> folder("threshold"), folder("global")
    ('threshold', 'global_')
    """
    return f"{playground_id}_" if iskeyword(playground_id) else playground_id


@lru_cache(maxsize=64)
def built(slug: str) -> tuple[str, ...]:
    """Return the ids of a stage's playgrounds that stand: those with a folder, in their order."""
    ids = [card.id for card in stage(slug).playgrounds]
    return tuple(name for name in ids if (FOLDER / slug / folder(name) / "playground.py").exists())


def home(slug: str, topic: str) -> tuple[str, str] | None:
    """Return (slug, id) of the playground, built or not, that operates a stage's topic.

    None where the course has none yet, and on a stage that says nothing of its topics' homes.

    >>> home("supervised", "lasso"), home("supervised", "CatBoost")
    (('supervised', 'how_it_learns'), None)
    """
    found = stage(slug).homes.get(topic, LATER)
    if found == LATER:
        return None
    other, _, playground = found.rpartition(".")
    return other or slug, playground


def later(slug: str) -> tuple[str, ...]:
    """Return the topics of a stage whose playground does not stand yet, in their order."""
    places = {topic: home(slug, topic) for topic in stage(slug).topics}
    return tuple(
        t for t, place in places.items() if place is None or place[1] not in built(place[0])
    )


def sections() -> dict[str, tuple[Stage, ...]]:
    """Return the stages by section, both in the course's order."""
    names = dict.fromkeys(stage.section for stage in STAGES)
    return {name: tuple(s for s in STAGES if s.section == name) for name in names}


def next_stage(
    earned_share: Mapping[str, float], existing: Collection[str] | None = None
) -> Stage | None:
    """Return the stage to take next, or None when everything that exists is earned.

    earned_share : slug -> share of its missions earned, 0 to 1 (missing: 0). existing : the
    slugs that have a page (None: all). A stage begun comes first, then one that follows from what
    is already earned, then the first in the course's order. Start itself is never next.
    """
    open_ones = [
        stage
        for stage in STAGES[1:]
        if (existing is None or stage.slug in existing) and earned_share.get(stage.slug, 0.0) < 1
    ]
    begun = [stage for stage in open_ones if earned_share.get(stage.slug, 0.0) > 0]
    follows = [
        stage
        for stage in open_ones
        if any(earned_share.get(slug, 0.0) >= 1 for slug in stage.needs)
    ]
    return next(iter([*begun, *follows, *open_ones]), None)


def search(text: str, limit: int = 8) -> tuple[Hit, ...]:
    """Return the places of the course that ``text`` names, best first; ties as the course goes.

    Every word must begin a word of one title, topic, description or glossary term; if no place
    has them all, the places with some of them.

    >>> search("random forest")[0].slug
    'supervised'
    """
    words = _words(text)[:8]
    if not words:
        return ()
    hits = _hits(words, every=True) or _hits(words, every=False)
    inside = {hit.slug: 0.0 for hit in hits}
    for hit in hits:
        if hit.playground:
            inside[hit.slug] = max(inside[hit.slug], hit.score)
    # A stage as a whole adds nothing once one of its playgrounds matches better.
    shown = [hit for hit in hits if hit.playground or hit.score > inside[hit.slug]]
    return tuple(sorted(shown, key=lambda hit: (-hit.score, ORDER.index(hit.slug)))[:limit])


def _hits(words: tuple[str, ...], *, every: bool) -> list[Hit]:
    """Return the best match of each place."""
    best: dict[tuple[str, str], Hit] = {}
    for entry in _entries():
        score = _score(words, entry, every=every)
        place = (entry.slug, entry.playground)
        if score > 0 and (place not in best or score > best[place].score):
            best[place] = Hit(*place, _title(*place), entry.text, score)
    return list(best.values())


@dataclass(frozen=True)
class _Entry:
    slug: str
    playground: str
    text: str
    weight: float
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    """Return everything searchable: the course, then the glossary."""
    return (*_course_entries(), *_glossary_entries())


def _course_entries() -> Iterator[_Entry]:
    for stage in STAGES:
        yield _entry(stage.slug, "", stage.title, 3.0)
        yield _entry(stage.slug, "", stage.question, 0.8)
        for card in stage.playgrounds:
            yield _entry(stage.slug, card.id, card.title, 2.6)
            yield _entry(stage.slug, card.id, card.what, 1.2)
        for topic in stage.topics:
            for place in _places_of(stage, topic):
                yield _entry(*place, topic, 2.2)


def _glossary_entries() -> Iterator[_Entry]:
    from core.course.glossary import TERMS

    for term in TERMS:
        for rank, place in enumerate(term.used_in):
            slug, playground = place.split(".")
            for name in (term.term, *term.also):
                yield _entry(slug, playground, name, 2.4 - 0.2 * rank)


def _entry(slug: str, playground: str, text: str, weight: float) -> _Entry:
    return _Entry(slug, playground, text, weight, _words(text))


def _places_of(stage: Stage, topic: str) -> tuple[tuple[str, str], ...]:
    """Return where a topic is found: at its home, and on its own stage if that is another."""
    place = home(stage.slug, topic) or (stage.slug, _named_for(stage, topic))
    return (place,) if place[0] == stage.slug else (place, (stage.slug, ""))


def _named_for(stage: Stage, topic: str) -> str:
    """Return the playground whose card names every word of ``topic``, or "" for the stage."""
    wanted = set(_words(topic))
    for card in stage.playgrounds:
        if wanted <= set(_words(f"{card.title} {card.what}")):
            return card.id
    return ""


def _score(words: tuple[str, ...], entry: _Entry, *, every: bool) -> float:
    """Return the entry's weight times how exactly it matches; 0 if (``every``) a word is not there.

    A longer match covers more of the entry: "bayes" is worth more on "Bayes" than on a sentence.
    """
    found = [max((_match(word, other) for other in entry.words), default=0.0) for word in words]
    if every and not all(found):
        return 0.0
    covered = min(1.0, len(words) / len(entry.words))
    return entry.weight * (sum(found) / len(words)) * (0.6 + 0.4 * covered)


def _match(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) >= 2 and other.startswith(word):
        return 0.5 + 0.4 * len(word) / len(other)
    # A plural or an ending more than the course uses: "forests", "trees".
    return (
        0.7 if len(other) >= 4 and word.startswith(other) and len(word) - len(other) <= 2 else 0.0
    )


def _words(text: str) -> tuple[str, ...]:
    """Return the lower-case words without accents; a hyphen also joins ("k-means", "kmeans")."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found: list[str] = []
    for chunk in re.findall(r"[\w+²]+(?:[-–'&][\w+²]+)*", plain):
        parts = re.split(r"[-–'&]", chunk)
        found.extend(parts if len(parts) == 1 else [*parts, "".join(parts)])
    return tuple(found)


def _title(slug: str, playground: str) -> str:
    stage = _BY_SLUG[slug]
    return stage.playground(playground).title if playground else stage.title
