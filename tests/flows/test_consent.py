"""What acts with text from outside is asked about first, with exactly what would be done and where the text came from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.base import Json
from assistant.domain.event.said import QuestionAsked
from assistant.domain.flow import Step
from assistant.domain.plan import Reference
from assistant.domain.run import Answer, Effect, Rule, RunState, Source
from assistant.flows import consent
from assistant.folders import OwnerFolders
from assistant.store.rules import keep_rule
from assistant.store.tables import Tables
from tests.fakes.house import House, house, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
READ = "slots: {path: text, mine: {type: text, required: false}}\nsteps:\n  - file.read: '{{ path }}'\n    as: letter\n"


@asynccontextmanager
async def reading(folder: Path, **commands: str) -> AsyncIterator[House]:
    """A house with a file from outside, and commands that read it first."""
    (folder / "work").mkdir(exist_ok=True)
    (folder / "work" / "in.txt").write_text("чужой текст", encoding="utf-8")
    async with house(folder) as home:
        home.ports[ports.Folders] = OwnerFolders(lambda: [folder / "work"], folder / "data", lambda: folder / "data" / "exports")
        for name, steps in commands.items():
            home.command(name, READ + steps)
        yield home


def slots(folder: Path, **more: Json) -> Mapping[str, Json]:
    """What the owner says."""
    return {"path": str(folder / "work" / "in.txt"), **more}


async def test_a_yes_to_the_exact_arguments_lets_it_be_done(tmp_path: Path) -> None:
    async with reading(tmp_path, keep="  - note.add: '{{ letter }}'\n") as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        asked = await home.asked(run)
        question = asked.question
        assert dict(question.details) == {"text": "чужой текст"}
        assert [(source.kind, source.excerpt) for source in question.sources] == [("file", "чужой текст")]
        assert (question.kind, question.effect, question.undoable) == ("approve", "writes", True)
        assert await home.records.find("note") == []
        await home.answer(asked, True)
        assert (await home.finished(run)).state is RunState.DONE
        assert len(await home.records.find("note")) == 1
        assert [source.kind for source in (await home.runs.get(run)).sources] == ["file"]


async def test_a_no_cancels_the_run(tmp_path: Path) -> None:
    async with reading(tmp_path, keep="  - note.add: '{{ letter }}'\n") as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        await home.answer(await home.asked(run), False)
        assert (await home.finished(run)).state is RunState.CANCELLED
        assert await home.records.find("note") == []


async def test_constants_and_the_owners_own_words_are_not_asked_about(tmp_path: Path) -> None:
    steps = "  - note.add: 'the file was read'\n  - note.add: '{{ mine }}'\n  - ask: 'which?'\n    as: said\n  - note.add: '{{ said }}'\n"
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path, mine='моё')))}.0"
        asked = await home.asked(run)
        assert asked.question.kind == "ask"
        await home.answer(asked, "ответ")
        assert (await home.finished(run)).state is RunState.DONE
        assert len(home.of(QuestionAsked)) == 1
        assert len(await home.records.find("note")) == 3


@pytest.mark.parametrize(
    "steps",
    [
        "  - set: {t: '{{ letter | upper }}'}\n    as: other\n  - note.add: '{{ other.t }}'\n",
        "  - for_each: ['1']\n    steps: [{set: {t: '{{ letter }}'}}]\n    as: all\n  - note.add: '{{ (all | first).t }}'\n",
        "  - if: 'true'\n    steps: [{set: {t: '{{ letter }}'}, as: inner}]\n  - note.add: '{{ inner.t }}'\n",
        "  - parallel:\n      a: [{set: {t: '{{ letter }}'}}]\n    as: both\n  - note.add: '{{ both.a.t }}'\n",
        "  - note.change: {id: '{{ letter }}', text: x}\n    on_error: [{note.add: '{{ error }}'}]\n",
        "  - note.add: '{{ last }}'\n",
        "  - ask: {text: 'which?', options: '{{ [letter] }}'}\n    as: chosen\n  - note.add: '{{ chosen }}'\n",
    ],
)
async def test_a_mark_goes_wherever_the_text_goes(steps: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        asked = await home.asked(run)
        if asked.question.kind == "choose":
            await home.answer(asked, 0)
            asked = await home.until(
                lambda event: event if isinstance(event, QuestionAsked) and event.question.kind == "approve" else None
            )
        assert asked.question.sources
        assert await home.records.find("note") == []


@pytest.mark.parametrize(
    ("step", "about"),
    [
        ("note.add: '{{ letter }}'", "note.add"),
        ("note.add: mine\n    confirm: 'sure?'", "note.add"),
        ("approve: {text: 'sure?', details: {text: mine}}\n  - set: {x: 1}\n  - note.add: mine", "note.add"),
        ("approve: {text: 'sure?', details: {text: mine}}", ""),
    ],
)
async def test_a_question_says_which_kind_of_step_it_is_about(step: str, about: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=f"  - {step}\n") as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        assert (await home.asked(run)).question.about == about


async def test_a_later_clause_that_takes_the_result_is_asked_about(tmp_path: Path) -> None:
    async with reading(tmp_path, look="result: '{{ letter }}'\n") as home:
        home.command("keep", "slots: {what: text}\nsteps:\n  - note.add: '{{ what }}'\n")
        later = planned("keep", after=(0,), references={"what": Reference(clause=0)})
        plan = await home.say(planned("look", slots(tmp_path)), later)
        assert (await home.asked(f"{plan}.1")).question.sources
        assert await home.records.find("note") == []


async def test_always_counts_for_this_command_and_this_target_only(tmp_path: Path) -> None:
    steps = "  - file.write: {path: '{{ mine }}', text: '{{ letter }}', how: over}\n"
    async with reading(tmp_path, keep=steps, other=steps) as home:
        out, elsewhere = str(tmp_path / "work" / "out.txt"), str(tmp_path / "work" / "else.txt")
        run = f"{await home.say(planned('keep', slots(tmp_path, mine=out)))}.0"
        question = (await home.asked(run)).question
        await home.live.answer(Answer(question=question.id, value=True, hash=question.hash, always=True))
        assert (await home.finished(run)).state is RunState.DONE
        assert (await home.run("keep", slots(tmp_path, mine=out))).state is RunState.DONE
        for name, target in (("keep", elsewhere), ("other", out)):
            again = f"{await home.say(planned(name, slots(tmp_path, mine=target)))}.0"
            assert (await home.asked(again)).question.rule
        (rule,) = await home.rules.all()
        assert (rule.command, rule.kind, rule.targets, rule.origins) == ("keep", "file.write", {"path": out}, ("file",))
        await home.rules.remove(rule.id)
        assert (await home.asked(f"{await home.say(planned('keep', slots(tmp_path, mine=out)))}.0")).question.rule


async def test_always_is_never_said_by_voice_alone(tmp_path: Path) -> None:
    steps = "  - file.write: {path: '{{ mine }}', text: '{{ letter }}'}\n"
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path, mine=str(tmp_path / 'work' / 'out.txt'))))}.0"
        question = (await home.asked(run)).question
        assert question.rule
        await home.live.answer(Answer(question=question.id, value=True, hash=question.hash, always=True, by="voice"))
        await home.finished(run)
        assert await home.rules.all() == []


@pytest.mark.parametrize("step", ["note.add: '{{ letter }}'", "browser.click: {near: '{{ letter }}'}"])
async def test_always_is_neither_offered_nor_honoured_where_it_would_name_nothing(step: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=f"  - {step}\n") as home:
        kind = step.split(":")[0]
        rule = Rule(command="keep", kind=kind, origins=("file",))
        await home.database.write(lambda tx: keep_rule(tx, rule))
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        asked = await home.asked(run)
        assert asked.question.sources
        assert asked.question.rule is None


def test_always_for_a_click_names_what_is_clicked_and_where() -> None:
    given = {"name": "Save", "near": "text of a page", "sites": {"allow": ["shop.example"]}}
    asked = consent.question(Step(kind="browser.click"), given, (Source(kind="page"),), "keep", "en")
    assert asked is not None
    assert asked["rule"].targets == {"name": "Save", "sites": {"allow": ["shop.example"]}}


@pytest.mark.parametrize(
    ("kind", "given", "targets"),
    [
        ("table.create", {"name": "Leads", "columns": ["Name"]}, {"name": "Leads"}),
        ("table.update", {"table": "Leads", "id": "r1", "values": {"Name": "x"}}, {"table": "Leads"}),
        ("table.remove", {"table": "Leads", "where": {"Name": "x"}, "every": True}, {"table": "Leads", "every": True}),
        ("table.export", {"table": "Leads", "name": "x"}, {"table": "Leads", "name": "x"}),
        ("mail.label", {"letter": "l1", "add": ["Bills"]}, {"add": ["Bills"]}),
        ("mail.move", {"letter": "l1", "folder": "Bills"}, {"folder": "Bills"}),
        ("mail.mark", {"letter": "l1", "unread": False}, {"unread": False}),
        ("mail.draft", {"to": ["anna@a.test"], "text": "x"}, {"to": ["anna@a.test"]}),
        ("event.add", {"text": "x", "calendar": "work"}, {"calendar": "work"}),
    ],
)
def test_always_names_where_it_writes_and_leaves_what_open(kind: str, given: dict[str, Json], targets: dict[str, Json]) -> None:
    asked = consent.question(Step(kind=kind), given, (Source(kind="mail"),), "keep", "en")
    assert asked is not None
    assert asked["rule"].targets == targets


def test_always_is_not_offered_for_a_task_in_the_browser() -> None:
    given = {"task": "go", "start": "https://shop.example", "sites": ["shop.example"]}
    asked = consent.question(Step(kind="browser.task"), given, (Source(kind="page"),), "keep", "en")
    assert asked is not None
    assert "rule" not in asked


async def test_a_run_that_is_resumed_is_still_marked_and_asks_once(tmp_path: Path) -> None:
    steps = "  - ask: 'go on?'\n  - note.add: '{{ letter }}'\n"
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        question = (await home.asked(run)).question
    async with reading(tmp_path, keep=steps) as home:
        await home.live.answer(Answer(question=question.id, value="yes"))
        asked = await home.until(lambda event: event if isinstance(event, QuestionAsked) else None)
        assert [source.kind for source in asked.question.sources] == ["file"]
        await home.answer(asked, True)
        assert (await home.finished(run)).state is RunState.DONE
        assert len(await home.records.find("note")) == 1


@pytest.mark.parametrize(
    ("step", "effect", "undoable"), [("note.add: hi", "writes", True), ("http: {url: 'http://x/', method: POST}", "sends", False)]
)
async def test_a_confirmation_says_before_whether_it_can_be_undone(
    step: str, effect: str, undoable: bool, tmp_path: Path
) -> None:
    async with house(tmp_path) as home:
        home.command("act", f"steps:\n  - {step}\n    confirm: true\n")
        question = (await home.asked(f"{await home.say(planned('act'))}.0")).question
        assert (question.effect, question.undoable) == (effect, undoable)


async def next_asked(home: House, before: QuestionAsked) -> QuestionAsked:
    """The first question of a run after another."""
    found: QuestionAsked = await home.until(
        lambda event: event if isinstance(event, QuestionAsked) and event.question.id != before.question.id else None
    )
    return await home.asked(found.run)


async def test_whether_to_send_again_what_came_from_outside_is_shown_with_where_it_came_from(tmp_path: Path) -> None:
    steps = "  - ask: 'go on?'\n  - http: {url: 'http://127.0.0.1:9/', method: POST, body: '{{ letter }}'}\n"
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        begun = await home.asked(run)
        path = "3.http"
        await home.effects.begin(f"{run}:{path}", run, begun.turn, path, "http", Effect.SENDS, "en")
        await home.answer(begun, "yes")
        first = await next_asked(home, begun)
        await home.answer(first, True)
        again = (
            await home.until(
                lambda event: event if isinstance(event, QuestionAsked) and event.question.path.endswith(".unsure") else None
            )
        ).question
        assert [source.kind for source in again.sources] == ["file"]
        assert (again.effect, again.undoable) == ("sends", False)


APPROVED = "  - approve: {text: 'Keep it?', details: {text: '{{ letter }}'}}\n"


async def test_a_flows_own_question_with_the_exact_values_is_the_only_one(tmp_path: Path) -> None:
    async with reading(tmp_path, keep=APPROVED + "  - note.add: '{{ letter }}'\n") as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        asked = await home.asked(run)
        assert (asked.question.text, dict(asked.question.details)) == ("Keep it?", {"text": "чужой текст"})
        assert [(source.kind, source.excerpt) for source in asked.question.sources] == [("file", "чужой текст")]
        await home.answer(asked, True)
        assert (await home.finished(run)).state is RunState.DONE
        assert len(home.of(QuestionAsked)) == len(await home.records.find("note")) == 1


@pytest.mark.parametrize(
    "steps",
    [
        APPROVED + "  - note.add: '{{ letter }} и ещё'\n",
        APPROVED.replace("text: '{{ letter }}'", "text: '{{ letter | upper }}'") + "  - note.add: '{{ letter }}'\n",
        APPROVED.replace("{text: '{{ letter }}'}", "{other: '{{ letter }}'}") + "  - note.add: '{{ letter }}'\n",
        APPROVED.replace("{text: '{{ letter }}'}", "'{{ letter }}'") + "  - note.add: '{{ letter }}'\n",
        APPROVED + "  - task.add: x\n  - note.add: '{{ letter }}'\n",
        APPROVED.replace("Keep it?", "Read it?")
        + "  - note.change: {id: none, text: x}\n    on_error: continue\n  - note.add: '{{ letter }}'\n",
        APPROVED + "  - task.add: '{{ letter }}'\n    if: 'false'\n  - note.add: '{{ letter }}'\n",
        APPROVED + "  - reminder.add: {text: '{{ letter }}', when: {at: '2099-01-01T10:00:00+03:00'}}\n",
    ],
)
async def test_a_yes_to_other_values_is_no_yes_to_these(steps: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        first = await home.asked(run)
        await home.answer(first, True)
        second = await next_asked(home, first)
        await home.answer(second, False)
        assert (await home.finished(run)).state is RunState.CANCELLED
        assert await home.records.find("note") == []


async def test_what_a_yes_leads_to_stands_on_the_flows_own_question(tmp_path: Path) -> None:
    steps = APPROVED + "  - http: {url: 'http://127.0.0.1:9/', method: POST, body: '{{ letter }}'}\n"
    async with reading(tmp_path, keep=APPROVED + "  - note.add: '{{ letter }}'\n", post=steps) as home:
        for name, effect, undoable in (("keep", "writes", True), ("post", "sends", False)):
            asked = await home.asked(f"{await home.say(planned(name, slots(tmp_path)))}.0")
            assert (asked.question.effect, asked.question.undoable) == (effect, undoable)


def test_a_zero_is_something_that_must_be_shown() -> None:
    step = Step(kind="http")
    assert consent.given(step, {"url": "", "seconds": 0, "expects": "auto", "accept": []}) == {"seconds": 0}
    assert consent.given(step, {"seconds": 0.0, "method": "GET"}) == {"seconds": 0.0}


async def test_a_yes_counts_for_one_step_only(tmp_path: Path) -> None:
    steps = APPROVED + "  - for_each: [1, 2]\n    steps: [{note.add: '{{ letter }}'}]\n"
    async with reading(tmp_path, keep=steps) as home:
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        first = await home.asked(run)
        await home.answer(first, True)
        await next_asked(home, first)
        assert len(await home.records.find("note")) == 1


@pytest.mark.parametrize(
    "kept",
    [
        "  - table.import: {table: Prices, text: '{{ letter }}'}\n",
        "  - table.create: {name: Prices, columns: [Text]}\n  - table.add: {table: Prices, values: {Text: '{{ letter }}'}}\n",
    ],
)
@pytest.mark.parametrize(
    "looked",
    [
        "  - table.find: {table: Prices}\n    as: found\n  - note.add: '{{ (found | first).Text }}'\n",
        "  - table.show: {table: Prices}\n    as: found\n  - note.add: '{{ found.lines | first }}'\n",
        "  - table.aggregate: {table: Prices, how: count, by: Text}\n    as: found\n  - note.add: '{{ (found.groups | first).group }}'\n",
    ],
)
async def test_a_table_remembers_for_later_runs_that_text_in_it_came_from_outside(kept: str, looked: str, tmp_path: Path) -> None:
    async with reading(tmp_path, keep=kept) as home:
        (tmp_path / "work" / "in.txt").write_text("Text\nчужой текст\n", encoding="utf-8")
        home.ports[ports.Tables] = Tables(home.database)
        home.command("look", f"steps:\n{looked}")
        run = f"{await home.say(planned('keep', slots(tmp_path)))}.0"
        await home.answer(await home.asked(run), True)
        assert (await home.finished(run)).state is RunState.DONE
        later = f"{await home.say(planned('look'))}.0"
        asked = await home.asked(later)
        assert [source.kind for source in asked.question.sources] == ["file"] * len(asked.question.sources)
        assert asked.question.sources
        assert await home.records.find("note") == []


async def test_a_table_of_the_owners_own_words_is_not_asked_about(tmp_path: Path) -> None:
    async with reading(tmp_path) as home:
        home.ports[ports.Tables] = Tables(home.database)
        steps = "steps:\n  - table.create: {name: Own, columns: [Text]}\n  - table.add: {table: Own, values: {Text: mine}}\n"
        home.command(
            "own", f"{steps}  - table.find: {{table: Own}}\n    as: found\n  - note.add: '{{{{ (found | first).Text }}}}'\n"
        )
        run = f"{await home.say(planned('own'))}.0"
        assert (await home.finished(run)).state is RunState.DONE
        assert len(await home.records.find("note")) == 1
