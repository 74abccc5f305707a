"""What a trigger that fires is kept as: a turn that nobody said, with a plan of one clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Json, Language, new_id
from assistant.domain.command import Command, Slot
from assistant.domain.event.due import TriggerFired
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Verdict
from assistant.domain.run import Source
from assistant.domain.speech import Utterance
from assistant.domain.trigger import Trigger
from assistant.errors import ExpressionError
from assistant.extensions.understanding import SlotContext, SlotType
from assistant.flows import expressions
from assistant.store.triggers import Firing
from assistant.wording import numbers, times

_LATE: Mapping[Language, str] = {
    "en": "“{title}” was due {when}{times} while you were away. Do it now?",
    "ru": "«{title}» — должно было выполниться {when}{times}, пока вас не было. Выполнить сейчас?",
}
_SENDS: Mapping[Language, str] = {
    "en": "The webhook “{spec}” started “{title}”, which sends something. Look at what came, and go on?",
    "ru": "Вебхук «{spec}» запустил «{title}», а эта команда что-то отправляет. Посмотрите, что пришло. Продолжить?",
}
_CONFIRM: Mapping[Language, str] = {"en": "Do this now: {title}?", "ru": "Выполнить сейчас: {title}?"}


class Fires:
    """One firing: `key` makes it once, `due` is when it was due, `times` how often since; `brings` are the values of templates."""

    def __init__(
        self, trigger: str, command: Command, line: Trigger, key: str, due: datetime, language: Language, now: datetime
    ) -> None:
        self.trigger, self.command, self.line, self.key, self.due, self.language, self.now = (
            trigger, command, line, key, due, language, now,
        )  # fmt: skip
        self.times = 1
        self.late = False
        self.asks = False
        self.depth = 0
        self.brings: dict[str, Json] = {}
        self.sources: tuple[Source, ...] = ()
        """Where what it brings came from, when nobody in the house wrote it."""

    def kept(self, *, next_due: datetime | None = None, seen: str | None = None) -> Firing:
        """All that is kept of it."""
        turn, title = new_id("turn"), _title(self.command, self.language)
        slots, missing = self._slots()
        sources = {name: self.sources for name in slots if self.sources and self._is_brought(name)}
        ask = self._question(title)
        match = Match(
            command=self.command.name,
            confidence=1.0,
            slots=slots,
            missing=missing,
            matcher="trigger",
            why=self.line.spec,
            effect=self.command.effect,
        )
        clause = PlannedClause(
            clause=Clause(text=title, start=0, end=len(title)),
            verdict=Verdict.CONFIRM if ask else Verdict.RUN,
            candidates=(match,),
            sources=sources,
            ask=ask,
        )
        utterance = Utterance(id=turn, key=self.key, text=title, source="trigger", language=self.language, at=self.now)
        told = TriggerFired(
            turn=turn,
            trigger=self.trigger,
            command=self.command.name,
            title=self.command.title,
            kind=self.line.kind,
            spec=self.line.spec,
            due=self.due,
            times=self.times,
            late=self.late,
        )
        plan = Plan(id=new_id("plan"), turn=turn, language=self.language, clauses=(clause,))
        titles = {self.command.name: self.command.title}
        return Firing(told=told, utterance=utterance, plan=plan, titles=titles, depth=self.depth, due=next_due, seen=seen)

    def _question(self, title: str) -> str:
        """What to ask first; empty when it just runs. What a stranger sent may not be sent on unseen."""
        if self.asks:
            when = times.at_moment(self.due, self.now, self.language)
            often = f" ({numbers.number(self.times, self.language)} ×)" if self.times > 1 else ""
            return _LATE[self.language].format(title=title, when=when, times=often)
        if self.line.kind == "webhook" and self.command.effect == "sends":
            return _SENDS[self.language].format(title=title, spec=self.line.spec)
        return _CONFIRM[self.language].format(title=title) if self.command.confirm else ""

    def _slots(self) -> tuple[dict[str, Json], tuple[str, ...]]:
        """Values of the slots, and the required ones that have none."""
        names = {"now": self.now.isoformat(), "due": self.due.isoformat(), **self.brings}
        slots: dict[str, Json] = {}
        missing = []
        for name, slot in self.command.slots.items():
            value = self._value(slot, names)
            if value is not None:
                slots[name] = value
            elif slot.required and slot.default is None:
                missing.append(name)
        return slots, tuple(missing)

    def _is_brought(self, name: str) -> bool:
        """Whether a slot may hold some of what the trigger brought, which is all but constants and defaults."""
        if name in self.line.slots:
            return bool(expressions.mentioned(self.line.slots[name]))
        body = self.brings.get("body")
        return name in self.brings or (isinstance(body, Mapping) and name in body)

    def _value(self, slot: Slot, names: Mapping[str, Json]) -> Json:
        raw = self.line.slots.get(slot.name, slot.default)
        if slot.name in self.line.slots:
            try:
                raw = expressions.evaluate(raw, names)
            except ExpressionError:
                raw = None  # asked for, as any value that is missing
        elif isinstance(body := self.brings.get("body"), Mapping) and slot.name in body:
            raw = body[slot.name]
        elif slot.name in self.brings:
            raw = self.brings[slot.name]
        if not isinstance(raw, str):
            return raw
        context = SlotContext(now=self.now, language=self.language, slot=slot)
        read = plugins.load("understanding.slots", slot.type, SlotType)().read(raw, context)
        return raw if read is None and slot.type in ("text", "choice", "list") else read


def _title(command: Command, language: Language) -> str:
    return command.title.get(language) or next(iter(command.title.values()))
