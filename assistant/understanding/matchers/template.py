"""Commands whose phrases, as templates, fit the clause word for word; slots take whatever stands in their place.

Precise and cheap: an inverted index over words that a phrase cannot do without leaves a handful of templates to try.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions.understanding import Candidate, Matcher
from assistant.understanding.adjacent import readable, tell_apart
from assistant.understanding.features import PLAIN
from assistant.understanding.fronted import time_in_front, time_of
from assistant.understanding.phrases import END, Gap, Network, Word, compiled
from assistant.understanding.tokens import Token, content, raw

_LIMIT = 10
_GAP_COST = 0.2
"""A phrase that is all gap scores this much less than one that is all words."""
_UNREADABLE = 0.55
"""What is left when words in the place of a typed slot are no value of its type."""
_INFLECTED_COST = 0.02
"""For every word said in another form than the phrase has it."""
_FRONTED_COST = 0.02
"""A phrase that has the time at that very place is the better fit."""
_LACKING = 0.78
"""What is left when the typed slot at the end was not said: it will be asked for."""
_TELLING = 2
"""So many words must speak for a command whose last slot was not said; one that no other command has counts for two."""
_ALWAYS = (frozenset(("",)), frozenset(("",)))
"""What is required of every sentence; the index has it in the place of words that a phrase does not require."""
_LAST_SLOT = re.compile(r"^(?P<before>[^{]*\{[^{}]*\}.*?)\s*(?:\[[^\[\]{}]*\]\s*)*\{(?P<slot>\w+)\}\s*$")


@dataclass(frozen=True, slots=True)
class _Template:
    command: Command
    phrase: str
    language: Language
    network: Network
    required: tuple[frozenset[str], ...]
    lacks: str = ""
    """The typed slot at the end of the phrase that this variant does without."""
    fronted: str = ""
    """The slot of a time that stands before all other words in this variant: "завтра в девять напомни …"."""


@dataclass(frozen=True, slots=True)
class _State:
    """The best way to have come to a place: how many words and how many of them exactly, and which places before."""

    words: int
    exact: int
    place: int
    before: _State | None

    @property
    def worth(self) -> tuple[int, int]:
        return self.words, self.exact


class TemplateMatcher(Matcher):
    """Finds the templates that cover the whole clause, most literal words first."""

    rank = 10

    def __init__(self) -> None:
        self._index: Mapping[str, Mapping[str, Sequence[_Template]]] = {}
        self._speaking: Mapping[str, frozenset[str]] = {}

    def fit(self, commands: Sequence[Command]) -> None:
        templates = [template for command in commands for template in _compiled(command)]
        seen = Counter(word for template in templates for words in template.required for word in words)
        index: dict[str, dict[str, list[_Template]]] = {}
        for template in templates:
            rarest = sorted(template.required, key=lambda words: sum(seen[word] for word in words))
            first, second = (*rarest, *_ALWAYS)[:2]
            for word, other in itertools.product(first, second):
                index.setdefault(word, {}).setdefault(other, []).append(template)
        self._index, self._speaking = index, _speaking(templates)

    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        said = content(text)
        if not said:
            return []
        best: dict[str, Candidate] = {}
        for template in self._possible({token.lemma for token in said}):
            found = None if template.fronted else _fit(template, said, text, language)
            if found and template.lacks and not self._speaks(template, said):
                continue
            _keep(found, best)
        if front := time_in_front(text, said, language):
            for template in self._possible({token.lemma for token in said[front:]}):
                _keep(_fit_behind(template, said, front, text, language) if template.fronted else None, best)
        return sorted(best.values(), key=lambda candidate: -candidate.score)[:_LIMIT]

    def _speaks(self, template: _Template, said: Sequence[Token]) -> bool:
        """Whether enough words are this command's."""
        lemmas = {token.lemma for token in said} - PLAIN
        return (
            sum(
                _TELLING if len(owners) == 1 else 1
                for lemma in lemmas
                if template.command.name in (owners := self._speaking.get(lemma, frozenset()))
            )
            >= _TELLING
        )

    def _possible(self, lemmas: set[str]) -> Iterator[_Template]:
        """Those whose required words were all said, found by the two rarest of them."""
        said = lemmas | {""}
        for by_second in (self._index[lemma] for lemma in said if lemma in self._index):
            for lemma in said & by_second.keys():
                for template in by_second[lemma]:
                    if all(not lemmas.isdisjoint(words) for words in template.required):
                        yield template


def _compiled(command: Command) -> Iterator[_Template]:
    for language, phrases in command.phrases.items():
        for phrase in phrases:
            whole = compiled(phrase)
            yield _Template(command, phrase, language, whole.network, whole.required)
            if time := time_of(command, phrase):
                part = compiled(time[0])
                yield _Template(command, phrase, language, part.network, part.required, fronted=time[1])
            if shorter := _without_last_slot(command, phrase):
                part = compiled(shorter[0])
                yield _Template(command, phrase, language, part.network, part.required, shorter[1])


def _without_last_slot(command: Command, phrase: str) -> tuple[str, str] | None:
    """A phrase without the required typed slot it ends in and what only joined it, when another slot stands before; the slot."""
    found = _LAST_SLOT.match(phrase)
    slot = command.slots.get(found["slot"]) if found else None
    if not found or slot is None or slot.type in ("text", "told") or not slot.required or slot.default is not None:
        return None
    before = found["before"].rstrip()
    return (before, slot.name) if before.count("[") == before.count("]") and before.count("(") == before.count(")") else None


def _speaking(templates: Sequence[_Template]) -> Mapping[str, frozenset[str]]:
    """The commands that have a word, in dictionary form, in any phrase; the commonest words left out."""
    owners: dict[str, set[str]] = {}
    for template in templates:
        for place in template.network.places:
            if isinstance(place, Word) and place.lemma not in PLAIN:
                owners.setdefault(place.lemma, set()).add(template.command.name)
    return {lemma: frozenset(names) for lemma, names in owners.items()}


def _keep(found: Candidate | None, best: dict[str, Candidate]) -> None:
    if found and (found.command not in best or found.score > best[found.command].score):
        best[found.command] = found


def _fit_behind(template: _Template, said: Sequence[Token], front: int, text: str, language: Language) -> Candidate | None:
    """The phrase without its time on the words behind a time; that time fills its slot."""
    found = _fit(template, said[front:], text, language)
    if found is None:
        return None
    return replace(found, score=found.score - _FRONTED_COST, slots={**found.slots, template.fronted: raw(text, said[:front])})


def _fit(template: _Template, said: Sequence[Token], text: str, language: Language) -> Candidate | None:
    state = _walk(template.network, said)
    if state is None:
        return None
    gaps = _gaps(template.network, state, len(said))
    literal = state.words / len(said)
    score = 1.0 - _GAP_COST * (1.0 - literal) - _INFLECTED_COST * (state.words - state.exact)
    if not state.words:
        score = _GAP_COST
    spans = tell_apart(template.command, gaps, said, text, language)
    slots = {slot: raw(text, said[start:end]) for slot, start, end in spans}
    for slot, words in slots.items():
        if not readable(template.command, slot, words, language):
            score *= _UNREADABLE
    if template.lacks:
        score *= _LACKING
    return Candidate(template.command.name, max(score, 0.0), slots, template.phrase)


def _walk(automaton: Network, said: Sequence[Token]) -> _State | None:
    """The way through the automaton that takes all words, as many of them as possible literally (Viterbi)."""
    reached: dict[int, _State] = {}
    for place in automaton.first:
        _step(automaton, place, said[0], None, reached)
    for token in said[1:]:
        if not reached:
            return None
        following: dict[int, _State] = {}
        for state in reached.values():
            for place in automaton.follow[state.place]:
                _step(automaton, place, token, state, following)
            if isinstance(automaton.places[state.place], Gap):
                _step(automaton, state.place, token, state, following)
        reached = following
    ends = [state for state in reached.values() if END in automaton.follow[state.place]]
    return max(ends, key=lambda state: state.worth, default=None)


def _step(automaton: Network, place: int, token: Token, before: _State | None, reached: dict[int, _State]) -> None:
    if place == END:
        return
    wanted = automaton.places[place]
    words, exact = (before.words, before.exact) if before else (0, 0)
    if not isinstance(wanted, Gap):
        if wanted.lemma != token.lemma and wanted.word != token.word:
            return
        words, exact = words + 1, exact + (wanted.word == token.word)
    known = reached.get(place)
    if known is None or (words, exact) > known.worth:
        reached[place] = _State(words, exact, place, before)


def _gaps(automaton: Network, state: _State | None, count: int) -> list[tuple[str, int, int]]:
    """(slot, first word, word after the last) of every filled gap, in order."""
    found: list[tuple[str, int, int]] = []
    last = -1
    at = count
    while state is not None:
        at -= 1
        wanted = automaton.places[state.place]
        if isinstance(wanted, Gap):
            if found and last == state.place:
                slot, _start, end = found[-1]
                found[-1] = (slot, at, end)
            else:
                found.append((wanted.slot, at, at + 1))
        last = state.place
        state = state.before
    return found[::-1]
