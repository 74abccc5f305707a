"""All matchers asked about one clause, their scores made comparable: one confidence for each command."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.extensions.understanding import Candidate, Matcher
from assistant.understanding.coverage import Coverage
from assistant.understanding.cues import PREPOSITIONS
from assistant.understanding.cuts import cuts
from assistant.understanding.manner import led_in
from assistant.understanding.mood import Moods, mood
from assistant.understanding.openers import FIRST_WORD, Openers
from assistant.understanding.phrases import end_round
from assistant.understanding.tokens import Token, content, tokens

_SURE = 0.99
"""Nothing is surer than this."""
_LEARNED_SURE = 0.98
"""A likeness is never surer than this."""
_BEATEN = 0.5
"""What is left of a template's confidence when another template explains more of the words."""
_ROOM = 1.25
"""A later matcher's confidence is scaled by this less what the earlier ones are sure of: templates are asked first."""
_LIMIT = 10
_HEARD = 64
"""Clauses whose meaning is kept."""
_DOUBTFUL = 0.75
"""A likeness less sure than this is looked for once more without what leads the clause in."""
_UNNAMED = 0.4
"""A likeness to a command that does something is never surer than this when none of its own words was said."""
_TELLS = 0.97
"""How sure a phrase is that ends in told words: whatever they say is what is told, not what is meant now."""

Vector = Sequence[float]
"""What an embeddings model makes of a text."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A command that may be meant. `words` are the slots' words, not yet read; `matcher` and `why` say who found it."""

    command: Command
    confidence: float
    words: Mapping[str, str] = field(default_factory=dict)
    matcher: str = ""
    why: str = ""
    without: int = 0
    """So many characters lead the clause in and are no part of what it means."""

    @property
    def tells(self) -> bool:
        """Whether its phrase fits and the rest of the words is what is told: such a clause is one, whatever it holds."""
        return self.matcher == "template" and any(self.command.slots[name].type == "told" for name in self.words)


@dataclass(frozen=True, slots=True)
class _Learned:
    matchers: Mapping[str, Matcher]
    commands: Mapping[str, Command]
    openers: Openers
    coverage: Coverage
    moods: Moods


class Matching:
    """The matchers with what they learned. `best` may be called from any thread while `load` runs in another."""

    def __init__(self) -> None:
        self._learned = _Learned({}, {}, Openers(()), Coverage(()), Moods(()))
        self._vectors: Mapping[str, Vector] = {}
        self._heard: dict[str, Vector] = {}
        self._best = functools.lru_cache(maxsize=2048)(functools.partial(_best, self._learned))

    def load(self, commands: Sequence[Command]) -> None:
        """Learn these commands instead of all others; the change is seen at once and as a whole."""
        classes = [
            (name, plugins.load("understanding.matchers", name, Matcher)) for name in plugins.names("understanding.matchers")
        ]
        matchers = {name: made() for name, made in sorted(classes, key=lambda pair: pair[1].rank)}
        for matcher in matchers.values():
            matcher.fit(commands)
            if self._vectors:
                matcher.mean(self._vectors)
        openers, coverage, moods = Openers(commands), Coverage(commands), Moods(commands)
        end_round()
        self._learned = _Learned(matchers, {command.name: command for command in commands}, openers, coverage, moods)
        self._best = functools.lru_cache(maxsize=2048)(functools.partial(_best, self._learned))

    def take_over(self, other: Matching) -> None:
        """Know from now on what the other one knows; the change is seen at once and as a whole."""
        self._learned, self._best = other._learned, other._best

    def trial(self) -> Matching:
        """Another one that knows nothing yet but the same meanings."""
        other = Matching()
        other._vectors, other._heard = self._vectors, self._heard
        return other

    def sentences(self) -> Sequence[str]:
        """Sentences of the commands whose meaning, as vectors, would help to find them."""
        return tuple(dict.fromkeys(text for matcher in self._learned.matchers.values() for text in matcher.sentences()))

    def mean(self, vectors: Mapping[str, Vector]) -> None:
        """Learn the meanings of such sentences instead of all others; none: go by words alone. Call it in a worker thread."""
        self._vectors = vectors
        self._heard.clear()
        for matcher in self._learned.matchers.values():
            matcher.mean(vectors)

    def hear(self, vectors: Mapping[str, Vector]) -> None:
        """Know the meanings of clauses that are about to be read."""
        self._heard.update(vectors)
        while len(self._heard) > _HEARD:
            self._heard.pop(next(iter(self._heard)), None)

    @property
    def commands(self) -> Mapping[str, Command]:
        """What is known, by name."""
        return self._learned.commands

    @property
    def openers(self) -> Openers:
        """How the phrases that are known begin."""
        return self._learned.openers

    def best(self, text: str, language: Language) -> tuple[Guess, ...]:
        """The likeliest commands for a whole clause, best first; by its meaning too where that is known."""
        vector = self._heard.get(text)
        return self._best(text, language) if vector is None else _best(self._learned, text, language, vector)

    def fitting(self, text: str, language: Language) -> tuple[tuple[Guess, ...], float]:
        """Only what templates say, a fraction of the work, and a bound: no other guess of `best` is surer than that."""
        return _fitting(self._learned, text, language) if content(text) else ((), 1.0)

    def corrected(self, text: str, language: Language) -> bool:
        """Whether the owner taught by a correction what exactly these words mean."""
        matcher = self._learned.matchers.get("learned")
        return matcher is not None and bool(matcher.match(text, language))

    def plain(self, text: str, language: Language) -> tuple[Guess, ...]:
        """The likeliest commands as if nothing had been learned from corrections: how sentences are cut does not change by them."""
        if not self.corrected(text, language):
            return self._best(text, language)
        others = {name: matcher for name, matcher in self._learned.matchers.items() if name != "learned"}
        return _best(replace(self._learned, matchers=others), text, language)


def confidence(matcher: str, candidates: Sequence[Candidate], covered: Sequence[float]) -> list[float]:
    """How likely each candidate of one matcher is right, 0..1. Third-party matchers are taken at their word.

    `covered` is for each candidate the share of the clause that its command's phrases speak of.
    """
    scores = [candidate.score for candidate in candidates]
    if matcher == "template":
        return _template(scores)
    if matcher == "examples":
        return _examples(scores, covered)
    if matcher == "examples by meaning":
        return _by_meaning(scores)
    return scores


def _template(scores: Sequence[float]) -> list[float]:
    """A fit is nearly always right; of two fits the one with more literal words."""
    sure = [min(_SURE, 1 - 0.45 * (1 - score)) if score > 0.5 else score for score in scores]
    return [value if score > scores[0] - 0.001 else value * _BEATEN for value, score in zip(sure, scores, strict=True)]


def _examples(scores: Sequence[float], covered: Sequence[float]) -> list[float]:
    """Logistic in the score, its distance to the next and the coverage; the constants were fitted on validation sentences."""
    found = []
    for i, (score, share) in enumerate(zip(scores, covered, strict=True)):
        rival = scores[1] if i == 0 and len(scores) > 1 else scores[0] if i else 0.0
        found.append(_LEARNED_SURE / (1 + math.exp(-(6.5 * score + 2.9 * (score - rival) + 2.4 * share - 3.85))))
    return found


def _by_meaning(scores: Sequence[float]) -> list[float]:
    """The same for words and meaning together; what nobody means is told apart by its meaning, not by its unknown words."""
    found = []
    for i, score in enumerate(scores):
        rival = scores[1] if i == 0 and len(scores) > 1 else scores[0] if i else 0.0
        found.append(_LEARNED_SURE / (1 + math.exp(-(1.9 * score + 8.7 * (score - rival) - 1.15))))
    return found


def _best(learned: _Learned, text: str, language: Language, vector: Vector | None = None) -> tuple[Guess, ...]:
    said = content(text)
    if not said:
        return ()
    guesses = _ask(learned, text, language, vector)
    words = tokens(text)
    behind = [words[at].start for at in led_in(words)]
    if behind and _leads_by_itself(learned, text, language, behind[-1]):
        return guesses
    for start in behind:
        if guesses and guesses[0].matcher == "template":
            return guesses
        guesses = max(guesses, _led(_fitting(learned, text[start:], language)[0], start), key=_standing)
    if behind and _begins(learned.openers, words) and (not guesses or guesses[0].confidence < _DOUBTFUL):
        guesses = max(guesses, _led(_ask(learned, text[behind[-1] :], language, vector), behind[-1]), key=_standing)
    return guesses


def _leads_by_itself(learned: _Learned, text: str, language: Language, end: int) -> bool:
    """Whether a lead-in is a command of its own, told from what follows it: "hello, and then remind me"."""
    apart = (cut.left for cut in cuts(text, learned.openers) if cut.right <= end)
    return any(_fitting(learned, text[:left], language)[0] for left in apart)


def _begins(openers: Openers, said: Sequence[Token]) -> bool:
    """Whether what stands behind all lead-ins begins like a command."""
    first = led_in(said)[-1]
    return openers.kind(said, first) != "" or (
        openers.learned(said[first].word) > FIRST_WORD and said[first].word not in PREPOSITIONS
    )


def _led(guesses: Sequence[Guess], start: int) -> tuple[Guess, ...]:
    return tuple(replace(guess, without=start) for guess in guesses)


def _fitting(learned: _Learned, text: str, language: Language) -> tuple[tuple[Guess, ...], float]:
    guesses: dict[str, Guess] = {}
    left = 1.0
    for name in learned.matchers:
        if name not in ("learned", "template"):
            break
        left = _hear(learned, name, text, language, guesses, left)
        if name == "template":
            return _ranked(guesses), left
    return (), 1.0


def _standing(found: Sequence[Guess]) -> tuple[bool, float]:
    return (found[0].matcher == "template", found[0].confidence) if found else (False, 0.0)


def _ask(learned: _Learned, text: str, language: Language, vector: Vector | None) -> tuple[Guess, ...]:
    guesses: dict[str, Guess] = {}
    left = 1.0
    for name in learned.matchers:
        left = _hear(learned, name, text, language, guesses, left, vector)
    return _ranked(guesses)


def _hear(
    learned: _Learned,
    name: str,
    text: str,
    language: Language,
    guesses: dict[str, Guess],
    left: float,
    vector: Vector | None = None,
) -> float:
    """Take one matcher's candidates into the guesses; `left` is what is left for it, and what is left after it is returned."""
    matcher = learned.matchers[name]
    meant = matcher.match_meaning(text, language, vector) if vector is not None else None
    candidates = matcher.match(text, language) if meant is None else meant
    said = content(text)
    covered = [learned.coverage.share(candidate.command, said) for candidate in candidates] if name != "template" else ()
    calibrated = name if meant is None else f"{name} by meaning"
    guessed = name not in ("learned", "template")
    heard = mood(said) if guessed else None
    for candidate, sure in zip(candidates, confidence(calibrated, candidates, covered), strict=True):
        sure *= learned.moods.left(candidate.command, heard)
        if guessed and learned.moods.acts(candidate.command) and not learned.coverage.says(candidate.command, said):
            sure = min(sure, _UNNAMED)
        known = guesses.get(candidate.command)
        if known is None or sure * left > known.confidence:
            words = candidate.slots or (known.words if known else {})
            guesses[candidate.command] = Guess(learned.commands[candidate.command], sure * left, words, name, candidate.why)
    return min(1.0, _ROOM - max((guess.confidence for guess in guesses.values()), default=0.0))


def _ranked(guesses: Mapping[str, Guess]) -> tuple[Guess, ...]:
    told = next((guess for guess in guesses.values() if guess.tells), None)
    if told is not None:
        others = [replace(guess, confidence=guess.confidence * _BEATEN) for guess in guesses.values() if not guess.tells]
        return (replace(told, confidence=_TELLS), *sorted(others, key=lambda guess: -guess.confidence)[: _LIMIT - 1])
    return tuple(sorted(guesses.values(), key=lambda guess: -guess.confidence)[:_LIMIT])
