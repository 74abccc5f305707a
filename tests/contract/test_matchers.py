"""What any matcher in the matchers folder must hold to."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from assistant import plugins
from assistant.domain.command import Command, LearnedPhrase, Slot
from assistant.domain.flow import Flow, Step
from assistant.extensions.understanding import Matcher

pytestmark = pytest.mark.unit

NAMES = plugins.names("understanding.matchers")
FLOW = Flow(steps=(Step(kind="say", params="ok"),))
AT = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
CORRECTED = (
    LearnedPhrase(id="1", text="check my mail", language="en", at=AT, used=AT),
    LearnedPhrase(id="2", text="проверь мою почту", language="ru", at=AT, used=AT),
)
COMMANDS = (
    Command(
        name="mail",
        title={"en": "Mail"},
        phrases={"en": ("check my mail",), "ru": ("проверь мою почту",)},
        flow=FLOW,
        learned=CORRECTED,
    ),
    Command(
        name="note",
        title={"en": "Note"},
        phrases={"en": ("note [that] {text}",), "ru": ("запиши {text}",)},
        slots={"text": Slot(name="text")},
        flow=FLOW,
    ),
    Command(name="odd", title={"en": "Odd"}, phrases={"en": ("", "(", "{", "[]", "...", "{a}{b}", "🙂")}, flow=FLOW),
)
ODD = ["", " ", "...", "🙂", "{text}", "(", "a" * 5_000, "слово " * 500, "\x00", "İstanbul ﬁ", "' or 1=1 --"]


@pytest.fixture(params=NAMES)
def matcher(request: pytest.FixtureRequest) -> Matcher:
    """Each matcher there is, new."""
    made: Matcher = plugins.load("understanding.matchers", request.param, Matcher)()
    return made


def test_there_are_matchers_and_their_ranks_differ() -> None:
    ranks = [plugins.load("understanding.matchers", name, Matcher).rank for name in NAMES]
    assert {"template", "examples"} <= set(NAMES)
    assert len(set(ranks)) == len(ranks)


def test_a_new_matcher_finds_nothing(matcher: Matcher) -> None:
    assert list(matcher.match("check my mail", "en")) == []


def test_a_learned_phrase_is_found_best_first_with_scores_in_bounds(matcher: Matcher) -> None:
    matcher.fit(COMMANDS)
    for text, language in (("check my mail", "en"), ("Проверь мою почту!", "ru")):
        found = matcher.match(text, "ru" if language == "ru" else "en")
        scores = [candidate.score for candidate in found]
        assert found[0].command == "mail"
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len(found) <= 10
        assert len({candidate.command for candidate in found}) == len(found)


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_taken(matcher: Matcher, text: str) -> None:
    matcher.fit(COMMANDS)
    known = {command.name for command in COMMANDS}
    assert {candidate.command for candidate in matcher.match(text, "en")} <= known


def test_slots_are_named_in_the_command_and_filled_with_words_that_were_said(matcher: Matcher) -> None:
    matcher.fit(COMMANDS)
    text = "note that the rent is due"
    for candidate in matcher.match(text, "en"):
        known = {name for command in COMMANDS if command.name == candidate.command for name in command.slots} | {"a", "b"}
        assert set(candidate.slots) <= known
        assert all(words in text for words in candidate.slots.values())


def test_matching_goes_on_while_learning(matcher: Matcher) -> None:
    matcher.fit(COMMANDS)
    broken: list[str] = []
    stop = threading.Event()

    def keep_matching() -> None:
        while not stop.is_set():
            if matcher.match("check my mail", "en")[0].command != "mail":
                broken.append("lost")

    reader = threading.Thread(target=keep_matching)
    reader.start()
    for _ in range(3):
        matcher.fit(COMMANDS)
    stop.set()
    reader.join()
    assert not broken


def test_learning_nothing_forgets_everything(matcher: Matcher) -> None:
    matcher.fit(COMMANDS)
    matcher.fit(())
    assert list(matcher.match("check my mail", "en")) == []
