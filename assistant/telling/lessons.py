"""What the owner says while teaching, understood against the commands there are now; every method may be called in any thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rapidfuzz import fuzz

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.telling import Draft
from assistant.telling import change, keep, sheet, summary, tell
from assistant.telling.change import CannotChange
from assistant.telling.compose import Composer
from assistant.telling.keep import Done
from assistant.telling.sentence import phrases_of
from assistant.telling.values import said_values
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding
from assistant.words import lemmas

_CLEAR = 0.9
"""A phrase this surely another command's cannot be given to a new one."""
_NEAR = 72.0
"""How like its name or a phrase (0..100) words must be to mean a command."""


_PROBES: Mapping[Language, tuple[str, ...]] = {
    "ru": ("покажи {0}", "покажи мои {0}", "открой {0}"),
    "en": ("show {0}", "show my {0}", "open {0}"),
}
"""How a thing that was named is asked for."""


class Lessons:
    """Tells, keeps and changes drafts. Pure but for what the understanding has loaded."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding

    def told(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft with what was said now."""
        return tell.told(self._composer(draft.language, now, draft.composed), draft, words)

    def composed(self, draft: Draft, now: datetime) -> Draft:
        """The draft with the steps a language model has written for what nothing fits."""
        return tell.whole(self._composer(draft.language, now, draft.composed), draft)

    def kept(self, words: str, draft: Draft, done: Sequence[Done], now: datetime) -> Draft:
        """A draft of what was done."""
        return keep.kept(self._composer(draft.language, now), draft, words, done)

    def changed(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft changed by words; when they change nothing, `notes` say why."""
        composer = self._composer(draft.language, now)
        try:
            form = change.changed(composer, draft.form, words)
        except CannotChange as reason:
            return draft.model_copy(update={"notes": (str(reason),)})
        lines = summary.lines(form, composer.commands, draft.language)
        return draft.model_copy(update={"form": form, "summary": lines, "notes": ()})

    def lines(self, form: Mapping[str, Json], language: Language) -> tuple[str, ...]:
        """A command's steps in words."""
        return summary.lines(form, self._understanding.commands, language)

    @staticmethod
    def text(form: Mapping[str, Json]) -> str:
        """A new command as its file."""
        return sheet.text(dict(form))

    def taken(self, phrases: Sequence[str], name: str) -> tuple[str, Command] | None:
        """The first phrase that surely means another command now: templates that fit it word for word, or the same words."""
        now = clock.now()
        for phrase in phrases:
            plan = self._understanding.read(phrase, detect_language(phrase), now=now, turn="", plan_id="")
            best = plan.clauses[0].candidates[:1] if len(plan.clauses) == 1 else ()
            for match in best:
                if match.command != name and match.matcher == "template" and match.confidence >= _CLEAR and not match.missing:
                    return phrase, self._understanding.commands[match.command]
        return None

    def proposed(self, words: str, language: Language, closest: Sequence[str]) -> Draft:
        """A draft for words nothing fitted: they are the phrase, and the nearest command is what to build on."""
        draft = Draft(language=language, phrases=phrases_of(words)[:1] or (words,))
        known = self._understanding.commands
        near = next((name for name in closest if name in known), "")
        step: Json = {"command": near} if near else {"say": words}
        form = {**self.told("", draft.model_copy(update={"wanted": "steps"}), clock.now()).form, "steps": [step]}
        return draft.model_copy(update={"form": form, "text": self.text(form)})

    def instead(self, words: str, language: Language) -> tuple[list[Command], str]:
        """The commands meant instead, and the words to carry out when a sentence with values of its own was put in place of the
        wrong one; one without ("my reminders") only names what the same words mean."""
        composer = self._composer(language, clock.now())
        for said in (words, *(probe.format(words) for probe in _PROBES[language])):
            best = next(iter(composer.find(said)), None)
            if best and best.matcher == "template" and best.confidence >= 0.75:
                right = composer.commands[best.command]
                restated = said == words and any(value not in (None, "") for value in said_values(best, right).values())
                return [right], words if restated else ""
        named = [command for command in self.meant(words) if not any(slot.type == "told" for slot in command.slots.values())]
        return named or [composer.commands[match.command] for match in composer.find(words)][:3], ""

    def meant(self, words: str, *, owned: bool = False) -> list[Command]:
        """The commands a name may mean, likeliest first: by title, file name or phrase."""
        wanted = lemmas(words)
        if not wanted:
            return []
        scored = [
            (score, command)
            for command in self._understanding.commands.values()
            if (not owned or command.origin == "owner") and (score := _likeness(wanted, command)) >= _NEAR
        ]
        return [command for _score, command in sorted(scored, key=lambda pair: -pair[0])[:5]]

    def _composer(self, language: Language, now: datetime, composed: Mapping[str, Sequence[Json]] | None = None) -> Composer:
        return Composer(self._understanding, language, now, composed or {})


def _likeness(wanted: str, command: Command) -> float:
    names = [command.name.replace("-", " "), *command.title.values()]
    names += [phrase for phrases in command.phrases.values() for phrase in phrases if not set(phrase) & set("{[(|")]
    names += [test.say for test in command.tests if test.say]
    return max((fuzz.token_sort_ratio(wanted, lemmas(name)) for name in names), default=0.0)
