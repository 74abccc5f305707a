"""Runs on the real engine: order, questions, cancel, pause, failures, resumption."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy

from assistant.domain.event.run import LoopProgressed, RunChanged, RunStarted, StepFinished, StepStarted
from assistant.domain.event.said import MessageSaid
from assistant.domain.event.turn import ClauseChanged
from assistant.domain.plan import Reference, Verdict
from assistant.domain.run import RunState
from assistant.errors import Conflict
from tests.fakes.house import house, planned

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_a_command_runs_its_steps_in_order_and_gives_its_result(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command(
            "greet",
            """
            slots: {who: {type: text}}
            steps:
              - set: {loud: "{{ who | upper }}"}
                as: x
              - say: "hello {{ x.loud }}"
            result: "{{ x.loud }}"
            """,
        )
        ended = await home.run("greet", {"who": "anna"})
        assert (ended.state, ended.result) == (RunState.DONE, "ANNA")
        assert [said.text for said in home.of(MessageSaid)] == ["hello ANNA"]
        assert [step.path for step in home.of(StepFinished)] == ["x", "2.say"]


async def test_clauses_start_in_order_and_a_later_one_uses_the_result_of_an_earlier(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("first", "steps: [{say: one}]\nresult: '{{ 40 + 2 }}'")
        home.command("second", "slots: {what: text}\nsteps: [{say: 'got {{ what }}'}]")
        uses = planned("second", missing=("what",), after=(0,), references={"what": Reference(clause=0)})
        plan = await home.say(planned("first"), uses)
        await home.finished(f"{plan}.1")
        assert [started.command for started in home.of(RunStarted)] == ["first", "second"]
        assert [said.text for said in home.of(MessageSaid)] == ["one", "got 42"]


async def test_a_failed_clause_does_not_stop_the_others_but_skips_those_that_need_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("bad", "steps: [{trial.fail: {}}]")
        home.command("good", "slots: {what: {type: text, required: false}}\nsteps: [{say: fine}]")
        needs = planned("good", after=(0,), references={"what": Reference(clause=0)})
        plan = await home.say(planned("bad"), needs, planned("good"))
        assert (await home.finished(f"{plan}.0")).error == "it did not work"
        assert (await home.finished(f"{plan}.2")).state is RunState.DONE
        skipped = [changed.clause for changed in home.of(ClauseChanged) if changed.skipped]
        assert skipped == [1]


async def test_a_clause_that_waits_for_the_owner_holds_back_only_what_must_come_after_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("ask_me", "steps: [{ask: 'how many?', as: n}]\nresult: '{{ n }}'")
        home.command("free", "steps: [{say: free}]")
        home.command("bound", "steps: [{say: bound}]")
        plan = await home.say(planned("ask_me"), planned("free"), planned("bound", after=(0,)))
        question = await home.asked()
        assert (await home.finished(f"{plan}.1")).state is RunState.DONE
        assert [started.command for started in home.of(RunStarted)] == ["ask_me", "free"]
        await home.answer(question, "three")
        assert (await home.finished(f"{plan}.0")).result == "three"
        assert (await home.finished(f"{plan}.2")).state is RunState.DONE


async def test_missing_slots_are_asked_for_once_and_known_ones_never(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("mail", "slots: {who: person, what: text}\nsteps: [{say: '{{ who }}: {{ what }}'}]")
        plan = await home.say(planned("mail", {"who": "Anna"}, missing=("what",)))
        question = await home.asked()
        assert (question.question.kind, question.question.slot) == ("slot", "what")
        await home.answer(question, "the contract is ready")
        await home.finished(f"{plan}.0")
        assert [said.text for said in home.of(MessageSaid)] == ["Anna: the contract is ready"]


async def test_an_answered_question_is_as_good_as_a_yes_where_nothing_is_sent(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("meet", "slots: {when: moment}\nsteps: [{say: met}]")
        home.command("pay", "slots: {sum: number}\nconfirm: true\nsteps: [{say: paid}]")
        plan = await home.say(planned("meet", missing=("when",), verdict=Verdict.CONFIRM))
        await home.answer(await home.asked(), {"at": "2027-01-01T10:00:00Z"})
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE
        plan = await home.say(planned("pay", missing=("sum",), verdict=Verdict.CONFIRM))
        await home.answer(await home.asked(f"{plan}.0"), 5)
        question = await home.until(
            lambda event: event if event.type == "question.asked" and event.question.kind == "confirm" else None
        )
        assert question.question.details == {"sum": 5}


async def test_the_owner_chooses_between_two_commands(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("one", "steps: [{say: one}]")
        home.command("two", "steps: [{say: two}]")
        plan = await home.say(planned("one", others=("two",), verdict=Verdict.CLARIFY))
        question = await home.asked()
        assert question.question.options == ("one", "two", "None of these")
        await home.answer(question, 1)
        await home.finished(f"{plan}.0")
        assert [said.text for said in home.of(MessageSaid)] == ["two"]


async def test_a_confirmation_counts_for_exactly_what_was_shown_and_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("pay", "slots: {sum: number}\nsteps: [{say: 'paid {{ sum }}'}]")
        plan = await home.say(planned("pay", {"sum": 5}, verdict=Verdict.CONFIRM))
        question = await home.asked()
        assert question.question.details == {"sum": 5}
        with pytest.raises(Conflict, match="not what would be done"):
            await home.answer(question, True, hash_="0" * 64)
        await home.answer(question, True)
        with pytest.raises(Conflict, match="already been answered"):
            await home.answer(question, True)
        await home.finished(f"{plan}.0")
        assert [said.text for said in home.of(MessageSaid)] == ["paid 5"]


async def test_a_no_cancels_the_run_with_that_word_and_skips_what_needs_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("pay", "steps: [{set: {sum: 5}, confirm: 'pay five?'}]")
        home.command("report", "slots: {what: text}\nsteps: [{say: '{{ what }}'}]")
        plan = await home.say(planned("pay"), planned("report", after=(0,), references={"what": Reference(clause=0)}))
        await home.answer(await home.asked(), False)
        ended = await home.finished(f"{plan}.0")
        assert (ended.state, ended.error) == (RunState.CANCELLED, "You said no.")
        skipped = await home.until(lambda event: event if isinstance(event, MessageSaid) else None)
        assert "Skipped" in skipped.text


async def test_a_no_to_an_approval_ends_the_run_before_its_next_step(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("pay", "steps: [{approve: 'really?'}, {say: paid}]")
        plan = await home.say(planned("pay"))
        await home.answer(await home.asked(), False)
        ended = await home.finished(f"{plan}.0")
        assert (ended.state, ended.error) == (RunState.CANCELLED, "You said no.")
        assert home.of(MessageSaid) == []


async def test_a_running_step_is_cancelled_at_once_and_nothing_follows_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("slow", "steps: [{trial.slow: {seconds: 600}}, {say: never}]")
        plan = await home.say(planned("slow"))
        await home.until(lambda event: event if event.type == "step.started" else None)
        await home.live.wish(f"{plan}.0", "cancel")
        assert (await home.finished(f"{plan}.0")).state is RunState.CANCELLED
        assert home.of(MessageSaid) == []


async def test_a_waiting_question_is_cancelled_with_its_run_and_closed(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("ask_me", "steps: [{ask: 'how many?'}]")
        plan = await home.say(planned("ask_me"))
        await home.asked()
        await home.live.wish(f"{plan}.0", "cancel")
        assert (await home.finished(f"{plan}.0")).state is RunState.CANCELLED
        assert await home.runs.questions() == []


async def test_a_paused_run_stands_still_before_its_next_step_and_goes_on(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("two_steps", "steps: [{ask: 'go?'}, {say: done}]")
        plan = await home.say(planned("two_steps"))
        question = await home.asked()
        await home.live.wish(f"{plan}.0", "pause")
        await home.answer(question, "yes")
        paused = await home.until(
            lambda event: event if isinstance(event, RunChanged) and event.state is RunState.PAUSED else None
        )
        assert paused.run == f"{plan}.0"
        assert home.of(MessageSaid) == []
        await home.live.wish(f"{plan}.0", "")
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE


@pytest.mark.parametrize("step", ["ask: 'go?'", "wait: 1 hour"])
async def test_a_run_that_waits_is_paused_at_once_and_waits_again_when_it_may_go_on(tmp_path: Path, step: str) -> None:
    async with house(tmp_path) as home:
        home.command("waiting", f"steps: [{{{step}}}]")
        run = f"{await home.say(planned('waiting'))}.0"
        states = [RunState.WAITING, RunState.PAUSED, RunState.WAITING]
        for count, wish in enumerate(("", "pause", ""), 1):
            await home.live.wish(run, wish) if count > 1 else None
            await home.until(lambda _event, count=count: len(home.of(RunChanged)) == count or None)
        changes = home.of(RunChanged)
        assert [changed.state for changed in changes] == states
        assert changes[0] == changes[2]
        await home.live.wish(run, "pause")
        await home.live.wish(run, "cancel")
        assert (await home.finished(run)).state is RunState.CANCELLED


async def test_a_paused_run_takes_its_answer_and_does_not_run_before_it_may(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("two_steps", "steps: [{ask: 'go?'}, {say: done}]")
        plan = await home.say(planned("two_steps"))
        question = await home.asked()
        await home.live.wish(f"{plan}.0", "pause")
        await home.until(lambda _event: home.of(RunChanged)[-1].state is RunState.PAUSED or None)
        await home.answer(question, "yes")
        assert home.of(MessageSaid) == []
        await home.live.wish(f"{plan}.0", "")
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE
        states = [changed.state for changed in home.of(RunChanged)]
        assert (states[:2], states[-1]) == ([RunState.WAITING, RunState.PAUSED], RunState.RUNNING)


async def test_a_step_is_retried_as_often_as_it_says_and_then_rescued(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        counter = tmp_path / "count"
        home.command(
            "retry",
            f"""
            steps:
              - trial.fail: {{file: "{counter}", times: 2}}
                retry: {{times: 2, seconds: 0}}
                as: n
              - trial.fail: {{text: "broken"}}
                on_error:
                  - say: "rescued: {{{{ error }}}}"
              - trial.fail: {{}}
                on_error: continue
            result: "{{{{ n }}}}"
            """,
        )
        assert (await home.run("retry")).result == 2
        assert [said.text for said in home.of(MessageSaid)] == ["rescued: broken"]


async def test_a_refusal_is_not_retried_and_a_fault_of_ours_is_said_without_its_insides(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        counter = tmp_path / "count"
        home.command("refused", f"steps: [{{trial.fail: {{file: '{counter}', how: refused}}, retry: 3}}]")
        home.command("fault", "steps: [{trial.fail: {how: fault, text: secret}}]")
        await home.run("refused")
        assert counter.read_text() == "x"
        ended = await home.run("fault")
        assert ended.state is RunState.FAILED
        assert "secret" not in ended.error


async def test_a_step_that_takes_too_long_fails(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("slow", "steps: [{trial.slow: {seconds: 600}, timeout: 0.05}]")
        assert (await home.run("slow")).error == "It took longer than 0.05 seconds."


async def test_a_wait_ends_at_its_time_and_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("nap", "steps: [{wait: {seconds: 0.2}}, {say: awake}]")
        assert (await home.run("nap")).state is RunState.DONE
        waits = [changed for changed in home.of(RunChanged) if changed.why == "time"]
        assert len(waits) == 1 and waits[0].until is not None


async def test_a_broken_expression_fails_its_step_with_its_text(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("broken", "slots: {a: {type: text, required: false, default: x}}\nsteps: [{say: '{{ a.b.c }}'}]")
        ended = await home.run("broken")
        assert ended.state is RunState.FAILED
        assert "a.b.c" in ended.error


async def test_a_step_is_told_as_begun_before_it_is_told_as_ended_and_while_it_still_runs(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("both", "steps: [{set: {v: 1}}, {trial.slow: {seconds: 600}}]")
        plan = await home.say(planned("both"))
        await home.until(lambda event: event if isinstance(event, StepStarted) and event.kind == "trial.slow" else None)
        steps = [event for event in home.told if isinstance(event, StepStarted | StepFinished)]
        assert [(event.type, event.path) for event in steps] == [
            ("step.started", "1.set"),
            ("step.finished", "1.set"),
            ("step.started", "2.trial.slow"),
        ]
        await home.live.wish(f"{plan}.0", "cancel")
        await home.finished(f"{plan}.0")


async def test_a_resumed_run_tells_and_does_nothing_twice_that_it_had_recorded(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    async with house(tmp_path) as home:
        home.command(
            "long",
            f"""
            steps:
              - for_each: [1, 2, 3]
                steps:
                  - if: "{{{{ item > 1 }}}}"
                    steps: [{{trial.effect: {{file: '{lines}', text: 'n{{{{ item }}}}'}}}}]
              - parallel: {{a: [{{set: {{v: 1}}, as: branch}}]}}
              - ask: on?
              - set: {{v: 2}}
                as: branch
            """,
        )
        plan = await home.say(planned("long"))
        question = await home.asked()
    before = [event for event in home.told if event.type.startswith(("step.", "loop."))]
    async with house(tmp_path) as home:
        home.registry.load()
        await home.answer(question, "yes")
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE
    after = [event for event in home.told if isinstance(event, StepStarted | StepFinished | LoopProgressed)]
    assert [(event.type, event.path) for event in after] == [
        ("step.finished", "3.ask"),
        ("step.started", "branch"),
        ("step.finished", "branch"),
    ]
    assert len(before) > len(after)
    assert [line.split()[0] for line in lines.read_text().splitlines()] == ["begin", "end"] * 2


async def test_no_thread_looks_for_what_nobody_waits_for(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.command("greet", "steps: [{say: hello}]")
        await home.run("greet")
        assert not [thread.name for thread in threading.enumerate() if "run_notification_listener" in thread.name]


async def test_a_new_step_is_not_looked_for_in_the_engines_file(tmp_path: Path) -> None:
    looked: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and ".operation_outputs" in statement:
            looked.append(statement)

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", look)
    try:
        async with house(tmp_path) as home:
            home.command("short", "steps: [{math.calculate: 1 + 1}]")
            home.command("long", f"steps: [{', '.join(['{math.calculate: 1 + 1}'] * 20)}]")
            counted = []
            for name in ("short", "long"):
                looked.clear()
                assert (await home.run(name)).state is RunState.DONE
                counted.append(len(looked))
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", look)
    assert counted[0] == counted[1] > 0


async def test_an_unfinished_run_goes_on_in_the_next_process(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    async with house(tmp_path) as home:
        home.command(
            "long",
            f"steps: [{{trial.effect: {{file: '{lines}', text: one}}}}, {{ask: 'on?'}}, {{trial.effect: {{file: '{lines}', text: two}}}}]",
        )
        plan = await home.say(planned("long"))
        question = await home.asked()
    async with house(tmp_path) as home:
        home.registry.load()
        await home.answer(question, "yes")
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE
    assert [line.split()[0] for line in lines.read_text().splitlines()] == ["begin", "end", "begin", "end"]


@pytest.mark.parametrize("given_up", [False, True])
async def test_a_run_that_waits_through_hundreds_of_starts_still_goes_on(tmp_path: Path, *, given_up: bool) -> None:
    async with house(tmp_path) as home:
        home.command("wait", "steps: [{ask: 'on?'}, {say: went on}]")
        plan = await home.say(planned("wait"))
        question = await home.asked()
    with closing(sqlite3.connect(tmp_path / "runs.sqlite")) as file:
        file.execute("update workflow_status set recovery_attempts = 500 where status = 'PENDING'")
        if given_up:  # as it was in the time of the bound
            file.execute("update workflow_status set status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' where status = 'PENDING'")
        file.commit()
    async with house(tmp_path) as home:
        home.registry.load()
        await home.answer(question, "yes")
        assert (await home.finished(f"{plan}.0")).state is RunState.DONE
