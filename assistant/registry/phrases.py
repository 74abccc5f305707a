"""What an owner may say: checks phrase templates (hassil's syntax) and gives sample sentences of them."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from assistant import words
from assistant.domain.base import Language, LocalText
from assistant.domain.both import NOTHING, both
from assistant.registry.document import Node
from assistant.registry.kinds import listed, nearest
from assistant.registry.reading import LANGUAGES, Reading, at_most, language_of

MAX_PHRASES = 200
"""Phrases of one command, all languages together."""
MAX_PHRASE = 300
"""Characters of one phrase."""
MAX_FORMS = 20_000
"""Sentences one phrase may stand for."""
MAX_NESTING = 12
"""Brackets within one another."""


def read(reading: Reading, node: Node, slots: Sequence[str]) -> tuple[dict[Language, tuple[str, ...]], dict[str, int]]:
    """The phrases by language, and the line of each; a bare list is sorted by the letters of each phrase."""
    lines: dict[str, int] = {}
    found: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
    count = 0
    for language, phrase in _nodes(reading, node):
        count += 1
        if count > MAX_PHRASES:
            reading.error(phrase, at_most("`phrases`", MAX_PHRASES))
            break
        text = reading.text(phrase, both("A phrase", "Фраза"), MAX_PHRASE)
        if not text or not _check(reading, phrase, text, slots):
            continue
        chosen = language or language_of(_literal(text))
        if text in found[chosen]:
            reading.warn(phrase, both("This phrase stands here twice.", "Эта фраза стоит здесь дважды."))
            continue
        found[chosen].append(text)
        lines[text] = phrase.line
    return {language: tuple(texts) for language, texts in found.items() if texts}, lines


def _nodes(reading: Reading, node: Node) -> Iterator[tuple[Language | None, Node]]:
    if isinstance(node.value, list):
        yield from ((None, item) for item in node.value)
        return
    known = reading.mapping(node, "`phrases`", LANGUAGES)
    for language in LANGUAGES:
        if language in known:
            yield from ((language, item) for item in reading.items(known[language], f"`phrases.{language}`", MAX_PHRASES))


def _check(reading: Reading, node: Node, text: str, slots: Sequence[str]) -> bool:
    if len(text) > MAX_PHRASE:
        return False
    problem = _problem(text, frozenset(slots))
    if problem:
        reading.error(node, problem)
    return not problem


def _problem(text: str, slots: frozenset[str]) -> LocalText:
    if _nesting(text) > MAX_NESTING:
        return both("More than {limit} brackets within one another.", "Больше {limit} скобок друг в друге.", limit=MAX_NESTING)
    try:
        phrase = parsed(text)
    except (ParseError, AssertionError, IndexError, ValueError):
        return both(
            "This phrase cannot be read: check its brackets; possible are [optional], (one|other) and {{slot}}.",
            "Фраза не читается: проверьте скобки; возможны [необязательное], (одно|другое) и {{параметр}}.",
        )
    for reference in _references(phrase):
        if isinstance(reference, RuleReference):
            return both(
                "`<{name}>` is not possible in a phrase; write its words.",
                "`<{name}>` во фразе невозможно; напишите сами слова.",
                name=reference.rule_name,
            )
        if ":" in reference.list_name or reference.list_name != reference.slot_name or reference.is_capture:
            return both(
                "A slot in a phrase is just its name: `{{{name}}}`.",
                "Параметр во фразе — это просто его имя: `{{{name}}}`.",
                name=reference.slot_name,
            )
        if reference.list_name not in slots:
            return both(
                "The phrase uses `{{{name}}}`, which `slots` does not have.{hint}{known}",
                "Во фразе есть `{{{name}}}`, а в `slots` его нет.{hint}{known}",
                name=reference.list_name,
                hint=nearest(reference.list_name, slots),
                known=_known(slots),
            )
    return _shape(phrase)


def _known(slots: frozenset[str]) -> LocalText:
    if not slots:
        return both(" Declare it under `slots`.", " Добавьте его в `slots`.")
    return both(" There are: {slots}.", " Есть: {slots}.", slots=listed(sorted(slots)))


def _shape(phrase: Expression) -> LocalText:
    if forms(phrase) > MAX_FORMS:
        return both(
            "This phrase stands for more than {limit} sentences; write it as several phrases.",
            "Эта фраза означает больше {limit} предложений; разбейте её на несколько фраз.",
            limit=MAX_FORMS,
        )
    if not _needs_words(phrase):
        return both(
            "A phrase needs at least one word of its own that is always said, else it would fit everything.",
            "Во фразе нужно хотя бы одно своё слово, которое говорится всегда, иначе она подойдёт ко всему.",
        )
    return NOTHING


def _nesting(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        deepest = max(deepest, depth)
    return deepest


@functools.lru_cache(maxsize=20_000)
def parsed(text: str) -> Expression:
    """The template of a phrase. Raises hassil's ParseError."""
    return parse_sentence(text).expression


def _references(item: Expression) -> Iterator[ListReference | RuleReference]:
    if isinstance(item, ListReference | RuleReference):
        yield item
    elif isinstance(item, Group):
        for inner in item.items:
            yield from _references(inner)


def forms(item: Expression) -> int:
    """How many sentences a template stands for."""
    if isinstance(item, Alternative):
        return sum(map(forms, item.items))
    if isinstance(item, Group):
        orders = math.factorial(min(len(item.items), 20)) if isinstance(item, Permutation) else 1
        return orders * math.prod(map(forms, item.items))
    return 1


def _needs_words(item: Expression) -> bool:
    if isinstance(item, TextChunk):
        return any(letter.isalnum() for letter in item.text)
    if isinstance(item, Alternative):
        return bool(item.items) and all(map(_needs_words, item.items))
    return isinstance(item, Group) and any(map(_needs_words, item.items))


def _literal(text: str) -> str:
    """The phrase without its slot names, which say nothing about its language."""
    return "".join(chunk.text for chunk in _chunks(parsed(text)))


def _chunks(item: Expression) -> Iterator[TextChunk]:
    if isinstance(item, TextChunk):
        yield item
    elif isinstance(item, Group):
        for inner in item.items:
            yield from _chunks(inner)


def samples(text: str, examples: Mapping[str, str], limit: int) -> list[str]:
    """At most `limit` sentences of a phrase, spread over its forms; slots are filled with their example words."""
    phrase = parsed(text)
    total = forms(phrase)
    stride = max(1, total // limit)
    picked = itertools.islice(_sentences(phrase, examples), 0, None, stride)
    found = (" ".join(sentence.split()) for sentence in itertools.islice(picked, limit))
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _sentences(item: Expression, examples: Mapping[str, str]) -> Iterator[str]:
    match item:
        case TextChunk():
            yield item.original_text
        case ListReference():
            yield f"{examples.get(item.slot_name, item.slot_name)}{' ' if item.is_end_of_word else ''}"
        case Alternative():
            for choice in item.items:
                yield from _sentences(choice, examples)
        case Permutation():
            for order in itertools.permutations(item.items):
                yield from _product(order, examples)
        case Group():
            yield from _product(item.items, examples)


def _product(items: Sequence[Expression], examples: Mapping[str, str]) -> Iterator[str]:
    if not items:
        yield ""
        return
    for head in _sentences(items[0], examples):
        for tail in _product(items[1:], examples):
            yield head + tail


def covered(
    text: str, slots: Mapping[str, object], examples: Mapping[str, str], limit: int = 24
) -> tuple[list[str], int, LocalText]:
    """Some sentences a phrase stands for, how many there are, and what is wrong with it (then there are none)."""
    problem = (
        _problem(text, frozenset(slots)) if text.strip() else both("A phrase must not be empty.", "Фраза не может быть пустой.")
    )
    if problem:
        return [], 0, problem
    return samples(text, examples, limit), forms(parsed(text)), NOTHING


def key(sentence: str) -> str:
    """What makes two sentences the same: dictionary forms, so that capitals, endings, ё and punctuation do not count."""
    return words.lemmas(sentence)
