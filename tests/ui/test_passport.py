"""What a browser kept as a passport: read like any file, never lost in silence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.course.passport import MAX_BYTES, Passport, to_json
from core.ui import passport, state
from tests.pages.damage import HUGE

MINE = Passport((("sql.x", "2026-02-01"),))


@pytest.fixture(autouse=True)
def session(monkeypatch):
    stub = SimpleNamespace(session_state={}, query_params={})
    monkeypatch.setattr(state, "st", stub)
    return stub


def test_a_sound_passport_is_merged_and_nothing_is_said():
    kept = to_json(Passport((("sql.y", "2026-01-01"),)))
    mine, aside = passport._brought(MINE, kept)
    assert dict(mine.earned) == {"sql.x": "2026-02-01", "sql.y": "2026-01-01"}
    assert (aside, state.notes("roadmap")) == ("", [])


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "[" * 5000,
        "[]",
        HUGE,
        '{"ml_roadmap_passport":true,"earned":{}}',
        '{"ml_roadmap_passport":NaN}',
        '{"ml_roadmap_passport":2,"earned":{}}',
        '{"ml_roadmap_passport":1,"earned":{"sql.x":"2026-01-01","sql.x":"2026-01-02"}}',
        '{"ml_roadmap_passport":1,"name":"\\ud800","earned":{"\\u0000":"2026-01-01"}}',
        "x" * (MAX_BYTES + 1),
    ],
)
def test_a_damaged_passport_is_put_aside_and_told(kept):
    assert passport._brought(MINE, kept) == (MINE, kept)
    (sentence,) = state.notes("roadmap")
    assert "could not be read" in sentence
    assert passport.KEPT_KEY in sentence
