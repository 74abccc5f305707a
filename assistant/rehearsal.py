"""Commands tried before they are live: the real understanding of a set of commands, as checks see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot
from assistant.domain.plan import Match, Verdict
from assistant.registry.conflicts import examples
from assistant.registry.matched import Matched, Reach
from assistant.settings import UnderstandingSettings
from assistant.understanding import fill
from assistant.understanding.features import PLAIN
from assistant.understanding.fill import FillContext
from assistant.understanding.phrases import Gap, Word, compiled
from assistant.understanding.tokens import content
from assistant.understanding.understand import Understanding
from assistant.words import lemmas


def matched(commands: Mapping[str, Command], chosen: UnderstandingSettings) -> Matched:
    """The understanding of these commands, the disabled ones left out. Blocking: it learns them first."""
    understanding = Understanding(chosen)
    understanding.load([command for command in commands.values() if command.enabled])
    return known(understanding)


def known(understanding: Understanding) -> Matched:
    """An understanding that has learned; every sentence is read at the same moment."""
    now = clock.now()

    def matches(text: str, language: Language) -> Sequence[Match]:
        """What the whole sentence may mean, best first; nothing when it is several commands or none."""
        clauses = understanding.read(text, language, now=now, turn="", plan_id="").clauses
        return clauses[0].candidates if len(clauses) == 1 and clauses[0].verdict is not Verdict.PROPOSE else ()

    def winner(text: str, language: Language) -> str | None:
        return understanding.winner(text, language, now=now)

    def slots(text: str, language: Language, command: str) -> Mapping[str, Json]:
        return next((match.slots for match in matches(text, language) if match.command == command), {})

    def read_slot(said: Json, language: Language, slot: Slot) -> Json:
        return fill.read(slot, str(said), FillContext(now, language))

    filling = _filling(understanding.commands.values())
    return Matched(winner, slots, read_slot, lambda command: reach(command, filling))


def reach(command: Command, filling: Collection[str]) -> Reach:
    """How far a command reaches: only sentences with all the words one of its phrases cannot do without, and, of those that
    fit no phrase of their own, such as share a telling word with it.

    A sentence of another command's phrase fits that phrase word for word, and no likeness is surer than that. `filling` are
    the dictionary forms of all words that stand for slots when phrases are tried.
    """
    networks = [compiled(phrase) for phrases in command.phrases.values() for phrase in phrases]
    telling = {place.lemma for one in networks for place in one.network.places if isinstance(place, Word)} - PLAIN
    needed = [one.required for one in networks]

    def fits(lemmas: Collection[str]) -> bool:
        return any(all(not words.isdisjoint(lemmas) for words in required) for required in needed)

    def phrase(text: str) -> bool:
        places = compiled(text).network.places
        own = {place.lemma for place in places if isinstance(place, Word)}
        return fits(own.union(filling) if any(isinstance(place, Gap) for place in places) else own)

    def sentence(text: str) -> bool:
        lemmas = {token.lemma for token in content(text)}
        return fits(lemmas) or not telling.isdisjoint(lemmas)

    return Reach(phrase, sentence)


def _filling(commands: Iterable[Command]) -> Collection[str]:
    languages: tuple[Language, ...] = ("en", "ru")
    words = {word for one in commands if one.slots for language in languages for word in examples(one.slots, language).values()}
    return frozenset(lemma for text in words for lemma in lemmas(text).split())
