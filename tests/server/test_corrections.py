"""Putting right what was understood wrongly, by the window's control and in words; and which command a change is about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.app import BUILT_IN
from tests.server.door import Door, Refused, Window, opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

COMMANDS = {
    "утренний-обзор": ("Утренний обзор", "утренний обзор"),
    "shopping": ("Shopping", "shopping"),
    "evening": ("Evening", "evening"),
}


@pytest.fixture
async def window(tmp_path: Path) -> AsyncIterator[Window]:
    """A window on a sidecar with the built-in commands and three of the owner's."""
    async with opened(tmp_path / "data", BUILT_IN) as door, door.window() as connected:
        for name, (title, phrase) in COMMANDS.items():
            text = f"title: {title}\nphrases: [{phrase}]\nsteps:\n  - command: task-list\n  - command: {{name: agenda, slots: {{period: сегодня}}}}\n"
            await connected.call("commands.save", key=f"key-of-{name}", name=name, text=text, base=0)
        yield connected


async def command_of(window: Window, text: str, key: str = "") -> str:
    """The command a sentence runs."""
    turn = await window.say(text, key)
    started = await window.until(lambda event: event["type"] == "run.started" and event["turn"] == turn)
    await window.finished(turn)
    return str(started["command"])


async def open_questions(window: Window) -> list[str]:
    """The questions that wait for an answer."""
    answered = {
        envelope["event"]["answer"]["question"]
        for envelope in window.envelopes
        if envelope["event"]["type"] == "question.answered"
    }
    asked = [
        envelope["event"]["question"]["id"] for envelope in window.envelopes if envelope["event"]["type"] == "question.asked"
    ]
    return [question for question in asked if question not in answered]


async def test_the_correction_control_undoes_remembers_and_does_what_was_meant(door: Door) -> None:
    async with door.window() as window:
        turn = await window.say("write down buy tea")
        await window.finished(turn)
        corrected = await window.call("turn.correct", key="key-of-correct", turn=turn, clause=0, command="hello", language="en")
        assert len(corrected["undone"]) == 1
        assert await command_of(window, "write down buy tea", "key-of-again") == "hello"
        learned = (await window.call("learned.list"))["learned"]
        assert [(one["text"], one["command"]) for one in learned] == [("write down buy tea", "hello")]
        assert await command_of(window, "write down buy milk") == "note"


async def test_a_clause_or_a_command_that_is_not_there_can_not_be_corrected(door: Door) -> None:
    async with door.window() as window:
        turn = await window.say("hello")
        await window.finished(turn)
        for clause, command in ((3, "note"), (0, "nothing")):
            with pytest.raises(Refused):
                await window.call(
                    "turn.correct", key=f"key-of-{clause}", turn=turn, clause=clause, command=command, language="en"
                )


async def test_a_whole_sentence_in_place_of_another_teaches_nothing_about_the_other(window: Window) -> None:
    assert await command_of(window, "show my tasks") == "task-list"
    turn = await window.say("no, I meant write down buy tea")
    await window.finished(turn)
    await window.until(lambda event: event["type"] == "run.started" and event["command"] == "note-add")
    assert (await window.call("learned.list"))["learned"] == []
    assert await command_of(window, "show my tasks", "key-of-again") == "task-list"


async def test_a_command_named_in_place_of_another_is_what_the_same_words_mean_from_then_on(window: Window) -> None:
    assert await command_of(window, "show my notes") == "note-list"
    await window.finished(await window.say("no, I meant my reminders"))
    learned = (await window.call("learned.list"))["learned"]
    assert [(one["text"], one["command"]) for one in learned] == [("show my notes", "reminder-list")]


@pytest.mark.parametrize(
    ("change", "name", "part"),
    [
        ("во втором шаге команды утренний обзор вместо сегодня — завтра", "Утренний обзор", "завтра"),
        ("добавь в конец команды утренний обзор: скажи хорошего дня", "Утренний обзор", "Хорошего дня"),
        ("добавь в конец команды «утренний обзор» скажи хорошего дня", "Утренний обзор", "Хорошего дня"),
        ("переименуй команду утренний обзор в рассвет", "Рассвет", "Рассвет"),
        ("rename the command shopping to groceries", "Groceries", "Groceries"),
        ("add to the end of the command shopping say well done", "Shopping", "Well done"),
        ("in the command shopping remove the last step", "Shopping", ""),
    ],
)
async def test_a_change_is_made_to_the_command_it_names_wherever_the_name_stands(
    window: Window, change: str, name: str, part: str
) -> None:
    await window.say(change)
    asked = await window.until(lambda event: event["type"] in ("question.asked", "run.finished"))
    details = asked["question"]["details"]
    assert next(iter(details.values())) == name
    assert part in details["YAML"]


async def test_no_other_command_is_renamed_for_one_that_is_not_there(window: Window) -> None:
    ended = await window.finished(await window.say("rename the command breakfast to groceries"))
    assert "breakfast" in ended["error"]


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("show my notes", "note-list"),
        ("add a task call the bank and then show my tasks", "task-add"),
        ("what can you do", "help"),
    ],
)
async def test_a_known_command_said_instead_of_a_new_phrase_runs_and_the_question_stays(
    window: Window, said: str, command: str
) -> None:
    await window.say("create a new command")
    asked = await window.until(lambda event: event["type"] == "question.asked")
    assert await command_of(window, said) == command
    assert asked["question"]["id"] in await open_questions(window)
    await window.say("lights {how}")
    told = await window.until(
        lambda event: event["type"] == "question.asked" and event["question"]["id"] != asked["question"]["id"]
    )
    assert "lights {how}" in told["question"]["text"]


@pytest.mark.parametrize(("said", "command"), [("what can you do", "help"), ("undo the last action", "undo-last")])
async def test_what_is_said_to_the_assistant_itself_is_no_step_of_a_new_command(window: Window, said: str, command: str) -> None:
    await window.say("new command lights out")
    asked = await window.until(lambda event: event["type"] == "question.asked")
    assert await command_of(window, said) == command
    assert asked["question"]["id"] in await open_questions(window)
    await window.say("show my tasks")
    card = await window.until(lambda event: event["type"] == "question.asked" and event["question"]["kind"] == "approve")
    assert card["question"]["details"]["What it does"][1:] == ["1. My tasks"]
