"""Phrases of two commands that a recogniser may take for one another."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from assistant.domain.base import Language
from assistant.domain.command import Command, Conflict
from assistant.registry import phrases
from assistant.registry.sounds import Sounds, alike, places, sounds

HEARD = 4
"""Sentences of one phrase whose sound is compared."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence of a phrase with its sound; `key` are its words in dictionary form."""

    command: str
    language: Language
    phrase: str
    sentence: str
    sounds: Sounds
    key: str
    built_in: bool


def confusions(commands: Iterable[Command], of: str = "") -> list[Conflict]:
    """Pairs of sentences that sound alike, one for each two commands; with `of` only those of this command.

    Nothing is told of two built-in commands: the owner can change neither.
    """
    found: dict[tuple[str, str], Conflict] = {}
    said = [heard for command in commands for heard in _heard(command)]
    for one, other in _pairs_of(of, said) if of else _pairs(said):
        if (one.command, other.command) not in found and alike(one.sounds, other.sounds):
            found[one.command, other.command] = Conflict(
                kind="similar",
                sentence=one.sentence,
                phrase=one.phrase,
                language=one.language,
                command=one.command,
                rival=other.command,
                heard=other.sentence,
            )
    return list(found.values())


def _pairs(said: Sequence[_Heard]) -> Iterator[tuple[_Heard, _Heard]]:
    """Pairs of different commands that share a place, the later one first; the same words are another kind of conflict."""
    there: dict[tuple[Language, str], list[_Heard]] = {}
    for heard in said:
        for place in places(heard.sounds):
            known = there.setdefault((heard.language, place), [])
            yield from ((heard, before) for before in known if _may_differ(before, heard))
            known.append(heard)


def _pairs_of(command: str, said: Sequence[_Heard]) -> Iterator[tuple[_Heard, _Heard]]:
    """The pairs of one command, itself first: those that are at most one sound apart, which is all that can be alike."""
    own, others = ([heard for heard in said if (heard.command == command) is mine] for mine in (True, False))
    joined = [["".join(heard.sounds) for heard in some] for some in (others, own)]
    apart = cdist(*joined, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.uint8)
    for their, mine in np.argwhere(apart <= 1):
        one, other = own[mine], others[their]
        if one.language == other.language and _may_differ(one, other):
            yield one, other


def _may_differ(one: _Heard, other: _Heard) -> bool:
    return one.command != other.command and one.key != other.key and not (one.built_in and other.built_in)


def _heard(command: Command) -> Iterator[_Heard]:
    slots = tuple(command.slots)
    for language, texts in command.phrases.items():
        for phrase in texts:
            for sentence, heard, key in _sounded(phrase, slots):
                yield _Heard(command.name, language, phrase, sentence, heard, key, command.origin == "built-in")


@functools.lru_cache(maxsize=20_000)
def _sounded(phrase: str, slots: tuple[str, ...]) -> tuple[tuple[str, Sounds, str], ...]:
    """Sentences of a phrase, their sound and their words; what fills a slot is nobody's sound."""
    filled = phrases.samples(phrase, dict.fromkeys(slots, "…"), HEARD)
    return tuple((sentence, heard, phrases.key(sentence)) for sentence in filled if (heard := sounds(sentence)))
