"""Phrases as owners write them (hassil templates or plain sentences), compiled to networks of words and gaps.

hassil parses the template; the network is a position automaton (V. Glushkov, 1961): one state per word or gap, so that
a template with many optional parts stays as long as it is written.
"""

from __future__ import annotations

import functools
import itertools
import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hassil import expression as hassil
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from assistant.understanding.kept import Kept
from assistant.understanding.tokens import FILLERS, content

_SYNTAX = frozenset("[](){}<>|;\\")
_GLUED_VARIANTS = 32
_PERMUTED = 4
END = -1
"""In `Network.follow` and `Network.first`: the phrase may end here."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must be said; `lemma` is its dictionary form."""

    word: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One or more words that fill a slot."""

    slot: str


@dataclass(frozen=True, slots=True)
class Chain:
    """All of these, in order."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these; an empty chain among them makes it optional."""

    options: tuple[Node, ...]


Node: TypeAlias = Word | Gap | Chain | Choice
_EMPTY = Chain(())


@dataclass(frozen=True, slots=True)
class Network:
    """`places[i]` is a word or gap; `follow[i]` are the places that may come after it, `first` those that may begin."""

    places: tuple[Word | Gap, ...]
    follow: tuple[tuple[int, ...], ...]
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A phrase as it is matched: its automaton, and dictionary forms any sentence of it holds (at least one of every set)."""

    network: Network
    required: tuple[frozenset[str], ...]


def compiled(phrase: str) -> Compiled:
    """The automaton of a phrase; the same phrase is compiled once, however often commands are learned again."""
    return _compiled.get(phrase)


def end_round() -> None:
    """All commands were learned: let go of what only helped."""
    parse.cache_clear()
    _compiled.end_round()


@functools.cache
def parse(phrase: str) -> Node:
    """The tree of a phrase. One that is no valid template is taken as the plain sentence it then is.

    Cached while everybody learns; who called for the learning clears it.
    """
    if _SYNTAX.isdisjoint(phrase):
        return _words(phrase)
    try:
        return _convert(parse_sentence(phrase).expression)
    except (ParseError, AssertionError, ValueError):
        return _words(phrase)


def network(node: Node) -> Network:
    """The automaton of a tree."""
    places: list[Word | Gap] = []
    follow: list[tuple[int, ...]] = []

    def enter(part: Node, after: tuple[int, ...]) -> tuple[int, ...]:
        if isinstance(part, Chain):
            for piece in reversed(part.parts):
                after = enter(piece, after)
            return after
        if isinstance(part, Choice):
            return tuple(dict.fromkeys(itertools.chain.from_iterable(enter(option, after) for option in part.options)))
        places.append(part)
        follow.append(after)
        return (len(places) - 1,)

    first = enter(node, (END,))
    return Network(tuple(places), tuple(follow), first)


def required(node: Node) -> tuple[frozenset[str], ...]:
    """Dictionary forms any sentence of this phrase holds: at least one of every set."""
    if isinstance(node, Word):
        return (frozenset((node.lemma,)),)
    if isinstance(node, Chain):
        return tuple(itertools.chain.from_iterable(required(part) for part in node.parts))
    if isinstance(node, Choice):
        options = [required(option) for option in node.options]
        if all(options):
            return (frozenset().union(*(min(option, key=len) for option in options)),)
    return ()


def samples(node: Node, limit: int, seed: str) -> list[tuple[Word | Gap, ...]]:
    """Up to `limit` different sentences of a phrase, the fullest one first; the same seed gives the same ones."""
    dice = random.Random(zlib.crc32(seed.encode()))  # noqa: S311 - which examples to learn from is no secret
    found = {tuple(_walk(node, None)): None}
    for _ in range(limit * 3):
        if len(found) >= limit:
            break
        found.setdefault(tuple(_walk(node, dice)))
    return [sentence for sentence in found if sentence][:limit]


def _walk(node: Node, dice: random.Random | None) -> Iterator[Word | Gap]:
    if isinstance(node, Chain):
        for part in node.parts:
            yield from _walk(part, dice)
    elif isinstance(node, Choice):
        yield from _walk(dice.choice(node.options) if dice else node.options[0], dice)
    else:
        yield node


def _words(text: str) -> Node:
    """The words of a piece of template. A piece that is nothing but a filler may be left out when it is said."""
    if text.strip() and all(token.word in FILLERS for token in content(text)):
        return Choice((Chain(tuple(Word(token.word, token.lemma) for token in content(text))), _EMPTY))
    return Chain(tuple(Word(token.word, token.lemma) for token in content(text)))


def _convert(item: hassil.Expression) -> Node:
    if isinstance(item, hassil.TextChunk):
        return _words(item.original_text)
    if isinstance(item, hassil.ListReference):
        return Gap(item.slot_name)
    if isinstance(item, hassil.Alternative):
        options = tuple(dict.fromkeys(_convert(option) for option in item.items))
        return Choice(options)
    if isinstance(item, hassil.Permutation):
        orders = itertools.permutations(item.items) if len(item.items) <= _PERMUTED else [tuple(item.items)]
        return Choice(tuple(Chain(tuple(_convert(part) for part in order)) for order in orders))
    if isinstance(item, hassil.Sequence):
        return _chain(item.items)
    return Gap(item.rule_name) if isinstance(item, hassil.RuleReference) else _EMPTY


def _chain(items: Sequence[hassil.Expression]) -> Node:
    """Items in order; those written without a space between them ("почт(а|у)") make words together."""
    runs: list[list[hassil.Expression]] = []
    for item in _pieces(items):
        if runs and not _ends_apart(runs[-1][-1]) and not _begins_apart(item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return Chain(tuple(_convert(run[0]) if len(run) == 1 else _glue(run) for run in runs))


def _pieces(items: Iterable[hassil.Expression]) -> Iterator[hassil.Expression]:
    """Text chunks cut at their spaces, spaces kept at the end of what they follow."""
    for item in items:
        if isinstance(item, hassil.TextChunk):
            text, start = item.original_text, 0
            for at in range(1, len(text)):
                if text[at - 1].isspace() and not text[at].isspace():
                    yield hassil.TextChunk(text[start:at])
                    start = at
            if text[start:]:
                yield hassil.TextChunk(text[start:])
        else:
            yield item


def _begins_apart(item: hassil.Expression) -> bool:
    return isinstance(item, hassil.ListReference) or (isinstance(item, hassil.TextChunk) and item.original_text[:1].isspace())


def _ends_apart(item: hassil.Expression) -> bool:
    return isinstance(item, hassil.ListReference) or (isinstance(item, hassil.TextChunk) and item.original_text[-1:].isspace())


def _glue(run: Sequence[hassil.Expression]) -> Node:
    """Every spelling of a run, as a choice. A slot inside a spelling stays a gap."""
    spellings = itertools.islice(itertools.product(*(_spellings(item) for item in run)), _GLUED_VARIANTS)
    return Choice(tuple(dict.fromkeys(_spelled("".join(parts)) for parts in spellings)))


def _spellings(item: hassil.Expression) -> list[str]:
    if isinstance(item, hassil.TextChunk):
        return [item.original_text]
    if isinstance(item, hassil.ListReference):
        return [f" {{{item.slot_name}}} "]
    if isinstance(item, hassil.Alternative):
        return list(itertools.islice(itertools.chain.from_iterable(_spellings(part) for part in item.items), _GLUED_VARIANTS))
    if isinstance(item, hassil.Group):
        parts = itertools.product(*(_spellings(part) for part in item.items))
        return ["".join(spelling) for spelling in itertools.islice(parts, _GLUED_VARIANTS)]
    return [""]


def _spelled(text: str) -> Node:
    parts: list[Node] = []
    for piece in text.replace("{", "\n{").replace("}", "}\n").split("\n"):
        if piece.startswith("{") and piece.endswith("}"):
            parts.append(Gap(piece[1:-1]))
        elif piece.strip():
            parts.append(_words(piece))
    return Chain(tuple(parts))


def _compile(phrase: str) -> Compiled:
    tree = parse(phrase)
    return Compiled(network(tree), required(tree))


_compiled: Kept[str, Compiled] = Kept(_compile, spare=2_000)
