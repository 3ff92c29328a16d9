"""What a teacher's link asks of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.course.classroom import BadClassroom, Classroom, from_text, to_text

CONTROLS = ("alpha", "epsilon", "seed")
ASKED = st.builds(
    Classroom,
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 1_000_000),
    st.lists(st.sampled_from(CONTROLS), unique=True).map(tuple),
    st.booleans(),
)


@given(ASKED)
def test_a_link_says_what_was_asked(asked):
    assert from_text(to_text(asked), CONTROLS) == asked


@pytest.mark.parametrize("text", ["nonsense", "at:-1", "at:1e9", "only:beta", "at:²", "vote,,x"])
def test_what_means_nothing_is_refused_by_name(text):
    with pytest.raises(BadClassroom, match="is not known here"):
        from_text(text, CONTROLS)


def test_controls_are_hidden_or_locked_but_for_those_named():
    hides, locks = Classroom(only=("alpha",)), Classroom(only=("alpha",), lock=True)
    assert [hides.hides(name) for name in CONTROLS] == [False, True, True]
    assert [locks.locks(name) for name in CONTROLS] == [False, True, True]
    assert not any(locks.hides(name) or hides.locks(name) for name in CONTROLS)
    assert not any(Classroom().hides(name) or Classroom().locks(name) for name in CONTROLS)
