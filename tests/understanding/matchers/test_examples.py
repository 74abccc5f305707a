"""What is learned from a few phrases, and how sure it is; floors on development sentences."""

from __future__ import annotations

import pytest

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.command import CommandTest
from assistant.extensions.understanding import Matcher
from tests.understanding.conftest import COMMANDS, command, learned, rows

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """The example matcher with COMMANDS."""
    made: Matcher = plugins.load("understanding.matchers", "examples", Matcher)()
    made.fit(COMMANDS)
    return made


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("глянь почту", "ru", "mail.check"),
        ("покажи мне письма", "ru", "mail.check"),
        ("have a look at my inbox", "en", "mail.check"),
        ("создай новую задачу", "ru", "task.add"),
        ("перестань слушать", "ru", "listening.off"),
        ("start the timer", "en", "timer.start"),
    ],
)
def test_a_command_said_in_other_words_is_still_found(matcher: Matcher, text: str, language: Language, name: str) -> None:
    assert matcher.match(text, language)[0].command == name


def test_nothing_learned_finds_nothing() -> None:
    matcher = plugins.load("understanding.matchers", "examples", Matcher)()
    matcher.fit([])
    assert matcher.match("anything at all", "en") == []


def test_words_of_no_command_score_low(matcher: Matcher) -> None:
    assert all(found.score < 0.25 for found in matcher.match("как приготовить борщ", "ru"))


def test_what_a_command_names_as_not_its_own_speaks_against_it_also_in_other_words() -> None:
    writes = command(
        "mail.write",
        {"ru": ["отправь {person} письмо что {text}", "отправь {person} письмо"]},
        {"person": "person", "text": "text"},
    )
    others = [other for other in COMMANDS if other.name in ("note.add", "task.add", "timer.start")]
    plain: Matcher = plugins.load("understanding.matchers", "examples", Matcher)()
    plain.fit([writes, *others])
    told: Matcher = plugins.load("understanding.matchers", "examples", Matcher)()
    nots = (CommandTest(not_="отправь Петру сообщение, что встреча переносится"),)
    told.fit([writes.model_copy(update={"tests": nots}), *others])

    def score(matcher: Matcher, text: str) -> float:
        return next((found.score for found in matcher.match(text, "ru") if found.command == "mail.write"), 0.0)

    other = "отправь Ивану сообщение, что я опоздаю"
    assert score(told, other) == pytest.approx(score(plain, other) / 2)
    own = "отправь Ивану скорее письмо что я опоздаю"
    assert score(told, own) == pytest.approx(score(plain, own))


@pytest.mark.parametrize(("shots", "least"), [(5, 66.0), (10, 74.0)])
def test_few_examples_go_a_long_way(shots: int, least: float) -> None:
    matching = learned(f"hwu64/registry_{shots}.jsonl", "en")
    test = rows("hwu64/val.jsonl")
    right = [row for row in test if matching.best(row["text"], "en")[0].command.name == row["intent"]]
    assert 100 * len(right) / len(test) > least


@pytest.mark.parametrize(
    ("registry", "inside", "outside", "language"),
    [
        ("banking77_oos/registry_5.jsonl", "banking77_oos/val.jsonl", "banking77_oos/ood_oos_val.jsonl", "en"),
        ("ha_ru/registry_5.jsonl", "ha_ru/test_5.jsonl", "ha_ru/oos_val.jsonl", "ru"),
    ],
)
def test_sentences_of_other_topics_are_told_apart(registry: str, inside: str, outside: str, language: Language) -> None:
    matching = learned(registry, language)

    def sure(name: str) -> list[float]:
        return [best[0].confidence if (best := matching.best(row["text"], language)) else 0.0 for row in rows(name)]

    known, unknown = sure(inside), sure(outside)
    wins = sum((one > other) + 0.5 * (one == other) for one in known for other in unknown)
    assert wins / (len(known) * len(unknown)) > 0.9
