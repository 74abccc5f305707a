"""One turn: what the owner said becomes an answer to an open question, or a plan that is kept and carried out.

Spoken and typed words are the same from here on. A turn is kept before anything follows from it: the utterance, its plan
and the duty to carry it out are one transaction, so that kill -9 loses nothing that was accepted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

import anyio
import anyio.to_thread

from assistant import clock
from assistant.domain.base import Json, Language, new_id
from assistant.domain.command import Command, LocalText
from assistant.domain.event.said import MessageSaid
from assistant.domain.event.turn import UtteranceAnswered
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Verdict
from assistant.domain.run import FOR_ALL, Answer, Question, Source
from assistant.domain.speech import Utterance, UtteranceSource
from assistant.errors import AssistantError, Conflict, NotFound
from assistant.flows.live import LiveRuns
from assistant.store.events import Events
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.telemetry import span
from assistant.understanding.reply import Reply, is_whole, is_yes_or_no, read_answer, reply
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding

logger = logging.getLogger(__name__)
FRESH = timedelta(minutes=10)
"""So long a question whose answer may sound like an order takes orders for itself."""
_ABOUT_ITSELF = frozenset(["commands", "history", "run", "turn", "undo", "voice"])
"""Step kinds that are about the assistant and what was said to it."""
_ID = re.compile(r"[a-z]{1,12}-(?:[0-9a-z]{9}-[0-9a-f]{10}|[0-9a-f]{20})")
"""What names something here, by `new_id` or as letters and threads are named, and has no room for words."""
LONGEST = 4_000
"""Characters of one utterance."""

_UNREADABLE = {
    "en": "I could not read that as {type}. Try for example: {example}.",
    "ru": "Не удалось понять это как «{type}». Попробуйте, например: {example}.",
}
_LOOK_FIRST: LocalText = {
    "en": "This would act with text that came from outside, so a spoken yes is not enough: look at the card and press “Yes”.",
    "ru": "Здесь текст, который пришёл извне, поэтому сказать «да» мало: посмотрите на карточку и нажмите «Да».",
}
"""A yes to what nobody in the house wrote is given by somebody who has it before the eyes."""
_NOTHING_ASKED: LocalText = {"en": "There is nothing to answer right now.", "ru": "Сейчас отвечать не на что."}
_ASKED_OTHERWISE: LocalText = {
    "en": "Yes or no does not answer this: {question}",
    "ru": "«Да» или «нет» здесь не ответ: {question}",
}
_EXAMPLES: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "moment": {"en": ("a time", "tomorrow at ten"), "ru": ("время", "завтра в десять")},
    "period": {"en": ("a period", "this week"), "ru": ("период", "за эту неделю")},
    "duration": {"en": ("a length of time", "ten minutes"), "ru": ("длительность", "десять минут")},
    "number": {"en": ("a number", "twenty five"), "ru": ("число", "двадцать пять")},
    "money": {"en": ("an amount", "fifty dollars"), "ru": ("сумма", "пятьсот рублей")},
    "email": {"en": ("an address", "anna@example.com"), "ru": ("адрес", "anna@example.com")},
    "url": {"en": ("an address", "example.com"), "ru": ("адрес", "example.com")},
    "account": {"en": ("a mailbox", "work"), "ru": ("ящик", "рабочий")},
    "person": {"en": ("a name", "Anna"), "ru": ("имя", "Анна")},
    "choice": {"en": ("one of the choices", "the first"), "ru": ("один из вариантов", "первое")},
    "list": {"en": ("a list", "milk and bread"), "ru": ("список", "молоко и хлеб")},
}


LookUp = Callable[[Plan], Awaitable[bool]]


class KnownCommands(Protocol):
    """The loaded commands by name."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command as it is now."""


class Turn:
    """Takes utterances. All methods on the event loop; understanding happens in a worker thread.

    `ring` tells the engine that a plan waits; `understands` is set when the commands have been loaded.
    `look_up` finds out what the clauses mean that fit no phrase; when it did, the sentence is read once more.
    `consider` is told of every plan that was kept, and returns at once: clauses nothing fits may get a second opinion.
    """

    def __init__(
        self,
        understanding: Understanding,
        known: KnownCommands,
        turns: Turns,
        runs: Runs,
        events: Events,
        live: LiveRuns,
        ring: Callable[[], None],
        understands: anyio.Event,
        consider: Callable[[Utterance, Plan], None] = lambda _utterance, _plan: None,
        look_up: LookUp | None = None,
    ) -> None:
        self._understanding = understanding
        self._known = known
        self._turns = turns
        self._runs = runs
        self._events = events
        self._live = live
        self._ring = ring
        self._understands = understands
        self._consider = consider
        self._look_up = look_up
        self._taking = anyio.Lock()
        """One utterance after another, as they came: the order of plans is the order of what was said."""

    async def take(self, utterance: Utterance) -> str:
        """One thing the owner said; the id of its turn. The same key again is the same turn. Raises AssistantError."""
        if not utterance.text.strip():
            raise AssistantError("There is nothing to do: the text is empty.", ru="Делать нечего: текст пуст.")
        if len(utterance.text) > LONGEST:
            raise AssistantError(
                f"That is too long for one request; say at most {LONGEST} characters at once.",
                ru=f"Для одной просьбы это слишком длинно; не больше {LONGEST} знаков за раз.",
            )
        await self._understands.wait()
        async with self._taking:
            if known := await self._turns.known(utterance.key):
                return known
            with span("turn", source=utterance.source):
                plan = await anyio.to_thread.run_sync(self._read, utterance)
                if self._look_up is not None and await self._look_up(plan):
                    plan = await anyio.to_thread.run_sync(self._read, utterance)
                if await self._as_answer(utterance, plan) or await self._as_lone_yes_or_no(utterance, plan):
                    return utterance.id
                if not plan.clauses:
                    raise AssistantError(
                        "There are no words in that; say or type what to do.",
                        ru="Здесь нет слов; скажите или напишите, что сделать.",
                    )
                await self._turns.keep(utterance, plan, self._titles(plan.clauses))
        self._ring()
        self._consider(utterance, plan)
        return utterance.id

    async def say(self, text: str, *, key: str, source: UtteranceSource = "keyboard", language: Language | None = None) -> str:
        """Take a typed text; the id of its turn."""
        return await self.take(typed(text, key=key, source=source, language=language))

    async def run(self, command: str, slots: Mapping[str, Json], *, key: str, language: Language) -> str:
        """Carry out a command by its name, as a button of a list does; the id of its turn. What is missing is asked for.

        A value that may hold words nobody here wrote marks the run. Raises NotFound.
        """
        known = self._known.commands.get(command)
        if known is None:
            raise NotFound("There is no such command any more.", ru="Такой команды больше нет.")
        await self._understands.wait()
        async with self._taking:
            if before := await self._turns.known(key):
                return before
            title = known.title.get(language) or next(iter(known.title.values()))
            utterance = typed(title, key=key, source="button", language=language)
            planned = chosen(known, slots, title)
            plan = Plan(id=new_id("plan"), turn=utterance.id, language=language, clauses=(planned,))
            await self._turns.keep(utterance, plan, self._titles(plan.clauses))
        self._ring()
        return utterance.id

    async def decide(self, plan: str, number: int, action: str, *, text: str = "", command: str = "") -> None:
        """The owner's word on one clause that has not begun: skip it, edit its text, or choose a command for it.

        Raises NotFound, Conflict.
        """
        turn, language, clauses = await self._turns.plan(plan)
        if not 0 <= number < len(clauses):
            raise NotFound("That part of the sentence does not exist.", ru="Такой части фразы нет.")
        if action == "edit" and not text.strip():
            raise AssistantError("There is nothing to do: the text is empty.", ru="Делать нечего: текст пуст.")
        clause = clauses[number]
        if action == "skip":
            await self._turns.change_clause(plan, turn, number, clause.planned, skipped=True)
            return
        planned = await anyio.to_thread.run_sync(self._decided, clause.planned, language, action, text, command)
        await self._turns.change_clause(plan, turn, number, planned)
        if planned.verdict is not Verdict.PROPOSE:
            await self._turns.reopen(f"{plan}@{new_id('again')}")
            self._ring()

    async def answer(self, question: str, value: Json, *, hash_: str, by: str, always: bool = False) -> None:
        """An answer from a card. A slot's value may come as words and is read here. Raises NotFound, Conflict."""
        asked = next((open_ for open_ in await self._runs.questions() if open_.id == question), None)
        if asked is None:
            raise Conflict("That question has already been answered.", ru="На этот вопрос уже ответили.")
        language = detect_language(value) if isinstance(value, str) else detect_language(asked.text)
        given = await anyio.to_thread.run_sync(read_answer, asked, value, language, clock.now())
        if given is None:
            raise AssistantError(_unreadable(asked, language))
        await self._live.answer(
            Answer.model_validate({"question": question, "value": given, "hash": hash_, "by": by, "always": always})
        )

    def is_complete(self, text: str) -> bool:
        """Whether spoken words are whole, so that the end of speech need not be waited for long.

        A plain answer to an open question is; what is told to a question that takes any words never is: more may come.
        """
        asked = self._live.asked
        return self.is_answer(text) or (not (asked and _is_fresh(asked[0])) and self._understanding.is_complete(text))

    def is_answer(self, text: str) -> bool:
        """Whether these words are a plain answer to an open question: a yes, a no, an option, a word of leaving."""
        language, now = detect_language(text), clock.now()
        return any(is_whole(question, text, language, now) for question in self._live.asked)

    # --- within ---

    def _read(self, utterance: Utterance) -> Plan:
        with span("match"):
            return self._understanding.read(
                utterance.text, utterance.language, now=clock.now(), turn=utterance.id, plan_id=new_id("plan")
            )

    def _decided(self, planned: PlannedClause, language: str, action: str, text: str, command: str) -> PlannedClause:
        spoken: Language = "ru" if language == "ru" else "en"
        words = text if action == "edit" else planned.clause.text
        read = self._understanding.read_clause(words, spoken, now=clock.now(), joined=planned.clause.joined)
        if action == "edit":
            return read.model_copy(update={"after": planned.after})
        chosen = tuple(match for match in (*read.candidates, *planned.candidates) if match.command == command)
        if not chosen:
            raise NotFound("That command is not among the choices.", ru="Этой команды нет среди вариантов.")
        return planned.model_copy(update={"verdict": Verdict.RUN, "candidates": chosen[:1]})

    async def _as_answer(self, utterance: Utterance, plan: Plan) -> bool:
        """Whether the words answer an open question (newest first); then the answer is given and the turn is kept."""
        is_command = self._is_clearly_a_command(plan) and not set("{}") & set(utterance.text)
        for question in await self._runs.questions():
            meant = await anyio.to_thread.run_sync(reply, question, utterance.text, utterance.language, clock.now())
            if meant.kind == Reply.OTHER:
                continue
            if is_command and question.kind in ("slot", "ask") and not self._takes_commands(question, plan):
                continue
            is_yes = meant.value is True or (question.also and meant.value == FOR_ALL)
            unseen = utterance.source == "voice" and bool(question.sources) and is_yes
            if unseen or meant.kind == Reply.UNREADABLE:
                if not unseen and not self._is_no_command(plan):
                    continue
                text = _LOOK_FIRST[utterance.language] if unseen else _unreadable(question, utterance.language)
                told = MessageSaid(turn=utterance.id, run="", path=question.path, text=text)
                return await self._turns.keep_reply(utterance, told, None)
            with suppress(Conflict):  # answered in the same moment elsewhere: the words may be meant for another question
                await self._give(utterance, question, meant)
                return True
        return False

    async def _as_lone_yes_or_no(self, utterance: Utterance, plan: Plan) -> bool:
        """Whether the words are a yes or no that answers nothing; then the owner is told so, and nothing is proposed."""
        if not is_yes_or_no(utterance.text) or any(clause.verdict is not Verdict.PROPOSE for clause in plan.clauses):
            return False
        asked = next(iter(await self._runs.questions()), None)
        text = _ASKED_OTHERWISE[utterance.language].format(question=asked.text) if asked else _NOTHING_ASKED[utterance.language]
        await self._turns.keep_reply(utterance, MessageSaid(turn=utterance.id, run="", path="", text=text), None)
        return True

    async def _give(self, utterance: Utterance, question: Question, meant: Reply) -> None:
        told = UtteranceAnswered(turn=utterance.id, run=question.run, question=question.id)
        if meant.kind == Reply.CANCEL:
            await self._turns.keep_reply(utterance, told, None)
            await self._live.wish(question.run, "cancel")
            return
        by = "voice" if utterance.source == "voice" else "keyboard"
        answer = Answer.model_validate({"question": question.id, "value": meant.value, "hash": question.hash, "by": by})
        await self._turns.keep_reply(utterance, told, answer)
        self._live.wake(question.run)

    def _takes_commands(self, question: Question, plan: Plan) -> bool:
        """Whether these orders are what was asked for; a new telling never is, nor what is said to the assistant itself ("help",
        "undo that"), and an old question lets orders pass."""
        best = plan.clauses[0].candidates[:1] if plan.clauses else ()
        known = self._known.commands
        return _is_fresh(question) and not any(_is_aside(known[match.command]) for match in best if match.command in known)

    @staticmethod
    def _is_clearly_a_command(plan: Plan) -> bool:
        return all(
            clause.verdict is Verdict.RUN and clause.candidates and clause.candidates[0].matcher == "template"
            for clause in plan.clauses
        )

    @staticmethod
    def _is_no_command(plan: Plan) -> bool:
        return all(clause.verdict in (Verdict.PROPOSE, Verdict.CLARIFY, Verdict.CONFIRM) for clause in plan.clauses)

    def _titles(self, clauses: Sequence[PlannedClause]) -> dict[str, LocalText]:
        known = self._known.commands
        names = {match.command for clause in clauses for match in clause.candidates}
        return {name: known[name].title for name in sorted(names) if name in known}


def typed(
    text: str, *, key: str, source: UtteranceSource, language: Language | None = None, replaces: str | None = None
) -> Utterance:
    """An utterance of typed words, now."""
    return Utterance(
        id=new_id("turn"),
        key=key,
        text=text,
        source=source,
        language=language or detect_language(text),
        at=clock.now(),
        replaces=replaces,
    )


def chosen(command: Command, slots: Mapping[str, Json], title: str) -> PlannedClause:
    """A clause that is this command for sure, with these slots and the defaults of the others; one to be confirmed still is."""
    given = {name: value for name, value in slots.items() if name in command.slots}
    outside = (Source(kind="page", title=title),)
    match = Match(
        command=command.name,
        confidence=1.0,
        slots={**{name: slot.default for name, slot in command.slots.items() if slot.default is not None}, **given},
        missing=tuple(
            name for name, slot in command.slots.items() if slot.required and name not in given and slot.default is None
        ),
        matcher="button",
        effect=command.effect,
    )
    return PlannedClause(
        clause=Clause(text=title, start=0, end=len(title)),
        verdict=Verdict.CONFIRM if command.confirm else Verdict.RUN,
        candidates=(match,),
        sources={name: outside for name, value in given.items() if not _is_id(value)},
    )


def _is_id(value: Json) -> bool:
    """Whether a value can only name something here: it has no room for words."""
    return isinstance(value, bool | int | float) or (isinstance(value, str) and _ID.fullmatch(value) is not None)


def _is_aside(command: Command) -> bool:
    """Whether it teaches, or is about the conversation itself; an owner who says so means it now."""
    kinds = {step.kind.split(".")[0] for step in command.flow.steps}
    return bool(kinds & _ABOUT_ITSELF) or any(slot.type == "told" for slot in command.slots.values())


def _is_fresh(question: Question) -> bool:
    """Whether a question that takes any words still takes orders for itself."""
    return question.verbatim and clock.now() - question.asked < FRESH


def _unreadable(question: Question, language: Language) -> str:
    kind, example = _EXAMPLES.get(question.slot_type, _EXAMPLES["choice"])[language]
    return _UNREADABLE[language].format(type=kind, example=example)
