"""Every tested sentence of every built-in command, understood and carried out by the real interpreter on doubles of the ports."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant import plugins, ports
from assistant.calendar.calendars import OwnerCalendars
from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.plan import Match
from assistant.domain.record import Event, Note, Reminder, Task
from assistant.domain.table import Column
from assistant.domain.trigger import Trigger, Watched
from assistant.errors import StepError, Undecided
from assistant.extensions.steps import StepKind
from assistant.flows.act import read_params
from assistant.flows.conduct import Conductor
from assistant.flows.desk import Course, Desk, Errand
from assistant.flows.interpreter import Walker
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.settings import CalendarSettings, UnderstandingSettings
from assistant.telling.keep import Done
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding
from tests.fakes.browser_tasks import FakeBrowserTasks
from tests.fakes.folders import FakeFolders
from tests.fakes.mail import FakeMail
from tests.fakes.model import FakeModel
from tests.fakes.ports import (
    FakeCommands,
    FakeContext,
    FakeFiles,
    FakeHistory,
    FakeOpener,
    FakeRecords,
    FakeRuns,
    FakeSchedules,
    FakeTurns,
    FakeUndo,
    FakeVoice,
    FakeWindows,
)
from tests.fakes.sites import FakeSites
from tests.fakes.tables import FakeTables
from tests.fakes.teaching import TAUGHT, FakeLessons, FakeMistakes, FakeShowings, FakeTeaching
from tests.showing.shown import opened, pressed, typed

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a@b\nDTSTART:20260506T070000Z\nSUMMARY:Lunch\nEND:VEVENT\nEND:VCALENDAR"

TOLD = "покажи мои задачи"
"""What is answered while a command is taught and it is asked what to do."""
TASK_LIST = Path(__file__).parents[2] / "commands" / "task-list.yaml"
TABLE = (Column(name="What"), Column(name="Amount", type="number"))


@dataclass
class ScriptedDesk(Desk):
    """Carries steps out at once, on doubles; every question gets the answer that fits it."""

    ports: Mapping[type, object]
    said: list[tuple[str, list[Json], str]] = field(default_factory=list)
    asked: list[Mapping[str, Json]] = field(default_factory=list)

    async def record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """At once."""
        return await work()

    async def act(self, course: Course, errand: Errand) -> dict[str, Json]:
        """The real step kind on the doubles."""
        kind = plugins.load("steps", errand.step.kind, StepKind)
        context = FakeContext(
            NOW, course.language, self.ports, key=f"{course.run}:{errand.path}", run=course.run, turn=course.turn
        )
        params = read_params(errand.step.kind, kind, errand.params)
        try:
            result = await kind().run(params, context)
        except Undecided as error:
            self.asked.append(dict(error.question))
            context.decided = {error.key: 0}
            result = await kind().run(params, context)
        self.said += context.said
        return {"value": result.value, "error": "", "state": "done"}

    async def proceed(self, course: Course) -> None:
        """Never paused."""

    async def tell(self, event: AnyEvent, key: str) -> None:
        """Nobody watches."""

    async def ask(self, course: Course, question: Mapping[str, Json], question_id: str, path: str) -> Json:
        """Yes, the first option, or tomorrow at ten."""
        self.asked.append(question)
        if question["kind"] == "approve":
            return True
        if question.get("verbatim"):
            return TOLD
        answers: Mapping[str, Json] = {
            "list": ["what", "cost"],
            "text": "milk",
            "number": 5,
            "money": {"amount": 5, "currency": "RUB"},
        }
        return 0 if question["options"] else answers.get(question["slot_type"], {"at": "2026-05-06T10:00:00+03:00"})

    async def wait(self, course: Course, until: datetime) -> None:
        """At once."""

    async def now(self) -> datetime:
        """Always the same."""
        return NOW

    async def command(self, name: str) -> Mapping[str, Json]:
        """As a run would get it."""
        return Conductor.document(commands()[name])

    async def branches(self, course: Course, docs: Mapping[str, Mapping[str, Json]], limit: int) -> dict[str, dict[str, Json]]:
        """No built-in command has branches."""
        raise NotImplementedError


@functools.cache
def commands() -> dict[str, Command]:
    return dict(Loader(Kinds.found()).load([Folder(Path(__file__).parents[2] / "commands")]).commands)


@functools.cache
def understanding() -> Understanding:
    known = Understanding(UnderstandingSettings())
    known.load(list(commands().values()))
    return known


async def furnished() -> FakeRecords:
    """Something of everything, so that each sentence finds what it speaks of."""
    records, hour = FakeRecords(), timedelta(hours=1)
    texts = ("код от двери", "молоко", "the note about milk", "door code", "банк")
    for number, text in enumerate(texts):
        await records.add("note", Note(text=text), key=f"note{number}")
    for done in (False, True):
        for text in ("отправить счёт", "распечатать билеты", "send the invoice", "print the tickets", "билетах tickets"):
            await records.add("task", Task(text=text, done=done, due=NOW + hour), key=f"{text}{done}")
    for text in ("позвонить Ивану", "оплатить квартиру", "pay the rent"):
        await records.add("reminder", Reminder(text=text, at=NOW + hour), key=text)
    for text in ("Таймер на десять минут", "pasta"):
        await records.add("reminder", Reminder(text=text, at=NOW + hour, timer=True), key=text)
    alarm = (NOW + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    await records.add("reminder", Reminder(text="Будильник", at=alarm), key="alarm")
    await records.add("reminder", Reminder(text="выпить воды", at=NOW - hour, fired=True), key="fired")
    for text in ("Встреча с Анной", "Встреча с Иваном", "Врач", "meeting with Anna", "dentist", "call with Peter"):
        await records.add("event", Event(text=text, start=NOW + 26 * hour, end=NOW + 27 * hour), key=text)
    return records


async def tables() -> FakeTables:
    """Two shops, what one product costs, a mailbox in the browser, and others."""
    made = FakeTables(
        **{name: TABLE for name in ("Клиенты", "clients", "Траты", "expenses", "расходы")},
        Магазины=[Column(name="Магазин"), Column(name="Адрес поиска")],
        Себестоимость=[Column(name="Товар"), Column(name="Себестоимость", type="money")],
        Webmail=[Column(name="Name"), Column(name="Address")],
    )
    day = NOW.date()
    shops = [{"Магазин": name, "Адрес поиска": f"http://{name}.example/?q={{query}}"} for name in ("lavka", "kaufhof")]
    await made.add("Магазины", shops, key="a", language="ru", today=day)
    await made.add("Себестоимость", [{"Товар": "Aroma 200", "Себестоимость": 9_000}], key="b", language="ru", today=day)
    await made.add("Webmail", [{"Name": "x", "Address": "http://mail.example/inbox"}], key="c", language="en", today=day)
    return made


async def desk() -> ScriptedDesk:
    yesterday = (NOW - timedelta(days=1)).isoformat()
    said = {"turn": "turn-0", "at": yesterday, "text": "show my notes", "titles": {}, "state": "done"}
    history = FakeHistory([said], newest="show my notes")
    history.lists = {"mail-open": [{"letter": "letter-1"}] * 12, "mail-answer": [{"letter": "letter-1"}]}
    doubles: dict[type, object] = {}
    doubles |= {
        ports.Calendars: OwnerCalendars(CalendarSettings, doubles),
        ports.Records: await furnished(),
        ports.History: history,
        ports.Undo: FakeUndo((NOW - timedelta(minutes=1), "Task removed")),
        ports.Runs: FakeRuns("run-1", "run-2"),
        ports.Commands: FakeCommands(*commands().values()),
        ports.Turns: FakeTurns(),
        ports.Voice: FakeVoice(),
        ports.Windows: FakeWindows(),
        ports.Mail: FakeMail(),
        ports.BrowserTasks: FakeBrowserTasks(),
        ports.Model: FakeModel("Anna asks for the contract.", connected=False),
        ports.Lessons: FakeLessons(understanding(), done=[Done("turn-0", "task-add", {"text": "milk"})]),
        ports.Mistakes: FakeMistakes(),
        ports.Showings: FakeShowings(opened(), typed("Amount", "20"), pressed("Order")),
        ports.Teaching: FakeTeaching({"утренний-обзор": TAUGHT, "task-list": TASK_LIST.read_text(encoding="utf-8")}),
        ports.Schedules: FakeSchedules(
            Watched(
                id="task-list/every:daily",
                command="task-list",
                title=commands()["task-list"].title,
                trigger=Trigger(kind="every", spec="каждый день в 9"),
                enabled=True,
                next=NOW + timedelta(hours=1),
            )
        ),
        ports.Opener: FakeOpener(),
        ports.Tables: await tables(),
        ports.Sites: FakeSites(),
        ports.Folders: FakeFolders(**{"договор.pdf": "x", "contract.pdf": "x"}),
        ports.Files: FakeFiles(**{"/tmp/work.ics": ICS}),  # noqa: S108 - a name in a dictionary
    }
    return ScriptedDesk(doubles)


def understood(text: str) -> Match:
    plan = understanding().read(text, detect_language(text), now=NOW, turn="turn-1", plan_id="plan-1")
    return plan.clauses[0].candidates[0]


async def carry_out(match: Match, text: str, on: ScriptedDesk) -> dict[str, Json]:
    """The names after the flow, missing slots filled as an owner would answer."""
    command = commands()[match.command]
    lessons: Any = on.ports[ports.Lessons]
    lessons.turn = text
    slots = {**{name: slot.default for name, slot in command.slots.items()}, **match.slots}
    for name in match.missing:
        slots[name] = answer(command.slots[name].type, detect_language(text))
    language = detect_language(text)
    walker = Walker(on, Course("run-1", "turn-1", language), "", {**slots, "now": NOW.isoformat(), "language": language})
    return await walker.go(command.flow.steps)


def answer(slot_type: str, language: str) -> Json:
    match slot_type:
        case "moment":
            return {"at": "2026-05-06T12:00:00+03:00"}
        case "duration":
            return {"seconds": 600.0}
        case _:
            return "счёт молоко" if language == "ru" else "milk"


def line(item: Json) -> str:
    """An item of a list as the window shows it: its fields, the link behind them."""
    return " · ".join(str(value) for value in item.values()) if isinstance(item, Mapping) else str(item)


SENTENCES = [(name, test.say) for name, command in commands().items() for test in command.tests if test.say]


@pytest.mark.parametrize(("name", "text"), SENTENCES)
async def test_every_tested_sentence_ends_with_words_for_the_owner(name: str, text: str) -> None:
    match, on = understood(text), await desk()
    missing = {commands()[name].slots[slot].type for slot in match.missing}
    try:
        await carry_out(match, text, on)
    except StepError as error:
        assert missing, f"{text}: {error}"
        assert str(error)
        return
    shown = " ".join(
        [text for text, _items, _link in on.said] + [line(item) for _text, items, _link in on.said for item in items]
    )
    assert shown
    assert not any(mark in shown for mark in ("{{", "None", "{'", "Undefined"))


async def test_a_next_one_is_meant_by_no_words_of_its_own() -> None:
    for text in (
        "отмени следующую встречу",
        "delete the next reminder",
        "останови таймер",
        "перенеси следующую встречу на завтра",
    ):
        assert not understood(text).slots.get("text"), text


async def test_two_records_that_fit_are_asked_about_by_their_lines() -> None:
    on = await desk()
    records: Any = on.ports[ports.Records]
    lunch = NOW + timedelta(days=2)
    await records.add("event", Event(text="Обед с Анной", start=lunch, end=lunch + timedelta(hours=1)), key="x")
    await carry_out(understood("отмени встречу с Анной"), "отмени встречу с Анной", on)
    (question,) = on.asked
    assert question["options"] == ("Встреча с Анной — завтра в 10:00–11:00", "Обед с Анной — послезавтра в 8:00–9:00")
    assert len([body for body in records.bodies("event") if "Анной" in body.text]) == 1


async def test_the_note_is_what_the_command_gives_to_a_later_clause() -> None:
    on = await desk()
    names = await carry_out(understood("запиши купить молоко и хлеб"), "запиши купить молоко и хлеб", on)
    assert commands()["note-add"].flow.result == "{{ note.text }}"
    assert names["note"]["text"] == "Купить молоко и хлеб"


async def test_a_taken_time_is_asked_about_and_the_next_free_one_offered() -> None:
    on = await desk()
    await carry_out(understood("поставь встречу с Олегом завтра в десять утра"), "поставь встречу с Олегом", on)
    question, invitation = on.asked
    assert "В это время уже есть" in str(question["text"])
    assert "— завтра в 10:00–11:00" in str(question["text"])
    assert question["options"] == ("завтра в 11:00", "завтра в 12:00", "Всё равно в это время", "Не ставить")
    assert invitation["options"] == ("Да, пригласить", "Нет")
    assert any(text.endswith("Встреча с Олегом — завтра в 11:00–12:00") for text, _items, _link in on.said)


async def test_a_letter_for_later_is_agreed_to_once_and_goes_after_the_wait() -> None:
    text, on = "отправь письмо Анне завтра в девять что договор готов", await desk()
    await carry_out(understood(text), text, on)
    (asked,) = on.asked
    assert (asked["kind"], asked["details"]["text"]) == ("approve", "Договор готов.")
    mail: Any = on.ports[ports.Mail]
    assert [letter.text for letter in mail.outgoing.values()] == ["Договор готов."]


async def test_an_event_goes_into_the_calendar_that_is_named_and_one_that_is_not_there_is_asked_about() -> None:
    on, text = await desk(), "добавь в рабочий календарь врача завтра в двенадцать"
    await carry_out(understood(text), text, on)
    assert [(question["text"], question["options"]) for question in on.asked if "Календар" in str(question["text"])] == [
        ("Календаря «рабочий» нет. Какой взять?", ["На этом компьютере"])
    ]
    on, text = await desk(), "добавь в местный календарь врача завтра в двенадцать"
    await carry_out(understood(text), text, on)
    assert not [question for question in on.asked if "Календар" in str(question["text"])]
