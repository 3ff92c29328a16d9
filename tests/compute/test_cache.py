"""The answer cache never holds more than its bytes, and counts them truthfully."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.compute.cache import AnswerCache, size_of


@dataclass(frozen=True)
class Answer:
    values: np.ndarray
    name: str = "x"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3000)), max_size=40))
def test_the_limit_holds_and_the_newest_stays(puts):
    cache = AnswerCache(5_000)
    for key, size in puts:
        cache.put(key, np.zeros(size, dtype=np.uint8))
        assert cache.used_bytes <= 5_000
        assert cache.get(key) is not None
    kept = [cache.get(key) for key in "abcdef"]
    assert cache.used_bytes == sum(entry.size_bytes for entry in kept if entry)


def test_the_least_recently_used_goes_first():
    cache = AnswerCache(3 * size_of(np.zeros(100)) + 10)
    for key in "abc":
        cache.put(key, np.zeros(100))
    cache.get("a")
    cache.put("d", np.zeros(100))
    assert cache.get("b") is None
    assert cache.get("a") is not None


def test_an_answer_larger_than_the_cache_is_not_kept_and_evicts_nothing():
    cache = AnswerCache(1000)
    cache.put("small", b"x")
    cache.put("large", np.zeros(1000))
    assert cache.get("large") is None
    assert cache.get("small") is not None


def test_arrays_count_by_their_buffer():
    assert 8_000_000 <= size_of(Answer(np.zeros(1_000_000))) < 8_001_000


def test_a_view_counts_the_array_it_keeps_alive():
    assert size_of(np.zeros(1_000_000)[:3]) >= 8_000_000


def test_two_fields_of_one_array_count_once():
    values = np.zeros(100_000)
    assert size_of((values, values)) < 2 * values.nbytes


def test_frames_count_deep():
    frame = pd.DataFrame({"text": ["word " * 20] * 1000, "n": range(1000)})
    assert size_of([frame]) >= frame.memory_usage(deep=True).sum()
    assert size_of({"s": frame["text"]}) >= 100_000


def test_object_arrays_count_their_elements():
    assert size_of(np.array(["x" * 10_000, "y" * 10_000], dtype=object)) > 20_000
