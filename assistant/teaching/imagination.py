"""What somebody might have said, for a dry run: answers and slots the owner did not give."""

from __future__ import annotations

from collections.abc import Mapping

import anyio.to_thread

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot
from assistant.domain.run import Question
from assistant.domain.value import SlotKind
from assistant.errors import StepError, StepRefused
from assistant.registry.conflicts import examples
from assistant.understanding import fill
from assistant.understanding.fill import FillContext
from assistant.understanding.reply import read_answer


class Answers:
    """Answers questions: with what was given for the path of the step that asks, else with an example of what is wanted."""

    def __init__(self, given: Mapping[str, Json], language: Language) -> None:
        self._given, self._language = given, language

    async def __call__(self, question: Question) -> Json:
        """The answer's value. Raises StepError when what was given is no answer."""
        if question.path not in self._given:
            return await anyio.to_thread.run_sync(self._imagined, question)
        given = self._given[question.path]
        if question.kind == "choose" and isinstance(given, str) and given in question.options:
            given = question.options.index(given)
        value = await anyio.to_thread.run_sync(read_answer, question, given, self._language, clock.now())
        if value is None:
            raise StepError(f"{given!r} is no answer to “{question.text}”.", ru=f"{given!r} — не ответ на «{question.text}».")
        return value

    def _imagined(self, question: Question) -> Json:
        match question.kind:
            case "confirm" | "approve":
                return True
            case "choose":
                return 0
        slot = Slot.model_validate({"name": question.slot or "answer", "type": question.slot_type, "choices": question.choices})
        return _example(slot, self._language)


def slots_of(command: Command, given: Mapping[str, Json], language: Language) -> dict[str, Json]:
    """The slots of a dry run: what was given, words read by their type, and examples for what is missing and required.

    Blocking. Raises StepRefused for words that are no value of their slot.
    """
    found: dict[str, Json] = {}
    context = FillContext(clock.now(), language)
    for name, slot in command.slots.items():
        if given.get(name) in (None, ""):
            if slot.default is not None:
                read = fill.read(slot, slot.default, context) if isinstance(slot.default, str) else None
                found[name] = slot.default if read is None else read
            elif slot.required:
                found[name] = _example(slot, language)
            continue
        value = given[name]
        if isinstance(value, str) and slot.type != "text":
            value = fill.read(slot, value, context)
            if value is None:
                raise StepRefused(_unreadable(name, str(given[name]), slot.type, language))
        found[name] = value
    return found


def _example(slot: Slot, language: Language) -> Json:
    words = examples({slot.name: slot}, language)[slot.name]
    return fill.read(slot, words, FillContext(clock.now(), language)) if slot.type != "text" else words


def _unreadable(name: str, said: str, kind: SlotKind, language: Language) -> str:
    return {
        "en": f"The slot `{name}` wants a {kind}, “{said}” is none.",
        "ru": f"Параметру «{name}» нужно значение типа {kind}, а «{said}» им не является.",
    }[language]
