"""Links as they arrive: cut, mistyped, nested, made huge. Seeded: the same seed, the same links."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from core import address
from core.kinds import KINDS
from core.kinds.kind import DAMAGED, HUGE
from core.params import Param
from tests.catalogue import playgrounds_by_page

WHOLE = {
    "t": "sample:tips",
    "n": "tips",
    "y": "tip_usd",
    "k": "r",
    "x": ["party_size", "day"],
    "r": [["median", {}], ["standard", {}, ["party_size"]], ["one_hot", {"min_frequency": 2}]],
    "m": ["random_forest", {"n_estimators": 20, "max_depth": 3}],
    "s": ["grouped", 0.3, "day"],
    "d": 7,
    "v": {"explainable_ai_global": {"column": "day"}, "explainable_ai_local": {"row": 3}},
}
"""A link with every part that a link can have."""
RAW = (
    HUGE, f"-{HUGE}", "1e999", "NaN", "-Infinity", "true", "null", '"\\ud800"', '"\\u0000"',
    "[]", "{}", '""', "-1", "0.5", '["a",[]]', '{"a":{"a":1}}', "[" * 60 + "]" * 60,
    '"' + "x" * 20_000 + '"', '"ab"', '[["median",[]]]',
    '["logistic",[]]', '["logistic",{"C":NaN}]',
)  # fmt: skip
"""What a part may have become, as the JSON it stands in the link as."""
MARK = "\0here\0"


def experiments(seed: int, n: int) -> Iterator[str]:
    """Yield ``n`` texts of ``exp``, each damaged in one place or two."""
    draw = random.Random(seed)
    for _ in range(n):
        text = _part_replaced(draw)
        if draw.random() < 0.3:
            text = draw.choice((_cut, _doubled, _sign_in, _nested))(text, draw)
        yield text


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for name, own in enumerate(value) if isinstance(value, list) else items:
        yield from _places(own, (*path, name))


def _part_replaced(draw: random.Random) -> str:
    plain = json.loads(json.dumps(WHOLE))
    *above, last = draw.choice(list(_places(plain))[1:])
    parent = plain
    for name in above:
        parent = parent[name]
    if draw.random() < 0.15:
        del parent[last]
        return json.dumps(plain)
    parent[last] = MARK
    return json.dumps(plain).replace(json.dumps(MARK), draw.choice(RAW))


def _cut(text: str, draw: random.Random) -> str:
    return text[: draw.randrange(len(text))]


def _doubled(text: str, draw: random.Random) -> str:
    return text[:-1] + f',"{draw.choice("tykmrsd")}":{draw.choice(RAW)}}}'


def _sign_in(text: str, draw: random.Random) -> str:
    place = draw.randrange(len(text))
    return text[:place] + draw.choice('\0\x1b"[]{},:\\') + text[place:]


def _nested(text: str, draw: random.Random) -> str:
    depth = draw.choice((3, 300, 5000))
    return "[" * depth + text + "]" * depth


def bound() -> Iterator[tuple[str, str, Param]]:
    """Yield (page, name in the address, parameter) of every control that is bound to it."""
    for slug, playgrounds in playgrounds_by_page().items():
        for playground in playgrounds:
            for param in (param for param in playground.params if param.role == "any"):
                key = f"{slug}_{playground.id}_{param.id}"
                yield slug, key, param
                if param.optional:
                    yield slug, f"{key}{address.SWITCH}", address.switch(param)


def texts_of(param: Param) -> tuple[str, ...]:
    """Return what a bound parameter may say."""
    return KINDS[param.kind].damaged(param)


def addresses(seed: int, n: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (page, query) of ``n`` damaged links over all pages."""
    draw = random.Random(seed)
    controls = list(bound())
    slugs = sorted(playgrounds_by_page())
    for place, exp in enumerate(experiments(seed + 1, n)):
        slug = slugs[place % len(slugs)]
        mine = [(key, param) for page, key, param in controls if page == slug]
        some = draw.sample(mine, min(3, len(mine)))
        query = {key: draw.choice(texts_of(param)) for key, param in some}
        if draw.random() < 0.5 or not query:
            query["exp"] = exp
        plays = playgrounds_by_page()[slug]
        if query and len(plays) > 1:
            query[f"{slug}_play"] = draw.choice([*(p.title for p in plays), *DAMAGED[:4]])
        yield slug, query
