"""Dry runs: everything is seen, nothing is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant import ports
from assistant.domain.record import Note, Task
from assistant.domain.teaching import RehearsedStep
from assistant.errors import StepRefused
from tests.teaching.conftest import BUILT_IN, School

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

LOOP = """\
title: Tasks into notes
slots: {name: person}
steps:
  - task.list: {}
    as: tasks
  - for_each: "{{ tasks }}"
    item: task
    as: notes
    steps:
      - note.add: "{{ name.name }}: {{ task.text }}"
        as: note
      - say: "{{ note.text }}"
  - note.list:
    as: all
"""


class Recorder(ports.Opener):
    """An opener that must not be used."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    async def open_url(self, url: str) -> None:
        self.opened.append(url)

    async def search(self, query: str) -> str:
        self.opened.append(query)
        return query


async def test_every_pass_of_a_loop_is_seen_and_nothing_is_written(school: School) -> None:
    for text in ("buy tea", "call Anna"):
        await school.records.add("task", Task(text=text), key=text)
    done = await school.teaching.rehearse(LOOP, language="en")
    assert (done.error, done.cut) == ("", False)
    passes = [step for step in done.steps if step.kind == "note.add"]
    assert [(step.index, step.total, step.state) for step in passes] == [(0, 2, "imagined"), (1, 2, "imagined")]
    assert [step.value["text"] for step in passes] == ["Anna: buy tea", "Anna: call Anna"]
    assert list(done.said) == ["Anna: buy tea", "Anna: call Anna"]
    assert [step.kind for step in done.steps][:3] == ["task.list", "for_each", "note.add"]
    assert len(value_of(done.steps, "all")) == 2, "what was imagined can be found again within the dry run"
    assert await school.records.find("note") == []


async def test_slots_are_read_from_the_sentence_as_if_it_had_been_said(school: School) -> None:
    text = await school.teaching.text_of("reminder-add")
    done = await school.teaching.rehearse(
        text, name="reminder-add", sentence="напомни мне завтра в девять утра позвонить Ивану", language="ru"
    )
    assert done.error == ""
    assert done.steps[0].state == "imagined" and done.steps[0].value["text"] == "Позвонить Ивану"
    assert "Позвонить Ивану" in done.said[0]
    assert await school.records.find("reminder") == []


async def test_what_would_act_beyond_records_is_never_called(school: School) -> None:
    opener = Recorder()
    school.ports[ports.Opener] = opener
    done = await school.teaching.rehearse("title: X\nsteps:\n  - web.open: example.com\n  - say: done\n")
    assert [step.state for step in done.steps] == ["imagined", "done"]
    assert opener.opened == []


async def test_questions_are_answered_as_given_or_imagined(school: School) -> None:
    text = """\
title: X
steps:
  - ask: {text: When?, type: moment}
    as: when
  - ask: {text: Which?, options: [red, green]}
    as: colour
  - approve: "Really {{ colour }}?"
  - say: "{{ colour }}"
"""
    done = await school.teaching.rehearse_with(text, {"colour": "green"})
    assert [step.state for step in done.steps] == ["asked", "asked", "asked", "done"]
    assert done.steps[0].value["has_time"] is True
    assert list(done.said) == ["green"]
    refused = await school.teaching.rehearse_with(text, {"3.approve": False})
    assert refused.error == "You said no."
    wrong = await school.teaching.rehearse_with(text, {"colour": "blue"})
    assert "no answer" in wrong.error


@pytest.mark.parametrize(
    "loop",
    [
        "  - while: 'true'\n    limit: 10000\n    steps: [{set: {x: 1}}]\n",
        "  - for_each: \"{{ ('x' * 900) | list }}\"\n    steps: [{set: {x: 1}}]\n",
    ],
)
async def test_an_endless_command_is_cut(school: School, loop: str) -> None:
    done = await school.teaching.rehearse(f"title: X\nsteps:\n{loop}")
    assert done.cut
    assert len(done.steps) <= 501


async def test_waiting_takes_no_time(school: School) -> None:
    done = await school.teaching.rehearse("title: X\nsteps:\n  - wait: 3 days\n    as: later\n  - say: '{{ later }}'\n")
    assert [step.state for step in done.steps] == ["imagined", "done"]


async def test_a_failing_step_says_why_and_a_rescue_is_followed(school: School) -> None:
    text = "title: X\nsteps:\n  - math.calculate: 'one apple'\n    on_error: [{say: 'Sorry: {{ error }}'}]\n  - say: end\n"
    done = await school.teaching.rehearse(text)
    assert done.steps[0].state == "failed" and done.steps[0].error
    assert done.said[-1] == "end" and done.said[0].startswith("Sorry")


async def test_a_text_with_faults_is_not_tried(school: School) -> None:
    with pytest.raises(StepRefused, match="Line 2"):
        await school.teaching.rehearse("title: X\nsteps: [{sya: 1}]\n")


@pytest.mark.parametrize("file", sorted(BUILT_IN.glob("*.yaml")), ids=lambda file: file.stem)
async def test_a_built_in_command_is_tried_without_a_trace(school: School, file: Path) -> None:
    await school.records.add("note", Note(text="молоко"), key="note")
    before = await everything(school)
    text = await school.teaching.text_of(file.stem)
    said = next((test.say for test in school.registry.commands[file.stem].tests if test.say), "")
    done = await school.teaching.rehearse(text, name=file.stem, sentence=said, language="ru")
    assert done.steps
    assert not done.cut
    assert await everything(school) == before


async def everything(school: School) -> list[Any]:
    return [record for kind in ("note", "task", "reminder", "event") for record in await school.records.find(kind)]  # type: ignore[arg-type]


def value_of(steps: tuple[RehearsedStep, ...], path: str) -> Any:
    return next(step.value for step in steps if step.path == path)
