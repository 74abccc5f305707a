"""A telling taken apart: the words the new command is called by, and what it is to do.

«когда я скажу «утро», покажи ...» says where the border is; a recogniser gives neither quotes nor marks, then the border
is where the best known command begins. Unsure ones are asked about, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.telling import words
from assistant.understanding.cuts import DANGLING
from assistant.understanding.tokens import Token, tokens

Begins = Callable[[str], float]
"""How surely some words begin with something that can be done, 0..1."""
Opens = Callable[[str], bool]
"""Whether the first word sounds like the beginning of an order or of a condition or loop."""
Known = Callable[[str], float]
"""How surely some words are a command of their own as a whole."""

_LEAD = re.compile(
    r"(?:(?:когда|если|как только|каждый раз,? когда)\s+(?:я\s+)?(?:тебе\s+)?(?:скажу|говорю|произнесу|напишу|пишу)(?:\s+тебе)?"
    r"|по\s+(?:команде|слову|словам|фразе|запросу)|(?:под\s+)?(?:названием|именем)|с\s+(?:названием|именем)|(?:фраза|название)"
    r"|(?:when|whenever|if|once|every\s+time)\s+i\s+(?:say|write|type|tell\s+you)|(?:called|named)"
    r"|(?:by|on|for|with)\s+the\s+(?:phrase|words?|name))\s*:?\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{1,300})[»”“\"]")
_JOIN = re.compile(r"\s*(?:,|или|либо|и|or|and)\s*(?=[«“„\"])", re.IGNORECASE)
_EDGES = " \t\n,.:;—–-"
_MOST_WORDS = 9
"""A phrase of more words is not looked for without marks."""
_SURE = 0.45
_NEARLY = 0.25
"""The first border worth nearly as much as the best one is taken: what follows it is told, not part of the phrase."""
_CLEAR = 1.05
"""Behind a border worth this much only those at marks are looked at."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was told: `phrases` without quotes (slots in braces stay), `body` in the owner's words; any may be empty."""

    phrases: tuple[str, ...]
    body: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Border:
    """A place where the body may begin."""

    at: int
    worth: float
    marked: bool


def sentence(text: str, begins: Begins, known: Known, opens: Opens) -> Sentence:
    """Phrases and body of what was told."""
    text = _balanced(text.strip(_EDGES))
    lead = _LEAD.search(text)
    if lead:
        before = text[: lead.start()].strip(_EDGES)
        title = _clean(before) if before and len(tokens(before)) <= _MOST_WORDS and begins(before) < _SURE else ""
        phrases, end = _quoted(text, lead.end())
        if phrases:
            return Sentence(phrases, _body(f"{'' if title else before} {text[end:]}"), title)
        if title or not before:
            found = _unquoted(text[lead.end() :], begins, known, opens, named=True)
            return Sentence(found.phrases, found.body, title)
    phrases, end = _quoted(text, 0)
    if phrases:
        return Sentence(phrases, _body(text[end:]))
    return _unquoted(text, begins, known, opens, named=False)


def phrases_of(text: str) -> tuple[str, ...]:
    """The phrases an owner names when asked for them: quoted ones, or what was said, several joined by "или"."""
    text = _balanced(text.strip(_EDGES))
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    found = tuple(_clean(quoted) for quoted in _QUOTED.findall(text))
    return found or tuple(filter(None, (_clean(part) for part in re.split(r"\s+(?:или|либо|or)\s+|[;\n]", text))))


def _balanced(text: str) -> str:
    """With the opening quote that was lost before the first word."""
    closing, opening = text.count("»"), text.count("«")
    if closing > opening:
        return f"«{text}"
    return f'"{text}' if text.count('"') % 2 and not text.startswith('"') else text


def _quoted(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """Quoted phrases from `start` on, joined by "или", and where they end."""
    phrases: list[str] = []
    at = start
    while found := _QUOTED.match(text, at):
        phrases.append(_clean(found.group(1)))
        at = found.end()
        joined = _JOIN.match(text, at)
        if not joined:
            break
        at = joined.end()
    return tuple(filter(None, phrases)), at


def _clean(phrase: str) -> str:
    """A phrase as it stands in a command file: no marks of templates but {slots}."""
    kept = re.sub(r"\{(?!\s*[^\W\d]\w*\s*\})|(?<!\w)(?<!\s)\}|[\[\]()<>|;]", " ", phrase)
    return " ".join(kept.strip(_EDGES + '!?…«»“”"').split())


def _body(text: str) -> str:
    """Without the words that only lead over to it."""
    text = text.strip(_EDGES)
    while length := words.at(said := tokens(text), 0, words.BEGIN):
        if length >= len(said):
            break
        text = text[said[length].start :]
    return text


def _unquoted(text: str, begins: Begins, known: Known, opens: Opens, *, named: bool) -> Sentence:
    text = text.strip(_EDGES)
    said = tokens(text)
    if not said:
        return Sentence((), "")
    if (colon := _colon(text)) and begins(_body(colon[1])) >= _SURE:
        return Sentence((colon[0],) if colon[0] else (), _body(colon[1]))
    borders = _borders(text, said, begins, known, opens, named=named)
    if not borders:
        return Sentence((_clean(text),), "") if len(said) <= _MOST_WORDS else Sentence((), text)
    most = max(border.worth for border in borders)
    best = next(border for border in borders if border.worth >= most - _NEARLY)
    phrase = _clean(text[: said[best.at].start])
    return Sentence((phrase,) if phrase else (), _body(text[said[best.at].start :]))


def _colon(text: str) -> tuple[str, str] | None:
    """What stands before and after the first colon that ends a short phrase."""
    found = re.search(r":\s|\s[—–]\s", text)
    if not found or len(tokens(text[: found.start()])) > _MOST_WORDS:
        return None
    return _clean(text[: found.start()]), text[found.end() :]


def _borders(text: str, said: tuple[Token, ...], begins: Begins, known: Known, opens: Opens, *, named: bool) -> list[_Border]:
    found: list[_Border] = []
    for at in range(1 if named else 0, min(_MOST_WORDS + 1, len(said))):
        if at and said[at - 1].word in DANGLING and not words.at(said, at - 1, words.THEN):
            continue
        marked = at > 0 and any(mark in text[said[at - 1].end : said[at].start] for mark in ".,;:—\n")
        if not marked and found and found[-1].worth >= _CLEAR:
            continue
        rest = _body(text[said[at].start :])
        if not (marked or opens(rest)) or (worth := begins(rest)) < _SURE:
            continue
        phrase = text[: said[at].start].strip(_EDGES)
        taken = bool(phrase) and known(phrase) > 0.7
        found.append(_Border(at, worth + 0.3 * marked + 0.2 * opens(rest) - 0.4 * taken - 0.01 * at, marked))
    return found
