"""The glossary: unique words, short meanings, none explained by itself."""

from __future__ import annotations

import re

import pytest

from core.course import roadmap
from core.course.glossary import TERMS, Term, find, tooltip

every_term = pytest.mark.parametrize("term", TERMS, ids=lambda t: f"{t.stage}-{t.term}".strip("-"))
SMALL_WORDS = {"a", "the", "of", "or", "and", "value", "data", "rows", "row", "curve", "column"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) - SMALL_WORDS


def test_there_are_at_least_eighty_terms_and_no_name_stands_twice():
    assert len(TERMS) >= 80
    for stage in {term.stage for term in TERMS}:
        here = [term for term in TERMS if term.stage in ("", stage)]
        names = [name.lower() for term in here for name in (term.term, *term.also)]
        assert len(set(names)) == len(names), stage


def test_a_word_means_on_each_stage_what_that_stage_says():
    assert find("bias", "neural_networks") is not find("bias", "evaluation")
    assert find("bias", "sql") is None
    assert find("recall", "neural_networks") is find("recall")
    for term in (term for term in TERMS if term.stage):
        assert all(place.startswith(f"{term.stage}.") for place in term.used_in)


@every_term
def test_a_meaning_is_one_short_sentence(term: Term):
    assert 10 < len(term.meaning) <= 90
    assert term.meaning.endswith(".")
    assert ". " not in term.meaning
    assert term.meaning[0].isupper()


@every_term
def test_a_term_is_not_explained_by_itself(term: Term):
    own = words(term.term)
    assert not own or not own <= words(term.meaning), term.meaning


@every_term
def test_a_term_points_to_playgrounds_of_the_course(term: Term):
    assert term.used_in
    for place in term.used_in:
        slug, playground = place.split(".")
        roadmap.stage(slug).playground(playground)


@every_term
def test_a_formula_is_balanced_latex(term: Term):
    assert term.formula.count("{") == term.formula.count("}")
    assert "$" not in term.formula


@every_term
def test_a_term_and_its_other_names_are_found_whatever_the_case(term: Term):
    for name in (term.term, *term.also):
        assert find(name.upper(), term.stage) is term
    assert term.meaning in tooltip(term.term, term.stage)


def test_two_terms_do_not_explain_each_other_in_a_single_word():
    by_word = {term.term.lower(): term for term in TERMS}
    for term in TERMS:
        only = words(term.meaning) & set(by_word)
        for name in only:
            assert term.term.lower() not in words(by_word[name].meaning), (term.term, name)


def test_an_unknown_word_has_no_entry():
    assert find("flux capacitor") is None
    with pytest.raises(KeyError):
        tooltip("flux capacitor")
