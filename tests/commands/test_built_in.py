"""The built-in commands: every file is whole, and every sentence in its tests is understood as that command and no other."""

from __future__ import annotations

import functools
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.command import Command, CommandTest
from assistant.domain.plan import PlannedClause, Verdict
from assistant.registry.check import check
from assistant.registry.conflicts import examples
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.registry.phrases import samples
from assistant.settings import UnderstandingSettings
from assistant.understanding.fill import FillContext, read
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding

pytestmark = pytest.mark.unit

PARTS = {"command-review", "webmail-letters"}
"""Commands that only others use."""
FOLDER = Path(__file__).parents[2] / "commands"
NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@functools.cache
def commands() -> dict[str, Command]:
    return dict(Loader(Kinds.found()).load([Folder(FOLDER)]).commands)


@functools.cache
def understanding() -> Understanding:
    known = Understanding(UnderstandingSettings())
    known.load(list(commands().values()))
    return known


def clauses(text: str) -> tuple[PlannedClause, ...]:
    return understanding().read(text, detect_language(text), now=NOW, turn="turn-1", plan_id="plan-1").clauses


def won(text: str) -> str:
    """The command that would run for the whole sentence, else nothing."""
    found = clauses(text)
    if len(found) != 1 or found[0].verdict is Verdict.PROPOSE or not found[0].candidates:
        return ""
    return found[0].candidates[0].command


def test_no_file_has_a_fault() -> None:
    assert check([FOLDER]) == []


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_command_speaks_both_languages(name: str) -> None:
    command = commands()[name]
    for language in ("en", "ru"):
        assert command.title[language]
        assert command.description[language]


@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_nobody_says_is_used_by_other_commands(name: str) -> None:
    assert not commands()[name].phrases
    assert any(
        f"name='{name}'" in str(command.flow) or f"'name': '{name}'" in str(command.flow) for command in commands().values()
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in PARTS))
def test_a_command_is_said_in_both_languages(name: str) -> None:
    command = commands()[name]
    for language in ("en", "ru"):
        assert len(command.phrases[language]) >= 3
        assert any(detect_language(test.say) == language for test in command.tests if test.say)
    assert any(test.not_ for test in command.tests)


@pytest.mark.parametrize(
    ("name", "text"), [(name, test.say) for name, command in commands().items() for test in command.tests if test.say]
)
def test_a_tested_sentence_is_its_command(name: str, text: str) -> None:
    assert won(text) == name
    assert won(text.upper().rstrip(".?!")) == name


@pytest.mark.parametrize(
    ("name", "test"), [(name, test) for name, command in commands().items() for test in command.tests if test.slots]
)
def test_the_slots_of_a_tested_sentence_are_as_written(name: str, test: CommandTest) -> None:
    slots = clauses(test.say)[0].candidates[0].slots
    context = FillContext(now=NOW, language=detect_language(test.say))
    for slot, said in test.slots.items():
        if said == "":
            assert slots.get(slot, "") == ""
            continue
        assert bare(slots.get(slot)) == bare(read(commands()[name].slots[slot], str(said), context))


def test_every_slot_has_a_word_of_its_own_in_both_languages() -> None:
    catalogue = (FOLDER.parent / "electron-ui" / "shared" / "texts" / "slots.ts").read_text(encoding="utf-8")
    words = {name: (en, ru) for name, en, ru in re.findall(r'^  slot_(\w+): \["([^"]+)", "([^"]+)"\],$', catalogue, re.MULTILINE)}
    for name, command in commands().items():
        for slot in command.slots:
            english, russian = words.get(slot, ("", ""))
            assert re.fullmatch("[A-Z][a-z -]+", english), f"{name}: {slot} has no English word"
            assert re.fullmatch("[А-ЯЁ][а-яё -]+", russian), f"{name}: {slot} has no Russian word"


def bare(value: object) -> object:
    """A value without the words it was read from."""
    return {key: part for key, part in value.items() if key != "text"} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("name", "text"), [(name, test.not_) for name, command in commands().items() for test in command.tests if test.not_]
)
def test_what_is_another_command_is_not_taken(name: str, text: str) -> None:
    assert won(text) != name


SPOKEN = {
    "agenda": "что у меня сегодня в календаре|что у меня завтра в календаре|какие у меня планы на эту неделю|what is on my calendar today",
    "event-next": "когда моя следующая встреча|when is my next meeting",
    "event-add": "поставь встречу с Иваном в пятницу в три часа|запланируй звонок с Петром сегодня в полдень|добавь в календарь врача в понедельник в девять|schedule a call with Peter today at noon",
    "reminder-add": "напомни мне через десять минут позвонить Ивану|напомни мне вечером оплатить квартиру|remind me in one hour to take a break",
    "open-site": "открой сайт новостей|открой ютуб|открой мой банк|open my online bank",
    "web-search": "найди в интернете рецепт блинов|search the web for cheap flights to Berlin",
    "note-add": "запиши купить молоко и хлеб|make a note the door code is four five six",
    "note-list": "покажи мои заметки|show my notes",
    "task-add": "добавь задачу распечатать билеты|add a task print the tickets",
    "task-list": "покажи мои задачи|какие у меня задачи на сегодня|what tasks do I have for today",
    "task-done": "отметь задачу отправить счёт как готовую|mark the task send the invoice as done",
    "help": "что ты умеешь|покажи список команд|show me the list of commands",
    "undo-last": "отмени последнее|отмени последнюю команду|cancel the last command",
    "stop": "стоп|отмена|stop|cancel",
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SPOKEN.items() for text in texts.split("|")])
def test_what_the_speech_model_knows_runs_at_once(name: str, text: str) -> None:
    (clause,) = clauses(text)
    assert clause.verdict is Verdict.RUN
    assert clause.candidates[0].command == name
    assert not clause.candidates[0].missing


@pytest.mark.parametrize(
    "text",
    [
        "напиши Анне что договор готов",
        "закажи пиццу домой",
        "write to Anna that the contract is ready",
        "order a pizza",
        "сегодня хорошая погода",
        "the weather is nice today",
        "мой брат живёт в Москве",
        "good morning everyone",
    ],
)
def test_what_no_command_does_starts_nothing(text: str) -> None:
    assert all(clause.verdict is not Verdict.RUN for clause in clauses(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("добавь задачу отправить счёт а потом напомни мне вечером оплатить квартиру", ["task-add", "reminder-add"]),
        ("найди в интернете рецепт блинов и запиши купить молоко и хлеб", ["web-search", "note-add"]),
        ("отмени последнее и покажи список команд", ["undo-last", "help"]),
        ("what is on my calendar today and show my tasks", ["agenda", "task-list"]),
    ],
)
def test_several_commands_in_one_sentence_are_all_there(text: str, names: list[str]) -> None:
    assert [clause.candidates[0].command for clause in clauses(text)] == names


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_the_quick_winner_is_the_one_a_whole_reading_finds(name: str) -> None:
    command = commands()[name]
    said = [test.say or test.not_ for test in command.tests]
    for language, phrases in command.phrases.items():
        said += [samples(phrase, examples(command.slots, language), 3)[-1] for phrase in phrases]
    for text in said:
        assert (understanding().winner(text, detect_language(text), now=NOW) or "") == won(text), text
