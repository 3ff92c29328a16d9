"""What the player is sent: every array where it is said to lie, and a page that needs nothing."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from core.figures.encoding import encode
from core.figures.film import (
    Axis,
    Bars,
    Boxes,
    Dots,
    FilmPicture,
    Heat,
    Line,
    Panel,
    Readout,
    Segments,
    Spots,
    Texts,
    bytes_of_classes,
)
from core.figures.film_page import standalone

N = 5
KINDS = {"u1": np.uint8, "i2": np.int16, "f4": np.float32}
RNG = np.random.default_rng(0)
LOSS = RNG.random(N)


def picture(*layers, **options):
    panel = Panel("A <b>title</b>", Axis("x", 0, 1), Axis("y", 0, 1), layers, alt="seen")
    readout = Readout("loss", LOSS)
    return FilmPicture("key", (panel,), np.arange(N), "alt", readouts=(readout,), **options)


def read(encoded, spec):
    content = base64.b64decode(encoded["blob"])
    size = int(np.prod(spec["shape"]))
    return np.frombuffer(content, KINDS[spec["type"]], size, spec["at"]).reshape(spec["shape"])


MOVING = RNG.normal(size=(N, 7))
LAYERS = (
    Heat(RNG.integers(0, 255, (N, 3, 4)).astype(np.uint8), (0, 1, 0, 1)),
    Heat(RNG.integers(0, 255, (3, 5)).astype(np.uint8), (0, 1, 0, 1), "grey"),
    Dots(MOVING, MOVING[0], np.arange(7), symbol=2),
    Line(np.arange(7.0), MOVING, grows=False),
    Bars(np.arange(7.0), MOVING, colour=np.arange(7)),
    Segments(*(MOVING[0],) * 4, MOVING),
    Spots(*(MOVING[0],) * 4, MOVING, tuple("abcdefg")),
    Boxes(*(MOVING[:, :2],) * 4),
    Texts(MOVING[0][:1], MOVING[0][:1], (("a",), ("b",), ("c",), ("d",), ("e",))),
    Dots(MOVING, MOVING[0], np.arange(7), symbol=6, hollow=True),
    Dots(MOVING, MOVING[0], mix=np.zeros((5, 7, 3), np.uint8)),
    Heat(np.zeros((3, 4), np.uint8), (0, 1, 0, 1), "classes", told=np.full((3, 4), 99, np.uint8)),
)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.kind)
def test_every_array_arrives_as_it_was_and_says_whether_it_moves(layer):
    encoded = encode(picture(layer))
    sent = encoded["meta"]["panels"][0]["layers"][0]
    for name, depth in layer.depth.items():
        value = getattr(layer, name)
        if not isinstance(value, np.ndarray):
            assert sent[name] == value
            continue
        np.testing.assert_allclose(read(encoded, sent[name]), value, rtol=1e-6)
        assert sent[name]["moves"] == (value.ndim > depth)
    assert json.loads(json.dumps(encoded)) is not None


def test_arrays_lie_where_a_typed_array_may_begin():
    encoded = encode(picture(*LAYERS))
    layers = encoded["meta"]["panels"][0]["layers"]
    starts = [v["at"] for layer in layers for v in layer.values() if isinstance(v, dict)]
    assert len(starts) > 10
    assert all(start % 4 == 0 for start in starts)


def test_what_is_seen_tells_a_look_from_another_and_nothing_else_does():
    def look(shown):
        return encode(shown)["meta"]["look"]

    line = LAYERS[3]
    plain = picture(line)
    assert look(plain) == look(picture(replace(line, y=line.y.copy())))
    unseen = {"film": "other", "live": "r1", "chunk": True, "running": True, "begin": 3}
    assert look(plain) == look(replace(plain, **unseen))
    nudged = line.y.copy()
    nudged[-1, -1] += 1
    others = [
        picture(replace(line, y=nudged)),
        picture(replace(line, colour=3)),
        replace(plain, captions=("said",)),
        replace(plain, readouts=(Readout("loss", np.zeros(N)),)),
        replace(plain, steps=np.arange(N) + 1),
        replace(plain, alt="other"),
    ]
    assert len({look(shown) for shown in (plain, *others)}) == 7


def test_classes_and_confidence_share_a_byte():
    packed = bytes_of_classes(np.array([0, 1, 4]), np.array([0.0, 0.5, 1.0]))
    assert (packed >> 5).tolist() == [0, 1, 4]
    np.testing.assert_allclose((packed & 31) / 31, [0, 0.5, 1], atol=0.02)


def test_a_film_as_a_page_holds_its_words_as_data_only_and_asks_for_no_network():
    page = standalone(
        picture(LAYERS[0], title="</script><script>alert(1)</script>"),
        "export default function mountFilm() {}",
        "",
        "<div></div>",
    )
    assert page.count("<script") == 1
    assert "export default" not in page
    assert re.search(r"(src|href)=", page) is None
    assert "\\u003c/script>" in page
