"""A part of a told command that no known command does is written by the model and stands in its place; nothing is saved by it."""

from __future__ import annotations

import pytest

from assistant import ports
from assistant.domain.telling import Draft
from assistant.errors import ModelNonsense, ModelOffline, ModelRefused
from assistant.steps.command.tell import TellCommand
from tests.fakes.model import Answer, FakeModel
from tests.fakes.ports import FakeContext
from tests.fakes.teaching import FakeLessons
from tests.planner.conftest import understanding
from tests.planner.house import Planning, planning
from tests.steps.conftest import NOW

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
TOLD = "когда я скажу «отчёт», покажи мои задачи, потом отполируй крыло, потом покажи заметки"
TWICE = "когда я скажу «отчёт», отполируй крыло, потом натри фары, потом покажи заметки"
WRITTEN = """\
title: Крыло
phrases: {ru: ["отполируй крыло"]}
steps:
  - table.find: {table: машины}
    as: tasks
  - for_each: "{{ tasks }}"
    item: task
    steps:
      - task.add: "{{ 'tasks: ' ~ task.tasks }}"
    collect: "{{ task.text }}"
    as: done
  - say: "{{ done | length }}"
"""


def answer(yaml: str = WRITTEN) -> dict[str, object]:
    return {"possible": True, "why": "", "yaml": yaml, "summary": "x"}


REFUSED = {"possible": False, "why": "крыла нет", "yaml": "", "summary": ""}


async def told(made: Planning, words: str, draft: Draft | None = None) -> Draft:
    """What the step gives."""
    doubles = {
        ports.Planner: made.composer,
        ports.Model: made.model,
        ports.Lessons: FakeLessons(understanding()),
        ports.Teaching: made.teaching,
    }
    context = FakeContext(NOW, "ru", doubles)
    params = TellCommand.Params(text=words, draft=draft)
    return Draft.model_validate((await TellCommand().run(params, context)).value)


async def test_what_no_command_does_is_written_by_the_model_and_the_owner_is_told() -> None:
    made = planning(answer())
    draft = await told(made, TOLD)
    assert draft.question == "" and draft.unknown == ()
    steps = list(draft.form["steps"])
    assert steps[0]["command"] == "task-list" and steps[-1]["command"] == "note-list"
    assert [next(iter(step)) for step in steps[1:-1]] == ["table.find", "for_each", "say"]
    assert any("отполируй крыло" in note for note in draft.notes)
    (prompt,) = made.model.prompts
    assert prompt.data["request"] == "отполируй крыло" and "заметки" in prompt.data["the whole command as told"]
    assert "No slots" in prompt.instructions


async def test_names_the_model_chose_do_not_run_into_each_other() -> None:
    draft = await told(planning(answer(), answer()), TWICE)
    first, second = list(draft.form["steps"])[1], list(draft.form["steps"])[4]
    assert (first["for_each"], first["item"], second["for_each"], second["item"]) == (
        "{{ tasks }}", "task", "{{ tasks_2 }}", "task_2",
    )  # fmt: skip
    assert second["steps"] == [{"task.add": "{{ 'tasks: ' ~ task_2.tasks }}"}]
    assert (second["collect"], second["as"]) == ("{{ task_2.text }}", "done_2")


async def test_without_a_model_nothing_is_tried() -> None:
    made = planning(answer())
    made.model = FakeModel(answer(), connected=False)
    assert (await told(made, TOLD)).wanted == "clause"
    assert made.model.prompts == []


@pytest.mark.parametrize("given", [ModelOffline("no model"), ModelNonsense("what"), ModelRefused("no"), REFUSED], ids=repr)
async def test_what_the_model_cannot_do_is_asked_as_without_one(given: Answer) -> None:
    made = planning(given)
    draft = await told(made, TOLD)
    assert draft.wanted == "clause" and "отполируй крыло" in draft.question
    after = await told(made, "пропусти", draft)
    assert [step["command"] for step in after.form["steps"]] == ["task-list", "note-list"]


async def test_a_refused_part_is_not_asked_of_the_model_again() -> None:
    made = planning(REFUSED, answer())
    draft = await told(made, TWICE)
    assert draft.unknown == ("отполируй крыло",) and len(made.model.prompts) == 2
    await told(made, "покажи таймеры", draft)
    assert len(made.model.prompts) == 2


async def test_a_part_with_slots_is_sent_back_and_not_taken_when_they_stay() -> None:
    slotted = WRITTEN.replace("steps:\n", "slots: {car: text}\nsteps:\n", 1)
    made = planning(answer(slotted))
    draft = await told(made, TOLD)
    assert draft.unknown == ("отполируй крыло",)
    assert "the slot car" in made.model.prompts[1].data["faults"]


async def test_what_speaks_of_the_item_of_a_loop_is_asked_of_the_owner() -> None:
    made = planning(answer())
    draft = await told(made, "когда я скажу «разбор», для каждой задачи отполируй её до блеска")
    assert draft.wanted == "clause" and made.model.prompts == []
