"""Sentences with several commands, sentences that only look so, and what must hold for any sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.match import Matching
from assistant.understanding.openers import Openers
from assistant.understanding.split import split
from assistant.understanding.weigh import Evidence
from tests.understanding.conftest import COMMANDS, Read, learned, rows

pytestmark = pytest.mark.unit

SEVERAL = [
    (
        "посмотри мои письма за сегодня добавь задачу отправить счёт а потом открой википедию",
        ["посмотри мои письма за сегодня", "добавь задачу отправить счёт", "открой википедию"],
    ),
    ("запиши позвонить в банк и напомни мне через час", ["запиши позвонить в банк", "напомни мне через час"]),
    ("Проверь почту, а потом поставь встречу с Анной на завтра", ["Проверь почту", "поставь встречу с Анной на завтра"]),
    ("засеки таймер на пять минут; открой википедию", ["засеки таймер на пять минут", "открой википедию"]),
    ("что у меня сегодня? Открой сайт habr.com", ["что у меня сегодня", "Открой сайт habr.com"]),
    ("добавь задачу купить хлеб и добавь задачу позвонить маме", ["добавь задачу купить хлеб", "добавь задачу позвонить маме"]),
    ("проверь почту плюс засеки таймер на полчаса", ["проверь почту", "засеки таймер на полчаса"]),
    ("открой ютуб заодно проверь почту", ["открой ютуб", "проверь почту"]),
    ("открой ютуб добавь задачу снять видео", ["открой ютуб", "добавь задачу снять видео"]),
    ("open wikipedia and add a task to call Anna", ["open wikipedia", "add a task to call Anna"]),
    ("open wikipedia and search for cats and dogs", ["open wikipedia", "search for cats and dogs"]),
    (
        "open the website wikipedia.org, then set a timer for 10 minutes; also check my inbox",
        ["open the website wikipedia.org", "set a timer for 10 minutes", "check my inbox"],
    ),
    ("check my mail and after that stop listening", ["check my mail", "stop listening"]),
    ("set a timer for five minutes check my inbox", ["set a timer for five minutes", "check my inbox"]),
]

ONE = [
    "запиши купить молоко и хлеб",
    "найди кафе и бары рядом",
    "отправь отчёт Анне и Петру",
    "напомни мне купить хлеб и молоко завтра в 9",
    "добавь задачу позвонить поставщику и уточнить цену",
    "запиши встретить поезд, забрать груз",
    "найди новости, погоду и курс доллара",
    "запиши идеи: сцена, свет, звук",
    "search for rock and roll",
    "note buy bread, milk and eggs",
    "remind me to call Bob and Alice tomorrow at 5 pm",
    "find hotels and flights to Rome",
    "как приготовить борщ и котлеты",
    "remind me to open the window and close the door tomorrow",
    "запиши открыть окно и закрыть дверь",
    "отправь Петру сообщение, что встреча переносится",
    "tell Anna that the train is late and the meeting is off",
    "note that ten plus two and three is fifteen",
    "please print the report of last week",
    "ну пожалуйста, открой отчёт за неделю",
]


@pytest.mark.parametrize(("text", "parts"), SEVERAL, ids=[text for text, _parts in SEVERAL])
def test_every_command_of_a_sentence_becomes_a_clause(read: Read, text: str, parts: list[str]) -> None:
    assert [planned.clause.text for planned in read(text).clauses] == parts


@pytest.mark.parametrize("text", ONE)
def test_a_sentence_that_only_looks_plural_stays_one(read: Read, text: str) -> None:
    assert len(read(text).clauses) == 1


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("проверь почту и открой википедию", ["first", "and"]),
        ("проверь почту, а потом открой википедию", ["first", "then"]),
        ("проверь почту после этого открой википедию", ["first", "then"]),
        ("check my mail and then open wikipedia", ["first", "then"]),
        ("check my mail, open wikipedia", ["first", "and"]),
    ],
)
def test_words_of_sequence_are_told_from_words_of_addition(read: Read, text: str, joined: list[str]) -> None:
    assert [planned.clause.joined for planned in read(text).clauses] == joined


PIECES = st.sampled_from(
    [
        *("проверь почту", "открой википедию", "купить хлеб", "check my mail", "open", "и", "а потом", "and", "then", ",", "."),
        *("ё", "Анне", "завтра в 10:30", "!?", "  ", "\n", "🙂", "x@y.zz", "«", "не слушай"),
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=8).map(" ".join))
def test_spans_are_true_and_only_joining_words_are_lost(text: str) -> None:
    matching = Matching()
    openers = Openers(COMMANDS)
    assert matching.commands == {}

    def look(words: str) -> Evidence:
        return Evidence(words[:3], 0.9, len(words.split()), begins=True)

    clauses = split(text, openers, look)
    end = 0
    for clause in clauses:
        assert text[clause.start : clause.end] == clause.text
        assert clause.text == clause.text.strip()
        between = text[end : clause.start].lower()
        assert not set(between) - set("иапотмandthe ,.!?\n«🙂"), between
        end = clause.end
    if clauses:
        assert clauses[0].joined == "first"
        assert not text[end:].strip()
    else:
        assert not any(letter.isalnum() for letter in text)


@pytest.mark.parametrize(
    ("joined", "registry", "language", "least"),
    [
        ("joined_hwu64_en", "hwu64/registry_5.jsonl", "en", 90),
        ("joined_snips_en", "snips/registry_10.jsonl", "en", 94),
        ("joined_ha_ru", "ha_ru/registry_5.jsonl", "ru", 94),
    ],
)
def test_joined_development_sentences_are_cut_into_the_right_number(
    joined: str, registry: str, language: str, least: int
) -> None:
    from assistant.understanding.evidence import looker

    matching = learned(registry, "ru" if language == "ru" else "en")
    look = looker(matching, "ru" if language == "ru" else "en")
    sentences = rows(f"multi/{joined}.jsonl")[::2]
    right = [row for row in sentences if len(split(row["text"], matching.openers, look)) == len(row["parts"])]
    assert 100 * len(right) / len(sentences) > least


@pytest.mark.parametrize(
    ("source", "registry", "language", "most"),
    [
        ("hwu", "hwu64/registry_10.jsonl", "en", 5),
        ("snips", "snips/registry_5.jsonl", "en", 5),
        ("", "ha_ru/registry_5.jsonl", "ru", 2),
    ],
)
def test_single_development_sentences_are_rarely_cut(source: str, registry: str, language: str, most: int) -> None:
    from assistant.understanding.evidence import looker

    matching = learned(registry, "ru" if language == "ru" else "en")
    look = looker(matching, "ru" if language == "ru" else "en")
    sentences = [row for row in rows(f"multi/must_not_split_{language}.jsonl") if row["source"].lower().startswith(source)]
    wrong = [row["text"] for row in sentences if len(split(row["text"], matching.openers, look)) != 1]
    assert 100 * len(wrong) / len(sentences) < most, wrong


@pytest.mark.parametrize(
    ("one", "joint"),
    [
        ("add a task number {n}", " and then "),
        ("add a task number {n}", ", "),
        ("добавь задачу номер {n}", ", потом "),
        ("добавь задачу номер {n}", ", "),
        ("засеки таймер на {n} минут", ". "),
    ],
)
def test_a_long_list_of_commands_is_cut_to_its_end(read: Read, one: str, joint: str) -> None:
    wanted = [one.format(n=n) for n in range(1, 41)]
    assert [planned.clause.text for planned in read(joint.join(wanted)).clauses] == wanted
