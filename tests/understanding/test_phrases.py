"""Templates become networks, samples and required words; whatever is no template is a plain sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.phrases import END, Gap, Word, network, parse, required, samples

pytestmark = pytest.mark.unit


def said(phrase: str, limit: int = 40) -> set[str]:
    """Sentences of a phrase, slots in braces."""
    return {
        " ".join(part.word if isinstance(part, Word) else f"{{{part.slot}}}" for part in sentence)
        for sentence in samples(parse(phrase), limit, phrase)
    }


@pytest.mark.parametrize(
    ("phrase", "sentences"),
    [
        (
            "(посмотри|проверь) [мою] почт(а|у)",
            {f"{a}{b} почт{c}" for a in ("посмотри", "проверь") for b in (" мою", "") for c in "ау"},
        ),
        ("turn on[ the] light", {"turn on light", "turn on the light"}),
        ("[the ]lamp {share}%", {"lamp {share}", "the lamp {share}"}),
        ("remind me {what} {when}", {"remind me {what} {when}"}),
        ("(now;then) go", {"now then go", "then now go"}),
        ("Привет, как дела?", {"привет как дела"}),
    ],
)
def test_a_template_stands_for_its_sentences(phrase: str, sentences: set[str]) -> None:
    assert said(phrase) == sentences


@pytest.mark.parametrize("phrase", ["a (b", "x > y", "why [not", "{", "5) first", ":)"])
def test_what_is_no_template_is_a_plain_sentence(phrase: str) -> None:
    assert not any("{" in sentence for sentence in said(phrase))
    assert all(isinstance(place, Word) for place in network(parse(phrase)).places)


def test_required_words_are_those_no_sentence_can_do_without() -> None:
    assert required(parse("(check|read) [my] mail {period}")) == (frozenset({"check", "read"}), frozenset({"mail"}))


@given(st.text(alphabet="ab [](){}|;", max_size=24))
def test_any_text_gives_a_network_whose_places_lead_on(phrase: str) -> None:
    automaton = network(parse(phrase))
    assert len(automaton.places) == len(automaton.follow)
    for following in (automaton.first, *automaton.follow):
        assert all(place == END or 0 <= place < len(automaton.places) for place in following)
    for sentence in samples(parse(phrase), 3, phrase):
        assert all(isinstance(part, Word | Gap) for part in sentence)
