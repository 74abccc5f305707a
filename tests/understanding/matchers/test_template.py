"""What fits a template, and what fills its slots."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant import plugins
from assistant.extensions.understanding import Matcher
from assistant.understanding.tokens import detect_language
from tests.understanding.conftest import COMMANDS, command

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """The template matcher with COMMANDS."""
    made: Matcher = plugins.load("understanding.matchers", "template", Matcher)()
    made.fit(COMMANDS)
    return made


@pytest.mark.parametrize(
    ("text", "name", "slots"),
    [
        ("проверь мою почту", "mail.check", {}),
        ("Проверь, пожалуйста, мои письма за вчера.", "mail.check", {"period": "вчера"}),
        ("проверьте почту", "mail.check", {}),
        ("запиши купить молоко и хлеб", "note.add", {"text": "купить молоко и хлеб"}),
        ("Запиши: «Алые паруса», 2-й том", "note.add", {"text": "Алые паруса», 2-й том"}),
        ("позвони Анне завтра в десять", "phone.call", {"person": "Анне", "when": "завтра в десять"}),
        ("call Bob tomorrow at 5 pm", "phone.call", {"person": "Bob", "when": "tomorrow at 5 pm"}),
        ("напомни мне завтра в 9 позвонить маме", "reminder.add", {"text": "позвонить маме", "when": "завтра в 9"}),
        ("напомни мне позвонить маме завтра в 9", "reminder.add", {"text": "позвонить маме", "when": "завтра в 9"}),
        ("напомни мне через час", "reminder.add", {"when": "через час"}),
        ("завтра в девять напомни мне позвонить маме", "reminder.add", {"text": "позвонить маме", "when": "завтра в девять"}),
        ("in an hour remind me to call Bob", "reminder.add", {"text": "call Bob", "when": "in an hour"}),
        ("On Friday at noon schedule a meeting with Bob", "event.add", {"person": "Bob", "when": "On Friday at noon"}),
        ("отправь годовой отчёт Анне", "letter.send", {"what": "годовой отчёт", "person": "Анне"}),
        ("найди в интернете рецепт борща", "web.search", {"query": "рецепт борща"}),
        ("open the website wikipedia.org", "site.open", {"site": "wikipedia.org"}),
    ],
)
def test_a_sentence_of_a_template_is_found_with_its_words(
    matcher: Matcher, text: str, name: str, slots: Mapping[str, str]
) -> None:
    best = matcher.match(text, detect_language(text))[0]
    assert (best.command, dict(best.slots)) == (name, slots)


@pytest.mark.parametrize("text", ["проверь", "почту проверь мою", "проверь мою старую почту", "", "!", "check", "запиши"])
def test_words_too_few_or_too_many_fit_nothing(matcher: Matcher, text: str) -> None:
    assert matcher.match(text, "ru") == []


def test_exact_words_score_above_other_forms_and_more_words_above_gaps(matcher: Matcher) -> None:
    def score(text: str) -> float:
        return matcher.match(text, "ru")[0].score

    assert score("проверь почту") == 1.0
    assert score("проверь почту") > score("проверьте почту") > score("запиши купить хлеб")
    assert score("найди в интернете рецепт") > score("найди рецепт борща сегодня")


def test_words_that_are_no_value_of_their_slots_type_fit_badly(matcher: Matcher) -> None:
    good = matcher.match("поставь таймер на десять минут", "ru")[0]
    bad = matcher.match("поставь таймер на красивую скатерть", "ru")[0]
    assert bad.score < good.score - 0.3


def test_the_template_with_more_literal_words_wins(matcher: Matcher) -> None:
    wide = command("all.find", {"en": ["find {query}"]}, {"query": "text"})
    narrow = command("notes.find", {"en": ["find notes about {query}"]}, {"query": "text"})
    matcher = plugins.load("understanding.matchers", "template", Matcher)()
    matcher.fit([wide, narrow])
    assert [found.command for found in matcher.match("find notes about cats", "en")] == ["notes.find", "all.find"]


def test_a_template_of_nothing_but_a_slot_takes_anything_but_hardly_counts() -> None:
    matcher = plugins.load("understanding.matchers", "template", Matcher)()
    matcher.fit([command("any", {"en": ["{text}"]}, {"text": "text"})])
    assert matcher.match("whatever it is", "en")[0].score < 0.3


def test_learning_anew_forgets_what_was_known() -> None:
    matcher = plugins.load("understanding.matchers", "template", Matcher)()
    matcher.fit([command("old", {"en": ["old words"]})])
    matcher.fit([command("new", {"en": ["new words"]})])
    assert not matcher.match("old words", "en")
    assert matcher.match("new words", "en")


EVENTS = (
    command(
        "event.add",
        {
            "ru": ["(поставь|назначь) {text} {when}", "назначь (встречу|звонок)"],
            "en": ["schedule [a] {text} {when}", "schedule a meeting"],
        },
        {"text": "text", "when": "moment"},
    ),
    command("timer.start", {"ru": ["поставь таймер на {length}"], "en": ["my schedule", "set a timer"]}, {"length": "duration"}),
)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("поставь встречу с Петром", {"text": "встречу с Петром"}),
        ("назначь обед с Анной", {"text": "обед с Анной"}),
        ("schedule a meeting with Peter", {"text": "meeting with Peter"}),
        ("поставь встречу с Петром завтра", {"text": "встречу с Петром", "when": "завтра"}),
    ],
)
def test_a_typed_slot_at_the_end_may_be_left_unsaid(text: str, slots: Mapping[str, str]) -> None:
    made: Matcher = plugins.load("understanding.matchers", "template", Matcher)()
    made.fit(EVENTS)
    best = made.match(text, detect_language(text))[0]
    assert (best.command, dict(best.slots)) == ("event.add", slots)
    assert best.score > 0.6


@pytest.mark.parametrize("text", ["поставь чайник", "schedule backups"])
def test_a_word_that_other_commands_have_too_is_not_enough_without_the_last_slot(text: str) -> None:
    made: Matcher = plugins.load("understanding.matchers", "template", Matcher)()
    made.fit(EVENTS)
    assert made.match(text, detect_language(text)) == []
