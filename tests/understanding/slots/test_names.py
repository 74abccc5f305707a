"""People, addresses, choices and lists."""

from __future__ import annotations

import pytest

from tests.understanding.slots.reading import context, find, read, slot_type

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Анне", "Анна"),
        ("анне", "Анна"),
        ("Иваном", "Иван"),
        ("Петру", "Петр"),
        ("с Алёной", "Алена"),
        ("Саше", "Саша"),
        ("Анне Петровой", "Анна Петрова"),
        ("Ивану Сергеевичу", "Иван Сергеевич"),
        ("Ивану Петровичу Сидорову", "Иван Петрович Сидоров"),
        ("john smith", "John Smith"),
        ("John McDonald", "John McDonald"),
        ("бухгалтеру", "бухгалтер"),
        ("новому клиенту", "новый клиент"),
        ("Anna@Example.com", "anna@example.com"),
        ("анна собака яндекс точка ру", "anna@yandex.ru"),
    ],
)
def test_a_person_is_read_in_the_dictionary_form(said: str, name: str) -> None:
    assert read("person", said)["name"] == name


@pytest.mark.parametrize("said", ["завтра", "Анне завтра", "в десять", "5 рублей", "позвони"])
def test_what_is_no_person_is_not_read(said: str) -> None:
    assert read("person", said) is None


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("позвони Анне завтра в десять", "Анне"),
        ("напиши анне петровой что всё готово", "анне петровой"),
        ("call John Smith tomorrow", "John Smith"),
    ],
)
def test_a_person_is_found_in_a_clause(clause: str, words: str) -> None:
    assert [clause[found.start : found.end] for found in find("person", clause)] == [words]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("Anna.K@Example.com", "anna.k@example.com"),
        ("anna at example dot com", "anna@example.com"),
        ("anna dot smith at example dot co dot uk", "anna.smith@example.co.uk"),
        ("анна собака яндекс точка ру", "anna@yandex.ru"),
        ("abc@gmail dot com", "abc@gmail.com"),
        ("кошка собака дом точка ру", None),
    ],
)
def test_an_email_is_read_or_refused(said: str, address: str | None) -> None:
    assert read("email", said) == address


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("example.com/a", "https://example.com/a"),
        ("пример.рф", "https://пример.рф"),
        ("https://a.example/b?c=1", "https://a.example/b?c=1"),
        ("example dot com", "https://example.com"),
        ("яндекс точка ру", "https://yandex.ru"),
        ("файл.txt", None),
        ("3.14", None),
    ],
)
def test_a_site_is_read_or_refused(said: str, address: str | None) -> None:
    assert read("url", said) == address


@pytest.mark.parametrize(
    ("said", "value"), [("кухне", "kitchen"), ("Большая комната", "hall"), ("в большой комнате", "hall"), ("kitchen", "kitchen")]
)
def test_a_choice_is_found_in_any_case(said: str, value: str) -> None:
    choices = {"kitchen": ("кухня",), "hall": ("большая комната", "комната")}
    assert next(iter(slot_type("choice").find(said, context("choice", said, choices=choices)))).value == value


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("молоко, хлеб и сыр", ["молоко", "хлеб", "сыр"]),
        ("milk, bread, and cheese", ["milk", "bread", "cheese"]),
        ("чёрный и белый хлеб", ["чёрный и белый хлеб"]),
        ("хлеб", ["хлеб"]),
    ],
)
def test_a_list_is_cut_into_its_things(said: str, things: list[str]) -> None:
    assert read("list", said) == things


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("рабочей", "рабочей"),
        ("моей личной почте", "личной"),
        ("школьном ящике", "школьном"),
        ("my work mail", "work"),
        ("anna@example.com", "anna@example.com"),
        ("Acme Sales", "Acme Sales"),
    ],
)
def test_a_mailbox_is_read_as_it_was_called(said: str, name: str) -> None:
    assert read("account", said) == name


@pytest.mark.parametrize("said", ["моей", "my", "всей", "новую", "вчера", "почту", "последнее", "last", "десять в личный"])
def test_what_names_no_mailbox_is_not_read(said: str) -> None:
    assert read("account", said) is None


def test_a_mailbox_is_found_only_beside_what_it_is_a_name_of() -> None:
    assert [found.value for found in find("account", "глянь, что там в рабочей почте")] == ["рабочей"]
    assert [found.value for found in find("account", "put it into my personal calendar")] == ["personal"]
    assert find("account", "напиши про рабочий день и личную жизнь") == []
