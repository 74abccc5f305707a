"""Addresses of mail and sites, written ("пример.рф", "https://…") or spoken ("anna at example dot com").

Spoken Russian is written in Latin letters only where the word is plainly one of an address (a known mail service or ending,
a name); anything else is refused rather than guessed.
"""

from __future__ import annotations

import re

from assistant.understanding.grammar.line import Line, Parsed
from assistant.words import fold

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-zА-Яа-яЁё0-9-]+(?:\.[A-Za-zА-Яа-яЁё0-9-]+)*\.[A-Za-zА-Яа-яЁё]{2,}")
ENDINGS = frozenset(
    [
        "com",
        "org",
        "net",
        "info",
        "biz",
        "edu",
        "gov",
        "io",
        "ai",
        "co",
        "dev",
        "app",
        "me",
        "tv",
        "ru",
        "su",
        "рф",
        "by",
        "kz",
        "ua",
        "uz",
        "am",
        "ge",
        "de",
        "fr",
        "es",
        "it",
        "pl",
        "cz",
        "uk",
        "us",
        "eu",
        "cn",
        "jp",
        "in",
        "nl",
        "se",
        "no",
        "fi",
        "ch",
        "at",
        "tech",
        "online",
        "site",
        "store",
        "shop",
        "pro",
        "blog",
        "cloud",
        "xyz",
        "москва",
        "рус",
        "бел",
        "укр",
    ]
)
URL = re.compile(
    r"(?:https?://[^\s<>\"'«»]+|(?<![@\w.-])(?:[A-Za-zА-Яа-яЁё0-9](?:[A-Za-zА-Яа-яЁё0-9-]*[A-Za-zА-Яа-яЁё0-9])?\.)+"
    r"(?P<ending>[A-Za-zА-Яа-яЁё]{2,})(?![\w@])(?::\d+)?(?:/[^\s<>\"'«»]*)?)"
)
_AT = frozenset({"@", "at", "собака", "собачка", "эт"})
_DOT = frozenset(["dot", "точка"])
_SIGNS = {
    "dash": "-",
    "hyphen": "-",
    "дефис": "-",
    "тире": "-",
    "минус": "-",
    "underscore": "_",
    "подчеркивание": "_",
    "-": "-",
    "_": "_",
}
_WORDS = {
    "ру": "ru", "ком": "com", "орг": "org", "нет": "net", "инфо": "info", "рф": "рф", "ай": "ai", "ио": "io", "су": "su",
    "гугл": "google", "гмейл": "gmail", "джимейл": "gmail", "жмейл": "gmail", "мейл": "mail", "мэйл": "mail", "майл": "mail",
    "яндекс": "yandex", "рамблер": "rambler", "аутлук": "outlook", "хотмейл": "hotmail", "пример": "example", "почта": "pochta",
    "офис": "office", "сайт": "site", "продажи": "sales", "инбокс": "inbox", "бк": "bk", "лист": "list", "вк": "vk", "ютуб": "youtube",
    "ютьюб": "youtube", "гитхаб": "github", "википедия": "wikipedia", "телеграм": "telegram", "озон": "ozon", "авито": "avito",
    "три": "3", "один": "1", "два": "2",
}  # fmt: skip
_NAMES = {
    "анна": "anna", "анны": "anna", "иван": "ivan", "мария": "maria", "петр": "petr", "олег": "oleg", "ольга": "olga", "елена": "elena",
    "сергей": "sergey", "алексей": "alexey", "андрей": "andrey", "дмитрий": "dmitry", "наталья": "natalia", "ирина": "irina",
    "александр": "alexander", "михаил": "mikhail", "максим": "maxim", "денис": "denis", "павел": "pavel", "светлана": "svetlana",
    "юлия": "yulia", "татьяна": "tatiana", "екатерина": "ekaterina", "николай": "nikolay", "владимир": "vladimir", "игорь": "igor",
    "антон": "anton", "роман": "roman", "виктор": "viktor", "артем": "artem", "иванов": "ivanov", "петров": "petrov",
}  # fmt: skip


def spoken_email(line: Line, i: int) -> Parsed[str]:
    """Such as "anna at example dot com", "анна собака яндекс точка ру", from token `i`."""
    local = _label(line, i)
    if local is None or line.word(local[1]) not in _AT:
        return None
    domain = _spoken_domain(line, local[1] + 1)
    return (f"{local[0]}@{domain[0]}", domain[1]) if domain else None


def spoken_url(line: Line, i: int) -> Parsed[str]:
    """Such as "example dot com", "яндекс точка ру", from token `i`; with https:// in front."""
    domain = _spoken_domain(line, i)
    return (f"https://{domain[0]}", domain[1]) if domain else None


def _spoken_domain(line: Line, i: int) -> Parsed[str]:
    name = _word(line, i)
    if name is None:
        return None
    labels, j = [name], i + 1
    while (line.word(j) in _DOT or (line.word(j) == "." and line.glued(j))) and (following := _word(line, j + 1)):
        labels.append(following)
        j += 2
    return (".".join(labels), j) if len(labels) > 1 and labels[-1] in ENDINGS else None


def _label(line: Line, i: int) -> Parsed[str]:
    """What stands before the @: words joined by dots, dashes or underscores."""
    first = _word(line, i)
    if first is None:
        return None
    label, j = first, i + 1
    while (sign := "." if line.word(j) in _DOT else _SIGNS.get(line.word(j))) and (following := _word(line, j + 1)):
        label, j = label + sign + following, j + 2
    while line.word(j).isdecimal():
        label, j = label + line.word(j), j + 1
    return label, j


def _word(line: Line, i: int) -> str | None:
    word = fold(line.word(i))
    if word.isascii() and word.isalnum():
        return word
    return _WORDS.get(word) or _NAMES.get(word)
