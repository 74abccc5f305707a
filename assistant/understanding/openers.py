"""How a command begins: an order, a question, a wish - and the first words of the phrases that were learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from assistant.domain.command import Command
from assistant.understanding.phrases import END, Word, compiled
from assistant.understanding.tokens import FILLERS, Token, in_full, word_set
from assistant.words import is_russian, lemma, readings

Opener = Literal["order", "infinitive", "question", "auxiliary", "wish", ""]
"""A Russian `infinitive` is an order ("закрыть дверь") or part of what was dictated. `auxiliary` may begin a question ("is starbucks up") or go on with a clause."""

ORDERS = word_set(
    "show display list tell say give explain report find search look google check verify open launch start begin run stop end "
    "finish quit pause close shut turn switch enable disable delete remove erase clear cancel drop add put insert create make "
    "set configure change modify update edit replace send forward reply respond answer write compose note record read call "
    "phone dial remind notify schedule plan book reserve order buy move postpone reschedule play listen save copy repeat "
    "recommend suggest increase raise lower decrease reduce mute unmute dim brighten clean vacuum wake convert calculate "
    "compute translate define describe spell transfer pay top order get go take bring keep let let's lets help undo resume "
    "skip rate tweet post navigate share snooze query brew mark fix sing track rename sort print download upload"
)
QUESTIONS = word_set(
    "what what's whats when where where's who who's whose why how how's which is are am was were do does did can could will "
    "would shall should has have isn't aren't any anything "
    "что чего кто кому когда где куда откуда как какой какая какое какие каков сколько почему зачем чей есть можно"
)
_WISHES = word_set("i i'd i'm i'll i've we please хочу хотелось надо нужно пусть давай можешь")
_ASKED = word_set("i you it there we they he she the my this that these those your some")
"""After an auxiliary these make it a question: "is there", "do i"."""
_AUXILIARIES = word_set("is are am was were do does did can could will would shall should has have")
WANTED = word_set("want need would would'd like wanna gotta think have wish am will love 'd")
"""After "i" these make it a wish."""


FIRST_WORD = 0.3
"""Learned more than this, a word is one that commands begin with."""


class Openers:
    """What the first word of a would-be clause tells. Learned once, never changed."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._first: Counter[str] = Counter()
        self._anywhere: Counter[str] = Counter()
        for phrase in (phrase for command in commands for phrases in command.phrases.values() for phrase in phrases):
            automaton = compiled(phrase).network
            lemmas = [place.lemma if isinstance(place, Word) else "" for place in automaton.places]
            self._anywhere.update(set(lemmas))
            self._first.update({lemmas[place] for place in automaton.first if place != END})

    def learned(self, word: str) -> float:
        """How much of a first word this is among the learned phrases, 0..1; nothing is known about an unknown word."""
        known = lemma(in_full(word)[0])
        return self._first[known] / (self._anywhere[known] + 1.0)

    def knows_all(self, token: Token) -> bool:
        """Whether the phrases have this word; of a shortened one ("what's") every part."""
        return all(lemma(word) in self._anywhere for word in in_full(token.word))

    @staticmethod
    def kind(said: Sequence[Token], at: int) -> Opener:
        """What begins at word `at`, politeness skipped."""
        while at < len(said) - 1 and said[at].word in FILLERS:
            at += 1
        word = said[at].word
        following = said[at + 1].word if at + 1 < len(said) else ""
        if is_russian(word):
            return _russian(word, following)
        return _english(word, following)


def _english(word: str, following: str) -> Opener:
    if word in ORDERS:
        return "order"
    if word in _AUXILIARIES:
        return "question" if following in _ASKED else "auxiliary"
    if word in QUESTIONS:
        return "question"
    if word in _WISHES:
        return "wish" if word != "i" or following in WANTED else ""
    return ""


def _russian(word: str, following: str) -> Opener:
    if word in QUESTIONS:
        return "question"
    if word in _WISHES:
        return "wish"
    tags = [str(reading.tag) for reading in readings(word)[:1]]
    if any("impr" in tag for tag in tags):
        return "order"
    return "infinitive" if any("INFN" in tag for tag in tags) else ""
