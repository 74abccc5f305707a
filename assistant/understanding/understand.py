"""From the words of an utterance to a plan: what the turn, the edit of a clause and the endpointer call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Verdict
from assistant.settings import UnderstandingSettings
from assistant.understanding.advice import Advice, advised
from assistant.understanding.correct import correct
from assistant.understanding.cuts import DANGLING, cuts
from assistant.understanding.evidence import is_settled, looker
from assistant.understanding.fill import FillContext, fill
from assistant.understanding.finished import sounds_finished
from assistant.understanding.gate import OFFERED, decide
from assistant.understanding.match import Guess, Matching, Vector
from assistant.understanding.openers import Openers
from assistant.understanding.plan import link
from assistant.understanding.reply import is_yes_or_no
from assistant.understanding.split import split
from assistant.understanding.tokens import detect_language, tokens

_UNREAD = 0.6
"""What is left of the confidence for every slot whose words are no value of its type."""
_UNSAID = 0.7
"""The same for every required slot that a likeness did not find at all."""
_ROUNDED = 0.0001
"""Confidences nearer than this may be the same when they are rounded."""


class Understanding:
    """Reads sentences against the loaded commands. `read` may be called from any thread while `load` runs in another."""

    def __init__(self, settings: UnderstandingSettings) -> None:
        self._settings = settings
        self._matching = Matching()

    def apply(self, settings: UnderstandingSettings) -> None:
        """Take changed settings over, from the next sentence on."""
        self._settings = settings

    def load(self, commands: Sequence[Command]) -> None:
        """Learn these commands instead of all others. Takes up to seconds for thousands: call it in a worker thread."""
        self._matching.load(commands)

    @property
    def commands(self) -> Mapping[str, Command]:
        """What is understood, by name."""
        return self._matching.commands

    def trial(self, commands: Sequence[Command]) -> Understanding:
        """Another understanding, of these commands; what both learn alike is learned once. Call it in a worker thread."""
        other = Understanding(self._settings)
        other._matching = self._matching.trial()
        other.load(commands)
        return other

    def take_over(self, other: Understanding) -> None:
        """Understand from now on what the other one does."""
        self._matching.take_over(other._matching)

    def sentences(self) -> Sequence[str]:
        """Sentences of the commands whose meaning, as vectors, would help to find them."""
        return self._matching.sentences()

    def mean(self, vectors: Mapping[str, Vector]) -> None:
        """Learn the meanings of such sentences; none: go by words alone. Call it in a worker thread."""
        self._matching.mean(vectors)

    def hear(self, vectors: Mapping[str, Vector]) -> None:
        """Know the meanings of clauses that are about to be read."""
        self._matching.hear(vectors)

    def read(self, text: str, language: Language, *, now: datetime, turn: str, plan_id: str) -> Plan:
        """What the sentence means, clause by clause. Milliseconds, no input or output."""
        heard = correct(text)
        clauses = [self._planned(clause, language, now) for clause in self.clauses(heard, language)]
        return Plan(id=plan_id, turn=turn, language=language, clauses=link(clauses, self._matching.commands))

    def winner(self, text: str, language: Language, *, now: datetime) -> str | None:
        """The command that `read` would put first for the whole sentence, or None; many times quicker where templates fit."""
        heard = correct(text)
        if sure := self._surely(heard, language, now):
            return sure
        clauses = self.clauses(heard, language)
        if len(clauses) != 1:
            return None
        planned = self._planned(clauses[0], language, now)
        return None if planned.verdict is Verdict.PROPOSE or not planned.candidates else planned.candidates[0].command

    def read_clause(
        self, text: str, language: Language, *, now: datetime, joined: Literal["first", "and", "then"]
    ) -> PlannedClause:
        """What an edited clause means, taken as one command whatever its words are."""
        return self._planned(Clause(text=text, start=0, end=len(text), joined=joined), language, now)

    def advised(self, planned: PlannedClause, advice: Advice, language: Language, *, now: datetime) -> PlannedClause:
        """The clause with what a language model thinks taken into account; the same clause when it changes nothing."""
        context = FillContext(now=now, language=language)
        return advised(planned, advice, self._matching.commands, self._settings, context)

    def is_complete(self, text: str) -> bool:
        """Whether these words are a complete known command, so that the end of speech need not be waited for long.

        Nothing is missing, nothing hangs at the end, and a dictated text at the end sounds finished.
        """
        said = tokens(text)
        if not said or said[-1].word in DANGLING:
            return False
        language = detect_language(text)
        now = datetime.now().astimezone()
        for clause in self.clauses(correct(text), language):
            guesses = self._matching.best(clause.text, language)
            if not guesses or guesses[0].matcher != "template" or guesses[0].confidence < self._settings.run_above:
                return False
            if (
                guesses[0].tells
                or self._match(guesses[0], clause.text, language, now).missing
                or not _is_finished(guesses[0], clause.text)
            ):
                return False
        return True

    @property
    def openers(self) -> Openers:
        """How the phrases that are known begin."""
        return self._matching.openers

    def clauses(self, text: str, language: Language) -> Sequence[Clause]:
        """The sentence cut into commands, not yet read."""
        if self._matching.corrected(text, language):
            return (Clause(text=text.strip(), start=0, end=len(text.strip())),)
        return split(text, self._matching.openers, looker(self._matching, language))

    def _surely(self, heard: str, language: Language, now: datetime) -> str | None:
        """The winner when a template fits so well that nothing else could come near, else None."""
        whole = heard.strip()
        guesses, bound = self._matching.fitting(whole, language)
        bound = max(bound, self._settings.confirm_above) + _ROUNDED
        if not guesses or guesses[0].confidence <= bound:
            return None
        if not is_settled(guesses[0]) and any(cuts(heard, self._matching.openers)):
            return None
        second = max(bound, guesses[1].confidence + _ROUNDED if len(guesses) > 1 else 0.0)
        if guesses[0].confidence * _UNREAD ** len(guesses[0].words) > second:
            return guesses[0].command.name
        best, sure = "", bound
        for guess in guesses[: OFFERED + 2]:
            if guess.confidence <= sure:
                break
            filled = self._match(guess, whole, language, now).confidence
            if filled > sure:
                best, sure = guess.command.name, filled
        return best or None

    def _planned(self, clause: Clause, language: Language, now: datetime) -> PlannedClause:
        guesses = self._matching.best(clause.text, language)[: OFFERED + 2]
        if is_yes_or_no(clause.text) and not (guesses and guesses[0].matcher == "template"):
            return PlannedClause(clause=clause, verdict=Verdict.PROPOSE)
        matches = [self._match(guess, clause.text, language, now) for guess in guesses]
        verdict, candidates = decide(matches, self._matching.commands, self._settings)
        return PlannedClause(clause=clause, verdict=verdict, candidates=candidates)

    def _match(self, guess: Guess, text: str, language: Language, now: datetime) -> Match:
        fits = guess.matcher == "template"
        text = text[guess.without :]
        words = {name: _whole(name, said, guess.command, text) for name, said in guess.words.items()}
        filled = fill(guess.command, words, text, FillContext(now=now, language=language), whole=fits)
        unread = sum(1 for name in guess.words if name in filled.missing)
        unsaid = 0 if fits or guess.matcher == "learned" else sum(1 for name in filled.missing if name not in guess.words)
        return Match(
            command=guess.command.name,
            confidence=round(guess.confidence * _UNREAD**unread * _UNSAID**unsaid, 4),
            slots=filled.values,
            missing=filled.missing,
            matcher=guess.matcher,
            why=guess.why,
            effect=guess.command.effect,
        )


def _whole(name: str, words: str, command: Command, text: str) -> str:
    """Told words with the quotes around them, which no token holds."""
    if command.slots[name].type != "told" or text.count(words) != 1:
        return words
    start = text.index(words)
    before = text[:start]
    first = start - (len(before) - len(before.rstrip('«“„"{')))
    return text[first:].strip() if text[start + len(words) :].strip('»”“".,!?;: }') == "" else text[first : start + len(words)]


def _is_finished(guess: Guess, text: str) -> bool:
    """Whether the free text at the end of a clause, where one stands, could be all of it."""
    for name, words in guess.words.items():
        if guess.command.slots[name].type == "text" and words and text.rstrip(" .!?,;:").endswith(words.rstrip(" .!?,;:")):
            return sounds_finished(tokens(words))
    return True
