"""A damaged link opens its page inside the shell and says what it lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from core import address
from core.errors import PlaygroundError
from core.tabular.experiment import to_json
from core.tabular.link import read_link
from tests.catalogue import playgrounds_of
from tests.pages import damage
from tests.pages.app import assert_inside_the_shell, opened, told

N_PURE, N_QUICK, N_SLOW, SEED = 2000, 8, 80, 7
TIPS = {"t": "sample:tips", "n": "tips", "y": "tip_usd", "k": "r", "m": ["linear", {}]}
FOUND = {
    "settings that are a list": ({"m": ["logistic", []]}, "the settings of the model are"),
    "a model of two letters": ({"m": "ab"}, "the model is the default"),
    "a step without settings": ({"r": [["median", []]]}, "step 1 is left out"),
    "a share of 400 digits": ({"s": ["random", int(damage.HUGE), None]}, "the split is"),
    "a setting of 400 digits": ({"m": ["ridge", {"alpha": int(damage.HUGE)}]}, "'alpha' of the"),
    "a setting without end": ({"m": ["ridge", {"alpha": float("inf")}]}, "'alpha' of the model"),
    "no number": ({"m": ["ridge", {"alpha": float("nan")}]}, "'alpha' of the model"),
    "a truth value as a seed": ({"d": True}, "the seed is 0"),
    "a truth value as a share": ({"s": ["random", True, None]}, "the split is the default"),
    "half a character": ({"x": ["\ud800"]}, "every column is learnt from"),
    "deep nesting": ({"x": json.loads("[" * 300 + "]" * 300)}, "every column is learnt from"),
}
"""What a learner's link held when it ended in a crash or in a page without controls, and others."""


def text_of(changes: Mapping[str, Any]) -> str:
    return json.dumps({**TIPS, **changes})


@pytest.mark.parametrize(("changes", "words"), FOUND.values(), ids=FOUND)
def test_a_damaged_part_costs_itself_only_and_is_told(changes, words):
    found = read_link(text_of(changes))
    assert words in found.sentence
    assert found.sentence.startswith("This link could not be read whole: ")
    assert found.experiment is not None
    assert (found.experiment.table, found.experiment.target) == ("sample:tips", "tip_usd")


def test_a_name_given_twice_is_no_part():
    found = read_link('{"m":["ridge",{}],' + text_of({})[1:])
    assert found.sentence == "This link could not be read whole: the model is the default."


def test_a_whole_link_has_nothing_to_say():
    assert read_link(json.dumps(damage.WHOLE)).sentence == ""


def test_no_damaged_experiment_raises_and_none_loses_a_part_in_silence():
    n_told = 0
    for text in damage.experiments(SEED, N_PURE):
        found = read_link(text)
        n_told += found.sentence != ""
        found.sentence.encode()  # it can be sent to a browser
        assert len(found.sentence) < 1000
        if not found.sentence:
            _assert_nothing_lost(text, found)
    assert N_PURE > n_told > N_PURE / 2


def _assert_nothing_lost(text: str, found: Any) -> None:
    """Every name and value of the text is in what was read."""
    assert found.experiment is not None
    said = Counter(_leaves(json.loads(text)))
    read = Counter(_leaves([json.loads(to_json(found.experiment)), {"v": dict(found.extras)}]))
    assert not said - read - Counter({"0": 9, '""': 9, '"d"': 1, '"s"': 1})  # may be left out


def _leaves(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict):
        for name, value in plain.items():
            if value is not None and value not in ([], {}, ""):
                yield json.dumps(name)
                yield from _leaves(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _leaves(value)
    elif plain is not None:
        yield json.dumps(plain)


def test_no_text_of_an_address_raises_and_what_is_read_stays_as_it_is_spelled():
    n_read = n_refused = 0
    for _, _, param in damage.bound():
        for text in (*damage.texts_of(param), str(param.default)):
            if _is_refused(param, text):
                n_refused += 1
                continue
            n_read += 1
            right = address.spelled(param, [text])
            assert address.spelled(param, right) == right
            assert address.read(param, right[0]) == pytest.approx(address.read(param, text))
    assert n_refused + n_read > 2000
    assert min(n_refused, n_read) > 200


@pytest.mark.parametrize("text", ["1", "1.0", "1e0", "01.00"])
def test_a_number_of_an_address_is_compared_as_a_number(text):
    rates = [p for _, key, p in damage.bound() if key == "neural_networks_playground_learning_rate"]
    assert address.spelled(rates[0], [text]) == ["1"]


def _has_to_tell(slug: str, query: Mapping[str, str]) -> bool:
    """Whether the page has something to tell of this link before any table is read."""
    if "exp" in query and read_link(query["exp"]).sentence:
        return True
    plays = {playground.title: playground for playground in playgrounds_of(slug)}
    playground = plays.get(query.get(f"{slug}_play", next(iter(plays))))
    if playground is None:
        return True
    own = f"{slug}_{playground.id}_"
    drawn = {key: p for _, key, p in damage.bound() if key in query and key.startswith(own)}
    return playground.needs_table is not True and any(
        _is_refused(param, query[key]) for key, param in drawn.items()
    )


def _is_refused(param: Any, text: str) -> bool:
    try:
        address.spelled(param, [text])
    except PlaygroundError as refusal:
        return len(refusal.sentence) < 1000
    return False


def _walk(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.work.PATIENCE_S", 0.0)
    for slug, query in damage.addresses(SEED, n):
        app = opened(slug, query)
        assert_inside_the_shell(app, slug, query)
        if _has_to_tell(slug, query):
            assert "could not be read" in told(app), query


def test_every_page_opens_damaged_links_inside_the_shell_and_says_so(monkeypatch):
    _walk(N_QUICK, monkeypatch)


@pytest.mark.slow
def test_many_damaged_links_open_inside_the_shell_and_say_so(monkeypatch):
    _walk(N_SLOW, monkeypatch)
